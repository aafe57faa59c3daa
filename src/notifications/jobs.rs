//! The job that sends a message.

use serde::{Deserialize, Serialize};

use crate::platform::unit_of_work::Job;

/// Sends a message. [`send_message`](super::send_message) runs it.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendMessage {
    /// The message's key.
    pub key: String,
}

impl Job for SendMessage {
    const KIND: &'static str = "notifications.send_message";

    fn key(&self) -> String {
        self.key.clone()
    }
}
