//! An error whose code is given as text. To be removed once every slice declares its errors with `api_errors!`.

use poem::http::StatusCode;

use super::api_error::{ApiError, Params};

#[derive(Clone, Debug, thiserror::Error)]
#[error("{detail}")]
pub(super) struct Untyped {
    pub status: StatusCode,
    pub code: &'static str,
    pub detail: String,
}

impl ApiError for Untyped {
    fn status(&self) -> StatusCode {
        self.status
    }

    fn code(&self) -> &'static str {
        self.code
    }

    fn params(&self) -> Params {
        Params::new()
    }
}
