//! What the cooperative's people see of messages: to whom they went, or why not.

use chrono::{DateTime, Utc};
use entities::{
    notifications::message,
    values::{Language, MessageId, MessageKind, PersonId},
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, Tags, param::Query};

use super::store::{self, Which};
use crate::{
    identity::{Caller, Staff},
    platform::{
        app::App,
        http::{
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
        },
    },
};

/// All operations of notifications.
pub type Apis = Messages;

/// All operations of notifications, to mount.
pub const APIS: Apis = Messages;

/// Operations on messages.
pub struct Messages;

#[derive(Tags)]
enum Tag {
    /// What people are told by mail.
    #[oai(rename = "notifications")]
    Notifications,
}

/// Where a message stands.
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

/// A message to one reader.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct MessageSummary {
    /// Identifies the message.
    pub id: MessageId,
    /// What it is about.
    pub kind: MessageKind,
    /// Where it stands.
    pub state: MessageState,
    /// The reader.
    pub person_id: PersonId,
    /// The reader's name.
    pub name: String,
    /// The reader's mail address.
    pub recipient: String,
    /// The language it is written in.
    pub language: Language,
    /// Its subject line, once it was sent.
    pub subject: Option<String>,
    /// When the fact came about.
    pub queued_at: DateTime<Utc>,
    /// When the mailer took it.
    pub sent_at: Option<DateTime<Utc>>,
    /// When the mail server refused it.
    pub refused_at: Option<DateTime<Utc>>,
    /// What the mail server said then.
    pub refusal: Option<String>,
}

impl From<message::Model> for MessageSummary {
    fn from(row: message::Model) -> Self {
        let state = match (row.sent_at, row.refused_at) {
            (Some(_), _) => MessageState::Sent,
            (None, Some(_)) => MessageState::Refused,
            (None, None) => MessageState::Queued,
        };
        Self {
            id: row.id,
            kind: row.kind,
            state,
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

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Notifications")]
impl Messages {
    /// Messages to people, newest first
    #[oai(path = "/messages", method = "get", operation_id = "list_messages")]
    async fn list_messages(
        &self,
        app: Data<&App>,
        caller: Staff,
        /// Only those that stand here.
        state: Query<Option<MessageState>>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<MessageSummary>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let which = state.0.map_or(Which::All, |state| match state {
            MessageState::Queued => Which::Queued,
            MessageState::Sent => Which::Sent,
            MessageState::Refused => Which::Refused,
        });
        let rows = store::list(&tx, which, page.key()?, page.fetch()).await?;
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&row.id), MessageSummary::from))
    }
}
