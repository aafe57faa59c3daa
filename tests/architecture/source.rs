//! A source file as the rules see it.

use std::{fs, path::Path};

use proc_macro2::{Span, TokenStream};
use syn::{Attribute, spanned::Spanned};

/// One file.
pub struct Source {
    /// From the root of the repository, with slashes.
    pub path: String,
    /// As it stands.
    pub text: String,
    /// Parsed.
    pub ast: syn::File,
    /// The same, unparsed.
    pub tokens: TokenStream,
}

/// A rule that a file breaks.
#[derive(Debug)]
pub struct Breach {
    /// Line in the file, from 1.
    pub line: usize,
    /// What to do about it.
    pub mend: String,
}

impl Breach {
    /// A breach at `span`.
    pub fn at(span: Span, mend: impl Into<String>) -> Self {
        Self { line: span.start().line, mend: mend.into() }
    }
}

impl Source {
    /// The file `text` at `path`.
    pub fn parse(path: &str, text: &str) -> Self {
        let ast = syn::parse_file(text).unwrap_or_else(|e| panic!("{path} is no Rust: {e}"));
        let tokens = text.parse().unwrap_or_else(|e| panic!("{path} is no Rust: {e}"));
        Self { path: path.to_owned(), text: text.to_owned(), ast, tokens }
    }

    /// The slice, or the first word below `src`, that the file belongs to: `src/orders/api.rs` → `orders`.
    pub fn home(&self) -> &str {
        self.words().first().copied().unwrap_or_default()
    }

    /// The path below `src` in words, without the ending: `entities/src/values/money.rs` → `values`, `money`.
    pub fn words(&self) -> Vec<&str> {
        let below = self.path.split_once("src/").map_or(self.path.as_str(), |(_, below)| below);
        below.trim_end_matches(".rs").split('/').collect()
    }

    /// Whether it belongs to the binary and its library.
    pub fn in_root_crate(&self) -> bool {
        self.path.starts_with("src/")
    }

    /// Whether it belongs to `fair_split`, the crate that knows nothing of Minga.
    pub fn in_fair_split(&self) -> bool {
        self.path.starts_with("fair_split/")
    }

    /// Whether it is the slice's part of this name: `orders/rules.rs` and `orders/rules/tier.rs` are its `rules`.
    pub fn is_part(&self, part: &str) -> bool {
        self.in_root_crate() && crate::journey::is_slice(self.home()) && self.words().get(1) == Some(&part)
    }

    /// Modules around the file's items: 1 for `src/flow.rs`, 2 for `src/orders/api.rs`.
    pub fn depth(&self) -> usize {
        let words = self.words();
        words.len() - usize::from(matches!(words.last(), Some(&"mod" | &"lib" | &"main")))
    }

    /// Files, without their ending, that this one declares for tests only (`#[cfg(test)] mod tests;`).
    pub fn test_modules(&self) -> Vec<String> {
        let stem = self.path.trim_end_matches(".rs");
        let folder = match stem.rsplit_once('/') {
            Some((folder, "mod" | "lib" | "main")) => folder,
            _ => stem,
        };
        let here = self.path.rsplit_once('/').map_or("", |(here, _)| here);
        let declared = self.ast.items.iter().filter_map(|item| match item {
            syn::Item::Mod(module) if module.content.is_none() && is_test(&module.attrs) => Some(module),
            _ => None,
        });
        let file = |module: &syn::ItemMod| match module.attrs.iter().find_map(path_attribute) {
            Some(path) => format!("{here}/{}", path.trim_end_matches(".rs")),
            None => format!("{folder}/{}", module.ident),
        };
        declared.map(file).collect()
    }

    /// Lines that are no tests of the file itself.
    pub fn production_lines(&self) -> usize {
        let tests = self.ast.items.iter().filter(|item| is_test(attributes(item)));
        let lines = |span: Span| span.end().line + 1 - span.start().line;
        self.text.lines().count() - tests.map(|item| lines(item.span())).sum::<usize>()
    }
}

/// Whether what stands under `attributes` is compiled for tests only.
pub fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let test_only = |list: &syn::MetaList| list.tokens.to_string() == "test";
        attribute.path().segments.last().is_some_and(|s| s.ident == "test")
            || attribute.path().is_ident("cfg") && attribute.meta.require_list().is_ok_and(test_only)
    })
}

/// What `#[path = "…"]` says.
fn path_attribute(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// An item's attributes.
pub fn attributes(item: &syn::Item) -> &[Attribute] {
    match item {
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        syn::Item::Macro(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Const(item) => &item.attrs,
        _ => &[],
    }
}

/// All files of the product, without those that are compiled for tests only.
pub fn production() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["src", "demo", "entities/src", "fair_split/src", "migrations/src"] {
        collect(&root.join(folder), &mut paths);
    }
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        Source::parse(&path.strip_prefix(root).unwrap_or(path).to_string_lossy(), &text)
    };
    let all: Vec<Source> = paths.iter().map(read).collect();
    let tests: Vec<String> = all.iter().flat_map(Source::test_modules).collect();
    let is_test =
        |path: &str| tests.iter().any(|test| path == format!("{test}.rs") || path.starts_with(&format!("{test}/")));
    all.into_iter().filter(|source| !is_test(&source.path)).collect()
}

fn collect(folder: &Path, into: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())).flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            into.push(path);
        }
    }
}
