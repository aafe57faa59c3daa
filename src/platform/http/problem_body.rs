//! The JSON form of a problem.

use std::{borrow::Cow, collections::BTreeMap};

use poem_openapi::{
    Object,
    registry::{MetaSchema, MetaSchemaRef, Registry},
    types::{ParseError, ParseFromJSON, ParseResult, ToJSON, Type},
};
use serde_json::Value;

use super::problem::{FieldProblem, Problem};

/// Problem details of RFC 9457.
#[derive(Object)]
#[oai(rename = "Problem")]
pub(super) struct ProblemBody {
    /// Name of the status.
    title: String,
    /// HTTP status.
    status: u16,
    /// Stable code of the problem, for programs and for translation.
    code: ErrorCode,
    /// What went wrong, in English.
    detail: String,
    /// What the problem is about: the values that a sentence about it names.
    params: BTreeMap<String, Value>,
    /// The fields at fault; empty where none is.
    errors: Vec<FieldProblemBody>,
}

/// One field or parameter at fault.
#[derive(Object)]
#[oai(rename = "FieldProblem")]
struct FieldProblemBody {
    /// JSON pointer into the request body (RFC 6901), `?name` for a parameter, `line 12/email` for a cell of a file.
    pointer: String,
    /// Stable code of the fault, for programs and for translation.
    code: ErrorCode,
    /// What is wrong and what would be right, in English.
    detail: String,
    /// What the fault is about, such as the maximum that was exceeded.
    params: BTreeMap<String, Value>,
}

impl ProblemBody {
    pub fn of(problem: &Problem) -> Self {
        Self {
            title: problem.status().canonical_reason().unwrap_or("Refused").to_owned(),
            status: problem.status().as_u16(),
            code: ErrorCode(problem.code().to_owned()),
            detail: problem.detail().to_owned(),
            params: problem.params().into_iter().collect(),
            errors: problem.errors().iter().map(FieldProblemBody::of).collect(),
        }
    }
}

impl FieldProblemBody {
    fn of(field: &FieldProblem) -> Self {
        Self {
            pointer: field.pointer.clone(),
            code: ErrorCode(field.code.clone()),
            detail: field.detail.clone(),
            params: field.params.clone().into_iter().collect(),
        }
    }
}

/// Name of the schema of the codes.
pub const ERROR_CODE_SCHEMA: &str = "ErrorCode";

/// A code. The HTTP layer does not know the codes of the slices: `router::document` adds them to this schema.
struct ErrorCode(String);

impl Type for ErrorCode {
    const IS_REQUIRED: bool = true;

    type RawValueType = String;

    type RawElementValueType = String;

    fn name() -> Cow<'static, str> {
        ERROR_CODE_SCHEMA.into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Reference(ERROR_CODE_SCHEMA.to_owned())
    }

    fn register(registry: &mut Registry) {
        registry.create_schema::<Self, _>(ERROR_CODE_SCHEMA.to_owned(), |_| MetaSchema {
            description: Some("Every code of a problem, or of a field at fault."),
            ..MetaSchema::new("string")
        });
    }

    fn as_raw_value(&self) -> Option<&String> {
        Some(&self.0)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a String> + 'a> {
        Box::new(std::iter::once(&self.0))
    }
}

impl ToJSON for ErrorCode {
    fn to_json(&self) -> Option<Value> {
        Some(self.0.clone().into())
    }
}

impl ParseFromJSON for ErrorCode {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        match value {
            Some(Value::String(code)) => Ok(Self(code)),
            other => Err(ParseError::expected_type(other.unwrap_or_default())),
        }
    }
}
