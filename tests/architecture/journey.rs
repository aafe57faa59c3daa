//! The journey: a slice may name what stands to its left, and nothing to its right.

use crate::{
    names::{Name, names},
    source::{Breach, Source},
};

/// The slices in the order of the journey.
const JOURNEY: [&str; 12] = [
    "identity",
    "members",
    "certification",
    "buyers",
    "catalogue",
    "cycles",
    "orders",
    "allocation",
    "fulfilment",
    "invoicing",
    "payments",
    "settlement",
];
/// They look at all of it from beside the road; no slice names them.
const BESIDE: [&str; 3] = ["search", "notifications", "reports"];
/// What is mounted above the slices and may name all of them: `commands` are what `main` runs.
const ABOVE: [&str; 8] = ["flow", "api", "main", "lib", "startup", "commands", "audit", "import_export"];
/// The floors below the slices.
const BELOW: [&str; 3] = ["platform", "values", "prelude"];

/// Whether `word` names a slice.
pub fn is_slice(word: &str) -> bool {
    JOURNEY.contains(&word) || BESIDE.contains(&word)
}

/// How far along the road `word` stands; floors stand at 0.
fn place(word: &str) -> Option<usize> {
    let along = JOURNEY.iter().position(|slice| *slice == word).map(|at| at + 1);
    let beside = BESIDE.contains(&word).then_some(JOURNEY.len() + 1);
    let below = BELOW.contains(&word).then_some(0);
    along.or(beside).or(below)
}

/// A slice calls what stands to its left; what it sets in motion to its right is an event that `flow` delivers.
pub fn names_nothing_to_its_right(source: &Source) -> Vec<Breach> {
    let home = source.home();
    if ABOVE.contains(&home) && (source.in_root_crate() || home == "lib") || source.path.starts_with("migrations/") {
        return Vec::new();
    }
    let Some(here) = place(home) else { return Vec::new() };
    let mut found = Vec::new();
    for name in names(&source.tokens, source.depth()) {
        let Some(word) = name.words.first() else { continue };
        if word == "*" {
            let mend = format!("`{}` is named as a whole, which hides what is used; name the modules.", name.root);
            found.push(Breach::at(name.span, mend));
        } else if let Some(there) = place(word)
            && word != home
            && there >= here.max(1)
        {
            found.push(Breach::at(name.span, mend(home, word, here)));
        }
    }
    found
}

fn mend(home: &str, word: &str, here: usize) -> String {
    if here == 0 {
        return format!(
            "`{home}` knows no business but names `{word}`; move this into `{word}` or hand it in as a value."
        );
    }
    if BESIDE.contains(&word) {
        return format!(
            "`{home}` names `{word}`, which stands beside the road; tell it by an event that src/flow.rs delivers."
        );
    }
    format!(
        "`{home}` names `{word}`, which stands to its right; emit an event in `{home}` and let src/flow.rs deliver it."
    )
}

/// The crate `fair_split` names no slice, no row and no platform.
pub fn fair_split_stands_alone(source: &Source) -> Vec<Breach> {
    if !source.in_fair_split() {
        return Vec::new();
    }
    let ours = |name: &Name| name.root == "entities" || name.words.first().is_some_and(|word| place(word).is_some());
    let found = names(&source.tokens, source.depth()).into_iter().filter(ours);
    found
        .map(|name| {
            let path =
                [name.root].into_iter().chain(name.words.iter().map(String::as_str)).collect::<Vec<_>>().join("::");
            Breach::at(
                name.span,
                format!("`fair_split` knows nothing of Minga but names `{path}`; hand it in as a value."),
            )
        })
        .collect()
}

/// Every file of the root crate belongs to a slice, to the platform, or to what is mounted above the slices.
pub fn has_its_place(source: &Source) -> Vec<Breach> {
    let home = source.home();
    if !source.in_root_crate() || is_slice(home) || home == "platform" || ABOVE.contains(&home) {
        return Vec::new();
    }
    let mend =
        format!("`{home}` is no slice; put this file into the slice whose noun it serves, or into src/platform.");
    vec![Breach { line: 2, mend }]
}
