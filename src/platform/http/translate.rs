//! Reads the errors of poem and poem-openapi and says what they mean here. Their texts repeat what the caller sent,
//! so nothing of them is passed on but names of fields and the plain reason.

use poem::{
    Error,
    error::{MethodNotAllowedError, NotFoundError, ParseMultipartError as BrokenMultipart, SizedLimitError},
    http::StatusCode,
};
use poem_openapi::error::{
    ContentTypeError, ParseMultipartError, ParseParamError, ParsePathError, ParseRequestPayloadError,
};

use super::{blame, errors::Asked, limits, problem::Problem};

/// The problem that an error means.
pub(super) fn problem(error: &Error, asked: &Asked<'_>) -> Problem {
    if let Some(problem) = error.downcast_ref::<Problem>() {
        return problem.clone();
    }
    if let Some(ParseParamError { name, reason }) = error.downcast_ref() {
        return parameter(name, reason);
    }
    if error.is::<ParsePathError>() {
        return Problem::malformed("invalid_path", "The address holds something that is no id.");
    }
    if let Some(ParseRequestPayloadError { reason }) = error.downcast_ref() {
        return payload(reason, asked);
    }
    if let Some(ParseMultipartError { reason }) = error.downcast_ref() {
        return form(reason);
    }
    if error.is::<BrokenMultipart>() {
        return Problem::malformed("invalid_form", "The form cannot be read as multipart/form-data.");
    }
    if error.is::<ContentTypeError>() {
        return Problem::unsupported_media("The Content-Type is missing, or not one that this operation reads.");
    }
    if error.is::<NotFoundError>() {
        return Problem::not_found("address");
    }
    if error.is::<MethodNotAllowedError>() {
        return Problem::method_not_allowed();
    }
    if error.is::<SizedLimitError>() {
        return Problem::too_large(limits::JSON_BODY);
    }
    let status = error.status();
    if status.is_server_error() {
        tracing::error!(%error, "an operation failed");
    }
    if status.is_success() || status.is_redirection() {
        return Problem::from_status(StatusCode::INTERNAL_SERVER_ERROR);
    }
    Problem::from_status(status)
}

fn parameter(name: &str, reason: &str) -> Problem {
    let missing = reason.contains("expects an input value");
    let code = if missing { "parameter_missing" } else { "parameter_invalid" };
    let why = if missing { "is missing".to_owned() } else { plain(reason) };
    Problem::malformed(code, format!("{name}: {why}")).at(format!("?{name}"), code, why)
}

fn payload(reason: &str, asked: &Asked<'_>) -> Problem {
    let refused = |detail: String| Problem::malformed("invalid_body", detail);
    let Some(json) = asked.body.json() else {
        return refused(plain(reason));
    };
    let value = match serde_json::from_slice(&json) {
        Ok(value) => value,
        Err(_) if json.is_empty() => return Problem::malformed("body_missing", "The request needs a JSON body."),
        Err(error) => {
            let place = format!("The body is no JSON: line {}, column {}.", error.line(), error.column());
            return Problem::malformed("malformed_json", place);
        }
    };
    let unknown = reason.split_once("unknown field `").and_then(|(_, rest)| rest.split('`').next());
    let shape = asked.spec.body(&asked.method, &asked.path);
    let errors = shape.map(|shape| blame::blame(asked.spec, shape, &value, unknown)).unwrap_or_default();
    match errors.as_slice() {
        [] => refused(plain(reason)),
        [only] => refused(format!("{} {}", only.pointer, only.detail)).with_errors(errors),
        several => refused(format!("{} fields are wrong.", several.len())).with_errors(errors),
    }
}

fn form(reason: &str) -> Problem {
    let field = reason.split('`').nth(1).unwrap_or_default();
    let (code, why) = if reason.contains("is required") {
        ("required", "is missing".to_owned())
    } else if reason.starts_with("unknown field") {
        ("unknown_field", "is not a field of this form".to_owned())
    } else {
        ("invalid", plain(reason))
    };
    Problem::malformed("invalid_form", format!("{field}: {why}")).at(format!("/{field}"), code, why)
}

/// The innermost reason of a nested message, without the value that was sent.
fn plain(reason: &str) -> String {
    let reason = reason.split(" (occurred while parsing").next().unwrap_or_default();
    let reason = reason.rsplit("failed to parse \"").next().unwrap_or_default();
    let reason = reason.split_once("\": ").map_or(reason, |(_, inner)| inner);
    let reason = reason.strip_prefix("verification failed. ").unwrap_or(reason);
    match reason.strip_prefix("Expected input type ") {
        Some(expected) => format!("must be of type {}", expected.split(", found").next().unwrap_or_default()),
        None => reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_lose_their_nesting_and_the_value() {
        let nested = r#"failed to parse "string_line_1_80": must have at least 1 characters (occurred while parsing "NewOrder")"#;
        assert_eq!(plain(nested), "must have at least 1 characters");
        let typed = r#"Expected input type "integer_int32", found "secreto". (occurred while parsing "NewOrder")"#;
        assert_eq!(plain(typed), "must be of type \"integer_int32\"");
        assert_eq!(plain("verification failed. minimum(1, exclusive: false)"), "minimum(1, exclusive: false)");
    }

    #[test]
    fn parameters_are_named() {
        let missing = parameter("q", r#"Type "string_line_1_100" expects an input value."#);
        assert_eq!(missing.code(), "parameter_missing");
        let limit = parameter("limit", r#"failed to parse "integer_page_limit": must be a number from 1 to 200"#);
        assert_eq!((limit.code(), limit.errors()[0].pointer.as_str()), ("parameter_invalid", "?limit"));
        assert_eq!(limit.errors()[0].detail, "must be a number from 1 to 200");
    }
}
