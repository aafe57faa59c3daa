//! Finds the fields of a request body that differ from the schema of the OpenAPI document.
//!
//! It runs after the framework has refused a body, because the framework stops at the first difference and only reports
//! it as text. The crate `jsonschema` is not used, because the schemas have formats of their own (`line`, `text`,
//! `email`), and each difference must become a [`FieldError`] with its parameters.

use chrono::{DateTime, NaiveDate, NaiveTime};
use poem::http::StatusCode;
use regex::Regex;
use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use super::{
    api_document::{ApiDocument, Schema},
    api_error::ApiError,
    dates::{self, DateError, DateSpan},
    email::Email,
    field_errors::{FieldError, bound},
    limits,
    problem::FieldProblem,
    text,
};
use crate::platform::fonts::unprintable;

/// What is wrong with a body.
pub(super) struct BodyErrors {
    /// The fields at fault, in the order of the schema; at most `limits::FIELD_ERRORS`.
    pub fields: Vec<FieldProblem>,
    /// Whether a client could have known it from the schema.
    pub differs_from_schema: bool,
}

/// The places where `value` differs from `schema`, or where its values are refused.
pub(super) fn body_errors(document: &ApiDocument, schema: &Schema, value: &Value) -> BodyErrors {
    let mut validator = Validator::new(document);
    validator.value(schema, value, &mut String::new(), 0);
    validator.found.truncate(limits::FIELD_ERRORS);
    BodyErrors { fields: validator.found, differs_from_schema: validator.differs_from_schema }
}

struct Validator<'a> {
    document: &'a ApiDocument,
    found: Vec<FieldProblem>,
    differs_from_schema: bool,
}

impl<'a> Validator<'a> {
    fn new(document: &'a ApiDocument) -> Self {
        Self { document, found: Vec::new(), differs_from_schema: false }
    }
}

impl Validator<'_> {
    fn add(&mut self, pointer: &str, error: &FieldError) {
        self.differs_from_schema |= error.status() == StatusCode::BAD_REQUEST;
        self.found.push(FieldProblem::of(pointer, error));
    }

    fn value(&mut self, schema: &Schema, value: &Value, pointer: &mut String, depth: usize) {
        if depth > limits::JSON_DEPTH || (value.is_null() && schema.nullable) {
            return;
        }
        if let Some(target) = schema.target() {
            let document = self.document;
            if let Some(schema) = document.schemas.get(target) {
                self.value(schema, value, pointer, depth + 1);
            }
            return;
        }
        for part in &schema.all_of {
            self.value(part, value, pointer, depth + 1);
        }
        let alternatives = if schema.one_of.is_empty() { &schema.any_of } else { &schema.one_of };
        self.alternatives(alternatives, value, pointer, depth);
        if !schema.allowed.is_empty() && !schema.allowed.contains(value) {
            return self.add(pointer, &FieldError::NotAllowed { allowed: schema.allowed.clone() });
        }
        match (schema.kind.as_str(), value) {
            ("object", Value::Object(fields)) => self.object(schema, fields, pointer, depth),
            ("array", Value::Array(items)) => self.array(schema, items, pointer, depth),
            ("string" | "", Value::String(text)) => self.text(schema, text, pointer),
            ("integer", Value::Number(number)) if number.is_f64() => self.wrong_type(pointer, "integer"),
            ("integer" | "number" | "", Value::Number(number)) => self.number(schema, number.as_f64(), pointer),
            ("boolean", Value::Bool(_)) | ("", _) => {}
            (kind, _) => self.wrong_type(pointer, kind),
        }
    }

    fn wrong_type(&mut self, pointer: &str, expected: &str) {
        self.add(pointer, &FieldError::WrongType { expected: expected.to_owned() });
    }

    /// Of several schemas, reports the differences from the one that differs least.
    fn alternatives(&mut self, schemas: &[Schema], value: &Value, pointer: &mut String, depth: usize) {
        let mut least: Option<Validator<'_>> = None;
        for schema in schemas {
            let mut validator = Validator::new(self.document);
            validator.value(schema, value, pointer, depth + 1);
            if least.as_ref().is_none_or(|least| validator.found.len() < least.found.len()) {
                least = Some(validator);
            }
        }
        if let Some(least) = least {
            self.differs_from_schema |= least.differs_from_schema;
            self.found.extend(least.found);
        }
    }

    fn object(&mut self, schema: &Schema, fields: &Map<String, Value>, pointer: &mut String, depth: usize) {
        for (name, property) in &schema.properties.0 {
            let length = push_segment(pointer, name);
            match fields.get(name) {
                None | Some(Value::Null) if schema.required.contains(name) => self.add(pointer, &FieldError::Required),
                None | Some(Value::Null) => {}
                Some(value) => self.value(property, value, pointer, depth + 1),
            }
            pointer.truncate(length);
        }
        // Every request object is closed; a part of an `allOf` without properties is not an object of its own.
        for name in fields.keys().filter(|name| !schema.properties.0.is_empty() && !schema.has_property(name)) {
            let length = push_segment(pointer, name);
            self.add(pointer, &FieldError::UnknownField);
            pointer.truncate(length);
        }
    }

    fn array(&mut self, schema: &Schema, items: &[Value], pointer: &mut String, depth: usize) {
        if let Some(minimum) = schema.min_items.filter(|minimum| items.len() < *minimum) {
            self.add(pointer, &FieldError::TooFew { minimum });
        }
        if let Some(maximum) = schema.max_items.filter(|maximum| items.len() > *maximum) {
            return self.add(pointer, &FieldError::TooManyElements { maximum });
        }
        let Some(element) = schema.items.as_deref() else { return };
        for (index, value) in items.iter().enumerate() {
            if self.found.len() >= limits::FIELD_ERRORS {
                return;
            }
            let length = push_segment(pointer, &index.to_string());
            self.value(element, value, pointer, depth + 1);
            pointer.truncate(length);
        }
    }

    fn text(&mut self, schema: &Schema, text: &str, pointer: &str) {
        let format = schema.format.as_deref().unwrap_or_default();
        let several_lines = format == text::SEVERAL_LINES;
        let forbidden = if several_lines { text::is_forbidden_in_lines } else { text::is_forbidden };
        let is_line = format == text::ONE_LINE || format == text::FREE_LINE;
        if (several_lines || is_line) && text.chars().any(forbidden) {
            return self.add(pointer, &FieldError::ControlCharacter);
        }
        let untrimmed = text.chars().count();
        let text = text.trim();
        let length = text.nfc().count();
        if let Some(minimum) = schema.min_length.filter(|minimum| length < *minimum) {
            let error = match untrimmed < minimum {
                true => FieldError::TooShort { minimum },
                false => FieldError::Blank { minimum },
            };
            return self.add(pointer, &error);
        }
        if let Some(maximum) = schema.max_length.filter(|maximum| length > *maximum) {
            return self.add(pointer, &FieldError::TooLong { maximum });
        }
        let composed: String = if format == text::ONE_LINE { text.nfc().collect() } else { String::new() };
        let characters = unprintable(&composed);
        if !characters.is_empty() {
            return self.add(pointer, &FieldError::NotPrintable { characters });
        }
        match dates::span_error(format, schema.title.as_deref().unwrap_or_default(), text) {
            Some(DateError::OutOfSpan(DateSpan { first, last })) => {
                return self.add(pointer, &FieldError::DateOutOfSpan { first, last });
            }
            Some(DateError::Malformed) => {
                return self.add(pointer, &FieldError::InvalidFormat { format: format.to_owned() });
            }
            None => {}
        }
        if !has_format(text, format) {
            return self.add(pointer, &FieldError::InvalidFormat { format: format.to_owned() });
        }
        if let Some(pattern) = schema.pattern.as_ref().filter(|_| !has_own_rules(format))
            && Regex::new(pattern).is_ok_and(|regex| !regex.is_match(text))
        {
            self.add(pointer, &FieldError::PatternMismatch { pattern: pattern.clone() });
        }
    }

    fn number(&mut self, schema: &Schema, number: Option<f64>, pointer: &str) {
        let Some(number) = number else { return };
        if let Some(minimum) = schema.minimum.filter(|minimum| number < *minimum) {
            self.add(pointer, &FieldError::BelowMinimum { minimum: bound(minimum) });
        } else if let Some(maximum) = schema.maximum.filter(|maximum| number > *maximum) {
            self.add(pointer, &FieldError::AboveMaximum { maximum: bound(maximum) });
        }
    }
}

/// Formats whose pattern repeats what was checked already, in the dialect of ECMA 262.
fn has_own_rules(format: &str) -> bool {
    [text::ONE_LINE, text::FREE_LINE, text::SEVERAL_LINES, "naive-time"].contains(&format)
}

fn has_format(text: &str, format: &str) -> bool {
    match format {
        "date" => text.parse::<NaiveDate>().is_ok(),
        "naive-time" => text.parse::<NaiveTime>().is_ok(),
        "date-time" => DateTime::parse_from_rfc3339(text).is_ok(),
        "uuid" => Uuid::try_parse(text).is_ok(),
        "email" => Email::parse(text).is_ok(),
        _ => true,
    }
}

/// Appends a segment to a JSON pointer (RFC 6901); returns the length that it had before.
pub(super) fn push_segment(pointer: &mut String, name: &str) -> usize {
    let length = pointer.len();
    pointer.push('/');
    pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
    length
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const DOCUMENT: &str = r##"{ "paths": {}, "components": { "schemas": {} } }"##;

    fn schema() -> Schema {
        let line = json!({ "type": "object", "required": ["product_id", "quantity"], "properties": {
            "product_id": { "type": "string", "format": "uuid" },
            "quantity": { "allOf": [{ "type": "integer" }, { "minimum": 1.0 }] },
            "note": { "type": "string", "format": "line", "maxLength": 5 } } });
        serde_json::from_value(json!({ "type": "object", "required": ["deliver_on", "lines"], "properties": {
            "deliver_on": { "type": "string", "format": "date" },
            "kind": { "type": "string", "enum": ["one_off", "standing"] },
            "lines": { "type": "array", "minItems": 1, "maxItems": 3, "items": line } } }))
        .unwrap()
    }

    fn errors(value: Value) -> Vec<(String, String)> {
        let document = ApiDocument::parse(DOCUMENT, "").unwrap();
        body_errors(&document, &schema(), &value).fields.into_iter().map(|p| (p.pointer, p.code)).collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn every_error_has_its_pointer() {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        let value = json!({ "deliver_on": "2026-02-30", "kind": "other", "lines": [
            { "product_id": id, "quantity": 2 },
            { "product_id": "7", "quantity": 0, "note": "a\u{0}b" },
            { "product_id": 7, "quantity": 1.5, "note": "sesenta" } ] });
        let expected = [
            ("/deliver_on", "invalid_format"),
            ("/kind", "not_allowed"),
            ("/lines/1/product_id", "invalid_format"),
            ("/lines/1/quantity", "out_of_range"),
            ("/lines/1/note", "control_character"),
            ("/lines/2/product_id", "wrong_type"),
            ("/lines/2/quantity", "wrong_type"),
            ("/lines/2/note", "too_long"),
        ];
        let found = errors(value);
        for error in pairs(&expected) {
            assert!(found.contains(&error), "{error:?} in {found:?}");
        }
        assert!(!found.iter().any(|(pointer, _)| pointer.starts_with("/lines/0")), "{found:?}");
    }

    #[test]
    fn what_is_missing_or_too_much_is_named() {
        assert_eq!(errors(json!({ "lines": [] })), pairs(&[("/deliver_on", "required"), ("/lines", "too_few")]));
        assert_eq!(errors(json!([])), pairs(&[("", "wrong_type")]));
        let value = json!({ "deliver_on": "2026-02-01", "lines": [{ "product_id": "01890a5d-ac96-774b-bcce-b302099a8057",
            "quantity": 1, "prize/kg": 3 }] });
        assert_eq!(errors(value), pairs(&[("/lines/0/prize~1kg", "unknown_field")]));
    }
}
