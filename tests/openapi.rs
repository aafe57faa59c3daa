//! The API's description is part of the API: it is generated, committed and complete, and every request that it
//! describes has an end.

use std::{collections::HashSet, fs, path::Path};

use minga::commands::openapi;
use serde_json::{Map, Value};
use syn::visit::{self, Visit};

/// Callers that an operation may name.
const CALLERS: [&str; 12] = [
    "anyone",
    "person",
    "buyer",
    "producer",
    "quota-link",
    "application-link",
    "card-processor",
    "staff:viewer",
    "staff",
    "staff:quality",
    "staff:finance",
    "staff:admin",
];

/// Tags of the operations that move money.
const MONEY: [&str; 3] = ["invoicing", "payments", "settlement"];

fn generated() -> [(&'static str, String); 2] {
    openapi::files().unwrap()
}

/// The document, with its parameters written where they are referred to.
fn document() -> Value {
    let [(_, text), _] = generated();
    let mut document: Value = serde_json::from_str(&text).unwrap();
    let shared = document["components"]["parameters"].clone();
    let paths = document["paths"].as_object_mut().unwrap().values_mut();
    for operation in paths.flat_map(|path| path.as_object_mut().unwrap().values_mut()) {
        for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(name) = parameter["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
                *parameter = shared[name].clone();
            }
        }
    }
    document
}

/// Every operation as (what names it in a message, its path, itself).
fn operations(document: &Value) -> Vec<(String, &str, &Map<String, Value>)> {
    let mut found = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            found.push((format!("{method} {path}"), path.as_str(), operation.as_object().unwrap()));
        }
    }
    assert!(found.len() > 15, "the description is almost empty");
    found
}

#[track_caller]
fn none(breaches: Vec<String>) {
    assert!(breaches.is_empty(), "{} breaches:\n{}", breaches.len(), breaches.join("\n"));
}

#[test]
fn the_committed_files_are_fresh() {
    for (name, text) in generated() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi").join(name);
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == text,
            "openapi/{name} is not what the code says: run `make gen` and commit what it writes"
        );
    }
}

#[test]
fn the_description_stays_small() {
    let [(name, document), _] = generated();
    let bytes = document.len();
    assert!(bytes <= 720_000, "{name} has {bytes} bytes, 720000 at most: write what repeats once and refer to it");
}

#[test]
fn every_operation_names_itself_and_its_caller() {
    let [_, (_, endpoints)] = generated();
    let (mut ids, mut breaches) = (HashSet::new(), Vec::new());
    for line in endpoints.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [caller, _, path, id] = words[..] else { panic!("not four words: {line}") };
        let client = match path.strip_prefix("/api/v1/").and_then(|path| path.split('/').next()) {
            Some("public") => caller == "anyone",
            Some("session") => caller == "anyone" || caller == "person",
            Some("buyer") => caller == "buyer",
            Some("producer") => caller == "producer",
            Some("quota-link") => caller == "quota-link",
            Some("application-link") => caller == "application-link",
            Some("card-processor") => caller == "card-processor",
            Some("staff") => caller.starts_with("staff"),
            _ => false,
        };
        if !CALLERS.contains(&caller) || !client {
            breaches.push(format!(
                "{line}: the path stands under who may call: public, session, buyer, producer, quota-link, application-link, \
                 card-processor or staff"
            ));
        }
        if id == "?" || !ids.insert(id) {
            breaches.push(format!("{line}: needs an operation_id of its own"));
        }
    }
    none(breaches);
}

#[test]
fn every_operation_says_what_it_does_and_how_it_may_fail() {
    let document = document();
    let mut breaches = Vec::new();
    for (name, _, operation) in operations(&document) {
        let says = |key: &str| operation.get(key).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty());
        if !says("summary") {
            breaches.push(format!("{name}: has no doc comment"));
        }
        if operation.get("tags").and_then(Value::as_array).is_none_or(Vec::is_empty) {
            breaches.push(format!("{name}: has no tag"));
        }
        for status in ["4XX", "5XX"] {
            let response = &operation["responses"][status];
            let shared =
                response["$ref"].as_str().and_then(|r| r.strip_prefix('#')).and_then(|at| document.pointer(at));
            let content = &shared.unwrap_or(response)["content"];
            if content.get("application/problem+json").is_none() {
                breaches.push(format!("{name}: does not say that it may answer {status} with a problem"));
            }
        }
    }
    none(breaches);
}

/// Operations of the slices that hold money which take no `Idempotency-Key`, and why repeating them is harmless.
const REPEATABLE: &[(&str, &str)] = &[
    ("receive_card_event", "every event has an id of its own"),
    ("export_payout_batch", "a batch is exported once; afterwards the same file is returned"),
];

#[test]
fn what_creates_money_is_safe_to_repeat() {
    let document = document();
    let mut breaches = Vec::new();
    for (name, path, operation) in operations(&document) {
        let is_money = operation["tags"][0].as_str().is_some_and(|tag| MONEY.contains(&tag));
        if !is_money || !name.starts_with("post ") {
            continue;
        }
        let parameters = operation.get("parameters").and_then(Value::as_array);
        let has_key = parameters.is_some_and(|all| all.iter().any(|parameter| parameter["name"] == "Idempotency-Key"));
        let id = operation["operationId"].as_str().unwrap_or_default();
        if has_key == REPEATABLE.iter().any(|(repeatable, _)| *repeatable == id) {
            breaches.push(format!("{path} ({id}): takes an Idempotency-Key, or says in REPEATABLE why it needs none"));
        }
    }
    none(breaches);
}

#[test]
fn every_field_is_explained() {
    let document = document();
    let mut breaches = Vec::new();
    for (schema, shape) in document["components"]["schemas"].as_object().unwrap() {
        for (field, part) in shape["properties"].as_object().into_iter().flatten() {
            if part.get("description").is_none() && part.get("$ref").is_none() && part.get("allOf").is_none() {
                breaches.push(format!("{schema}.{field}: has no doc comment"));
            }
        }
    }
    none(breaches);
}

#[test]
fn every_request_has_an_end() {
    let document = document();
    let mut breaches = Vec::new();
    for (name, _, operation) in operations(&document) {
        for parameter in operation.get("parameters").and_then(Value::as_array).into_iter().flatten() {
            // All headers together are bounded at the client, and a number in an address by its own type.
            if parameter["in"] == "header" || parameter["schema"]["type"] == "integer" {
                continue;
            }
            let place = format!("{name} ?{}", parameter["name"].as_str().unwrap_or_default());
            bounded(&document, &place, &parameter["schema"], &mut HashSet::new(), &mut breaches);
        }
        for (kind, content) in operation.get("requestBody").and_then(|b| b["content"].as_object()).into_iter().flatten()
        {
            if kind.starts_with("application/json") {
                bounded(&document, &name, &content["schema"], &mut HashSet::new(), &mut breaches);
            }
        }
    }
    breaches.sort();
    breaches.dedup();
    none(breaches);
}

/// Collects the texts, lists and numbers below `schema` that have no maximum.
fn bounded(document: &Value, place: &str, schema: &Value, seen: &mut HashSet<String>, breaches: &mut Vec<String>) {
    if let Some(target) = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        if seen.insert(target.to_owned()) {
            bounded(document, target, &document["components"]["schemas"][target], seen, breaches);
        }
        return;
    }
    // What poem-openapi says of one value may be spread over several parts.
    let parts: Vec<&Value> = match schema["allOf"].as_array() {
        Some(parts) => parts.iter().collect(),
        None => vec![schema],
    };
    if let Some(reference) = parts.iter().find(|part| part.get("$ref").is_some()) {
        return bounded(document, place, reference, seen, breaches);
    }
    let says = |key: &str| parts.iter().any(|part| part.get(key).is_some());
    let kind = parts.iter().find_map(|part| part["type"].as_str()).unwrap_or_default();
    let format = parts.iter().find_map(|part| part["format"].as_str()).unwrap_or_default();
    let mut tell = |what: &str| breaches.push(format!("{place}: {what}"));
    match kind {
        "string"
            if !says("maxLength")
                && !says("enum")
                && !["uuid", "date", "naive-time", "date-time", "binary"].contains(&format) =>
        {
            tell("a text without a maximum: use Text<MIN, MAX>");
        }
        "integer" | "number" if !says("maximum") || !says("minimum") => tell("a number without minimum and maximum"),
        "array" if !says("maxItems") => tell("a list without max_items"),
        _ => {}
    }
    for part in parts {
        for (field, below) in part["properties"].as_object().into_iter().flatten() {
            bounded(document, &format!("{place}.{field}"), below, seen, breaches);
        }
        if part.get("items").is_some() {
            bounded(document, &format!("{place}[]"), &part["items"], seen, breaches);
        }
        for several in ["oneOf", "anyOf"] {
            for below in part[several].as_array().into_iter().flatten() {
                bounded(document, place, below, seen, breaches);
            }
        }
    }
}

/// Codes that are given as text where a problem is made.
struct TextCodes(Vec<String>);

impl TextCodes {
    fn add(&mut self, code: Option<&syn::Expr>) {
        if let Some(syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(code), .. })) = code {
            self.0.push(code.value());
        }
    }
}

impl<'ast> Visit<'ast> for TextCodes {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if module.ident != "tests" {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let syn::Expr::Path(path) = &*call.func {
            let names: Vec<String> = path.path.segments.iter().map(|s| s.ident.to_string()).collect();
            match names.iter().map(String::as_str).collect::<Vec<_>>()[..] {
                [.., "Problem", "refused" | "malformed" | "forbidden"] => self.add(call.args.first()),
                [.., "FieldProblem", "untyped"] => self.add(call.args.iter().nth(1)),
                _ => {}
            }
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if call.method == "at" && call.args.len() == 3 {
            self.add(call.args.iter().nth(1));
        }
        visit::visit_expr_method_call(self, call);
    }
}

fn rust_files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("problem.rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_code_is_described() {
    let document = document();
    let described = document["components"]["schemas"]["ErrorCode"]["enum"].as_array().unwrap();
    let mut files = Vec::new();
    rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut breaches = Vec::new();
    for file in files {
        let source = syn::parse_file(&fs::read_to_string(&file).unwrap()).unwrap();
        let mut codes = TextCodes(Vec::new());
        codes.visit_file(&source);
        let missing = codes.0.into_iter().filter(|code| !described.iter().any(|known| known == code));
        breaches.extend(missing.map(|code| {
            format!("{}: `{code}` is no code of the API: declare it in the errors.rs of its slice", file.display())
        }));
    }
    none(breaches);
}
