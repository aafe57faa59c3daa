//! Tries again, every hour until the cut-off, what credit or capacity cut: dates of standing orders without an order, and
//! lines with fewer units than were ordered.

use entities::cycles::cycle;

use super::{
    batch_waits::fill_batch_waits, recompute_guest_lines::recompute_guest_lines, schedule_retry::schedule_retry,
};
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
        fill_batch_waits(&mut tx, &cycle).await?;
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
