//! What each file of a slice may do.

use proc_macro2::TokenTree;
use syn::{
    spanned::Spanned,
    visit::{self, Visit},
};

use crate::{
    journey::is_slice,
    names::{each_token, names},
    source::{Breach, Source, attributes, is_test},
};

/// `mod.rs` of a slice tells its story and re-exports.
pub fn mod_only_declares(source: &Source) -> Vec<Breach> {
    if !source.is_part("mod") {
        return Vec::new();
    }
    let declares = |item: &syn::Item| match item {
        syn::Item::Use(_) => true,
        syn::Item::Mod(module) => module.content.is_none(),
        item => is_test(attributes(item)),
    };
    let code = source.ast.items.iter().filter(|item| !declares(item) && !is_test(attributes(item)));
    code.map(|item| {
        Breach::at(item.span(), "mod.rs only declares and re-exports; move this code into a file of its own.")
    })
    .collect()
}

const IMPURE: [&str; 12] = [
    "async",
    "await",
    "sea_orm",
    "sqlx",
    "poem",
    "poem_openapi",
    "tokio",
    "rand",
    "lettre",
    "tantivy",
    "SystemTime",
    "Instant",
];
const IMPURE_PLATFORM: [&str; 11] =
    ["app", "clock", "config", "db", "documents", "files", "http", "jobs", "mail", "telemetry", "unit_of_work"];

/// Rules, and the crate `fair_split`, know no database, no HTTP, no clock and no chance.
pub fn rules_are_pure(source: &Source) -> Vec<Breach> {
    if !(source.is_part("rules") || source.in_fair_split()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    each_token(&source.tokens, &mut |row, at| {
        let Some(TokenTree::Ident(word)) = row.get(at) else { return };
        let reads_clock = word == "now" && calls(row, at);
        if IMPURE.iter().any(|impure| word == impure) || reads_clock {
            let mend = format!("rules are pure but this uses `{word}`; do that in actions.rs and hand in the value.");
            found.push(Breach::at(word.span(), mend));
        }
        if word == "store" && matches!(row.get(at + 1), None | Some(TokenTree::Punct(_))) {
            let mend = "rules ask no store; load in actions.rs and hand in the values.";
            found.push(Breach::at(word.span(), mend));
        }
    });
    for name in names(&source.tokens, source.depth()) {
        if let [first, second, ..] = name.words.as_slice()
            && name.root == "crate"
            && first == "platform"
            && IMPURE_PLATFORM.contains(&second.as_str())
        {
            let mend = format!("rules are pure but this uses `platform::{second}`; hand in the value it would give.");
            found.push(Breach::at(name.span, mend));
        }
    }
    found
}

/// Queries decide nothing and tell nothing.
pub fn store_decides_nothing(source: &Source) -> Vec<Breach> {
    if !source.is_part("store") {
        return Vec::new();
    }
    let mut found = Vec::new();
    each_token(&source.tokens, &mut |row, at| {
        let Some(TokenTree::Ident(word)) = row.get(at) else { return };
        if word == "emit" && calls(row, at) {
            found
                .push(Breach::at(word.span(), "store.rs tells nothing; return what was found and emit in actions.rs."));
        }
        if word == "refused" && calls(row, at) {
            found.push(Breach::at(
                word.span(),
                "store.rs decides nothing; return what was found and refuse in rules.rs.",
            ));
        }
    });
    found
}

/// A handler reads: caller, call, answer.
pub fn api_only_translates(source: &Source) -> Vec<Breach> {
    if !(source.is_part("api") || source.path == "src/api.rs") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for name in names(&source.tokens, source.depth()) {
        if name.root == "entities" && name.words.first().is_some_and(|word| word == "prelude") {
            found.push(Breach::at(name.span, "api.rs contains no SQL; put the query into store.rs and call it."));
        }
    }
    each_token(&source.tokens, &mut |row, at| {
        if let Some(TokenTree::Ident(word)) = row.get(at)
            && (word == "sea_orm" || word == "sqlx")
        {
            found.push(Breach::at(word.span(), "api.rs contains no SQL; put the query into store.rs and call it."));
        }
    });
    let mut arithmetic = Arithmetic(Vec::new());
    arithmetic.visit_file(&source.ast);
    found.extend(arithmetic.0);
    found
}

struct Arithmetic(Vec<Breach>);

impl<'ast> Visit<'ast> for Arithmetic {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_expr_binary(&mut self, expr: &'ast syn::ExprBinary) {
        use syn::BinOp::{Add, Div, Mul, Rem, Sub};
        if matches!(expr.op, Add(_) | Sub(_) | Mul(_) | Div(_) | Rem(_)) {
            self.0.push(Breach::at(expr.op.span(), "api.rs reckons nothing; move the arithmetic into rules.rs."));
        }
        visit::visit_expr_binary(self, expr);
    }
}

const WITHOUT_TRANSACTIONS: [&str; 5] = ["mod", "actions", "rules", "store", "events"];

/// Work is begun and committed at the edge: a handler, the job runner, the command line.
pub fn transactions_begin_and_end_at_the_edge(source: &Source) -> Vec<Breach> {
    let part = source.words().get(1).copied().unwrap_or_default();
    if !(source.in_root_crate() && is_slice(source.home()) && WITHOUT_TRANSACTIONS.contains(&part)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    each_token(&source.tokens, &mut |row, at| {
        let Some(TokenTree::Ident(word)) = row.get(at) else { return };
        let by_method = at.checked_sub(1).and_then(|i| row.get(i)).is_some_and(is_dot);
        let ends = ["begin", "commit", "rollback"].iter().any(|verb| word == verb);
        if ends && by_method && calls(row, at) {
            let mend = format!(
                "`{word}` is the edge's; take the running Work as an argument and leave the end to the caller."
            );
            found.push(Breach::at(word.span(), mend));
        }
    });
    found
}

/// Every file opens by saying what part of the domain it is about.
pub fn opens_with_its_domain(source: &Source) -> Vec<Breach> {
    if source.text.starts_with("//!") {
        return Vec::new();
    }
    let mend =
        "Open the file with `//!` and two sentences: what this is in the domain, and what to know before reading.";
    vec![Breach { line: 1, mend: mend.to_owned() }]
}

fn is_dot(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(p) if p.as_char() == '.')
}

/// Whether the word at `at` is called.
pub fn calls(row: &[TokenTree], at: usize) -> bool {
    matches!(row.get(at + 1), Some(TokenTree::Group(g)) if g.delimiter() == proc_macro2::Delimiter::Parenthesis)
}
