//! Queries of the account that payouts are charged to. It is one row.

use entities::settlement::payout_account;
use sea_orm::{
    EntityTrait, ExprTrait,
    sea_query::{Expr, OnConflict},
};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// The id of the only row.
pub const ID: i32 = 1;

/// The account, if it has been set.
pub async fn find_payout_account(tx: &UnitOfWork) -> Result<Option<payout_account::Model>> {
    Ok(payout_account::Entity::find_by_id(ID).one(tx.db()).await?)
}

/// The account.
///
/// # Errors
/// 404 where it has not been set.
pub async fn get_payout_account(tx: &UnitOfWork) -> Result<payout_account::Model> {
    find_payout_account(tx).await?.ok_or_else(|| Problem::not_found("payout_account"))
}

/// Stores the account, replacing the one before.
pub async fn upsert_payout_account(tx: &UnitOfWork, row: payout_account::Model) -> Result<payout_account::Model> {
    use payout_account::Column;
    let replace = OnConflict::column(Column::Id)
        .update_columns([Column::BankCode, Column::AccountNumber, Column::HolderName, Column::HolderTaxId])
        .value(Column::Version, Expr::col((payout_account::Entity, Column::Version)).add(1))
        .to_owned();
    payout_account::Entity::insert(payout_account::ActiveModel::from(row))
        .on_conflict(replace)
        .exec_without_returning(tx.db())
        .await?;
    get_payout_account(tx).await
}
