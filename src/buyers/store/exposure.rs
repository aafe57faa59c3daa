//! The exposure of accounts and its movements.

use entities::{
    buyers::{buyer, exposure_movement},
    values::{Amount, BuyerId},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait,
    sea_query::Expr,
};

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::Result,
    },
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// One change of one buyer's exposure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// The account.
    pub buyer_id: BuyerId,
    /// The business fact, unique in the installation: `order_placed:{id}`.
    pub cause: String,
    /// By how much, with tax; negative where less is owed.
    pub amount: Amount,
}

/// Adds the movement's amount to its buyer's exposure, whose row is then locked, and returns `true`.
///
/// Returns `false` and changes nothing where the cause has a movement already, where the sum would overflow, or, with
/// `limited`, where it would exceed the credit limit. The movement itself is not stored.
pub async fn add_exposure(tx: &UnitOfWork, movement: &Movement, limited: bool) -> Result<bool> {
    use buyer::Column;
    let Movement { buyer_id, cause, amount: Amount(amount) } = movement;
    let same_cause = exposure_movement::Entity::find()
        .select_only()
        .column(exposure_movement::Column::Id)
        .filter(exposure_movement::Column::Cause.eq(cause));
    let after = || Expr::col(Column::Exposure).add(*amount);
    let within = Condition::any().add(Column::CreditLimit.is_null()).add(Expr::col(Column::CreditLimit).gte(after()));
    let fits = match amount {
        0.. => Column::Exposure.lte(i64::MAX - amount),
        _ => Column::Exposure.gte(i64::MIN - amount),
    };
    let updated = buyer::Entity::update_many()
        .col_expr(Column::Exposure, after())
        .filter(Column::Id.eq(*buyer_id))
        .filter(fits)
        .filter(Expr::not_exists(same_cause.into_query()))
        .filter(Condition::all().add_option(limited.then_some(within)))
        .exec(tx.db())
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Stores movements.
pub async fn insert_movements(tx: &UnitOfWork, movements: &[Movement]) -> Result<()> {
    for movements in movements.chunks(ROWS_PER_INSERT) {
        let rows = movements.iter().map(|movement| {
            let Movement { buyer_id, cause, amount } = movement.clone();
            exposure_movement::Model { id: tx.new_id(), buyer_id, cause, amount, at: tx.now() }.into_active_model()
        });
        exposure_movement::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// The stored movements that have one of these causes.
pub async fn list_movements_by_cause(
    tx: &UnitOfWork,
    causes: impl IntoIterator<Item = String>,
) -> Result<Vec<exposure_movement::Model>> {
    let found = exposure_movement::Entity::find().filter(exposure_movement::Column::Cause.is_in(causes));
    Ok(found.all(tx.db()).await?)
}

/// A page of a buyer's movements, newest first.
pub async fn list_movements(
    tx: &UnitOfWork,
    buyer: BuyerId,
    page: &PageRequest,
) -> Result<Rows<exposure_movement::Model>> {
    let found = exposure_movement::Entity::find().filter(exposure_movement::Column::BuyerId.eq(buyer));
    let mut found = found.cursor_by(exposure_movement::Column::Id);
    page.select(tx.db(), found.desc(), |movement| movement.id).await
}
