//! What each part of a slice may contain.

use proc_macro2::TokenTree;
use syn::{
    spanned::Spanned,
    visit::{self, Visit},
};

use crate::{
    journey::is_slice,
    paths::{calls, each_token, named, starting_with, words_after},
    source::{Breach, Source, attributes, is_test},
};

/// `mod.rs` of a slice documents it, declares its parts and re-exports what others use.
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
    let fix = "mod.rs only declares and re-exports; move this code into a part of the slice.";
    code.map(|item| source.breach(item.span(), fix)).collect()
}

/// `events.rs` and `jobs.rs` hold payloads: types, and what their traits ask of them.
pub fn events_and_jobs_are_payloads(source: &Source) -> Vec<Breach> {
    if !(source.is_part("events") || source.is_part("jobs")) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let fix = "events.rs and jobs.rs hold payloads only; move the function beside the action that it runs.";
    for item in source.ast.items.iter().filter(|item| !is_test(attributes(item))) {
        match item {
            syn::Item::Fn(item) => found.push(source.breach(item.sig.span(), fix)),
            syn::Item::Impl(item) => found.extend(item.items.iter().filter_map(|item| match item {
                syn::ImplItem::Fn(item) if item.sig.asyncness.is_some() => Some(source.breach(item.sig.span(), fix)),
                _ => None,
            })),
            _ => {}
        }
    }
    for name in named(source) {
        if name.root == "crate"
            && let [slice, part, ..] = name.words.as_slice()
            && is_slice(slice)
            && (part == "store" || part == "actions" || part == "api")
        {
            let fix = format!("A payload holds values only but this uses `{part}`; move this into an action.");
            found.push(source.breach(name.span, fix));
        }
    }
    found
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
const IMPURE_PLATFORM: [&str; 13] = [
    "app",
    "clock",
    "config",
    "db",
    "documents",
    "files",
    "http",
    "jobs",
    "mail",
    "server",
    "telemetry",
    "unit_of_work",
    "work",
];

/// Rules use no database, no HTTP, no clock and no randomness.
pub fn rules_are_pure(source: &Source) -> Vec<Breach> {
    if !source.is_part("rules") {
        return Vec::new();
    }
    let mut found = Vec::new();
    each_token(&source.tokens, &mut |row, at| {
        let Some(TokenTree::Ident(word)) = row.get(at) else { return };
        let reads_clock = word == "now" && calls(row, at);
        if IMPURE.iter().any(|impure| word == impure) || reads_clock {
            let fix = format!("rules/ is pure but this uses `{word}`; do that in actions/ and pass the value.");
            found.push(source.breach(word.span(), fix));
        }
        if word == "store" && matches!(row.get(at + 1), None | Some(TokenTree::Punct(_))) {
            let fix = "rules/ is pure but this uses a store; load in actions/ and pass the values.";
            found.push(source.breach(word.span(), fix));
        }
    });
    for name in named(source) {
        if let [first, second, ..] = name.words.as_slice()
            && name.root == "crate"
            && first == "platform"
            && IMPURE_PLATFORM.contains(&second.as_str())
        {
            let fix = format!("rules/ is pure but this uses `platform::{second}`; pass the value that it would give.");
            found.push(source.breach(name.span, fix));
        }
    }
    found
}

/// Queries return what they find. They decide nothing and emit nothing.
pub fn store_decides_nothing(source: &Source) -> Vec<Breach> {
    if !source.is_part("store") {
        return Vec::new();
    }
    let mut found = Vec::new();
    each_token(&source.tokens, &mut |row, at| {
        let Some(TokenTree::Ident(word)) = row.get(at) else { return };
        let fix = match word.to_string().as_str() {
            "emit" => "store/ emits nothing; return what was found and emit in actions/.",
            "refused" => "store/ decides nothing; return what was found and refuse in rules/ or actions/.",
            _ => return,
        };
        if calls(row, at) {
            found.push(source.breach(word.span(), fix));
        }
    });
    found
}

/// What queries are made with. `ActiveValue` and `IntoActiveModel` are not among them: an action fills in the row.
const QUERIES: [&str; 20] = [
    "ActiveModelBehavior",
    "ActiveModelTrait",
    "ColumnTrait",
    "Condition",
    "ConnectionTrait",
    "CursorTrait",
    "DatabaseBackend",
    "EntityTrait",
    "FromQueryResult",
    "JoinType",
    "LoaderTrait",
    "ModelTrait",
    "PaginatorTrait",
    "QueryFilter",
    "QueryOrder",
    "QuerySelect",
    "QueryTrait",
    "SelectTwo",
    "Statement",
    "sea_query",
];

/// Every query of a slice is in its store.
pub fn only_store_queries(source: &Source) -> Vec<Breach> {
    if !source.in_slice() || source.part() == "store" {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (word, span) in words_after(source, "sea_orm") {
        if QUERIES.contains(&word.as_str()) && !source.is_test_line(span.start().line) {
            found.push(source.breach(span, format!("`{word}` makes a query; move the query into store/ and call it.")));
        }
    }
    for name in named(source) {
        if name.root == "entities" && name.words.first().is_some_and(|word| word == "prelude") {
            found.push(source.breach(name.span, "`entities::prelude` is for queries; move the query into store/."));
        }
    }
    found
}

/// A handler translates: caller, call, response.
pub fn api_only_translates(source: &Source) -> Vec<Breach> {
    if !(source.is_part("api") || source.path == "src/router.rs") {
        return Vec::new();
    }
    let mut found = Vec::new();
    each_token(&source.tokens, &mut |row, at| {
        if let Some(TokenTree::Ident(word)) = row.get(at)
            && (word == "sea_orm" || word == "sqlx")
        {
            found.push(source.breach(word.span(), "api/ contains no SQL; put the query into store/ and call it."));
        }
    });
    let mut arithmetic = Arithmetic { source, found: Vec::new() };
    arithmetic.visit_file(&source.ast);
    found.extend(arithmetic.found);
    found
}

struct Arithmetic<'a> {
    source: &'a Source,
    found: Vec<Breach>,
}

impl<'ast> Visit<'ast> for Arithmetic<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_expr_binary(&mut self, expr: &'ast syn::ExprBinary) {
        use syn::BinOp::{Add, Div, Mul, Rem, Sub};
        if matches!(expr.op, Add(_) | Sub(_) | Mul(_) | Div(_) | Rem(_)) {
            let fix = "api/ computes nothing; move the arithmetic into rules/.";
            self.found.push(self.source.breach(expr.op.span(), fix));
        }
        visit::visit_expr_binary(self, expr);
    }
}

/// Whether responses are made in this file: in the API of a slice, or where the APIs are mounted.
fn makes_responses(source: &Source) -> bool {
    !source.in_root_crate() || source.part() == "api" || ["router", "platform"].contains(&source.home())
}

/// Types of requests and responses live in `api/`.
pub fn only_api_defines_wire_types(source: &Source) -> Vec<Breach> {
    if makes_responses(source) {
        return Vec::new();
    }
    let mut found = Vec::new();
    each_token(&source.tokens, &mut |row, at| {
        let (Some(TokenTree::Ident(word)), Some(TokenTree::Group(list))) = (row.get(at), row.get(at + 1)) else {
            return;
        };
        if word != "derive" {
            return;
        }
        each_token(&list.stream(), &mut |derived, at| {
            if let Some(TokenTree::Ident(name)) = derived.get(at)
                && ["Object", "Union", "Multipart", "ApiRequest", "ApiResponse"].iter().any(|wire| name == wire)
            {
                let fix = "Types of requests and responses live in api/; move this there, or return a plain struct.";
                found.push(source.breach(name.span(), fix));
            }
        });
    });
    found
}

/// Responses are made in `api/` only. `mod.rs` re-exports what `flow` and the router mount.
pub fn only_api_names_wire_types(source: &Source) -> Vec<Breach> {
    if makes_responses(source) || source.home() == "flow" {
        return Vec::new();
    }
    let mounted = ["APIS", "Apis"];
    let mut found = Vec::new();
    let relative = starting_with(source, &|word| word == "api" && source.is_part("mod"));
    let own =
        relative.into_iter().map(|(words, span)| ([&[source.home().to_owned()], words.as_slice()].concat(), span));
    for (words, span) in own.chain(named(source).into_iter().map(|name| (name.words, name.span))) {
        let [slice, part, rest @ ..] = words.as_slice() else { continue };
        let allowed = source.is_part("mod") && rest.first().is_none_or(|name| mounted.contains(&name.as_str()));
        if is_slice(slice) && part == "api" && !allowed {
            let fix = "Responses are made in api/; return a row or a value and convert it there.";
            found.push(source.breach(span, fix));
        }
    }
    found
}

/// Constructors of an error from a code and a sentence.
const UNTYPED: [&str; 3] = ["refused", "malformed", "forbidden"];

/// The errors of a slice are the variants of the enum in its `errors.rs`.
pub fn errors_are_typed(source: &Source) -> Vec<Breach> {
    if !source.in_slice() || source.part() == "errors" {
        return Vec::new();
    }
    let mut found = Vec::new();
    each_token(&source.tokens, &mut |row, at| {
        let (Some(TokenTree::Ident(word)), Some(TokenTree::Group(arguments))) = (row.get(at), row.get(at + 1)) else {
            return;
        };
        let first = arguments.stream().into_iter().next().map(|token| token.to_string()).unwrap_or_default();
        if UNTYPED.iter().any(|constructor| word == constructor)
            && calls(row, at)
            && first.starts_with('"')
            && !source.is_test_line(word.span().start().line)
        {
            let fix = format!("`{first}` is an error by its code; add a variant to errors.rs and return that.");
            found.push(source.breach(word.span(), fix));
        }
    });
    found
}

const WITHOUT_TRANSACTIONS: [&str; 6] = ["mod", "actions", "rules", "store", "events", "errors"];

/// A transaction begins and ends in a handler, in the runner of a job or in a command, never in what these call.
pub fn transactions_begin_and_end_at_the_edge(source: &Source) -> Vec<Breach> {
    if !(source.in_slice() && WITHOUT_TRANSACTIONS.contains(&source.part())) {
        return Vec::new();
    }
    let mut found = Transactions { source, found: Vec::new() };
    source.visit_production(&mut found);
    found.found
}

struct Transactions<'a> {
    source: &'a Source,
    found: Vec<Breach>,
}

impl Transactions<'_> {
    /// A function that takes the `App` is given no transaction: it is the runner of a job, or a batch.
    fn is_edge(&self, signature: &syn::Signature) -> bool {
        let takes_app = |input: &syn::FnArg| match input {
            syn::FnArg::Typed(argument) => match &*argument.ty {
                syn::Type::Reference(reference) => match &*reference.elem {
                    syn::Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "App"),
                    _ => false,
                },
                _ => false,
            },
            syn::FnArg::Receiver(_) => false,
        };
        self.source.is_part("actions") && signature.inputs.iter().any(takes_app)
    }
}

impl<'ast> Visit<'ast> for Transactions<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !self.is_edge(&item.sig) {
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if ["begin", "commit", "rollback"].iter().any(|verb| call.method == verb) {
            let fix = format!(
                "`{}` belongs to the caller; take the open transaction as an argument, or make this a job's runner.",
                call.method
            );
            self.found.push(self.source.breach(call.method.span(), fix));
        }
        visit::visit_expr_method_call(self, call);
    }
}

/// Every file opens with a module comment.
pub fn opens_with_a_comment(source: &Source) -> Vec<Breach> {
    if source.text.starts_with("//!") {
        return Vec::new();
    }
    let fix = "Open the file with `//!`: what this is in the domain, and what to know before reading.";
    vec![source.breach_at(1, fix)]
}
