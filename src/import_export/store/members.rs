//! Workshops with their shares, authorisations, pauses and accounts; decisions and seasons.

use entities::members::{bank_account, decision, pause, sanitary_authorisation, season, share, workshop};
use sea_orm::{EntityTrait, QueryOrder};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// All workshops, by code.
pub async fn workshops(tx: &UnitOfWork) -> Result<Vec<workshop::Model>> {
    Ok(workshop::Entity::find().order_by_asc(workshop::Column::Code).all(tx.db()).await?)
}

/// All shares, the oldest first.
pub async fn shares(tx: &UnitOfWork) -> Result<Vec<share::Model>> {
    Ok(share::Entity::find().order_by_asc(share::Column::FromDate).all(tx.db()).await?)
}

/// All sanitary authorisations, the oldest first.
pub async fn authorisations(tx: &UnitOfWork) -> Result<Vec<sanitary_authorisation::Model>> {
    let all = sanitary_authorisation::Entity::find()
        .order_by_asc(sanitary_authorisation::Column::ValidFrom)
        .order_by_asc(sanitary_authorisation::Column::Number);
    Ok(all.all(tx.db()).await?)
}

/// All pauses, the oldest first.
pub async fn pauses(tx: &UnitOfWork) -> Result<Vec<pause::Model>> {
    Ok(pause::Entity::find().order_by_asc(pause::Column::FromDate).all(tx.db()).await?)
}

/// All bank accounts that units have or had, the oldest first.
pub async fn bank_accounts(tx: &UnitOfWork) -> Result<Vec<bank_account::Model>> {
    let all = bank_account::Entity::find()
        .order_by_asc(bank_account::Column::CreatedAt)
        .order_by_asc(bank_account::Column::Id);
    Ok(all.all(tx.db()).await?)
}

/// All decisions, by the day from which they hold.
pub async fn decisions(tx: &UnitOfWork) -> Result<Vec<decision::Model>> {
    let all = decision::Entity::find()
        .order_by_asc(decision::Column::EffectiveFrom)
        .order_by_asc(decision::Column::CreatedAt)
        .order_by_asc(decision::Column::Id);
    Ok(all.all(tx.db()).await?)
}

/// All seasons, by their first day.
pub async fn seasons(tx: &UnitOfWork) -> Result<Vec<season::Model>> {
    Ok(season::Entity::find().order_by_asc(season::Column::StartsOn).all(tx.db()).await?)
}
