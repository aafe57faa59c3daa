//! Tries again, every hour until the cut-off, what credit or capacity cut: dates of standing orders without an order, and
//! lines with fewer units than were ordered.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use entities::cycles::cycle;

use super::recompute_guest_lines::recompute_guest_lines;
use crate::{
    cycles,
    orders::{MaterialiseOccurrences, RetryCuts, store},
    platform::{app::App, http::problem::Result, jobs::Claim, unit_of_work::UnitOfWork},
};

/// Runs a job of [`RetryCuts`].
pub async fn run_retry_cuts(app: &App, claim: &Claim) -> Result<()> {
    let job: RetryCuts = claim.read()?;
    let mut tx = claim.begin(app).await?;
    let cycle = cycles::lock_cycle(&tx, job.cycle_id).await?;
    if cycles::check_open(&cycle, tx.now()).is_ok() {
        recompute_guest_lines(&mut tx, &cycle, None).await?;
        retry_dates(&mut tx, &cycle, format!("retry:{}", job.at.timestamp())).await?;
        schedule_retry(&mut tx, &cycle).await?;
    }
    tx.commit().await
}

/// Enqueues a job for each standing order with a date in the cycle that is tried again.
pub async fn retry_dates(tx: &mut UnitOfWork, cycle: &cycle::Model, cause: String) -> Result<()> {
    for standing_order_id in store::occurrences::list_standing_orders_to_retry(tx, cycle.id).await? {
        tx.enqueue(&MaterialiseOccurrences { standing_order_id, cycle_id: cycle.id, cause: cause.clone() })?;
    }
    Ok(())
}

/// Stores the job that tries again in the next hour, where the cycle has something to try again and still takes orders
/// then.
pub async fn schedule_retry(tx: &mut UnitOfWork, cycle: &cycle::Model) -> Result<()> {
    let Some(at) = next_hour(tx.now()).filter(|at| *at < cycle.cut_off_at) else { return Ok(()) };
    let any = !store::occurrences::list_standing_orders_to_retry(tx, cycle.id).await?.is_empty()
        || store::lines::any_cut(tx, cycle.id).await?;
    if any {
        tx.enqueue_at(&RetryCuts { cycle_id: cycle.id, at }, at)?;
    }
    Ok(())
}

fn next_hour(now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    now.duration_trunc(TimeDelta::hours(1)).ok()?.checked_add_signed(TimeDelta::hours(1))
}
