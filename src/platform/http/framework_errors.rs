//! Maps the errors of poem and poem-openapi to problems by their type. Their messages are not parsed, because they
//! contain the caller's input and change between versions. If the type is not specific enough, the request is compared
//! with the OpenAPI document.

use poem::{
    Error,
    error::{MethodNotAllowedError, NotFoundError, ParseMultipartError as MalformedMultipart, SizedLimitError},
    http::StatusCode,
};
use poem_openapi::error::{
    ContentTypeError, ParseMultipartError, ParseParamError, ParsePathError, ParseRequestPayloadError,
};

use super::{
    api_error::ApiError, body_errors::body_errors, dates, envelope::RequestContext, errors::RequestError, limits,
    problem::Problem,
};

/// The problem of an error of the framework.
pub(super) fn problem(error: &Error, request: &RequestContext<'_>) -> Problem {
    if let Some(problem) = error.downcast_ref::<Problem>() {
        return problem.clone();
    }
    if let Some(ParseParamError { name, .. }) = error.downcast_ref() {
        let list = request.document.is_list(&request.method, request.path(), name);
        return parameter(name, request.query(), list);
    }
    if error.is::<ParseRequestPayloadError>() {
        return body(request);
    }
    match by_type(error) {
        Some(problem) => problem,
        None => from_status(error),
    }
}

fn by_type(error: &Error) -> Option<Problem> {
    let known = if error.is::<ParsePathError>() {
        RequestError::InvalidPath.into()
    } else if error.is::<ParseMultipartError>() || error.is::<MalformedMultipart>() {
        RequestError::InvalidForm.into()
    } else if error.is::<ContentTypeError>() {
        RequestError::UnsupportedMediaType.into()
    } else if error.is::<NotFoundError>() {
        Problem::not_found("address")
    } else if error.is::<MethodNotAllowedError>() {
        Problem::method_not_allowed()
    } else if error.is::<SizedLimitError>() {
        Problem::too_large(limits::JSON_BODY)
    } else {
        return None;
    };
    Some(known)
}

fn from_status(error: &Error) -> Problem {
    let status = error.status();
    if status.is_server_error() {
        tracing::error!(%error, "an operation failed");
    }
    if status.is_success() || status.is_redirection() {
        return Problem::from_status(StatusCode::INTERNAL_SERVER_ERROR);
    }
    Problem::from_status(status)
}

/// A parameter that the request does not have is missing; one that it has is invalid, and so is an empty list.
fn parameter(name: &str, query: &str, list: bool) -> Problem {
    let given = url::form_urlencoded::parse(query.as_bytes()).find(|(given, _)| given == name);
    let parameter = name.to_owned();
    let error = match given {
        // Of dates, only the span is left to refuse.
        Some((_, value)) if dates::is_well_formed(&value) => RequestError::ParameterOutOfSpan { parameter },
        None if !list => RequestError::ParameterMissing { parameter },
        _ => RequestError::ParameterInvalid { parameter },
    };
    error.at(format!("?{name}"))
}

fn body(request: &RequestContext<'_>) -> Problem {
    let Some(json) = request.body.json() else {
        return RequestError::InvalidBody { fields: 0 }.into();
    };
    let value = match serde_json::from_slice(&json) {
        Ok(value) => value,
        Err(_) if json.is_empty() => return RequestError::BodyMissing.into(),
        Err(error) => return RequestError::MalformedJson { line: error.line(), column: error.column() }.into(),
    };
    let schema = request.document.body(&request.method, request.path());
    let Some(errors) = schema.map(|schema| body_errors(request.document, schema, &value)) else {
        return RequestError::InvalidBody { fields: 0 }.into();
    };
    let fields = errors.fields.len();
    let error = match fields {
        1.. if !errors.differs_from_schema => RequestError::ValuesRefused { fields },
        _ => RequestError::InvalidBody { fields },
    };
    Problem::from(error).with_errors(errors.fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_named() {
        assert_eq!(parameter("q", "limit=5", false).code(), "parameter_missing");
        let limit = parameter("zone", "zone=x&limit=5", false);
        assert_eq!((limit.code(), limit.errors()[0].pointer.as_str()), ("parameter_invalid", "?zone"));
        assert_eq!(limit.params()["parameter"], "zone");
        assert_eq!(parameter("cycle_id", "", true).code(), "parameter_invalid");
    }
}
