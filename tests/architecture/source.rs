//! A source file, as the rules read it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{Span, TokenStream};
use syn::{
    Attribute,
    spanned::Spanned,
    visit::{self, Visit},
};

use crate::journey::is_slice;

/// The folders that hold production code. A folder that does not exist yet is left out.
const FOLDERS: [&str; 4] = ["src", "entities/src", "migrations/src", "fair_split/src"];

/// One file.
pub struct Source {
    /// Path from the root of the repository, with slashes.
    pub path: String,
    /// The text of the file.
    pub text: String,
    /// The parsed text.
    pub ast: syn::File,
    /// The tokens of the text: unlike `ast`, they include those inside macro calls and attributes.
    pub tokens: TokenStream,
}

/// A place where a file breaks a rule.
#[derive(Clone, Debug)]
pub struct Breach {
    /// Path of the file.
    pub path: String,
    /// Line in the file, from 1.
    pub line: usize,
    /// How to fix it.
    pub fix: String,
}

impl Source {
    /// Parses `text` as the file at `path`.
    pub fn parse(path: &str, text: &str) -> Self {
        let ast = syn::parse_file(text).unwrap_or_else(|e| panic!("{path} is not valid Rust: {e}"));
        let tokens = text.parse().unwrap_or_else(|e| panic!("{path} is not valid Rust: {e}"));
        Self { path: path.to_owned(), text: text.to_owned(), ast, tokens }
    }

    /// A breach at `span`.
    pub fn breach(&self, span: Span, fix: impl Into<String>) -> Breach {
        self.breach_at(span.start().line, fix)
    }

    /// A breach at `line`.
    pub fn breach_at(&self, line: usize, fix: impl Into<String>) -> Breach {
        Breach { path: self.path.clone(), line, fix: fix.into() }
    }

    /// The first word below `src`: the slice of a file in a slice. `src/orders/api.rs` → `orders`.
    pub fn home(&self) -> &str {
        self.words().first().copied().unwrap_or_default()
    }

    /// The path below `src` in words, without the extension: `entities/src/values/money.rs` → `values`, `money`.
    pub fn words(&self) -> Vec<&str> {
        let below = self.path.split_once("src/").map_or(self.path.as_str(), |(_, below)| below);
        below.strip_suffix(".rs").unwrap_or(below).split('/').collect()
    }

    /// The module that the file is, from the root of its crate: `src/orders/api/mod.rs` → `orders`, `api`.
    pub fn module(&self) -> Vec<String> {
        let mut words = self.words();
        if matches!(words.last(), Some(&"mod" | &"lib" | &"main")) {
            words.pop();
        }
        words.into_iter().map(str::to_owned).collect()
    }

    /// Whether the file belongs to the crate `minga`.
    pub fn in_root_crate(&self) -> bool {
        self.path.starts_with("src/")
    }

    /// Whether the file belongs to a slice.
    pub fn in_slice(&self) -> bool {
        self.in_root_crate() && is_slice(self.home())
    }

    /// The part of its slice that the file belongs to: `orders/rules.rs` and `orders/rules/tier.rs` are `rules`.
    pub fn part(&self) -> &str {
        self.words().get(1).copied().unwrap_or_default()
    }

    /// Whether the file belongs to this part of a slice.
    pub fn is_part(&self, part: &str) -> bool {
        self.in_slice() && self.part() == part
    }

    /// The files, without extension, that this one declares for tests only (`#[cfg(test)] mod tests;`).
    pub fn test_modules(&self) -> Vec<String> {
        let stem = self.path.trim_end_matches(".rs");
        let folder = match stem.rsplit_once('/') {
            Some((folder, "mod" | "lib" | "main")) => folder,
            _ => stem,
        };
        let parent = self.path.rsplit_once('/').map_or("", |(parent, _)| parent);
        let declared = self.ast.items.iter().filter_map(|item| match item {
            syn::Item::Mod(module) if module.content.is_none() && is_test(&module.attrs) => Some(module),
            _ => None,
        });
        let file = |module: &syn::ItemMod| match module.attrs.iter().find_map(path_attribute) {
            Some(path) => format!("{parent}/{}", path.trim_end_matches(".rs")),
            None => format!("{folder}/{}", module.ident),
        };
        declared.map(file).collect()
    }

    /// Number of lines without the file's own tests.
    pub fn production_lines(&self) -> usize {
        let tests = self.ast.items.iter().filter(|item| is_test(attributes(item)));
        let lines = |span: Span| span.end().line + 1 - span.start().line;
        self.text.lines().count() - tests.map(|item| lines(item.span())).sum::<usize>()
    }

    /// Whether `line` lies in an item that is compiled for tests only.
    pub fn is_test_line(&self, line: usize) -> bool {
        let tests = self.ast.items.iter().filter(|item| is_test(attributes(item)));
        tests.map(Spanned::span).any(|span| (span.start().line..=span.end().line).contains(&line))
    }

    /// Visits the items of the file that are not compiled for tests only.
    pub fn visit_production<'a>(&'a self, visitor: &mut impl Visit<'a>) {
        for item in self.ast.items.iter().filter(|item| !is_test(attributes(item))) {
            visit::visit_item(visitor, item);
        }
    }
}

/// Whether an item with these attributes is compiled for tests only.
pub fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let test_only = |list: &syn::MetaList| list.tokens.to_string() == "test";
        attribute.path().segments.last().is_some_and(|s| s.ident == "test")
            || attribute.path().is_ident("cfg") && attribute.meta.require_list().is_ok_and(test_only)
    })
}

/// The path in `#[path = "…"]`.
fn path_attribute(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// The attributes of an item.
pub fn attributes(item: &syn::Item) -> &[Attribute] {
    match item {
        syn::Item::Const(item) => &item.attrs,
        syn::Item::Enum(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Macro(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Static(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Trait(item) => &item.attrs,
        syn::Item::Type(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// All files of the product, without those that are compiled for tests only.
pub fn production() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in FOLDERS.map(|folder| root.join(folder)).iter().filter(|folder| folder.is_dir()) {
        collect(folder, &mut paths);
    }
    paths.sort();
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        Source::parse(&path.strip_prefix(root).unwrap_or(path).to_string_lossy(), &text)
    };
    let all: Vec<Source> = paths.iter().map(read).collect();
    let tests: Vec<String> = all.iter().flat_map(Source::test_modules).collect();
    let is_test =
        |path: &str| tests.iter().any(|test| path == format!("{test}.rs") || path.starts_with(&format!("{test}/")));
    all.into_iter().filter(|source| !is_test(&source.path)).collect()
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())).flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}
