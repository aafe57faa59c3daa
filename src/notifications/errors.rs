//! Why a message cannot be sent now.

use crate::platform::http::api_error::api_errors;

api_errors! {
    /// Why a message cannot be sent now.
    pub enum NotificationError {
        /// The mail server does not take messages. The job that sends the message is retried.
        #[error("{reason}")]
        MailServerUnavailable { reason: String } => SERVICE_UNAVAILABLE, "unavailable";
    }
}
