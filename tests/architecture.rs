//! The rules of the house (ARCHITECTURE.md), held by reading the sources. Each breach says where it is and how to mend
//! it; each rule is tried on a small breach of its own, so that none can fall asleep.

#[path = "architecture/journey.rs"]
mod journey;
#[path = "architecture/layers.rs"]
mod layers;
#[path = "architecture/names.rs"]
mod names;
#[path = "architecture/panics.rs"]
mod panics;
#[path = "architecture/sizes.rs"]
mod sizes;
#[path = "architecture/source.rs"]
mod source;

use source::{Breach, Source};

/// One rule: the breaches that a file makes.
type Rule = fn(&Source) -> Vec<Breach>;

const RULES: [(&str, Rule); 11] = [
    ("journey", journey::names_nothing_to_its_right),
    ("fair_split", journey::fair_split_stands_alone),
    ("place", journey::has_its_place),
    ("slice_mod", layers::mod_only_declares),
    ("rules", layers::rules_are_pure),
    ("store", layers::store_decides_nothing),
    ("api", layers::api_only_translates),
    ("transactions", layers::transactions_begin_and_end_at_the_edge),
    ("domain", layers::opens_with_its_domain),
    ("panics", panics::does_not_panic),
    ("functions", sizes::functions_are_short),
];

fn breaches(source: &Source) -> Vec<(&'static str, Breach)> {
    RULES.iter().flat_map(|(name, rule)| rule(source).into_iter().map(|breach| (*name, breach))).collect()
}

#[test]
fn the_house_stands() {
    let sources = source::production();
    assert!(sources.len() > 20, "the sources were not found: {} files", sources.len());
    let mut all: Vec<String> = sources
        .iter()
        .flat_map(|source| breaches(source).into_iter().map(|(_, b)| format!("{}:{}: {}", source.path, b.line, b.mend)))
        .collect();
    all.extend(sizes::files_are_small(&sources));
    all.extend(sizes::slices_are_few_files(&sources));
    assert!(all.is_empty(), "{} breaches of the rules of the house:\n{}", all.len(), all.join("\n"));
}

/// `text` at `path` breaks the rule `name`, and only that one.
#[track_caller]
fn breaks(name: &str, path: &str, text: &str) {
    let text = format!("//! Some domain.\n{text}");
    let found = breaches(&Source::parse(path, &text));
    assert!(!found.is_empty(), "{path} was let through: {text}");
    assert!(found.iter().all(|(rule, _)| *rule == name), "{path}: {text}: {found:?}");
    assert!(found.iter().all(|(_, breach)| breach.line > 1 && breach.mend.ends_with('.')), "{found:?}");
}

/// `text` at `path` breaks no rule.
#[track_caller]
fn holds(path: &str, text: &str) {
    let found = breaches(&Source::parse(path, &format!("//! Some domain.\n{text}")));
    assert!(found.is_empty(), "{path}: {text}: {found:?}");
}

#[test]
fn a_slice_names_nothing_to_its_right() {
    for text in [
        "use crate::orders;",
        "use crate::{cycles, buyers::actions};",
        "use crate::{platform::unit_of_work::UnitOfWork, orders::{self as o}};",
        "use entities::orders::order;",
        "use entities::{catalogue::product, values::Money, settlement::payout};",
        "fn f() { crate::search::find(); }",
        "fn f() { vec![crate::reports::all()]; }",
        "mod deep { fn f() { super::super::super::orders::place(); } }",
        "fn f() { super::super::orders::place(); }",
        "use crate::*;",
        "use entities::*;",
        "use crate as everything;",
        "#[cfg(test)] mod tests { use crate::orders; }",
    ] {
        breaks("journey", "src/catalogue/actions.rs", text);
    }
    for text in [
        "use crate::{catalogue::store, members, certification::may_supply, buyers, identity, platform};",
        "use entities::{catalogue::product, values::*, members::workshop, platform::job};",
        "fn f() { super::store::products(); super::super::members::units(); }",
        "pub(crate) fn f() {}",
    ] {
        holds("src/catalogue/actions.rs", text);
    }
}

#[test]
fn the_floors_know_no_business() {
    breaks("journey", "src/platform/unit_of_work.rs", "use crate::orders;");
    breaks("journey", "src/platform/unit_of_work.rs", "use entities::members::share;");
    holds("src/platform/unit_of_work.rs", "use entities::{platform::job, values::PersonId};");
    breaks("journey", "entities/src/catalogue.rs", "use crate::orders::order;");
    breaks("journey", "entities/src/catalogue.rs", "mod a { use super::super::orders::order; }");
    breaks(
        "journey",
        "entities/src/catalogue.rs",
        "#[sea_orm(belongs_to = \"crate::orders::order::Entity\")] struct A;",
    );
    breaks("journey", "entities/src/values/money.rs", "use crate::orders::order;");
    holds("entities/src/orders.rs", "mod order { use super::super::catalogue::product; }");
    holds("entities/src/lib.rs", "pub mod orders; pub mod settlement;");
}

#[test]
fn what_stands_beside_the_road_is_named_from_above_only() {
    breaks("journey", "src/settlement/actions.rs", "use crate::notifications;");
    breaks("journey", "src/reports/store.rs", "use crate::search;");
    holds("src/reports/store.rs", "use crate::{settlement, orders};");
    for above in ["src/flow.rs", "src/api.rs", "src/main.rs", "src/lib.rs", "src/commands/audit.rs"] {
        holds(above, "use crate::{orders, search, notifications, settlement};");
    }
    breaks("place", "src/helpers.rs", "fn f() {}");
    breaks("place", "src/shipping/actions.rs", "fn f() {}");
}

#[test]
fn rules_are_pure() {
    for text in [
        "async fn f() {}",
        "use sea_orm::EntityTrait;",
        "fn f() { rand::random::<u8>(); }",
        "fn f() { chrono::Utc::now(); }",
        "use crate::platform::unit_of_work::UnitOfWork;",
        "use crate::orders::store;",
        "use super::store;",
        "fn f() { println!(\"{}\", poem::http::StatusCode::OK); }",
    ] {
        breaks("rules", "src/orders/rules.rs", text);
        breaks("rules", "src/orders/rules/tier.rs", text);
    }
    holds("src/orders/rules.rs", "use chrono::NaiveDate; use entities::values::Money; use crate::catalogue::rules;");
}

#[test]
fn the_fair_split_knows_nothing_of_minga() {
    for text in [
        "use minga::orders;",
        "use crate::catalogue::product;",
        "use entities::values::Amount;",
        "fn f() { minga::platform::format::money(); }",
    ] {
        breaks("fair_split", "fair_split/src/split.rs", text);
    }
    for text in ["async fn f() {}", "use sea_orm::EntityTrait;", "fn f() { std::time::Instant::now(); }"] {
        breaks("rules", "fair_split/src/rounding/moves.rs", text);
    }
    breaks("panics", "fair_split/src/split.rs", "fn f() { a.unwrap(); }");
    holds("fair_split/src/rounding/moves.rs", "use super::super::problem::Problem; use crate::ratio::Ratio;");
}

#[test]
fn stores_decide_nothing_and_apis_only_translate() {
    breaks("store", "src/orders/store.rs", "fn f() { Err(Problem::refused(\"a\", \"b\")) }");
    breaks("store", "src/orders/store.rs", "fn f(work: &mut Work) { work.emit(Placed) }");
    holds("src/orders/store.rs", "use sea_orm::EntityTrait; fn f() { a() }");
    breaks("api", "src/orders/api.rs", "use sea_orm::EntityTrait;");
    breaks("api", "src/orders/api/lines.rs", "fn f() { a * 2 }");
    breaks("api", "src/orders/api.rs", "use entities::prelude::*;");
    holds("src/orders/api.rs", "fn f() { *a } #[cfg(test)] mod tests { fn g() { 1 + 1; } }");
}

#[test]
fn transactions_begin_and_end_at_the_edge() {
    for file in ["actions", "rules", "store", "events"] {
        breaks("transactions", &format!("src/orders/{file}.rs"), "fn f() { work.commit() }");
        breaks("transactions", &format!("src/orders/{file}.rs"), "fn f() { app.begin(actor) }");
    }
    holds("src/notifications/jobs.rs", "fn f() { claim.begin(app); work.commit() }");
    holds("src/flow.rs", "fn f() { work.commit() }");
    holds("src/platform/unit_of_work.rs", "fn f() { tx.commit() }");
}

#[test]
fn production_code_does_not_panic() {
    for text in [
        "fn f() { a.unwrap(); }",
        "fn f() { a.expect(\"b\"); }",
        "fn f() { panic!(\"a\") }",
        "fn f() { todo!() }",
        "fn f() { x.map(|y| y.unwrap_err()) }",
        "fn f() { g(unreachable!()) }",
        "#[allow(clippy::disallowed_methods)] fn f() {}",
    ] {
        breaks("panics", "src/orders/actions.rs", text);
    }
    holds(
        "src/orders/actions.rs",
        "fn f() { a.unwrap_or_default(); } #[cfg(test)] mod tests { fn g() { a.unwrap(); } }",
    );
    holds("src/orders/actions.rs", "#[test] fn g() { a.unwrap(); }");
    breaks("panics", "src/orders/store.rs", "fn f() { run(format!(\"SELECT * FROM {table}\")) }");
    holds("src/orders/store.rs", "fn f() { format!(\"{a} selected\") }");
}

#[test]
fn files_say_what_they_are_for_and_stay_small() {
    let silent = breaches(&Source::parse("src/orders/actions.rs", "\nfn f() {}"));
    assert!(silent.iter().any(|(rule, _)| *rule == "domain"), "{silent:?}");
    breaks("slice_mod", "src/orders/mod.rs", "mod api; fn f() {}");
    holds("src/orders/mod.rs", "pub mod api; pub use api::Orders; #[cfg(test)] mod tests { fn f() {} }");

    let body = "    a();\n".repeat(70);
    breaks("functions", "src/orders/actions.rs", &format!("fn f() {{\n{body}}}"));
    breaks("functions", "src/orders/actions.rs", &format!("impl A {{ fn f() {{\n{body}}}\n}}"));
    holds("src/orders/actions.rs", &format!("#[cfg(test)] mod tests {{ fn f() {{\n{body}}}\n}}"));

    let owner = Source::parse("src/orders/mod.rs", "//! D.\n#[cfg(test)] mod tests; mod api;");
    assert_eq!(owner.test_modules(), ["src/orders/tests"]);
    let owner = Source::parse("src/platform/acceptor.rs", "//! D.\n#[cfg(test)] mod tests;");
    assert_eq!(owner.test_modules(), ["src/platform/acceptor/tests"]);
    let owner = Source::parse("src/orders/rules.rs", "//! D.\n#[cfg(test)] #[path = \"rules_tests.rs\"] mod tests;");
    assert_eq!(owner.test_modules(), ["src/orders/rules_tests"]);

    let file = |path: &str, lines: usize| Source::parse(path, &format!("//! D.\n{}", "//\n".repeat(lines - 1)));
    assert_eq!(sizes::files_are_small(&[file("src/a.rs", 90)]), Vec::<String>::new());
    assert_eq!(sizes::files_are_small(&[file("src/a.rs", 501)]).len(), 3, "too long, and median and p90 with it");
    let tests = "#[cfg(test)]\nmod tests {\n".to_owned() + &"//\n".repeat(600) + "}\n";
    assert_eq!(sizes::files_are_small(&[Source::parse("src/a.rs", &tests)]), Vec::<String>::new());
    let many: Vec<Source> = (0..8).map(|i| file(&format!("src/orders/f{i}.rs"), 2)).collect();
    assert_eq!(sizes::slices_are_few_files(&many).len(), 1);
    assert!(sizes::slices_are_few_files(&many[1..]).is_empty());
}
