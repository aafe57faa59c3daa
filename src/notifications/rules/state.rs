//! The state of a message, from its timestamps.

use entities::{notifications::message, values::MessageState};

/// The state of `message`.
pub fn message_state(message: &message::Model) -> MessageState {
    match (message.sent_at, message.refused_at) {
        (Some(_), _) => MessageState::Sent,
        (None, Some(_)) => MessageState::Refused,
        (None, None) => MessageState::Queued,
    }
}
