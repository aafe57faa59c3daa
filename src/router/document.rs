//! Generates the OpenAPI document, and the list of operations with who may call each. Both are committed; a test
//! compares them with the code.

use std::fmt::{self, Write};

use poem_openapi::{OpenApi, OpenApiService, registry::MetaOperation};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

use super::{error_codes::ERROR_CODES, layout, rewrite};

/// The OpenAPI document.
///
/// What `poem-openapi` generates is changed as follows: a path that two APIs serve is written once, with the
/// operations of both; a query parameter that is an object becomes one parameter for each property; dates and times have
/// standard formats, downloads any media type, and objects of requests no other fields; error responses
/// that an operation cannot return are removed; those that every operation may return are one for each range of statuses;
/// error responses, and parameters and headers that many operations share, are written once and referred to by `$ref`; the schema of error codes lists all codes.
///
/// # Errors
/// If the generated document is not valid JSON.
pub fn document<A: OpenApi + 'static>(service: &OpenApiService<A, ()>) -> serde_json::Result<String> {
    let Merged(mut document) = serde_json::from_str(&service.spec())?;
    rewrite::object_parameters(&mut document);
    rewrite::formats(&mut document);
    rewrite::downloads(&mut document);
    rewrite::closed_objects(&mut document);
    rewrite::impossible_responses(&mut document);
    rewrite::common_problems(&mut document);
    rewrite::shared_responses(&mut document);
    rewrite::id_titles(&mut document);
    rewrite::defaults(&mut document);
    rewrite::shared_parameters(&mut document);
    rewrite::error_codes(&mut document, ERROR_CODES);
    Ok(layout::to_text(&document))
}

/// One line per operation, in journey order: caller, method, path, operation id.
pub fn endpoints<A: OpenApi>() -> String {
    let mut lines = String::new();
    for path in A::meta().into_iter().flat_map(|api| api.paths) {
        for operation in path.operations {
            let id = operation.operation_id.unwrap_or("?");
            let (caller, method) = (caller(&operation), operation.method.as_str());
            // Writing to a string does not fail.
            let _ = writeln!(lines, "{caller:<13} {method:<6} {:<60} {id}", path.path);
        }
    }
    lines
}

/// Who may call: the name of the typed caller, `anyone` where there is none.
fn caller(operation: &MetaOperation) -> String {
    let names = operation.security.iter().flat_map(|one| one.keys());
    let names: Vec<String> = names.map(|name| name.replace('.', ":")).collect();
    if names.is_empty() { "anyone".to_owned() } else { names.join("+") }
}

/// A JSON value in which an object's repeated keys are merged.
struct Merged(Value);

impl<'de> Deserialize<'de> for Merged {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Merge).map(Self)
    }
}

struct Merge;

impl<'de> Visitor<'de> for Merge {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Merged(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some((key, Merged(value))) = entries.next_entry::<String, Merged>()? {
            match (object.get_mut(&key), value) {
                (Some(Value::Object(old)), Value::Object(new)) => old.extend(new),
                (_, value) => drop(object.insert(key, value)),
            }
        }
        Ok(object.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_two_apis_is_merged() {
        let Merged(merged) = serde_json::from_str(r#"{"a":{"get":[1,{}]},"b":null,"a":{"post":-1.5}}"#).unwrap();
        assert_eq!(merged, serde_json::json!({ "a": { "get": [1, {}], "post": -1.5 }, "b": null }));
    }
}
