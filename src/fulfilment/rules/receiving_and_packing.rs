//! Rules of receiving and packing.
//!
//! A receipt has no more units than are left of its batch, and accepts no more than its quota. Batches are packed in the
//! order of their best-before date, and no unit is packed twice. Quantities are units of the product.

use chrono::{Days, NaiveDate};
use entities::{
    fulfilment::delivery_line,
    values::{BatchId, DeliveryFailure, DeliveryLineId, DeliveryState, OrderLineId, RejectionCause, WorkshopId},
};

use crate::fulfilment::errors::FulfilmentError;

/// What a goods receipt records.
#[derive(Clone, Copy, Debug)]
pub struct ReceiptQuantities {
    /// Units accepted.
    pub accepted: i64,
    /// Units rejected, or missing.
    pub rejected: i64,
    /// Why they were rejected.
    pub cause: Option<RejectionCause>,
    /// Whether the receipt explains the rejection in words.
    pub has_reason: bool,
}

/// The quota and the batch of a goods receipt, before it is recorded.
#[derive(Clone, Copy, Debug)]
pub struct QuotaProgress {
    /// Units of the quota.
    pub quota: i64,
    /// Units accepted for it so far.
    pub accepted: i64,
    /// Units recorded as missing so far.
    pub missing: i64,
    /// Units of the batch without a receipt; none = the receipt has no batch.
    pub available: Option<i64>,
}

/// Checks the quantities of a goods receipt against its quota and batch.
///
/// # Errors
/// `NothingReceived`, `RejectionCauseMismatch`, `MissingNotAlone`, `MoreThanBrought`, `OverQuota`.
pub fn check_receipt(receipt: ReceiptQuantities, progress: QuotaProgress) -> Result<(), FulfilmentError> {
    let ReceiptQuantities { accepted, rejected, cause, has_reason } = receipt;
    if accepted < 0 || rejected < 0 || accepted + rejected == 0 {
        return Err(FulfilmentError::NothingReceived);
    }
    if (rejected > 0) != (cause.is_some() && has_reason) || (rejected == 0 && (cause.is_some() || has_reason)) {
        return Err(FulfilmentError::RejectionCauseMismatch);
    }
    let open = outstanding(progress.quota, progress.accepted, progress.missing);
    if cause == Some(RejectionCause::Missing) {
        return match progress.available {
            Some(_) => Err(FulfilmentError::MissingNotAlone),
            None if accepted > 0 => Err(FulfilmentError::MissingNotAlone),
            None if rejected > open => Err(FulfilmentError::OverQuota { available: open }),
            None => Ok(()),
        };
    }
    let available = progress.available.unwrap_or(0);
    if accepted + rejected > available {
        return Err(FulfilmentError::MoreThanBrought { available });
    }
    if accepted > open { Err(FulfilmentError::OverQuota { available: open }) } else { Ok(()) }
}

/// Units of a quota that may still be accepted.
pub fn outstanding(quota: i64, accepted: i64, missing: i64) -> i64 {
    (quota - accepted - missing).max(0)
}

/// Units of a quota without any receipt: neither accepted, nor rejected for a fault, nor missing.
pub fn not_brought(quota: i64, accepted: i64, rejected_for_fault: i64, missing: i64) -> i64 {
    (quota - accepted - rejected_for_fault - missing).max(0)
}

/// The units of a product that are due and not in stock, by cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShortageSplit {
    /// Units that were rejected and not replaced.
    pub rejected: i64,
    /// Units that were never brought.
    pub not_delivered: i64,
}

/// Splits the shortage of `due` units over `stock` units by cause: first what was `rejected`, the rest not delivered.
pub fn split_shortage(due: i64, stock: i64, rejected: i64) -> ShortageSplit {
    let shortage = (due - stock).max(0);
    let rejected = shortage.min(rejected.max(0));
    ShortageSplit { rejected, not_delivered: shortage - rejected }
}

/// Units of a product that became a shortage when `missing` more were recorded as missing: what is due beyond what the
/// quotas can still bring, and no more than `missing`.
pub fn shortage_of_missing(due: i64, quotas: i64, missing: i64) -> i64 {
    (due - quotas).clamp(0, missing)
}

/// Units of a batch that were accepted and are in no delivery.
pub fn remaining(accepted: i64, delivered: i64) -> i64 {
    accepted - delivered
}

/// The state of a delivery that ended by this failure.
pub fn state_after(failure: DeliveryFailure) -> DeliveryState {
    match failure {
        DeliveryFailure::Lost => DeliveryState::Lost,
        DeliveryFailure::Refused => DeliveryState::Refused,
        DeliveryFailure::Returned => DeliveryState::Returned,
    }
}

/// Whether a delivery ended without reaching its buyer.
pub fn has_failed(state: DeliveryState) -> bool {
    matches!(state, DeliveryState::Lost | DeliveryState::Refused | DeliveryState::Returned)
}

/// Checks that a delivery in `state` has left and not ended.
///
/// # Errors
/// `NotDispatched`, `DeliveryEnded`.
pub fn check_on_its_way(state: DeliveryState) -> Result<(), FulfilmentError> {
    match state {
        DeliveryState::Dispatched => Ok(()),
        DeliveryState::Prepared => Err(FulfilmentError::NotDispatched { state }),
        DeliveryState::Confirmed | DeliveryState::Lost | DeliveryState::Refused | DeliveryState::Returned => {
            Err(FulfilmentError::DeliveryEnded { state })
        }
    }
}

/// Units of a line of a delivery that did not reach its buyer.
#[derive(Clone, Copy, Debug)]
pub struct FailedUnits {
    /// The line.
    pub line_id: DeliveryLineId,
    /// Units.
    pub quantity: i64,
}

/// How many units of each of these lines of a delivery did not reach its buyer, in the same order. `units` name each
/// line once at most.
///
/// # Errors
/// `MoreThanDelivered` where a line has fewer units, or the delivery has no such line.
pub fn failed_units(lines: &[delivery_line::Model], units: &[FailedUnits]) -> Result<Vec<i64>, FulfilmentError> {
    let mut failed = vec![0_i64; lines.len()];
    for row in units {
        let mut of_lines = failed.iter_mut().zip(lines);
        let (failed, line) = of_lines
            .find(|(_, line)| line.id == row.line_id)
            .ok_or(FulfilmentError::MoreThanDelivered { available: 0 })?;
        if row.quantity > line.quantity {
            return Err(FulfilmentError::MoreThanDelivered { available: line.quantity });
        }
        *failed = row.quantity;
    }
    Ok(failed)
}

/// Whether a delivery in `state` ends by `failure`; `false` where it has ended so already. Goods can be lost or stay
/// behind before they leave, but only a delivery that left can be refused.
///
/// # Errors
/// `NotDispatched`, `DeliveryEnded`.
pub fn check_failure(state: DeliveryState, failure: DeliveryFailure) -> Result<bool, FulfilmentError> {
    match state {
        DeliveryState::Prepared if failure == DeliveryFailure::Refused => Err(FulfilmentError::NotDispatched { state }),
        DeliveryState::Prepared | DeliveryState::Dispatched => Ok(true),
        ended if ended == state_after(failure) => Ok(false),
        DeliveryState::Confirmed | DeliveryState::Lost | DeliveryState::Refused | DeliveryState::Returned => {
            Err(FulfilmentError::DeliveryEnded { state })
        }
    }
}

/// The last day of a batch; none where the shelf life is negative or the calendar ends before it.
pub fn best_before(made_on: NaiveDate, shelf_life_days: i32) -> Option<NaiveDate> {
    made_on.checked_add_days(Days::new(u64::try_from(shelf_life_days).ok()?))
}

/// The code on a batch's labels: workshop, day on which it was made, number within that day.
pub fn batch_code(workshop: &str, made_on: NaiveDate, number: i64) -> String {
    format!("{workshop}-{}-{number}", made_on.format("%y%m%d"))
}

/// The code of a delivery: its cycle, and its number within the cycle.
pub fn delivery_code(cycle: &str, number: u32) -> String {
    format!("{cycle}-{number:03}")
}

/// Units that leave the lines of a delivery that has not left, from the last line packed to the first: how many of each
/// of `packed`, in the same order. `None` where the lines have fewer than `units`.
pub fn units_to_unpack(packed: &[i64], units: i64) -> Option<Vec<i64>> {
    let mut left = units;
    let mut unpacked: Vec<i64> = packed
        .iter()
        .rev()
        .map(|line| {
            let taken = left.min(*line);
            left -= taken;
            taken
        })
        .collect();
    unpacked.reverse();
    (left == 0).then_some(unpacked)
}

/// Accepted units of one batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchStock {
    /// The batch.
    pub batch_id: BatchId,
    /// The workshop that made it.
    pub workshop_id: WorkshopId,
    /// Its code.
    pub code: String,
    /// Its last day.
    pub best_before: NaiveDate,
    /// Units accepted.
    pub units: i64,
}

/// Units that an order line needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineDemand {
    /// The order line.
    pub order_line_id: OrderLineId,
    /// Units.
    pub units: i64,
}

/// Units of one batch that are packed for one order line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackedUnits {
    /// The order line.
    pub order_line_id: OrderLineId,
    /// The batch.
    pub batch_id: BatchId,
    /// The workshop that made it.
    pub workshop_id: WorkshopId,
    /// Units, more than zero.
    pub units: i64,
}

/// Packs the lines of one product, in their order, from its stock: first the batch that expires first, then the one
/// with the smaller code. The result does not depend on the order of `stock`.
pub fn pack_lines(mut stock: Vec<BatchStock>, lines: &[LineDemand]) -> Vec<PackedUnits> {
    stock.sort_by(|a, b| (a.best_before, &a.code, a.batch_id).cmp(&(b.best_before, &b.code, b.batch_id)));
    let mut batches = stock.into_iter().filter(|s| s.units > 0);
    let mut current = batches.next();
    let mut packed = Vec::new();
    for line in lines {
        let mut needed = line.units;
        while needed > 0 {
            let Some(batch) = &mut current else { return packed };
            let units = needed.min(batch.units);
            packed.push(PackedUnits {
                order_line_id: line.order_line_id,
                batch_id: batch.batch_id,
                workshop_id: batch.workshop_id,
                units,
            });
            needed -= units;
            batch.units -= units;
            if batch.units == 0 {
                current = batches.next();
            }
        }
    }
    packed
}

#[cfg(test)]
#[path = "receiving_and_packing_tests.rs"]
mod tests;
