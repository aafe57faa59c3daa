//! The order of the slices: a slice may name those to its left, and none to its right.

use crate::{
    paths::{named, starting_with},
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
/// Slices that read all of the journey. No slice names them.
const OBSERVERS: [&str; 3] = ["search", "notifications", "reports"];
/// What composes the slices into one program, and may name all of them. Nothing below names it.
const COMPOSITION: [&str; 8] = ["flow", "router", "startup", "main", "lib", "commands", "audit", "import_export"];
/// What knows no slice: infrastructure, and the value types of `entities`.
const FOUNDATION: [&str; 3] = ["platform", "values", "prelude"];

/// Whether `word` names a slice.
pub fn is_slice(word: &str) -> bool {
    JOURNEY.contains(&word) || OBSERVERS.contains(&word)
}

/// The layer of `word`, from the lowest: the foundation is 0, the slices of the journey follow one by one.
fn layer(word: &str) -> Option<usize> {
    let journey = JOURNEY.iter().position(|slice| *slice == word).map(|at| at + 1);
    let observer = OBSERVERS.contains(&word).then_some(JOURNEY.len() + 1);
    let composition = COMPOSITION.contains(&word).then_some(JOURNEY.len() + 2);
    let foundation = FOUNDATION.contains(&word).then_some(0);
    journey.or(observer).or(composition).or(foundation)
}

/// A slice calls what lies to its left. What it causes to its right is an event that `flow` delivers.
pub fn names_nothing_to_its_right(source: &Source) -> Vec<Breach> {
    let home = source.home();
    let composes = COMPOSITION.contains(&home) && (source.in_root_crate() || home == "lib");
    if composes || source.path.starts_with("migrations/") || source.path.starts_with("fair_split/") {
        return Vec::new();
    }
    let Some(own) = layer(home) else { return Vec::new() };
    let mut found = Vec::new();
    for name in named(source) {
        let Some(word) = name.words.first() else { continue };
        if word == "*" {
            let fix = format!("`{}::*` hides which modules are used; name them.", name.root);
            found.push(source.breach(name.span, fix));
        } else if let Some(other) = layer(word)
            && word != home
            && other >= own.max(1)
        {
            found.push(source.breach(name.span, fix(home, word, own)));
        }
    }
    found
}

fn fix(home: &str, word: &str, own: usize) -> String {
    if COMPOSITION.contains(&word) {
        return format!("`{home}` names `{word}`, which composes the slices; move what both need into src/platform.");
    }
    if own == 0 {
        return format!("`{home}` knows no slice but names `{word}`; move this into `{word}` or pass it as a value.");
    }
    if OBSERVERS.contains(&word) {
        return format!("`{home}` names `{word}`, which no slice may name; emit an event that src/flow.rs delivers.");
    }
    format!("`{home}` names `{word}`, which lies to its right; emit an event in `{home}` that src/flow.rs delivers.")
}

/// Every file of the root crate belongs to a slice, to the platform, or to what composes the slices.
pub fn has_a_place(source: &Source) -> Vec<Breach> {
    let home = source.home();
    if !source.in_root_crate() || is_slice(home) || home == "platform" || COMPOSITION.contains(&home) {
        return Vec::new();
    }
    vec![source.breach_at(
        1,
        format!("`{home}` is not a slice; move this file into the slice it serves, or into src/platform."),
    )]
}

/// The fair split is a crate that can be used without Minga.
pub fn fair_split_is_independent(source: &Source) -> Vec<Breach> {
    if !source.path.starts_with("fair_split/") {
        return Vec::new();
    }
    let foreign = starting_with(source, &|word| ["entities", "minga", "migrations"].contains(&word));
    let fix = "fair_split knows nothing of Minga; convert to its own types in src/allocation.";
    foreign.into_iter().filter(|(words, _)| words.len() > 1).map(|(_, span)| source.breach(span, fix)).collect()
}
