//! The operations of the committed description, with the ids that their requests hold.

use std::collections::BTreeSet;

use poem::http::Method;
use serde_json::Value;

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its `operationId`.
    pub id: String,
    /// HTTP method.
    pub method: Method,
    /// The path, with names of its parameters in braces.
    pub path: String,
    /// Who may call it.
    pub caller: String,
    /// Whether it takes `If-Match`.
    pub takes_if_match: bool,
    /// Pointers to the ids of its body, where each list has one item; `?name` is an id in the query beside a body.
    pub ids: BTreeSet<String>,
    /// Ids in the query of a request without a body.
    pub filters: BTreeSet<String>,
}

fn document() -> Value {
    serde_json::from_str(include_str!("../../../openapi/openapi.json")).unwrap()
}

/// All error codes of the description.
pub fn described_codes() -> BTreeSet<String> {
    let document = document();
    let codes = document["components"]["schemas"]["ErrorCode"]["enum"].as_array().unwrap();
    codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect()
}

/// All operations of the description.
pub fn operations() -> Vec<Operation> {
    let document = document();
    let mut found = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            found.push(read(&document, path, method, operation));
        }
    }
    found
}

fn read(document: &Value, path: &str, method: &str, operation: &Value) -> Operation {
    let id = operation["operationId"].as_str().unwrap().to_owned();
    let parameters: Vec<&Value> = operation["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|parameter| resolve(document, parameter))
        .collect();
    let of_query = parameters.iter().filter(|parameter| parameter["in"] == "query");
    let with_ids = of_query.filter(|parameter| !ids_below(document, &parameter["schema"], "").is_empty());
    let names: BTreeSet<String> = with_ids.map(|parameter| parameter["name"].as_str().unwrap().to_owned()).collect();
    let body = operation["requestBody"]["content"].as_object();
    let mut ids = BTreeSet::new();
    for content in body.into_iter().flat_map(|content| content.values()) {
        ids.append(&mut ids_below(document, &content["schema"], ""));
    }
    let filters = if body.is_some() { BTreeSet::new() } else { names.clone() };
    if body.is_some() {
        ids.extend(names.iter().map(|name| format!("?{name}")));
    }
    let caller = operation["security"][0].as_object().and_then(|callers| callers.keys().next().cloned());
    Operation {
        id,
        method: method.to_uppercase().parse().unwrap(),
        path: path.to_owned(),
        caller: caller.unwrap_or_default(),
        takes_if_match: parameters.iter().any(|parameter| parameter["name"] == "If-Match"),
        ids,
        filters,
    }
}

/// What a reference refers to.
fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
        Some(pointer) => document.pointer(pointer).unwrap_or_else(|| panic!("nothing is at {pointer}")),
        None => value,
    }
}

/// Pointers to the ids of a schema. Requests have no schema that contains itself.
fn ids_below(document: &Value, schema: &Value, at: &str) -> BTreeSet<String> {
    let schema = resolve(document, schema);
    let mut found = BTreeSet::new();
    if schema["format"] == "uuid" {
        found.insert(at.to_owned());
    }
    for several in ["allOf", "anyOf", "oneOf"] {
        for part in schema[several].as_array().into_iter().flatten() {
            found.append(&mut ids_below(document, part, at));
        }
    }
    if let Some(items) = schema.get("items") {
        found.append(&mut ids_below(document, items, &format!("{at}/0")));
    }
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        found.append(&mut ids_below(document, field, &format!("{at}/{name}")));
    }
    found
}
