//! Messages.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use entities::{
    notifications::message,
    values::{ApplicationId, MessageId, MessageState},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    retention::delete_old,
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// Inserts messages. A message whose key exists already is left out.
pub async fn insert_messages(tx: &UnitOfWork, messages: Vec<message::Model>) -> Result<()> {
    for chunk in messages.chunks(ROWS_PER_INSERT) {
        let rows = chunk.iter().cloned().map(IntoActiveModel::into_active_model);
        message::Entity::insert_many(rows)
            .on_conflict(OnConflict::column(message::Column::Key).do_nothing().to_owned())
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}

/// Those of these keys that have a message already.
pub async fn existing_keys(tx: &UnitOfWork, keys: impl Iterator<Item = &str>) -> Result<HashSet<String>> {
    let keys: Vec<&str> = keys.collect();
    let mut existing = HashSet::new();
    for keys in keys.chunks(ROWS_PER_INSERT) {
        let chunk = message::Entity::find()
            .select_only()
            .column(message::Column::Key)
            .filter(message::Column::Key.is_in(keys.iter().copied()));
        existing.extend(chunk.into_tuple::<String>().all(tx.db()).await?);
    }
    Ok(existing)
}

/// The message with this key, or 404.
pub async fn get_message(tx: &UnitOfWork, key: &str) -> Result<message::Model> {
    let message = message::Entity::find().filter(message::Column::Key.eq(key)).one(tx.db()).await?;
    message.ok_or_else(|| Problem::not_found("message"))
}

/// Records that the mailer has taken a message.
pub async fn update_message_sent(tx: &UnitOfWork, id: MessageId, subject: String) -> Result<()> {
    message::Entity::update_many()
        .col_expr(message::Column::SentAt, Expr::value(Some(tx.now())))
        .col_expr(message::Column::Subject, Expr::value(Some(subject)))
        .filter(message::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Records that the mail server has refused a message for good, with its answer.
pub async fn update_message_refused(tx: &UnitOfWork, id: MessageId, refusal: String) -> Result<()> {
    message::Entity::update_many()
        .col_expr(message::Column::RefusedAt, Expr::value(Some(tx.now())))
        .col_expr(message::Column::Refusal, Expr::value(Some(refusal)))
        .filter(message::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Messages in this state, or all; newest first.
pub async fn list_messages(
    tx: &UnitOfWork,
    state: Option<MessageState>,
    page: &PageRequest,
) -> Result<Rows<message::Model>> {
    use message::Column;
    let messages = message::Entity::find();
    let messages = match state {
        None => messages,
        Some(MessageState::Queued) => messages.filter(Column::SentAt.is_null().and(Column::RefusedAt.is_null())),
        Some(MessageState::Sent) => messages.filter(Column::SentAt.is_not_null()),
        Some(MessageState::Refused) => messages.filter(Column::RefusedAt.is_not_null()),
    };
    page.select(tx.db(), messages.cursor_by(Column::Id).desc(), |message| message.id).await
}

/// The names of the readers of messages, by the keys of these.
pub async fn list_message_readers(tx: &UnitOfWork, keys: &[&str]) -> Result<HashMap<String, String>> {
    let rows: Vec<(String, String)> = message::Entity::find()
        .select_only()
        .column(message::Column::Key)
        .column(message::Column::Name)
        .filter(message::Column::Key.is_in(keys.iter().copied()))
        .into_tuple()
        .all(tx.db())
        .await?;
    Ok(rows.into_iter().collect())
}

/// Deletes messages that were sent or refused before an instant.
pub async fn delete_old_messages(tx: &UnitOfWork, before: DateTime<Utc>) -> Result<()> {
    let old = Condition::any().add(message::Column::SentAt.lt(before)).add(message::Column::RefusedAt.lt(before));
    delete_old::<message::Entity>(tx, message::Column::Id, old).await
}

/// Deletes the messages about these applications.
pub async fn delete_messages_of_applications(tx: &UnitOfWork, ids: &[ApplicationId]) -> Result<()> {
    let about = message::Column::ApplicationId.is_in(ids.iter().copied());
    message::Entity::delete_many().filter(about).exec(tx.db()).await?;
    Ok(())
}
