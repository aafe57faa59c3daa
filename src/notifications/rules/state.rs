//! The states of a message.

use entities::notifications::message;
use poem_openapi::Enum;

/// What has become of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum MessageState {
    /// Waits for the mailer.
    Queued,
    /// The mailer has taken it.
    Sent,
    /// The mail server refused it for good.
    Refused,
}

impl MessageState {
    /// The state of a message.
    pub fn of(message: &message::Model) -> Self {
        match (message.sent_at, message.refused_at) {
            (Some(_), _) => Self::Sent,
            (None, Some(_)) => Self::Refused,
            (None, None) => Self::Queued,
        }
    }
}
