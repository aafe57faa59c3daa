//! The rules of ARCHITECTURE.md, checked by reading the sources. Each breach says where it is and how to fix it, and
//! each rule is tried on a small breach, so that a rule that stopped working fails as well.

#[path = "architecture/journey.rs"]
mod journey;
#[path = "architecture/layout.rs"]
mod layout;
#[path = "architecture/locks.rs"]
mod locks;
#[path = "architecture/naming.rs"]
mod naming;
#[path = "architecture/panics.rs"]
mod panics;
#[path = "architecture/parts.rs"]
mod parts;
#[path = "architecture/paths.rs"]
mod paths;
#[path = "architecture/sizes.rs"]
mod sizes;
#[path = "architecture/source.rs"]
mod source;

use source::{Breach, Source};

/// How a rule finds its breaches.
#[derive(Clone, Copy)]
enum Rule {
    /// In one file.
    File(fn(&Source) -> Vec<Breach>),
    /// In all files together.
    Tree(fn(&[Source]) -> Vec<Breach>),
}

const RULES: [(&str, Rule); 22] = [
    ("journey", Rule::File(journey::names_nothing_to_its_right)),
    ("place", Rule::File(journey::has_a_place)),
    ("fair_split", Rule::File(journey::fair_split_is_independent)),
    ("parts", Rule::File(layout::consists_of_known_parts)),
    ("circle", Rule::Tree(layout::files_form_no_circle)),
    ("mod", Rule::File(parts::mod_only_declares)),
    ("payloads", Rule::File(parts::events_and_jobs_are_payloads)),
    ("errors", Rule::File(parts::errors_are_typed)),
    ("rules", Rule::File(parts::rules_are_pure)),
    ("store", Rule::File(parts::store_decides_nothing)),
    ("queries", Rule::File(parts::only_store_queries)),
    ("api", Rule::File(parts::api_only_translates)),
    ("wire_types", Rule::File(parts::only_api_defines_wire_types)),
    ("responses", Rule::File(parts::only_api_names_wire_types)),
    ("transactions", Rule::File(parts::transactions_begin_and_end_at_the_edge)),
    ("locks", Rule::File(locks::locks_before_it_reads)),
    ("updates", Rule::File(locks::updates_the_rows_that_were_read)),
    ("comment", Rule::File(parts::opens_with_a_comment)),
    ("names", Rule::File(naming::is_a_word_of_the_field)),
    ("panics", Rule::File(panics::does_not_panic)),
    ("functions", Rule::File(sizes::functions_are_short)),
    ("sizes", Rule::Tree(sizes::sizes_are_small)),
];

/// All breaches, each with the name of its rule.
fn breaches(sources: &[Source]) -> Vec<(&'static str, Breach)> {
    let of = |rule: Rule| match rule {
        Rule::File(check) => sources.iter().flat_map(check).collect(),
        Rule::Tree(check) => check(sources),
    };
    RULES.iter().flat_map(|(name, rule)| of(*rule).into_iter().map(|breach| (*name, breach))).collect()
}

fn lines(breaches: &[(&str, Breach)]) -> String {
    let line = |(rule, b): &(&str, Breach)| format!("{}:{}: [{rule}] {}\n", b.path, b.line, b.fix);
    breaches.iter().map(line).collect()
}

#[test]
fn the_tree_follows_the_rules() {
    let sources = source::production();
    assert!(sources.len() > 20, "the sources were not found: {} files", sources.len());
    let all = breaches(&sources);
    assert!(all.is_empty(), "{} breaches of ARCHITECTURE.md:\n{}", all.len(), lines(&all));
}

#[test]
fn every_exception_is_used() {
    let sources = source::production();
    for (slice, part, why) in layout::OTHER_PARTS {
        let used = sources.iter().any(|source| source.in_slice() && source.home() == *slice && source.part() == *part);
        assert!(used, "{slice}/{part} does not exist ({why}); remove it from OTHER_PARTS");
    }
}

/// `text` at `path` breaks the rule `name`, and only that one.
#[track_caller]
fn breaks(name: &str, path: &str, text: &str) {
    breaks_together(name, &[(path, text)]);
}

/// These files together break the rule `name`, and only that one.
#[track_caller]
fn breaks_together(name: &str, files: &[(&str, &str)]) {
    let found = breaches(&parsed(files));
    assert!(!found.is_empty(), "no rule was broken by {files:?}");
    assert!(found.iter().all(|(rule, _)| *rule == name), "{files:?}: {found:?}");
    assert!(found.iter().all(|(_, b)| b.fix.ends_with('.') && b.fix.contains([';', ':'])), "how to fix it? {found:?}");
}

/// `text` at `path` breaks no rule.
#[track_caller]
fn holds(path: &str, text: &str) {
    holds_together(&[(path, text)]);
}

/// These files together break no rule.
#[track_caller]
fn holds_together(files: &[(&str, &str)]) {
    let found = breaches(&parsed(files));
    assert!(found.is_empty(), "{files:?}: {found:?}");
}

fn parsed(files: &[(&str, &str)]) -> Vec<Source> {
    files.iter().map(|(path, text)| Source::parse(path, &format!("//! Some domain.\n{text}"))).collect()
}

#[test]
fn a_slice_names_nothing_to_its_right() {
    for text in [
        "use crate::orders;",
        "use crate::{cycles, buyers::actions};",
        "use crate::{platform::http, orders::{self as o}};",
        "use entities::orders::order;",
        "use entities::{catalogue::product, values::Money, settlement::payout};",
        "fn f() { crate::search::find(); }",
        "fn f() { vec![crate::reports::all()]; }",
        "mod deep { fn f() { super::super::super::orders::place_order(); } }",
        "fn f() { super::super::orders::place_order(); }",
        "use crate::*;",
        "use entities::*;",
        "use crate as everything;",
        "#[cfg(test)] mod tests { use crate::orders; }",
    ] {
        breaks("journey", "src/catalogue/actions.rs", text);
    }
    for text in [
        "use crate::{catalogue::store, members, certification::certified_on, buyers, identity, platform};",
        "use entities::{catalogue::product, values::*, members::share, platform::job};",
        "fn f() { super::store::products(); super::super::members::settings(); }",
        "pub(crate) fn f() {}",
    ] {
        holds("src/catalogue/actions.rs", text);
    }
}

#[test]
fn the_foundation_knows_no_slice() {
    breaks("journey", "src/platform/db.rs", "use crate::orders;");
    breaks("journey", "src/platform/db.rs", "use entities::members::share;");
    holds("src/platform/db.rs", "use entities::{platform::job, values::PersonId};");
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
fn observers_and_composition_are_named_from_above_only() {
    breaks("journey", "src/settlement/actions.rs", "use crate::notifications;");
    breaks("journey", "src/reports/store.rs", "use crate::search;");
    holds("src/reports/store.rs", "use crate::{settlement, orders};");
    let composition =
        ["src/flow.rs", "src/router.rs", "src/startup.rs", "src/main.rs", "src/lib.rs", "src/commands/audit.rs"];
    for above in composition {
        holds(above, "use crate::{orders, search, notifications, settlement};");
    }
    holds("src/import_export/files/orders.rs", "use crate::{orders, import_export::codes};");
    for text in ["use crate::startup;", "use crate::commands;", "use crate::{platform, flow};", "use crate::router;"] {
        breaks("journey", "src/orders/actions.rs", text);
        breaks("journey", "src/platform/server.rs", text);
    }
    breaks("place", "src/helpers.rs", "fn f() {}");
    breaks("place", "src/shipping/actions.rs", "fn f() {}");
}

#[test]
fn the_fair_split_knows_nothing_of_minga() {
    breaks("fair_split", "fair_split/src/level.rs", "use entities::values::Amount;");
    breaks("fair_split", "fair_split/src/orders.rs", "fn f() { minga::orders::place() }");
    holds("fair_split/src/flow.rs", "use crate::level::Level; use super::rounding;");
}

#[test]
fn a_slice_consists_of_known_parts() {
    for path in ["src/orders/reads.rs", "src/orders/helpers/lines.rs", "src/cycles/supply.rs"] {
        breaks("parts", path, "fn f() {}");
    }
    for path in ["src/orders/errors.rs", "src/orders/rules/lines.rs", "src/orders/api/order.rs", "src/search/engine.rs"]
    {
        holds(path, "fn f() {}");
    }
}

#[test]
fn files_of_a_slice_form_no_circle() {
    let (place, amend) = ("src/orders/actions/place.rs", "src/orders/actions/amend.rs");
    breaks_together("circle", &[(place, "use super::amend::amend;"), (amend, "use super::place;")]);
    breaks_together(
        "circle",
        &[(place, "fn f() { super::amend::g() }"), (amend, "use crate::orders::actions::place;")],
    );
    let declared = ("src/orders/actions/mod.rs", "mod place; mod amend; pub use place::place; pub use amend::amend;");
    breaks_together(
        "circle",
        &[
            declared,
            (place, "use super::amend;"),
            (amend, "use super::{super::actions, cancel}; fn f() { actions::place() }"),
        ],
    );
    let slice = ("src/orders/mod.rs", "mod actions; pub use actions::place;");
    breaks_together(
        "circle",
        &[slice, declared, (place, "use super::amend;"), (amend, "use crate::orders;  fn f() { orders::place() }")],
    );
    breaks_together(
        "circle",
        &[
            ("src/orders/rules/mod.rs", "mod lines; pub struct Line; fn f() { lines::g() }"),
            ("src/orders/rules/lines.rs", "use super::Line;"),
        ],
    );
    holds_together(&[slice, declared, (place, "use super::amend;"), (amend, "use super::super::store;")]);
    let tests = "#[cfg(test)] mod tests { use super::super::place; }";
    holds_together(&[declared, (place, "use super::amend;"), (amend, tests)]);
}

#[test]
fn events_and_jobs_are_payloads() {
    for part in ["src/orders/events.rs", "src/orders/jobs.rs"] {
        breaks("payloads", part, "pub async fn run(app: &App) {}");
        breaks("payloads", part, "struct A; impl A { async fn run(&self) {} }");
        breaks("payloads", part, "use super::store;");
        breaks("payloads", part, "use crate::{catalogue::store, platform};");
        holds(
            part,
            "use crate::platform::jobs; struct A { id: u8 } impl Job for A { fn key(&self) -> String { f() } }",
        );
    }
}

#[test]
fn errors_are_typed() {
    for call in ["Problem::refused(\"a\", \"b\")", "Problem::malformed(\"a\", b)", "vec![Problem::forbidden(\"a\", b)]"]
    {
        breaks("errors", "src/orders/actions.rs", &format!("fn f() {{ {call} }}"));
        breaks("errors", "src/orders/api/order.rs", &format!("fn f() {{ {call} }}"));
        holds("src/orders/errors.rs", &format!("fn f() {{ {call} }}"));
        holds("src/platform/http/problem.rs", &format!("fn f() {{ {call} }}"));
    }
    holds("src/orders/actions.rs", "fn f() { OrderError::CycleNotOpen { cut_off_at } }");
}

#[test]
fn rules_are_pure() {
    for text in [
        "async fn f() {}",
        "use sea_orm::ActiveValue;",
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
fn only_the_store_queries_and_it_decides_nothing() {
    breaks("store", "src/orders/store.rs", "fn f() { Err(problem.refused(code, sentence)) }");
    breaks("store", "src/orders/store.rs", "fn f(tx: &mut UnitOfWork) { tx.emit(Placed) }");
    holds("src/orders/store.rs", "use sea_orm::EntityTrait; use entities::prelude::*; fn f() { a() }");
    for text in [
        "use sea_orm::EntityTrait;",
        "use sea_orm::{ActiveValue::Set, QueryFilter};",
        "use sea_orm::{ActiveValue::Set, sea_query::Expr};",
        "fn f() { sea_orm::Statement::from_string(a, b) }",
        "use entities::prelude::*;",
    ] {
        breaks("queries", "src/orders/actions/place.rs", text);
        breaks("queries", "src/payments/cards/mod.rs", text);
        holds("src/audit/invariants.rs", text);
        holds("src/platform/db.rs", text);
    }
    holds("src/orders/actions/place.rs", "use sea_orm::{ActiveValue::Set, IntoActiveModel}; use super::Statement;");
}

#[test]
fn only_the_api_makes_responses_and_it_only_translates() {
    breaks("api", "src/orders/api.rs", "use sea_orm::ActiveValue;");
    breaks("api", "src/orders/api/lines.rs", "fn f() { a * 2 }");
    holds("src/orders/api.rs", "fn f() { *a } #[cfg(test)] mod tests { fn g() { 1 + 1; } }");

    let object = "#[derive(Clone, Object)] struct Order { id: u8 }";
    for path in ["src/orders/actions/place.rs", "src/orders/store.rs", "src/audit/mod.rs"] {
        breaks("wire_types", path, object);
    }
    for path in
        ["src/orders/api/order.rs", "src/platform/http/paging.rs", "src/router/status.rs", "src/import_export/api.rs"]
    {
        holds(path, object);
    }

    for text in
        ["use super::api::Order;", "use crate::catalogue::api;", "fn f() { crate::catalogue::api::product::convert() }"]
    {
        breaks("responses", "src/orders/store.rs", text);
        holds("src/orders/api/order.rs", &text.replace("super::api", "super"));
    }
    breaks("responses", "src/orders/mod.rs", "pub use api::order::Order;");
    breaks("responses", "src/commands/serve.rs", "use crate::orders::api::Order;");
    holds("src/orders/mod.rs", "mod api; pub use api::{APIS, Apis};");
    holds("src/router.rs", "use crate::orders::api::APIS;");
}

#[test]
fn transactions_begin_and_end_at_the_edge() {
    for part in ["actions", "rules", "store", "events"] {
        breaks("transactions", &format!("src/orders/{part}.rs"), "impl A { fn f(&self) { tx.commit() } }");
    }
    breaks("transactions", "src/orders/actions.rs", "async fn place(tx: &mut UnitOfWork) { tx.commit() }");
    breaks("transactions", "src/orders/store.rs", "fn f(app: &App) { app.begin(actor) }");
    holds("src/notifications/actions/send.rs", "fn run(app: &App, claim: &Claim) { claim.begin(app); tx.commit() }");
    holds("src/flow.rs", "fn f() { tx.commit() }");
    holds("src/platform/unit_of_work.rs", "fn f() { tx.commit() }");
}

#[test]
fn money_is_read_under_its_lock() {
    let early = "async fn f() { let a = pools::list_pools(tx).await?; pools::lock_pools(tx, a).await }";
    breaks("locks", "src/settlement/actions/close_pools.rs", early);
    breaks("locks", "src/payments/actions.rs", "async fn f() { store::get_line(tx); g(store::lock_line(tx)); }");
    holds("src/orders/actions.rs", early);
    holds("src/settlement/actions.rs", "async fn f() { pools::lock_pools(tx); pools::list_pools(tx); }");
    holds("src/settlement/actions.rs", "async fn f() { payouts::get_payout(tx); payout_batches::lock_batch(tx); }");
    holds(
        "src/settlement/actions.rs",
        "async fn f() { pools::list_pools(tx); } async fn g() { pools::lock_pools(tx); }",
    );
    let wide = "async fn f() { Entity::update_many().filter(payable::Column::WorkshopId.eq(a)); }";
    breaks("updates", "src/settlement/store/payables.rs", wide);
    holds("src/identity/store/people.rs", wide);
    holds("src/settlement/store.rs", "async fn f() { Entity::update_many().filter(payable::Column::Id.is_in(a)); }");
}

#[test]
fn names_are_words_of_the_field() {
    for text in [
        "fn told() {}",
        "fn orders_told() {}",
        "pub(super) struct ToldOccurrence;",
        "enum Said { A }",
        "trait Door {}",
        "type Answer<T> = Option<T>;",
        "mod shown { fn f() {} }",
        "struct A; impl A { fn heard(&self) {} }",
        "trait A { fn tell(&self); }",
        "struct Once;",
    ] {
        breaks("names", "src/orders/actions.rs", text);
    }
    breaks("names", "src/orders/actions/gather.rs", "fn load() {}");
    breaks("names", "src/orders/actions/gather/mod.rs", "fn load() {}");
    for text in [
        "fn answer() {} struct UnitOfWork; struct Answers;",
        "fn place_once() {} fn made_on() {} fn threshold() {} struct Household;",
        "impl Trait for A { fn told(&self) {} }",
        "#[cfg(test)] mod tests { fn a_buyer_is_told() {} }",
    ] {
        holds("src/orders/actions.rs", text);
    }
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
fn files_open_with_a_comment_and_stay_small() {
    let silent = breaches(&[Source::parse("src/orders/actions.rs", "\nfn f() {}")]);
    assert!(silent.iter().any(|(rule, _)| *rule == "comment"), "{silent:?}");
    breaks("mod", "src/orders/mod.rs", "mod api; fn f() {}");
    holds("src/orders/mod.rs", "pub mod api; pub use api::Apis; #[cfg(test)] mod tests { fn f() {} }");

    let body = "    a();\n".repeat(70);
    breaks("functions", "src/orders/actions.rs", &format!("fn f() {{\n{body}}}"));
    breaks("functions", "src/orders/actions.rs", &format!("impl A {{ fn f() {{\n{body}}}\n}}"));
    holds("src/orders/actions.rs", &format!("#[cfg(test)] mod tests {{ fn f() {{\n{body}}}\n}}"));

    let file = |path: &str, lines: usize| Source::parse(path, &format!("//! D.\n{}", "//\n".repeat(lines - 1)));
    let sizes = |sources: &[Source]| sizes::sizes_are_small(sources).len();
    assert_eq!(sizes(&[file("src/a.rs", 90)]), 0);
    assert_eq!(sizes(&[file("src/a.rs", 501)]), 3, "too long, and with it the median and the ninth decile");
    let tests = "#[cfg(test)]\nmod tests {\n".to_owned() + &"//\n".repeat(600) + "}\n";
    assert_eq!(sizes(&[Source::parse("src/a.rs", &tests)]), 0);
    let many: Vec<Source> = (0..8).map(|i| file(&format!("src/orders/f{i}.rs"), 2)).collect();
    assert_eq!(sizes(&many), 1);
    assert_eq!(sizes(&many[1..]), 0);
}

#[test]
fn files_for_tests_only_are_found() {
    let modules = |path: &str, text: &str| Source::parse(path, &format!("//! D.\n{text}")).test_modules();
    assert_eq!(modules("src/orders/mod.rs", "#[cfg(test)] mod tests; mod api;"), ["src/orders/tests"]);
    assert_eq!(modules("src/platform/server.rs", "#[cfg(test)] mod tests;"), ["src/platform/server/tests"]);
    let moved = "#[cfg(test)] #[path = \"rules_tests.rs\"] mod tests;";
    assert_eq!(modules("src/orders/rules.rs", moved), ["src/orders/rules_tests"]);
}
