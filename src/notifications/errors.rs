//! Why a message cannot be sent now.

use crate::platform::http::api_error::api_errors;

api_errors! {
    /// Why a message cannot be sent now.
    pub enum NotificationError {
        /// The mail server is absent. All messages wait until it is back.
        #[error("{reason}")]
        MailServerUnavailable { reason: String } => SERVICE_UNAVAILABLE, "unavailable";

        /// The mail server does not take this message now. It is tried again.
        #[error("{reason}")]
        MessageDeferred { reason: String } => SERVICE_UNAVAILABLE, "unavailable";
    }
}
