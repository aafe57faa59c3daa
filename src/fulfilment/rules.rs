//! The laws of receiving and packing: nothing is received that was not brought, nothing is accepted beyond the quota,
//! what was accepted leaves in the order in which it expires, and no unit leaves twice.

use chrono::{Days, NaiveDate};
use entities::values::{BatchId, OrderLineId, RejectionCause, WorkshopId};

/// What a person at reception says.
#[derive(Clone, Copy, Debug)]
pub struct Reception {
    /// Units taken in.
    pub accepted: i64,
    /// Units not taken in.
    pub rejected: i64,
    /// Why not.
    pub cause: Option<RejectionCause>,
    /// Whether a reason is told in words.
    pub has_reason: bool,
}

/// How a quota and a batch stand before a reception.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// Units of the quota.
    pub quota: i64,
    /// Units accepted for it so far.
    pub accepted: i64,
    /// Units declared missing so far.
    pub missing: i64,
    /// Units of the batch that no receipt has judged yet; none where no batch was brought.
    pub brought: Option<i64>,
}

/// Why a reception is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It says nothing.
    Nothing,
    /// A rejection needs its cause and its reason, and only a rejection has them.
    CauseNeeded,
    /// Missing goods are written down alone, without a batch.
    MissingAlone,
    /// More than was brought; the units left are told.
    MoreThanBrought(i64),
    /// More than the quota; the units left are told.
    OverQuota(i64),
}

/// Judges a reception.
pub fn check(reception: Reception, standing: Standing) -> Result<(), Refusal> {
    let Reception { accepted, rejected, cause, has_reason } = reception;
    if accepted < 0 || rejected < 0 || accepted + rejected == 0 {
        return Err(Refusal::Nothing);
    }
    if (rejected > 0) != (cause.is_some() && has_reason) || (rejected == 0 && (cause.is_some() || has_reason)) {
        return Err(Refusal::CauseNeeded);
    }
    let open = to_come(standing.quota, standing.accepted, standing.missing);
    if cause == Some(RejectionCause::Missing) {
        return match standing.brought {
            Some(_) => Err(Refusal::MissingAlone),
            None if accepted > 0 => Err(Refusal::MissingAlone),
            None if rejected > open => Err(Refusal::OverQuota(open)),
            None => Ok(()),
        };
    }
    let brought = standing.brought.unwrap_or(0);
    if accepted + rejected > brought {
        return Err(Refusal::MoreThanBrought(brought));
    }
    if accepted > open { Err(Refusal::OverQuota(open)) } else { Ok(()) }
}

/// Units of a quota that may still be accepted.
pub fn to_come(quota: i64, accepted: i64, missing: i64) -> i64 {
    (quota - accepted - missing).max(0)
}

/// Units of a quota that nobody brought: neither accepted, nor rejected for a fault, nor declared missing.
pub fn not_brought(quota: i64, accepted: i64, rejected_for_fault: i64, missing: i64) -> i64 {
    (quota - accepted - rejected_for_fault - missing).max(0)
}

/// A shortage of `due` over `there` units, parted into what was rejected and what never came.
pub fn part_shortage(due: i64, there: i64, rejected: i64) -> (i64, i64) {
    let short = (due - there).max(0);
    let faulty = short.min(rejected.max(0));
    (faulty, short - faulty)
}

/// The last day of a batch; none where the calendar ends before it.
pub fn best_before(made_on: NaiveDate, shelf_life_days: i32) -> Option<NaiveDate> {
    made_on.checked_add_days(Days::new(u64::try_from(shelf_life_days).ok()?))
}

/// A batch's code, short enough for a jar: workshop, day made, number of that day.
pub fn batch_code(workshop: &str, made_on: NaiveDate, number: i64) -> String {
    format!("{workshop}-{}-{number}", made_on.format("%y%m%d"))
}

/// Accepted units of one batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stock {
    /// The batch.
    pub batch_id: BatchId,
    /// Its maker.
    pub workshop_id: WorkshopId,
    /// Its code.
    pub code: String,
    /// Its last day.
    pub best_before: NaiveDate,
    /// Units accepted.
    pub units: i64,
}

/// Units that an order line waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The order line.
    pub order_line_id: OrderLineId,
    /// Units.
    pub units: i64,
}

/// Units of one batch for one order line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The order line.
    pub order_line_id: OrderLineId,
    /// The batch.
    pub batch_id: BatchId,
    /// Its maker.
    pub workshop_id: WorkshopId,
    /// Units, more than zero.
    pub units: i64,
}

/// Fills the lines of one product, in their order, from its stock: the batch that expires first goes first, then the
/// smaller code. Same input, same output, whatever the order of the stock.
pub fn fill(mut stock: Vec<Stock>, lines: &[Due]) -> Vec<Fill> {
    stock.sort_by(|a, b| (a.best_before, &a.code, a.batch_id).cmp(&(b.best_before, &b.code, b.batch_id)));
    let mut shelf = stock.into_iter().filter(|s| s.units > 0);
    let mut at_hand = shelf.next();
    let mut fills = Vec::new();
    for line in lines {
        let mut wanted = line.units;
        while wanted > 0 {
            let Some(batch) = &mut at_hand else { return fills };
            let units = wanted.min(batch.units);
            fills.push(Fill {
                order_line_id: line.order_line_id,
                batch_id: batch.batch_id,
                workshop_id: batch.workshop_id,
                units,
            });
            wanted -= units;
            batch.units -= units;
            if batch.units == 0 {
                at_hand = shelf.next();
            }
        }
    }
    fills
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
