//! The value that a quota moves: what its workshop carries into the next cycles of the season. Each movement is written
//! down once, under the fact that caused it and at the share of the quota's own run.

use std::collections::{BTreeMap, HashMap};

use entities::{
    allocation::{carried_value, quota},
    values::{Amount, CarriedKind, CycleId, ProductId, RunId, SeasonId, WorkshopId},
};

use crate::{
    allocation::{
        rules::{Received, Valued},
        store,
    },
    members,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Workshops that are free again, by product.
pub type Freed = BTreeMap<ProductId, i64>;

/// What the runs of one cycle say of its quotas.
pub struct Book {
    season: Option<SeasonId>,
    weights: HashMap<(RunId, WorkshopId), i64>,
    lot_sizes: HashMap<(RunId, ProductId), i64>,
}

impl Book {
    /// Reads it.
    pub async fn open(tx: &UnitOfWork, cycle: CycleId) -> Result<Self> {
        let runs = store::runs::of_cycle(tx, cycle).await?;
        let ids: Vec<RunId> = runs.iter().map(|run| run.id).collect();
        Ok(Self {
            season: runs.last().and_then(|run| run.season_id),
            weights: store::runs::weights(tx, &ids).await?,
            lot_sizes: store::runs::lot_sizes(tx, &ids).await?,
        })
    }

    /// The quota as value is reckoned for it.
    pub fn valued(&self, quota: &quota::Model) -> Valued {
        let lot_size = self.lot_sizes.get(&(quota.run_id, quota.product_id)).copied().unwrap_or(1);
        Valued { units: quota.units, lot_size, lot_value: quota.lot_value }
    }

    fn row(
        &self,
        tx: &UnitOfWork,
        quota: &quota::Model,
        kind: CarriedKind,
        amount: Amount,
        fact: &str,
    ) -> Option<carried_value::Model> {
        Some(carried_value::Model {
            id: tx.new_id(),
            season_id: self.season?,
            workshop_id: quota.workshop_id,
            cycle_id: Some(quota.cycle_id),
            product_id: Some(quota.product_id),
            kind,
            amount,
            weight: self.weights.get(&(quota.run_id, quota.workshop_id)).copied()?,
            cause: format!("{fact}:{}", kind.word()),
            at: tx.now(),
        })
    }

    /// These quotas were published: their workshops have been given so much.
    pub async fn published(&self, tx: &UnitOfWork, quotas: &[quota::Model]) -> Result<()> {
        let rows = quotas.iter().filter_map(|quota| {
            let fact = format!("quota:{}", quota.id);
            self.row(tx, quota, CarriedKind::Published, self.valued(quota).value(), &fact)
        });
        store::carried::insert(tx, rows.collect()).await
    }

    /// Of each quota so much is made by its workshop no more, by a fact of this name. Where it counts `as_kind`, the workshop
    /// carries it still.
    pub async fn given_up(
        &self,
        tx: &UnitOfWork,
        quotas: &[(&quota::Model, Amount)],
        as_kind: Option<CarriedKind>,
        fact: &str,
    ) -> Result<()> {
        let mut rows = Vec::with_capacity(quotas.len() * 2);
        for (quota, amount) in quotas {
            // A quota may be amended and declined later: each version is a fact of its own.
            let fact = format!("quota:{}:{fact}:v{}", quota.id, quota.version);
            match as_kind {
                Some(kind) => {
                    rows.extend(self.row(tx, quota, CarriedKind::Published, -*amount, &fact));
                    rows.extend(self.row(tx, quota, kind, *amount, &fact));
                }
                None => rows.extend(self.row(tx, quota, CarriedKind::Released, -*amount, &fact)),
            }
        }
        store::carried::insert(tx, rows).await
    }

    /// Reception of `fact` got a quota from `before` to `after`; `false` where that was written down before.
    pub async fn received(
        &self,
        tx: &UnitOfWork,
        quota: &quota::Model,
        fact: &str,
        before: Received,
        after: Received,
    ) -> Result<bool> {
        // The movement of what is awaited is written even where it is nothing: it says that the receipt was told.
        let told = format!("{fact}:{}", CarriedKind::Published.word());
        if store::carried::known(tx, &[told]).await?.is_empty() {
            let counts = members::settings_on(tx, tx.today()).await?.declined_counts;
            let moves = self.valued(quota).movements(before, after, counts);
            let rows = moves
                .into_iter()
                .filter(|(kind, amount)| *kind == CarriedKind::Published || *amount != Amount::ZERO)
                .filter_map(|(kind, amount)| self.row(tx, quota, kind, amount, fact));
            store::carried::insert(tx, rows.collect()).await?;
            return Ok(true);
        }
        Ok(false)
    }
}
