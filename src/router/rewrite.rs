//! Changes to the OpenAPI document as `poem-openapi` writes it.

use std::collections::{BTreeMap, BTreeSet};

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
            let stored = shared.entry(status.clone()).or_insert_with(|| response.clone());
            if stored == response {
                *response = json!({ "$ref": format!("#/components/responses/{status}") });
            }
        }
    }
    document["components"]["responses"] = Value::Object(shared);
}

/// Removes the responses that an operation cannot give: without a body there is none that is too large or of a wrong
/// media type, without `If-Match` no stale version.
pub fn impossible_responses(document: &mut Value) {
    for operation in operations(document) {
        let has = |name: &str| {
            let parameters = operation.get("parameters").and_then(Value::as_array);
            parameters.is_some_and(|parameters| parameters.iter().any(|parameter| parameter["name"] == name))
        };
        let has_body = operation.contains_key("requestBody");
        let possible = [("412", has("If-Match")), ("413", has_body), ("415", has_body)];
        let Some(Value::Object(responses)) = operation.get_mut("responses") else { continue };
        for (status, _) in possible.iter().filter(|(_, possible)| !possible) {
            responses.remove(*status);
        }
    }
}

/// The fewest operations that share a parameter or a header.
const SHARED_BY: usize = 10;

/// Moves parameters and response headers that many operations have to `components`, and refers to them. Of a name with
/// several meanings, only the meaning of most operations is shared.
pub fn shared_parameters(document: &mut Value) {
    let mut parameters = Shared::default();
    let mut headers = Shared::default();
    for operation in operations(document) {
        for parameter in parameters_of(operation) {
            parameters.add(&name_of(parameter), parameter);
        }
        for (name, header) in headers_of(operation) {
            headers.add(name, header);
        }
    }
    for operation in operations(document) {
        for parameter in parameters_of(operation) {
            parameters.refer(&name_of(parameter), "parameters", parameter);
        }
        for (name, header) in headers_of(operation) {
            headers.refer(name, "headers", header);
        }
    }
    document["components"]["parameters"] = parameters.into_components();
    document["components"]["headers"] = headers.into_components();
}

/// Parts of the document by name, with how often each is there.
#[derive(Default)]
struct Shared(BTreeMap<String, Vec<(Value, usize)>>);

impl Shared {
    fn add(&mut self, name: &str, part: &Value) {
        let parts = self.0.entry(name.to_owned()).or_default();
        match parts.iter_mut().find(|(one, _)| one == part) {
            Some((_, count)) => *count += 1,
            None => parts.push((part.clone(), 1)),
        }
    }

    fn shared(parts: &[(Value, usize)]) -> Option<&Value> {
        let all: usize = parts.iter().map(|(_, count)| count).sum();
        let shared = parts.iter().find(|(_, count)| *count >= SHARED_BY && 2 * count > all);
        shared.map(|(part, _)| part)
    }

    fn refer(&self, name: &str, components: &str, part: &mut Value) {
        if self.0.get(name).and_then(|parts| Self::shared(parts)) == Some(&*part) {
            *part = json!({ "$ref": format!("#/components/{components}/{name}") });
        }
    }

    fn into_components(self) -> Value {
        let shared = self.0.into_iter().filter_map(|(name, parts)| Some((name, Self::shared(&parts)?.clone())));
        Value::Object(shared.collect())
    }
}

fn name_of(parameter: &Value) -> String {
    parameter["name"].as_str().unwrap_or_default().to_owned()
}

fn parameters_of(operation: &mut Map<String, Value>) -> impl Iterator<Item = &mut Value> {
    operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten()
}

fn responses_of(operation: &mut Map<String, Value>) -> impl Iterator<Item = &mut Value> {
    operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut)
}

fn headers_of(operation: &mut Map<String, Value>) -> impl Iterator<Item = (&String, &mut Value)> {
    responses_of(operation).filter_map(|response| response.get_mut("headers")?.as_object_mut()).flatten()
}

/// Calls `change` with every object in `value`, each before those inside it.
fn each_object(value: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(fields) => {
            change(fields);
            fields.values_mut().for_each(|value| each_object(value, change));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_object(item, change)),
        _ => {}
    }
}

/// Problems that every operation may return, with the range that they are written as.
const COMMON_PROBLEMS: [(&str, &[&str], &str); 2] = [
    (
        "4XX",
        &["400", "401", "403", "404", "409", "422", "429"],
        "The request is refused, and nothing was changed; `code` says why. 400: it differs from this description, `errors` \
         names the fields. 401: nobody is signed in. 403: the caller may not do this. 404: there is no such thing, or it is \
         not the caller's to see. 409: a rule refuses it. 422: it follows this description, but a value or a file cannot be \
         processed, `errors` names where. 429: too many requests, `Retry-After` says when to repeat it.",
    ),
    ("5XX", &["500", "503"], "The service failed, or it is not available; `code` says which."),
];

/// Writes the problems that every operation may return as one response for each range of statuses.
pub fn common_problems(document: &mut Value) {
    for operation in operations(document) {
        let Some(Value::Object(responses)) = operation.get_mut("responses") else { continue };
        for (range, statuses, description) in COMMON_PROBLEMS {
            let removed = statuses.iter().filter_map(|status| responses.remove(*status)).last();
            if let Some(mut response) = removed {
                response["description"] = json!(description);
                responses.insert(range.to_owned(), response);
            }
        }
    }
}

/// Times of day as `chrono` reads them.
const TIME_PATTERN: &str = r"^([01][0-9]|2[0-3]):[0-5][0-9](:([0-5][0-9]|60)(\.[0-9]{1,9})?)?$";

/// Writes the formats of dates and times in standard terms.
pub fn formats(value: &mut Value) {
    each_object(value, &mut |fields| {
        match fields.get("format").and_then(Value::as_str) {
            Some("naive-date") => fields.insert("format".to_owned(), json!("date")),
            Some("naive-time") => fields.insert("pattern".to_owned(), json!(TIME_PATTERN)),
            _ => None,
        };
    });
}

/// Describes the downloads as files of any media type: the `Content-Type` of the response says which.
pub fn downloads(document: &mut Value) {
    for operation in operations(document) {
        for content in responses_of(operation).filter_map(|response| response.get_mut("content")?.as_object_mut()) {
            if let Some(media) = content.remove("application/octet-stream") {
                content.insert("*/*".to_owned(), media);
            }
        }
    }
}

/// Writes that the objects of JSON requests take no other fields.
pub fn closed_objects(document: &mut Value) {
    let mut names = BTreeSet::new();
    for operation in operations(document) {
        let content = operation.get_mut("requestBody").and_then(|body| body.get_mut("content")?.as_object_mut());
        for (media, content) in content.into_iter().flatten() {
            if media.starts_with("application/json") {
                close(&mut content["schema"], &mut names);
            }
        }
    }
    let mut closed = BTreeSet::new();
    while let Some(name) = names.pop_first() {
        if closed.insert(name.clone()) {
            close(&mut document["components"]["schemas"][&name], &mut names);
        }
    }
}

/// Closes a schema and those in it, and adds the names of those that it refers to.
fn close(schema: &mut Value, names: &mut BTreeSet<String>) {
    each_object(schema, &mut |fields| {
        if let Some(reference) = fields.get("$ref").and_then(Value::as_str) {
            names.extend(reference.strip_prefix("#/components/schemas/").map(str::to_owned));
        }
        if fields.get("properties").is_some_and(Value::is_object) {
            fields.insert("additionalProperties".to_owned(), json!(false));
        }
    });
}

/// Removes the title of a described id: it is that of the id's type and says no more.
pub fn id_titles(value: &mut Value) {
    each_object(value, &mut |fields| {
        if fields.get("format").is_some_and(|format| format == "uuid") && fields.contains_key("description") {
            fields.remove("title");
        }
    });
}

/// Removes what is so by default: `"deprecated": false`, and `"explode": true`, which changes nothing for a parameter
/// with one value and is the default of a query parameter. A description is not repeated in a part of its `allOf`.
pub fn defaults(value: &mut Value) {
    let default = [("deprecated", Value::Bool(false)), ("explode", Value::Bool(true))];
    each_object(value, &mut |fields| {
        fields.retain(|name, value| !default.iter().any(|(of, default)| of == name && default == value));
        let description = json!({ "description": fields.get("description") });
        if let Some(Value::Array(parts)) = fields.get_mut("allOf") {
            parts.retain(|part| *part != description);
        }
    });
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
        assert_eq!(document["paths"]["/b"]["get"]["responses"]["409"], json!({ "$ref": "#/components/responses/409" }));
        assert_eq!(document["paths"]["/b"]["get"]["responses"]["201"], created);
        assert_eq!(document["components"]["responses"], json!({ "409": problem }));
    }

    #[test]
    fn what_many_operations_have_is_written_once() {
        let page = json!({ "name": "after", "in": "query", "schema": { "type": "string" } });
        let run = json!({ "name": "after", "in": "query", "schema": { "type": "integer" } });
        let id = json!({ "name": "id", "in": "path" });
        let etag = json!({ "ETag": { "schema": { "type": "string" } } });
        let list = json!({ "parameters": [page, id], "responses": { "200": { "headers": etag } } });
        let mut paths: Map<String, Value> = (0..SHARED_BY).map(|n| (format!("/{n}"), json!({ "get": list }))).collect();
        for path in paths.values_mut().skip(1) {
            path["get"]["parameters"][1]["in"] = json!("query");
        }
        paths.insert("/runs".to_owned(), json!({ "get": { "parameters": [run] } }));
        let mut document = json!({ "paths": paths, "components": {} });
        shared_parameters(&mut document);
        let operation = &document["paths"]["/0"]["get"];
        assert_eq!(operation["parameters"], json!([{ "$ref": "#/components/parameters/after" }, id]));
        assert_eq!(
            operation["responses"]["200"]["headers"],
            json!({ "ETag": { "$ref": "#/components/headers/ETag" } })
        );
        assert_eq!(document["paths"]["/runs"]["get"]["parameters"], json!([run]));
        assert_eq!(document["components"]["parameters"], json!({ "after": page }));
        assert_eq!(document["components"]["headers"], etag);
    }

    #[test]
    fn what_repeats_itself_is_left_out() {
        let error = |text: &str| json!({ "description": text, "content": { CONTENT_TYPE: {} } });
        let responses = json!({ "413": error("Too large."), "500": error("It failed."), "503": error("Not now.") });
        let id = json!({ "format": "uuid", "title": "Identifies one order.", "description": "The order." });
        let mut document = document(json!({ "responses": responses, "parameters": [{ "name": "id", "schema": id }] }));
        impossible_responses(&mut document);
        common_problems(&mut document);
        id_titles(&mut document);
        let operation = &document["paths"]["/a"]["get"];
        let description = "The service failed, or it is not available; `code` says which.";
        assert_eq!(operation["responses"], json!({ "5XX": error(description) }));
        let schema = &operation["parameters"][0]["schema"];
        assert_eq!(*schema, json!({ "format": "uuid", "description": "The order." }));
    }

    #[test]
    fn defaults_are_not_written() {
        let mut value = json!([{ "deprecated": false, "explode": true }, { "deprecated": true, "explode": false }]);
        defaults(&mut value);
        assert_eq!(value, json!([{}, { "deprecated": true, "explode": false }]));
        let mut value = json!({ "allOf": [{ "$ref": "a" }, { "description": "A." }], "description": "A." });
        defaults(&mut value);
        assert_eq!(value, json!({ "allOf": [{ "$ref": "a" }], "description": "A." }));
    }
}
