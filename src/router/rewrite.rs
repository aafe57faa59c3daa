//! Changes to the OpenAPI document as `poem-openapi` writes it.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::platform::http::{problem::CONTENT_TYPE, problem_body::ERROR_CODE_SCHEMA};

/// Writes a query parameter that is an object, such as a page request, as one parameter for each property: an extractor
/// of `poem-openapi` documents only one parameter.
pub fn object_parameters(document: &mut Value) {
    for operation in operations(document) {
        let Some(Value::Array(parameters)) = operation.get_mut("parameters") else { continue };
        *parameters = std::mem::take(parameters).into_iter().flat_map(expand).collect();
    }
}

fn expand(parameter: Value) -> Vec<Value> {
    let properties = parameter["schema"]["properties"].as_object().filter(|_| parameter["in"] == "query");
    let Some(properties) = properties else { return vec![parameter] };
    let one = |(name, schema): (&String, &Value)| {
        let mut one = parameter.clone();
        one["name"] = json!(name);
        one["schema"] = schema.clone();
        one
    };
    properties.iter().map(one).collect()
}

/// Moves the responses that are problems to `components.responses`, once for each status, and refers to them. All
/// operations share them, so they were most of the document.
pub fn shared_responses(document: &mut Value) {
    let mut shared = Map::new();
    for operation in operations(document) {
        let Some(Value::Object(responses)) = operation.get_mut("responses") else { continue };
        for (status, response) in responses {
            if response["content"].get(CONTENT_TYPE).is_none() {
                continue;
            }
            let name = format!("Problem{status}");
            let stored = shared.entry(name.clone()).or_insert_with(|| response.clone());
            if stored == response {
                *response = json!({ "$ref": format!("#/components/responses/{name}") });
            }
        }
    }
    document["components"]["responses"] = Value::Object(shared);
}

/// Removes the responses that an operation cannot give: without a body there is no wrong media type, without `If-Match`
/// no stale version, without an idempotency key no reuse of one.
pub fn impossible_responses(document: &mut Value) {
    for operation in operations(document) {
        let has = |name: &str| {
            let parameters = operation.get("parameters").and_then(Value::as_array);
            parameters.is_some_and(|parameters| parameters.iter().any(|parameter| parameter["name"] == name))
        };
        let possible =
            [("412", has("If-Match")), ("415", operation.contains_key("requestBody")), ("422", has("Idempotency-Key"))];
        let Some(Value::Object(responses)) = operation.get_mut("responses") else { continue };
        for (status, _) in possible.iter().filter(|(_, possible)| !possible) {
            responses.remove(*status);
        }
    }
}

/// Removes `"deprecated": false`, which is the default everywhere.
pub fn defaults(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, value| name != "deprecated" || *value != Value::Bool(false));
            fields.values_mut().for_each(defaults);
        }
        Value::Array(items) => items.iter_mut().for_each(defaults),
        _ => {}
    }
}

/// Lists all codes in the schema of error codes, sorted.
pub fn error_codes(document: &mut Value, codes: &[&[&str]]) {
    let codes: BTreeSet<&str> = codes.iter().copied().flatten().copied().collect();
    document["components"]["schemas"][ERROR_CODE_SCHEMA]["enum"] = json!(codes);
}

fn operations(document: &mut Value) -> impl Iterator<Item = &mut Map<String, Value>> {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut);
    paths.filter_map(Value::as_object_mut).flat_map(Map::values_mut).filter_map(Value::as_object_mut)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(operation: Value) -> Value {
        json!({ "paths": { "/a": { "get": operation.clone() }, "/b": { "get": operation } }, "components": { "schemas": {} } })
    }

    #[test]
    fn an_object_in_the_query_is_one_parameter_for_each_property() {
        let schema =
            json!({ "type": "object", "properties": { "after": { "type": "string" }, "limit": { "minimum": 1 } } });
        let parameter = json!({ "name": "page", "in": "query", "required": false, "schema": schema });
        let header = json!({ "name": "If-Match", "in": "header", "schema": { "type": "string" } });
        let mut document = document(json!({ "parameters": [header, parameter] }));
        object_parameters(&mut document);
        let parameters = &document["paths"]["/a"]["get"]["parameters"];
        assert_eq!(parameters[0]["name"], "If-Match");
        assert_eq!(
            parameters[1],
            json!({ "name": "after", "in": "query", "required": false, "schema": { "type": "string" } })
        );
        assert_eq!(parameters[2]["name"], "limit");
    }

    #[test]
    fn problems_are_written_once() {
        let problem = json!({ "description": "A rule refuses it.", "content": { CONTENT_TYPE: {} } });
        let created = json!({ "description": "Created.", "content": { "application/json": {} } });
        let mut document = document(json!({ "responses": { "201": created, "409": problem } }));
        shared_responses(&mut document);
        assert_eq!(
            document["paths"]["/b"]["get"]["responses"]["409"],
            json!({ "$ref": "#/components/responses/Problem409" })
        );
        assert_eq!(document["paths"]["/b"]["get"]["responses"]["201"], created);
        assert_eq!(document["components"]["responses"], json!({ "Problem409": problem }));
    }
}
