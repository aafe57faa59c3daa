//! What every store does with rows.

use sea_orm::{ActiveModelBehavior, ActiveModelTrait, EntityTrait, Insert, IntoActiveModel, TryInsertResult};

use super::{http::problem::Answer, work::Work};

/// Inserts one row, or says `false` where another has the same unique `key` already. Unlike an insert that fails, the
/// work may go on.
pub async fn insert_if_new<A, M>(
    work: &Work,
    row: M,
    key: impl IntoIterator<Item = <A::Entity as EntityTrait>::Column>,
) -> Answer<bool>
where
    A: ActiveModelTrait + ActiveModelBehavior + Send,
    M: IntoActiveModel<A>,
{
    let done = Insert::one(row).on_conflict_do_nothing_on(key).exec_without_returning(work.db());
    Ok(matches!(done.await?, TryInsertResult::Inserted(1)))
}
