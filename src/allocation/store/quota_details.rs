//! Quotas with the rows that a reader needs to understand them: workshop, product, lot size and reductions.

use std::collections::BTreeSet;

use entities::{
    allocation::{quota, quota_change},
    catalogue::product,
    members::workshop,
    values::RunId,
};
use sea_orm::{EntityTrait, LoaderTrait, QueryOrder};

use super::runs;
use crate::{
    cycles,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// A quota with its related rows.
#[derive(Clone, Debug)]
pub struct QuotaDetail {
    /// The quota.
    pub quota: quota::Model,
    /// Its workshop.
    pub workshop: workshop::Model,
    /// Its product as the cycle agreed on it.
    pub product: product::Model,
    /// Units per lot in the run of the quota.
    pub lot_size: i64,
    /// Its reductions, oldest first.
    pub changes: Vec<quota_change::Model>,
}

/// Loads the related rows of these quotas, which keep their order.
///
/// # Errors
/// 500 where a quota refers to a workshop or product that does not exist.
pub async fn load_quota_details(tx: &UnitOfWork, quotas: Vec<quota::Model>) -> Result<Vec<QuotaDetail>> {
    let runs: BTreeSet<RunId> = quotas.iter().map(|quota| quota.run_id).collect();
    let runs: Vec<RunId> = runs.into_iter().collect();
    let lot_sizes = runs::list_lot_sizes(tx, &runs).await?;
    let workshops = quotas.load_one(workshop::Entity, tx.db()).await?;
    let products: Vec<_> = quotas.iter().map(|quota| (quota.cycle_id, quota.product_id)).collect();
    let products = cycles::list_products_of_cycles(tx, &products).await?;
    let oldest_first = quota_change::Entity::find().order_by_asc(quota_change::Column::Id);
    let changes = quotas.load_many(oldest_first, tx.db()).await?;
    let rows = quotas.into_iter().zip(workshops).zip(products).zip(changes);
    let details = rows.map(|(((quota, workshop), product), changes)| {
        let workshop = workshop.ok_or_else(|| Problem::missing_reference("workshop", quota.workshop_id))?;
        Ok(QuotaDetail {
            lot_size: lot_sizes.get(&(quota.run_id, quota.product_id)).copied().unwrap_or(product.lot_size),
            changes,
            workshop,
            product,
            quota,
        })
    });
    details.collect()
}

/// Loads the related rows of one quota.
///
/// # Errors
/// As [`load_quota_details`].
pub async fn load_quota_detail(tx: &UnitOfWork, quota: quota::Model) -> Result<QuotaDetail> {
    let id = quota.id;
    load_quota_details(tx, vec![quota]).await?.pop().ok_or_else(|| Problem::missing_reference("quota", id))
}
