//! Names the fields of a refused body: the value is held against the shape that the API's description gives, and
//! every place where they differ becomes one problem with its pointer. It refuses nothing itself.

use chrono::{DateTime, NaiveDate};
use serde_json::Value;
use uuid::Uuid;

use super::{
    email::Email,
    limits,
    problem::FieldProblem,
    spec::{Shape, Spec},
    text,
};

/// The places where `value` differs from `shape`, in the order of the shape; at most `limits::NAMED_PROBLEMS`.
/// `unknown` is a field that the operation does not know, where the reader said so.
pub(super) fn blame(spec: &Spec, shape: &Shape, value: &Value, unknown: Option<&str>) -> Vec<FieldProblem> {
    let mut walk = Walk { spec, unknown, found: Vec::new() };
    walk.value(shape, value, &mut String::new(), 0);
    walk.found.truncate(limits::NAMED_PROBLEMS);
    walk.found
}

struct Walk<'a> {
    spec: &'a Spec,
    unknown: Option<&'a str>,
    found: Vec<FieldProblem>,
}

impl Walk<'_> {
    fn tell(&mut self, pointer: &str, code: &str, detail: impl Into<String>) {
        self.found.push(FieldProblem { pointer: pointer.to_owned(), code: code.to_owned(), detail: detail.into() });
    }

    fn value(&mut self, shape: &Shape, value: &Value, pointer: &mut String, depth: usize) {
        if depth > limits::JSON_DEPTH || (value.is_null() && shape.nullable) {
            return;
        }
        if let Some(target) = shape.target() {
            let spec = self.spec;
            if let Some(shape) = spec.shapes.get(target) {
                self.value(shape, value, pointer, depth + 1);
            }
            return;
        }
        for part in &shape.all_of {
            self.value(part, value, pointer, depth + 1);
        }
        self.one_of_several(if shape.one_of.is_empty() { &shape.any_of } else { &shape.one_of }, value, pointer, depth);
        if !shape.words.is_empty() && !shape.words.contains(value) {
            let words: Vec<String> = shape.words.iter().map(ToString::to_string).collect();
            return self.tell(pointer, "not_allowed", format!("must be one of {}", words.join(", ")));
        }
        match (shape.kind.as_str(), value) {
            ("object", Value::Object(fields)) => self.object(shape, fields, pointer, depth),
            ("array", Value::Array(items)) => self.array(shape, items, pointer, depth),
            ("string" | "", Value::String(text)) => self.text(shape, text, pointer),
            ("integer", Value::Number(number)) if number.is_f64() => {
                self.tell(pointer, "wrong_type", "must be a whole number");
            }
            ("integer" | "number" | "", Value::Number(number)) => self.number(shape, number.as_f64(), pointer),
            ("boolean", Value::Bool(_)) | ("", _) => {}
            (kind, _) => self.tell(pointer, "wrong_type", format!("must be of type {kind}")),
        }
    }

    /// Of several shapes, the one that differs least is the one that was meant.
    fn one_of_several(&mut self, shapes: &[Shape], value: &Value, pointer: &mut String, depth: usize) {
        let mut least: Option<Vec<FieldProblem>> = None;
        for shape in shapes {
            let mut walk = Walk { spec: self.spec, unknown: self.unknown, found: Vec::new() };
            walk.value(shape, value, pointer, depth + 1);
            if least.as_ref().is_none_or(|least| walk.found.len() < least.len()) {
                least = Some(walk.found);
            }
        }
        self.found.extend(least.unwrap_or_default());
    }

    fn object(&mut self, shape: &Shape, fields: &serde_json::Map<String, Value>, pointer: &mut String, depth: usize) {
        for (name, part) in &shape.properties.0 {
            let length = step(pointer, name);
            match fields.get(name) {
                None | Some(Value::Null) if shape.required.contains(name) => {
                    self.tell(pointer, "required", "is missing");
                }
                None | Some(Value::Null) => {}
                Some(value) => self.value(part, value, pointer, depth + 1),
            }
            pointer.truncate(length);
        }
        let unknown = self.unknown.filter(|name| fields.contains_key(*name));
        if let Some(name) = unknown.filter(|name| shape.properties.0.iter().all(|(known, _)| known != name)) {
            let length = step(pointer, name);
            self.tell(pointer, "unknown_field", "is not a field of this request");
            pointer.truncate(length);
        }
    }

    fn array(&mut self, shape: &Shape, items: &[Value], pointer: &mut String, depth: usize) {
        if let Some(min) = shape.min_items.filter(|min| items.len() < *min) {
            self.tell(pointer, "too_few", format!("must have at least {min} elements"));
        }
        if let Some(max) = shape.max_items.filter(|max| items.len() > *max) {
            return self.tell(pointer, "too_many", format!("may have at most {max} elements"));
        }
        let Some(part) = shape.items.as_deref() else { return };
        for (index, value) in items.iter().enumerate() {
            if self.found.len() >= limits::NAMED_PROBLEMS {
                return;
            }
            let length = step(pointer, &index.to_string());
            self.value(part, value, pointer, depth + 1);
            pointer.truncate(length);
        }
    }

    fn text(&mut self, shape: &Shape, text: &str, pointer: &str) {
        let format = shape.format.as_deref().unwrap_or_default();
        let lines = format == text::SEVERAL_LINES;
        let text = text.trim();
        if (lines || format == text::ONE_LINE)
            && text.chars().any(|c| text::is_forbidden(c) && !(lines && matches!(c, '\n' | '\r')))
        {
            return self.tell(pointer, "control_character", text::TextError::Control.to_string());
        }
        let length = text.chars().count();
        if let Some(min) = shape.min_length.filter(|min| length < *min) {
            return self.tell(pointer, "too_short", text::TextError::TooShort(min).to_string());
        }
        if let Some(max) = shape.max_length.filter(|max| length > *max) {
            return self.tell(pointer, "too_long", text::TextError::TooLong(max).to_string());
        }
        let wrong = match format {
            "date" if text.parse::<NaiveDate>().is_err() => "must be a date such as 2026-01-31",
            "date-time" if DateTime::parse_from_rfc3339(text).is_err() => {
                "must be an instant such as 2026-01-31T15:00:00Z"
            }
            "uuid" if Uuid::try_parse(text).is_err() => "must be an id",
            "email" if Email::parse(text).is_err() => "must be an e-mail address such as maria@ejemplo.cl",
            _ => return,
        };
        self.tell(pointer, "invalid_format", wrong);
    }

    fn number(&mut self, shape: &Shape, number: Option<f64>, pointer: &str) {
        let Some(number) = number else { return };
        if let Some(min) = shape.minimum.filter(|min| number < *min) {
            self.tell(pointer, "out_of_range", format!("must be at least {min}"));
        } else if let Some(max) = shape.maximum.filter(|max| number > *max) {
            self.tell(pointer, "out_of_range", format!("must be at most {max}"));
        }
    }
}

/// Goes one step down a JSON pointer (RFC 6901) and says how long it was before.
fn step(pointer: &mut String, name: &str) -> usize {
    let length = pointer.len();
    pointer.push('/');
    pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
    length
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SPEC: &str = r##"{ "paths": {}, "components": { "schemas": {} } }"##;

    fn shape() -> Shape {
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

    fn faults(value: Value, unknown: Option<&str>) -> Vec<(String, String)> {
        let spec = Spec::read(SPEC, "").unwrap();
        blame(&spec, &shape(), &value, unknown).into_iter().map(|p| (p.pointer, p.code)).collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn every_fault_has_its_pointer() {
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
        let found = faults(value, None);
        for fault in pairs(&expected) {
            assert!(found.contains(&fault), "{fault:?} in {found:?}");
        }
        assert!(!found.iter().any(|(pointer, _)| pointer.starts_with("/lines/0")), "{found:?}");
    }

    #[test]
    fn what_is_missing_or_too_much_is_named() {
        assert_eq!(faults(json!({ "lines": [] }), None), pairs(&[("/deliver_on", "required"), ("/lines", "too_few")]));
        assert_eq!(faults(json!([]), None), pairs(&[("", "wrong_type")]));
        let value = json!({ "deliver_on": "2026-02-01", "lines": [{ "product_id": "01890a5d-ac96-774b-bcce-b302099a8057",
            "quantity": 1, "prize/kg": 3 }] });
        assert_eq!(faults(value, Some("prize/kg")), pairs(&[("/lines/0/prize~1kg", "unknown_field")]));
    }
}
