//! Whose quality fault a line of a credit note corrects: units of batches that the buyer received.

use entities::values::{BatchId, WorkshopId};

use super::CreditLinesFault;
use crate::platform::repeated::repeated;

/// What a buyer received of a batch for one order line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveredUnits {
    /// The batch.
    pub batch_id: BatchId,
    /// Its maker.
    pub workshop_id: WorkshopId,
    /// Units.
    pub delivered: i64,
    /// Units that earlier credit notes have credited because of its fault.
    pub credited: i64,
}

/// Units of a batch that are at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaultyUnits {
    /// The batch.
    pub batch_id: BatchId,
    /// Units.
    pub quantity: i64,
}

/// The makers of the faulty units of a line that credits `credited` units, or only an amount where that is zero.
///
/// # Errors
/// What is wrong, with the index of the fault.
pub fn check_faults(
    credited: i64,
    faults: &[FaultyUnits],
    delivered: &[DeliveredUnits],
) -> Result<Vec<WorkshopId>, (usize, CreditLinesFault)> {
    if let Some(index) = repeated(faults.iter().map(|fault| fault.batch_id)).next() {
        return Err((index, CreditLinesFault::DuplicateBatch));
    }
    let mut makers = Vec::with_capacity(faults.len());
    let mut faulty = 0;
    for (index, fault) in faults.iter().enumerate() {
        let found = delivered.iter().find(|units| units.batch_id == fault.batch_id);
        let batch = found.ok_or((index, CreditLinesFault::BatchNotDelivered))?;
        faulty += fault.quantity;
        // Units can be credited once; of an amount, the same units may be concerned again.
        let available = if credited > 0 { batch.delivered - batch.credited } else { batch.delivered };
        if fault.quantity <= 0 || fault.quantity > available || (credited > 0 && faulty > credited) {
            return Err((index, CreditLinesFault::TooManyFaulty));
        }
        makers.push(batch.workshop_id);
    }
    Ok(makers)
}

/// The batches of `units` recalled units, which are taken in this order from what was delivered and is not credited.
pub fn split_recalled_units(units: i64, recalled: &[DeliveredUnits]) -> Vec<FaultyUnits> {
    let mut left = units;
    let take = |batch: &DeliveredUnits| {
        let quantity = (batch.delivered - batch.credited).min(left).max(0);
        left -= quantity;
        FaultyUnits { batch_id: batch.batch_id, quantity }
    };
    recalled.iter().map(take).filter(|fault| fault.quantity > 0).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn batch(number: u128, delivered: i64, credited: i64) -> DeliveredUnits {
        let batch_id = BatchId(Uuid::from_u128(number));
        DeliveredUnits { batch_id, workshop_id: WorkshopId(Uuid::from_u128(number)), delivered, credited }
    }

    fn fault(number: u128, quantity: i64) -> FaultyUnits {
        FaultyUnits { batch_id: BatchId(Uuid::from_u128(number)), quantity }
    }

    #[test]
    fn no_more_is_at_fault_than_is_credited_and_was_delivered() {
        let delivered = [batch(1, 4, 0), batch(2, 6, 5)];
        let check = |credited, faults: &[FaultyUnits]| check_faults(credited, faults, &delivered).map(|m| m.len());
        assert_eq!(check(5, &[fault(1, 4), fault(2, 1)]), Ok(2));
        assert_eq!(check(3, &[fault(1, 4)]), Err((0, CreditLinesFault::TooManyFaulty)));
        assert_eq!(check(10, &[fault(1, 5)]), Err((0, CreditLinesFault::TooManyFaulty)));
        assert_eq!(check(10, &[fault(1, 1), fault(2, 2)]), Err((1, CreditLinesFault::TooManyFaulty)));
        assert_eq!(check(0, &[fault(2, 6)]), Ok(1), "an amount may concern units that were credited");
        assert_eq!(check(5, &[fault(1, 1), fault(1, 1)]), Err((1, CreditLinesFault::DuplicateBatch)));
        assert_eq!(check(5, &[fault(3, 1)]), Err((0, CreditLinesFault::BatchNotDelivered)));
        assert_eq!(check(5, &[fault(1, 0)]), Err((0, CreditLinesFault::TooManyFaulty)));
    }

    #[test]
    fn recalled_units_are_taken_from_the_batches_that_have_some_left() {
        let recalled = [batch(1, 4, 4), batch(2, 6, 1), batch(3, 9, 0)];
        assert_eq!(split_recalled_units(7, &recalled), [fault(2, 5), fault(3, 2)]);
    }
}
