//! Bank accounts of workshops. An account is only ever confirmed: another one is another row, of which the newest is in
//! force, and older ones explain older payouts.

use std::collections::HashMap;

use entities::{
    members::{bank_account, workshop},
    values::WorkshopId,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// The account that is in force; none before the first was entered.
pub async fn find_bank_account(tx: &UnitOfWork, workshop: WorkshopId) -> Result<Option<bank_account::Model>> {
    let query = bank_account::Entity::find()
        .filter(bank_account::Column::WorkshopId.eq(workshop))
        .order_by_desc(bank_account::Column::CreatedAt)
        .order_by_desc(bank_account::Column::Id);
    Ok(query.one(tx.db()).await?)
}

/// The version of a workshop's account: how many accounts it has had.
pub async fn get_bank_account_version(tx: &UnitOfWork, workshop: WorkshopId) -> Result<i32> {
    let query = bank_account::Entity::find().filter(bank_account::Column::WorkshopId.eq(workshop));
    Ok(i32::try_from(query.count(tx.db()).await?).unwrap_or(i32::MAX))
}

/// Inserts an account, which is in force from now on.
pub async fn insert_bank_account(tx: &UnitOfWork, row: &bank_account::Model) -> Result<()> {
    bank_account::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Stores who confirmed an account, and when.
pub async fn update_bank_account_confirmation(tx: &UnitOfWork, row: &bank_account::Model) -> Result<()> {
    let changes = bank_account::ActiveModel {
        id: Set(row.id),
        confirmed_at: Set(row.confirmed_at),
        confirmed_by: Set(row.confirmed_by),
        ..Default::default()
    };
    bank_account::Entity::update(changes).exec(tx.db()).await?;
    Ok(())
}

/// The bank accounts in force that nobody has confirmed, of workshops that have not left, with their workshops by code.
pub async fn list_unconfirmed_bank_accounts(tx: &UnitOfWork) -> Result<Vec<(bank_account::Model, workshop::Model)>> {
    let newest_first = bank_account::Entity::find()
        .order_by_desc(bank_account::Column::CreatedAt)
        .order_by_desc(bank_account::Column::Id);
    let found = workshop::Entity::find()
        .filter(workshop::Column::LeftOn.is_null().or(workshop::Column::LeftOn.gte(tx.today())))
        .order_by_asc(workshop::Column::Code);
    let workshops = found.all(tx.db()).await?;
    let mut in_force: HashMap<WorkshopId, bank_account::Model> = HashMap::new();
    for account in newest_first.all(tx.db()).await? {
        in_force.entry(account.workshop_id).or_insert(account);
    }
    let unconfirmed = workshops.into_iter().filter_map(|workshop| {
        let account = in_force.remove(&workshop.id).filter(|account| account.confirmed_at.is_none())?;
        Some((account, workshop))
    });
    Ok(unconfirmed.collect())
}
