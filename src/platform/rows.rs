//! Helpers that every store uses.

use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, DbErr, EntityTrait, Insert, IntoActiveModel, sea_query::OnConflict,
};

use super::{http::problem::Result, unit_of_work::UnitOfWork};

/// Inserts one row; returns `false` if another row has one of its unique keys. Unlike after an insert that fails, the
/// transaction can continue.
pub async fn insert_if_new<M>(tx: &UnitOfWork, row: M) -> Result<bool>
where
    M: sea_orm::ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::ActiveModel: ActiveModelTrait<Entity = M::Entity> + ActiveModelBehavior + Send,
{
    // A conflict clause without columns applies to every unique key.
    let insert = Insert::one(row).on_conflict(OnConflict::new().do_nothing().to_owned());
    match insert.exec_without_returning(tx.db()).await {
        Ok(rows) => Ok(rows == 1),
        Err(DbErr::RecordNotInserted) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
