//! Small files and short functions: what fits on a screen is read, what does not is skimmed.

use std::collections::BTreeMap;

use syn::{
    spanned::Spanned,
    visit::{self, Visit},
};

use crate::{
    journey::is_slice,
    source::{Breach, Source, attributes, is_test},
};

const FUNCTION: usize = 70;
const MEDIAN: usize = 90;
const NINE_OF_TEN: usize = 250;
const LONGEST: usize = 500;
const FILES_OF_A_SLICE: usize = 7;

/// No function is longer than a screen.
pub fn functions_are_short(source: &Source) -> Vec<Breach> {
    let mut reader = Functions(Vec::new());
    reader.visit_file(&source.ast);
    reader.0
}

struct Functions(Vec<Breach>);

impl Functions {
    fn check(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let lines = block.span().end().line + 1 - signature.span().start().line;
        if lines > FUNCTION {
            let mend = format!(
                "`{}` is {lines} lines long, {FUNCTION} at most; give a part of it a name and a function of its own.",
                signature.ident
            );
            self.0.push(Breach::at(signature.span(), mend));
        }
    }
}

impl<'ast> Visit<'ast> for Functions {
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

/// The sizes of all files together.
pub fn files_are_small(sources: &[Source]) -> Vec<String> {
    let mut sizes: Vec<(usize, &str)> = sources.iter().map(|s| (s.production_lines(), s.path.as_str())).collect();
    sizes.sort_unstable();
    let mut found: Vec<String> = sizes
        .iter()
        .filter(|(lines, _)| *lines > LONGEST)
        .map(|(lines, path)| format!("{path}:1: {lines} lines, {LONGEST} at most; split it by what it is about."))
        .collect();
    for (name, part, most) in [("median", 50, MEDIAN), ("nine of ten", 90, NINE_OF_TEN)] {
        let at = (sizes.len() * part).div_ceil(100).saturating_sub(1);
        if let Some((lines, path)) = sizes.get(at)
            && *lines > most
        {
            found.push(format!(
                "{path}:1: files grow: {name} has {lines} lines, {most} at most; split the largest by what they are about."
            ));
        }
    }
    found
}

/// A slice that outgrows seven files gets sub-folders.
pub fn slices_are_few_files(sources: &[Source]) -> Vec<String> {
    let mut files: BTreeMap<&str, usize> = BTreeMap::new();
    for source in sources.iter().filter(|s| s.in_root_crate() && is_slice(s.home()) && s.words().len() == 2) {
        *files.entry(source.home()).or_default() += 1;
    }
    let many = files.into_iter().filter(|(_, count)| *count > FILES_OF_A_SLICE);
    many.map(|(slice, count)| {
        format!(
            "src/{slice}:1: {count} files, {FILES_OF_A_SLICE} at most; group verbs in a sub-folder, one verb per file."
        )
    })
    .collect()
}
