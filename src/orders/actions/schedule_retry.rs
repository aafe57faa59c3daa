//! Schedules the next try of what a cycle cut, or of what waits in it.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use entities::cycles::cycle;

use crate::{
    orders::{RetryCuts, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Stores the job that tries again in the next hour, where the cycle has something to try again and still takes orders
/// then.
pub async fn schedule_retry(tx: &mut UnitOfWork, cycle: &cycle::Model) -> Result<()> {
    let Some(at) = next_hour(tx.now()).filter(|at| *at < cycle.cut_off_at) else { return Ok(()) };
    let any = !store::occurrences::list_standing_orders_to_retry(tx, cycle.id).await?.is_empty()
        || store::lines::any_cut(tx, cycle.id).await?
        || !store::batch_waits::list_undecided(tx, cycle.id).await?.is_empty();
    if any {
        tx.enqueue_at(&RetryCuts { cycle_id: cycle.id, at }, at)?;
    }
    Ok(())
}

fn next_hour(now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    now.duration_trunc(TimeDelta::hours(1)).ok()?.checked_add_signed(TimeDelta::hours(1))
}
