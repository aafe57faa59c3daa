//! Small files and short functions: what fits on a screen is read, what does not is skimmed.

use std::collections::BTreeMap;

use syn::{
    spanned::Spanned,
    visit::{self, Visit},
};

use crate::source::{Breach, Source, attributes, is_test};

const FUNCTION: usize = 70;
const MEDIAN: usize = 90;
const NINTH_DECILE: usize = 250;
const LONGEST: usize = 500;
const FILES_OF_A_SLICE: usize = 7;

/// No function is longer than a screen.
pub fn functions_are_short(source: &Source) -> Vec<Breach> {
    let mut reader = Functions { source, found: Vec::new() };
    reader.visit_file(&source.ast);
    reader.found
}

struct Functions<'a> {
    source: &'a Source,
    found: Vec<Breach>,
}

impl Functions<'_> {
    fn check(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let lines = block.span().end().line + 1 - signature.span().start().line;
        if lines > FUNCTION {
            let fix = format!(
                "`{}` has {lines} lines, {FUNCTION} at most; move a part of it into a function of its own.",
                signature.ident
            );
            self.found.push(self.source.breach(signature.span(), fix));
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.check(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.check(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }
}

/// Files are small, and few in one folder of a slice.
pub fn sizes_are_small(sources: &[Source]) -> Vec<Breach> {
    [files_are_small(sources), slices_have_few_files(sources)].concat()
}

/// No file is long, and most are short.
fn files_are_small(sources: &[Source]) -> Vec<Breach> {
    let mut sizes: Vec<(usize, &Source)> = sources.iter().map(|source| (source.production_lines(), source)).collect();
    sizes.sort_unstable_by_key(|(lines, source)| (*lines, source.path.as_str()));
    let long = sizes.iter().filter(|(lines, _)| *lines > LONGEST);
    let mut found: Vec<Breach> = long
        .map(|(lines, source)| source.breach_at(1, format!("{lines} lines, {LONGEST} at most; split it by subject.")))
        .collect();
    for (name, part, most) in [("median", 50, MEDIAN), ("ninth decile", 90, NINTH_DECILE)] {
        let at = (sizes.len() * part).div_ceil(100).saturating_sub(1);
        if let Some((lines, source)) = sizes.get(at)
            && *lines > most
        {
            let fix =
                format!("the {name} of all files is {lines} lines, {most} at most; split the largest by subject.");
            found.push(source.breach_at(1, fix));
        }
    }
    found
}

/// A slice that outgrows seven files has folders.
fn slices_have_few_files(sources: &[Source]) -> Vec<Breach> {
    let mut files: BTreeMap<&str, Vec<&Source>> = BTreeMap::new();
    for source in sources.iter().filter(|source| source.in_slice() && source.words().len() == 2) {
        files.entry(source.home()).or_default().push(source);
    }
    let many = files.into_values().filter(|files| files.len() > FILES_OF_A_SLICE);
    many.filter_map(|files| {
        let fix = format!(
            "{} files in this folder, {FILES_OF_A_SLICE} at most; make a folder of a part, with one file per subject.",
            files.len()
        );
        files.first().map(|source| source.breach_at(1, fix))
    })
    .collect()
}
