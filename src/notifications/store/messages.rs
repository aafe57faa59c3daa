//! Messages.

use std::collections::HashSet;

use entities::{notifications::message, values::MessageId};
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use crate::platform::{
    http::problem::Answer,
    work::{ROWS_PER_INSERT, Work},
};

/// Stores messages that are not there yet.
pub async fn insert_new(work: &Work, messages: Vec<message::Model>) -> Answer<()> {
    for some in messages.chunks(ROWS_PER_INSERT) {
        let rows = some.iter().cloned().map(IntoActiveModel::into_active_model);
        message::Entity::insert_many(rows)
            .on_conflict(OnConflict::column(message::Column::Key).do_nothing().to_owned())
            .exec_without_returning(work.db())
            .await?;
    }
    Ok(())
}

/// Those of these keys that have their message.
pub async fn known(work: &Work, keys: impl Iterator<Item = &str>) -> Answer<HashSet<String>> {
    let keys: Vec<&str> = keys.collect();
    let mut known = HashSet::new();
    for keys in keys.chunks(ROWS_PER_INSERT) {
        let some = message::Entity::find()
            .select_only()
            .column(message::Column::Key)
            .filter(message::Column::Key.is_in(keys.iter().copied()));
        known.extend(some.into_tuple::<String>().all(work.db()).await?);
    }
    Ok(known)
}

/// The message of this key.
pub async fn by_key(work: &Work, key: &str) -> Answer<Option<message::Model>> {
    Ok(message::Entity::find().filter(message::Column::Key.eq(key)).one(work.db()).await?)
}

/// The mailer has taken a message.
pub async fn set_sent(work: &Work, id: MessageId, subject: String) -> Answer<()> {
    message::Entity::update_many()
        .col_expr(message::Column::SentAt, Expr::value(Some(work.now())))
        .col_expr(message::Column::Subject, Expr::value(Some(subject)))
        .filter(message::Column::Id.eq(id))
        .exec(work.db())
        .await?;
    Ok(())
}

/// The mailer has refused a message for good.
pub async fn set_refused(work: &Work, id: MessageId, why: String) -> Answer<()> {
    message::Entity::update_many()
        .col_expr(message::Column::RefusedAt, Expr::value(Some(work.now())))
        .col_expr(message::Column::Refusal, Expr::value(Some(why)))
        .filter(message::Column::Id.eq(id))
        .exec(work.db())
        .await?;
    Ok(())
}

/// Which messages are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All.
    All,
    /// Those that wait.
    Queued,
    /// Those that went out.
    Sent,
    /// Those that the mail server refused.
    Refused,
}

/// Messages, newest first, before an id.
pub async fn list(work: &Work, which: Which, before: Option<MessageId>, limit: u64) -> Answer<Vec<message::Model>> {
    use message::Column;
    let mut rows = message::Entity::find().order_by_desc(Column::Id).limit(limit);
    rows = match which {
        Which::All => rows,
        Which::Queued => rows.filter(Column::SentAt.is_null().and(Column::RefusedAt.is_null())),
        Which::Sent => rows.filter(Column::SentAt.is_not_null()),
        Which::Refused => rows.filter(Column::RefusedAt.is_not_null()),
    };
    if let Some(before) = before {
        rows = rows.filter(Column::Id.lt(before));
    }
    Ok(rows.all(work.db()).await?)
}
