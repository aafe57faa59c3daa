//! Staff list the messages, with those that the mail server refused.

use chrono::{DateTime, Utc};
use entities::{
    notifications::message,
    values::{Language, MessageId, MessageKind, MessageState, PersonId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Query};

use super::tag::Tag;
use crate::{
    identity::{Caller, Staff},
    notifications::{rules::message_state, store},
    platform::{
        app::App,
        http::{page_request::PageRequest, paging::List, problem::Result},
    },
};

/// A message to one reader.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct MessageSummary {
    /// Identifies the message.
    pub id: MessageId,
    /// The kind of event that it reports.
    pub kind: MessageKind,
    /// Whether it was sent.
    pub state: MessageState,
    /// The reader; none where it is an applicant.
    pub person_id: Option<PersonId>,
    /// The reader's name.
    pub name: String,
    /// The reader's mail address.
    pub recipient: String,
    /// The language it is written in.
    pub language: Language,
    /// Its subject line, once it was sent.
    pub subject: Option<String>,
    /// When the event happened.
    pub queued_at: DateTime<Utc>,
    /// When the mailer took it.
    pub sent_at: Option<DateTime<Utc>>,
    /// When the mail server refused it.
    pub refused_at: Option<DateTime<Utc>>,
    /// What the mail server answered when it refused it.
    pub refusal: Option<String>,
}

impl From<message::Model> for MessageSummary {
    fn from(row: message::Model) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            state: message_state(&row),
            person_id: row.person_id,
            name: row.name,
            recipient: row.recipient,
            language: row.language,
            subject: row.subject,
            queued_at: row.queued_at,
            sent_at: row.sent_at,
            refused_at: row.refused_at,
            refusal: row.refusal,
        }
    }
}

/// Operations on messages.
pub struct Messages;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Notifications")]
impl Messages {
    /// List messages, newest first
    #[oai(path = "/messages", method = "get", operation_id = "list_messages")]
    async fn list_messages(
        &self,
        app: Data<&App>,
        caller: Staff,
        /// Only those in this state.
        state: Query<Option<MessageState>>,
        page: PageRequest,
    ) -> Result<List<MessageSummary>> {
        let tx = app.read(caller.actor()).await?;
        let messages = store::list_messages(&tx, state.0, &page).await?;
        Ok(messages.map(MessageSummary::from).into())
    }
}
