//! Messages.

use std::collections::HashSet;

use entities::{notifications::message, values::MessageId};
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use crate::platform::{
    http::problem::Result,
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// Stores messages that are not there yet.
pub async fn insert_new(tx: &UnitOfWork, messages: Vec<message::Model>) -> Result<()> {
    for some in messages.chunks(ROWS_PER_INSERT) {
        let rows = some.iter().cloned().map(IntoActiveModel::into_active_model);
        message::Entity::insert_many(rows)
            .on_conflict(OnConflict::column(message::Column::Key).do_nothing().to_owned())
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}

/// Those of these keys that have their message.
pub async fn known(tx: &UnitOfWork, keys: impl Iterator<Item = &str>) -> Result<HashSet<String>> {
    let keys: Vec<&str> = keys.collect();
    let mut known = HashSet::new();
    for keys in keys.chunks(ROWS_PER_INSERT) {
        let some = message::Entity::find()
            .select_only()
            .column(message::Column::Key)
            .filter(message::Column::Key.is_in(keys.iter().copied()));
        known.extend(some.into_tuple::<String>().all(tx.db()).await?);
    }
    Ok(known)
}

/// The message of this key.
pub async fn by_key(tx: &UnitOfWork, key: &str) -> Result<Option<message::Model>> {
    Ok(message::Entity::find().filter(message::Column::Key.eq(key)).one(tx.db()).await?)
}

/// The mailer has taken a message.
pub async fn set_sent(tx: &UnitOfWork, id: MessageId, subject: String) -> Result<()> {
    message::Entity::update_many()
        .col_expr(message::Column::SentAt, Expr::value(Some(tx.now())))
        .col_expr(message::Column::Subject, Expr::value(Some(subject)))
        .filter(message::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// The mailer has refused a message for good.
pub async fn set_refused(tx: &UnitOfWork, id: MessageId, why: String) -> Result<()> {
    message::Entity::update_many()
        .col_expr(message::Column::RefusedAt, Expr::value(Some(tx.now())))
        .col_expr(message::Column::Refusal, Expr::value(Some(why)))
        .filter(message::Column::Id.eq(id))
        .exec(tx.db())
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
pub async fn list(tx: &UnitOfWork, which: Which, before: Option<MessageId>, limit: u64) -> Result<Vec<message::Model>> {
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
    Ok(rows.all(tx.db()).await?)
}
