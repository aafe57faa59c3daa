//! What is wrong with one field of a request body, whatever the operation.

use chrono::NaiveDate;
use serde_json::Value;

use super::api_error::api_errors;

api_errors! {
    /// How a field differs from the schema of the request.
    pub enum FieldError {
        /// A required field is absent or null.
        #[error("is missing")]
        Required => BAD_REQUEST, "required";

        /// The value has another JSON type.
        #[error("must be of type {expected}")]
        WrongType { expected: String } => BAD_REQUEST, "wrong_type";

        /// The value is not one of a closed list.
        #[error("must be one of {}", list(.allowed))]
        NotAllowed { allowed: Vec<Value> } => BAD_REQUEST, "not_allowed";

        /// The list is too short.
        #[error("must have at least {minimum} elements")]
        TooFew { minimum: usize } => BAD_REQUEST, "too_few";

        /// The list is too long.
        #[error("may have at most {maximum} elements")]
        TooManyElements { maximum: usize } => BAD_REQUEST, "too_many";

        /// The text is too short.
        #[error("must have at least {minimum} characters")]
        TooShort { minimum: usize } => BAD_REQUEST, "too_short";

        /// The text is too short without the spaces around it.
        #[error("must have at least {minimum} characters")]
        Blank { minimum: usize } => UNPROCESSABLE_ENTITY, "too_short";

        /// The text is too long.
        #[error("may have at most {maximum} characters")]
        TooLong { maximum: usize } => BAD_REQUEST, "too_long";

        /// The text has a control character, or one that changes the writing direction.
        #[error("must not hold control characters")]
        ControlCharacter => BAD_REQUEST, "control_character";

        /// The text has characters that the documents' fonts lack.
        #[error("has characters that documents cannot print: {characters}")]
        NotPrintable { characters: String } => UNPROCESSABLE_ENTITY, "not_printable";

        /// The text does not have its format.
        #[error("must be {}", example(.format))]
        InvalidFormat { format: String } => BAD_REQUEST, "invalid_format";

        /// The date is outside the span of its field.
        #[error("must be from {first} to {last}")]
        DateOutOfSpan { first: NaiveDate, last: NaiveDate } => UNPROCESSABLE_ENTITY, "date_out_of_span";

        /// The text does not match its pattern.
        #[error("must match {pattern}")]
        PatternMismatch { pattern: String } => BAD_REQUEST, "invalid_format";

        /// The number is too small.
        #[error("must be at least {minimum}")]
        BelowMinimum { minimum: Value } => BAD_REQUEST, "out_of_range";

        /// The number is too large.
        #[error("must be at most {maximum}")]
        AboveMaximum { maximum: Value } => BAD_REQUEST, "out_of_range";

        /// The request has no such field.
        #[error("is not a field of this request")]
        UnknownField => BAD_REQUEST, "unknown_field";
    }
}

/// A bound as JSON writes it: `1`, not `1.0`.
#[expect(clippy::cast_possible_truncation, reason = "whole numbers below 2^53 are exact in both")]
pub(super) fn bound(number: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < EXACT { Value::from(number as i64) } else { Value::from(number) }
}

fn list(allowed: &[Value]) -> String {
    allowed.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn example(format: &str) -> &str {
    match format {
        "date" => "a date such as 2026-01-31",
        "naive-time" => "a time such as 18:00:00",
        "date-time" => "an instant such as 2026-01-31T15:00:00Z",
        "uuid" => "an id",
        "email" => "an e-mail address such as maria@ejemplo.cl, in plain letters before the @",
        other => other,
    }
}
