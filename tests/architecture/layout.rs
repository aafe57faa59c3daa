//! Which files a slice consists of, and how they may depend on each other.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use proc_macro2::Span;
use syn::{UseTree, Visibility, spanned::Spanned};

use crate::{
    paths::{named, starting_with},
    source::{Breach, Source, attributes, is_test},
};

/// The parts of a slice, each a file or a folder (ARCHITECTURE.md says what each contains).
const PARTS: [&str; 8] = ["mod", "events", "jobs", "errors", "rules", "store", "actions", "api"];

/// Parts of one slice that fit none of `PARTS`: slice, part, and why it is one of its own.
pub const OTHER_PARTS: &[(&str, &str, &str)] = &[
    ("identity", "callers", "the typed callers, which the handlers of every slice take"),
    ("payments", "cards", "the card processor behind its trait"),
    ("search", "document", "what an engine stores of a product"),
    ("search", "embedded", "the engine on tantivy"),
    ("search", "engine", "the trait of both engines"),
    ("search", "index", "the engine that this process uses"),
    ("search", "meilisearch", "the engine on Meilisearch"),
    ("search", "stems", "the stemmers of both languages"),
];

/// A slice consists of the standard parts, and of the exceptions that `OTHER_PARTS` names.
pub fn consists_of_known_parts(source: &Source) -> Vec<Breach> {
    let (slice, part) = (source.home(), source.part());
    let is_other = OTHER_PARTS.iter().any(|(of, other, _)| *of == slice && *other == part);
    if !source.in_slice() || PARTS.contains(&part) || is_other {
        return Vec::new();
    }
    let fix = format!(
        "`{part}` is not a part of a slice; move it: queries to store/, decisions to rules/, commands to actions/, \
         responses to api/."
    );
    vec![source.breach_at(1, fix)]
}

/// Files of one slice do not import each other in a circle.
pub fn files_form_no_circle(sources: &[Source]) -> Vec<Breach> {
    let mut slices: BTreeMap<&str, Vec<&Source>> = BTreeMap::new();
    for source in sources.iter().filter(|source| source.in_slice()) {
        slices.entry(source.home()).or_default().push(source);
    }
    slices.into_values().flat_map(|files| Slice::new(&files).circles()).collect()
}

/// The files of one slice as a graph.
struct Slice<'a> {
    files: Vec<File<'a>>,
    by_module: BTreeMap<Vec<String>, usize>,
}

struct File<'a> {
    source: &'a Source,
    module: Vec<String>,
    /// What the file imports: the name here, the path from the root of the crate, whether it is exported again.
    imports: Vec<Import>,
    /// Whether the file only declares and re-exports modules. It depends on nothing then.
    only_declares: bool,
}

struct Import {
    name: String,
    path: Vec<String>,
    exported: bool,
    lines: (usize, usize),
}

impl<'a> Slice<'a> {
    fn new(sources: &[&'a Source]) -> Self {
        let files: Vec<File> = sources.iter().map(|source| File::new(source)).collect();
        let by_module = files.iter().enumerate().map(|(at, file)| (file.module.clone(), at)).collect();
        Self { files, by_module }
    }

    /// The file that defines what `path` names: the longest module path that is a file, through re-exports.
    fn file_of(&self, path: &[String], steps: usize) -> Option<usize> {
        let known = (1..=path.len()).rev().find_map(|len| self.by_module.get(path.get(..len)?).map(|at| (*at, len)));
        let (at, len) = known?;
        let file = self.files.get(at)?;
        let Some(name) = path.get(len) else { return Some(at) };
        let export = file.imports.iter().find(|import| import.exported && import.name == *name);
        match export {
            Some(import) if steps > 0 => {
                let rest = path.get(len + 1..).unwrap_or_default();
                self.file_of(&[import.path.as_slice(), rest].concat(), steps - 1)
            }
            _ => Some(at),
        }
    }

    /// The files that the file at `at` uses, each with the line that names it first.
    fn used_by(&self, at: usize) -> BTreeMap<usize, usize> {
        let mut used = BTreeMap::new();
        let Some(file) = self.files.get(at).filter(|file| !file.only_declares) else { return used };
        for (path, span) in file.paths() {
            let line = span.start().line;
            if let Some(other) = self.file_of(&path, 8)
                && other != at
                && !self.files.get(other).is_some_and(|other| other.only_declares)
            {
                used.entry(other).or_insert(line);
            }
        }
        used
    }

    /// One breach per circle: the shortest path from a file back to itself, for each group of files that use each other.
    fn circles(&self) -> Vec<Breach> {
        let uses: Vec<BTreeMap<usize, usize>> = (0..self.files.len()).map(|at| self.used_by(at)).collect();
        let mut reported = BTreeSet::new();
        let mut found = Vec::new();
        for at in 0..self.files.len() {
            let Some(circle) = shortest_circle(&uses, at) else { continue };
            if circle.iter().any(|file| reported.contains(file)) {
                continue;
            }
            reported.extend(circle.iter().copied());
            let names: Vec<&str> = circle
                .iter()
                .chain(circle.first())
                .filter_map(|at| Some(self.files.get(*at)?.source.path.as_str()))
                .collect();
            let fix = format!(
                "these files import each other: {}; move what both sides need into a file of its own.",
                names.join(" → ")
            );
            let line = circle.get(1).and_then(|next| uses.get(at)?.get(next)).copied().unwrap_or(1);
            found.extend(self.files.get(at).map(|file| file.source.breach_at(line, fix)));
        }
        found
    }
}

/// The shortest path along `uses` from `start` back to itself, without its end.
fn shortest_circle(uses: &[BTreeMap<usize, usize>], start: usize) -> Option<Vec<usize>> {
    let mut from: BTreeMap<usize, usize> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for next in uses.get(at)?.keys() {
            if *next == start {
                let mut circle = vec![at];
                while let Some(before) = circle.last().and_then(|last| from.get(last)) {
                    circle.push(*before);
                }
                circle.reverse();
                return Some(circle);
            }
            if !from.contains_key(next) {
                from.insert(*next, at);
                queue.push_back(*next);
            }
        }
    }
    None
}

impl<'a> File<'a> {
    fn new(source: &'a Source) -> Self {
        let mut imports = Vec::new();
        let mut declares_modules = false;
        let mut has_code = false;
        let module = source.module();
        for item in source.ast.items.iter().filter(|item| !is_test(attributes(item))) {
            match item {
                syn::Item::Use(item) => {
                    let exported = !matches!(item.vis, Visibility::Inherited);
                    let lines = (item.span().start().line, item.span().end().line);
                    leaves(&item.tree, &[], &mut |name, path| {
                        let path = absolute(path, &module);
                        imports.push(Import { name, path, exported, lines });
                    });
                }
                syn::Item::Mod(item) if item.content.is_none() => declares_modules = true,
                _ => has_code = true,
            }
        }
        Self { source, module, imports, only_declares: declares_modules && !has_code }
    }

    /// The paths that production code of this file names, from the root of the crate. A re-export is not a use.
    fn paths(&self) -> Vec<(Vec<String>, Span)> {
        let declared: BTreeSet<String> = self.source.ast.items.iter().filter_map(module_name).collect();
        let imported: BTreeMap<&str, &Import> = self.imports.iter().map(|i| (i.name.as_str(), i)).collect();
        let mut paths: Vec<(Vec<String>, Span)> =
            named(self.source).into_iter().filter(|n| n.root == "crate").map(|n| (n.words, n.span)).collect();
        for (words, span) in starting_with(self.source, &|word| imported.contains_key(word) || declared.contains(word))
        {
            let Some((first, rest)) = words.split_first() else { continue };
            match imported.get(first.as_str()) {
                Some(import) => paths.push(([import.path.as_slice(), rest].concat(), span)),
                None => paths.push(([self.module.as_slice(), words.as_slice()].concat(), span)),
            }
        }
        let exported = |line: usize| {
            self.imports.iter().any(|import| import.exported && (import.lines.0..=import.lines.1).contains(&line))
        };
        paths.retain(|(_, span)| {
            let line = span.start().line;
            !exported(line) && !self.source.is_test_line(line)
        });
        paths
    }
}

fn module_name(item: &syn::Item) -> Option<String> {
    match item {
        syn::Item::Mod(module) if !is_test(&module.attrs) => Some(module.ident.to_string()),
        _ => None,
    }
}

/// Calls `each` with every name that a `use` brings into scope, and its path.
fn leaves(tree: &UseTree, before: &[String], each: &mut impl FnMut(String, Vec<String>)) {
    let with = |ident: &syn::Ident| [before, &[ident.to_string()]].concat();
    match tree {
        UseTree::Path(path) => leaves(&path.tree, &with(&path.ident), each),
        UseTree::Name(name) if name.ident == "self" => {
            each(before.last().cloned().unwrap_or_default(), before.to_vec());
        }
        UseTree::Name(name) => each(name.ident.to_string(), with(&name.ident)),
        UseTree::Rename(rename) => each(rename.rename.to_string(), with(&rename.ident)),
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, before, each)),
        UseTree::Glob(_) => {}
    }
}

/// `path` from the root of the crate, as seen from `module`. A path into another crate stays as it is.
fn absolute(path: Vec<String>, module: &[String]) -> Vec<String> {
    let Some((first, mut rest)) = path.split_first() else { return path };
    let mut base = match first.as_str() {
        "crate" => Vec::new(),
        "self" => module.to_vec(),
        "super" => module.split_last().map(|(_, above)| above.to_vec()).unwrap_or_default(),
        _ => return [module, path.as_slice()].concat(),
    };
    while let Some((next, more)) = rest.split_first()
        && next == "super"
    {
        base.pop();
        rest = more;
    }
    base.extend(rest.iter().cloned());
    base
}
