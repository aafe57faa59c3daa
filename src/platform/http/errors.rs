//! Errors of the HTTP layer itself, which any operation can answer with.

use super::api_error::api_errors;

api_errors! {
    /// Why a request is refused before a slice handles it, or for a reason that all slices share.
    pub enum RequestError {
        /// There is no session, or it has ended.
        #[error("Sign in first, or send the token of a session: `Authorization: Bearer …`.")]
        Unauthenticated => UNAUTHORIZED, "unauthenticated";

        /// The credentials are wrong. The response does not reveal whether the account exists.
        #[error("The address or the password is wrong.")]
        WrongCredentials => UNAUTHORIZED, "wrong_credentials";

        /// The caller lacks the permission.
        #[error("You are not allowed to do this.")]
        Forbidden => FORBIDDEN, "forbidden";

        /// A browser sent the request from another site.
        #[error("This was sent from another site.")]
        ForeignOrigin => FORBIDDEN, "foreign_origin";

        /// A request with a cookie names no origin.
        #[error("Send the Origin header, or a bearer token instead of the cookie.")]
        OriginMissing => FORBIDDEN, "origin_missing";

        /// The resource does not exist, or the caller must not know of it.
        #[error("There is no such {resource}, or it is not yours to see.")]
        NotFound { resource: &'static str } => NOT_FOUND, "not_found";

        /// The path exists, but not for this method.
        #[error("This path does not accept this method.")]
        MethodNotAllowed => METHOD_NOT_ALLOWED, "method_not_allowed";

        /// An error status without a code of its own.
        #[error("The request was refused.")]
        Refused => CONFLICT, "refused";

        /// The resource changed after the caller read it.
        #[error("It was changed meanwhile: read it again and repeat the change.")]
        Stale => PRECONDITION_FAILED, "stale";

        /// An update does not name the version that it changes.
        #[error("Send If-Match with the ETag of what you read.")]
        IfMatchMissing => BAD_REQUEST, "if_match_missing";

        /// A request that creates a resource has no idempotency key.
        #[error(
            "Send an Idempotency-Key header: a text of your own, new for each thing to create, the same for each \
             repetition."
        )]
        IdempotencyKeyMissing => BAD_REQUEST, "idempotency_key_missing";

        /// The idempotency key is empty, too long or has characters that are not printable ASCII.
        #[error("An Idempotency-Key has 1 to {maximum} printable ASCII characters.")]
        IdempotencyKeyMalformed { maximum: usize } => BAD_REQUEST, "idempotency_key_malformed";

        /// The idempotency key was used for another request.
        #[error("This Idempotency-Key was used for another request: make a new key for each request.")]
        IdempotencyKeyReused => UNPROCESSABLE_ENTITY, "idempotency_key_reused";

        /// The first request with this idempotency key has not ended.
        #[error("The same request is still running: wait for its answer.")]
        IdempotencyKeyInUse => CONFLICT, "idempotency_key_in_use";

        /// The request has no `Host` header, or several.
        #[error("A request has exactly one Host header.")]
        HostInvalid => BAD_REQUEST, "host_invalid";

        /// The request cannot be read at all.
        #[error("The request cannot be read.")]
        Malformed => BAD_REQUEST, "malformed";

        /// The body does not match the schema; the problem names the fields.
        #[error("The body is not valid: {fields} fields are at fault.")]
        InvalidBody { fields: usize } => BAD_REQUEST, "invalid_body";

        /// The body matches the schema, but values in it are refused, such as a date outside its span; the problem names
        /// the fields.
        #[error("The body is not valid: {fields} fields are at fault.")]
        ValuesRefused { fields: usize } => UNPROCESSABLE_ENTITY, "invalid_body";

        /// The operation needs a body.
        #[error("The request needs a JSON body.")]
        BodyMissing => BAD_REQUEST, "body_missing";

        /// An object of the body has a key twice.
        #[error("The body has the key {key} twice.")]
        RepeatedKey { key: String } => BAD_REQUEST, "repeated_key";

        /// The body is not JSON.
        #[error("The body is not JSON: line {line}, column {column}.")]
        MalformedJson { line: usize, column: usize } => BAD_REQUEST, "malformed_json";

        /// The form cannot be read, or lacks a field.
        #[error("The form cannot be read as multipart/form-data with the fields of this operation.")]
        InvalidForm => BAD_REQUEST, "invalid_form";

        /// A part of the path is not valid, such as an id.
        #[error("The address holds something that is not valid, such as a malformed id.")]
        InvalidPath => BAD_REQUEST, "invalid_path";

        /// A required query parameter is missing.
        #[error("{parameter}: is missing")]
        ParameterMissing { parameter: String } => BAD_REQUEST, "parameter_missing";

        /// A query parameter is not valid.
        #[error("{parameter}: is not valid")]
        ParameterInvalid { parameter: String } => BAD_REQUEST, "parameter_invalid";

        /// A date in the query is outside the span of its parameter.
        #[error("{parameter}: is not valid")]
        ParameterOutOfSpan { parameter: String } => UNPROCESSABLE_ENTITY, "parameter_invalid";

        /// The operation does not accept the media type of the body.
        #[error("The Content-Type is missing, or not one that this operation reads.")]
        UnsupportedMediaType => UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type";

        /// Another worker has the lease of the job.
        #[error("Another worker has taken this job.")]
        LeaseLost => CONFLICT, "lease_lost";

        /// The page size is out of bounds.
        #[error("limit: must be a number from 1 to {maximum}")]
        LimitInvalid { maximum: u64 } => BAD_REQUEST, "parameter_invalid";

        /// The cursor does not come from this list.
        #[error("The cursor is not one of ours. Use the address in the Link header of the page before.")]
        CursorInvalid => UNPROCESSABLE_ENTITY, "cursor_invalid";

        /// The body is larger than the operation accepts.
        #[error("The body may hold at most {maximum} bytes.")]
        TooLarge { maximum: usize } => PAYLOAD_TOO_LARGE, "too_large";

        /// The body did not arrive in time.
        #[error("The body did not arrive in time.")]
        BodyTooSlow => BAD_REQUEST, "body_too_slow";

        /// Too many attempts.
        #[error("Too many attempts: wait {retry_after} seconds.")]
        TooMany { retry_after: u32 } => TOO_MANY_REQUESTS, "too_many";

        /// A fault of the server. The cause is logged, and never part of the response.
        #[error("Something failed on our side; nothing was changed.")]
        Internal => INTERNAL_SERVER_ERROR, "internal";

        /// The request names something by an id that does not exist.
        #[error("The request names something that does not exist. Read it again and choose one that does.")]
        ReferenceUnknown => CONFLICT, "reference_unknown";

        /// The connection to the database was lost during the commit, and what became of it cannot be found out.
        #[error(
            "The answer of the database was lost, so this may have been saved or not: repeat the same request with the \
             same Idempotency-Key, or look before you repeat it."
        )]
        OutcomeUnknown => SERVICE_UNAVAILABLE, "outcome_unknown";

        /// A part of the system that the operation needs does not answer.
        #[error("The {part} does not answer.")]
        Unavailable { part: &'static str } => SERVICE_UNAVAILABLE, "unavailable";

        /// Too many requests at once, or a transaction that the database aborted in favour of another.
        #[error("Too much is going on at once: try again.")]
        Busy => SERVICE_UNAVAILABLE, "unavailable";
    }
}
