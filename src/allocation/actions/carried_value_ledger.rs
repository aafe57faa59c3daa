//! The ledger of carried value: how publishing, answering, reducing and receiving quotas move what a workshop carries
//! into the next cycles of the season.
//!
//! Each movement is recorded once, under its cause and at the workshop's share in the run of the quota.

use std::collections::{BTreeMap, HashMap};

use entities::{
    allocation::{carried_value, quota},
    values::{Amount, CarriedKind, CycleId, ProductId, RunId, SeasonId, WorkshopId},
};

use crate::{
    allocation::{
        rules::{ReceivedUnits, ValuedUnits},
        store::{carried_values, runs},
    },
    members,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Units that no workshop makes any more and that can be re-offered, by product.
pub type FreedUnits = BTreeMap<ProductId, i64>;

/// A quota with the value that it lost.
#[derive(Clone, Copy, Debug)]
pub struct LostValue<'a> {
    /// The quota.
    pub quota: &'a quota::Model,
    /// The value.
    pub value: Amount,
}

/// The shares and lot sizes of the runs of one cycle, from which the movements of its quotas are computed.
pub struct CarriedValueLedger {
    season: Option<SeasonId>,
    weights: HashMap<(RunId, WorkshopId), i64>,
    lot_sizes: HashMap<(RunId, ProductId), i64>,
}

impl CarriedValueLedger {
    /// Loads the ledger of a cycle.
    pub async fn load(tx: &UnitOfWork, cycle: CycleId) -> Result<Self> {
        let runs = runs::list_runs(tx, cycle).await?;
        let ids: Vec<RunId> = runs.iter().map(|run| run.id).collect();
        Ok(Self {
            season: runs.last().and_then(|run| run.season_id),
            weights: runs::list_weights(tx, &ids).await?,
            lot_sizes: runs::list_lot_sizes(tx, &ids).await?,
        })
    }

    /// The units of the quota with what determines their value.
    pub fn valued_units(&self, quota: &quota::Model) -> ValuedUnits {
        let lot_size = self.lot_sizes.get(&(quota.run_id, quota.product_id)).copied().unwrap_or(1);
        ValuedUnits { units: quota.units, lot_size, lot_value: quota.lot_value }
    }

    /// One movement; none between two seasons, when no value is carried.
    fn movement(
        &self,
        tx: &UnitOfWork,
        quota: &quota::Model,
        kind: CarriedKind,
        amount: Amount,
        cause: &str,
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
            cause: format!("{cause}:{}", kind.word()),
            at: tx.now(),
        })
    }

    /// Records that these quotas were published.
    pub async fn record_published(&self, tx: &UnitOfWork, quotas: &[quota::Model]) -> Result<()> {
        let rows = quotas.iter().filter_map(|quota| {
            let cause = format!("quota:{}", quota.id);
            self.movement(tx, quota, CarriedKind::Published, self.valued_units(quota).value(), &cause)
        });
        carried_values::insert_carried_values(tx, rows.collect()).await
    }

    /// Records the value that these quotas lost by `action`. Where it `counts_as` a kind, the workshop keeps carrying
    /// it under that kind; else it is released.
    pub async fn record_lost(
        &self,
        tx: &UnitOfWork,
        lost: &[LostValue<'_>],
        counts_as: Option<CarriedKind>,
        action: &str,
    ) -> Result<()> {
        let mut rows = Vec::with_capacity(lost.len() * 2);
        for LostValue { quota, value } in lost {
            // A quota may be amended and later declined, so each version is a cause of its own.
            let cause = format!("quota:{}:{action}:v{}", quota.id, quota.version);
            match counts_as {
                Some(kind) => {
                    rows.extend(self.movement(tx, quota, CarriedKind::Published, -*value, &cause));
                    rows.extend(self.movement(tx, quota, kind, *value, &cause));
                }
                None => rows.extend(self.movement(tx, quota, CarriedKind::Released, -*value, &cause)),
            }
        }
        carried_values::insert_carried_values(tx, rows).await
    }

    /// Records that a goods receipt, named by `cause`, changed the received units of a quota from `before` to `after`.
    /// Returns `false` where the receipt was recorded before.
    pub async fn record_received(
        &self,
        tx: &UnitOfWork,
        quota: &quota::Model,
        cause: &str,
        before: ReceivedUnits,
        after: ReceivedUnits,
    ) -> Result<bool> {
        // The movement of the kind `published` is stored even where it is 0: it marks the receipt as recorded.
        let marker = format!("{cause}:{}", CarriedKind::Published.word());
        if !carried_values::list_recorded_causes(tx, &[marker]).await?.is_empty() {
            return Ok(false);
        }
        let count_failed = members::get_settings(tx, tx.today()).await?.declined_counts;
        let rows = self
            .valued_units(quota)
            .movements(before, after, count_failed)
            .into_iter()
            .filter(|(kind, amount)| *kind == CarriedKind::Published || *amount != Amount::ZERO)
            .filter_map(|(kind, amount)| self.movement(tx, quota, kind, amount, cause));
        carried_values::insert_carried_values(tx, rows.collect()).await?;
        Ok(true)
    }
}
