//! What a workshop was given in a season, by what became of it.

use entities::values::{Amount, CarriedKind, QuotaChangeCause};

use super::numbers::MILLION;

/// What a workshop was given in a season, by what became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Accepted.
    pub received: Amount,
    /// Published and not received yet.
    pub awaited: Amount,
    /// Declined, amended away, not answered in time, or given up by lowering its offer.
    pub declined: Amount,
    /// Rejected for quality, or never brought.
    pub short: Amount,
    /// Taken back by the cooperative: an order was cancelled, a certificate ended, a pause began.
    pub taken_back: Amount,
    /// Credit that lifted it to the median when it came.
    pub credit: Amount,
    /// What it carries into the next cycle, per share, in millionths.
    pub ratio: i64,
}

/// A movement of carried value, summed: its kind, the share it was made at, its amount.
pub type Movement = (CarriedKind, i64, Amount);

impl Given {
    /// From its movements, what was made no more of its quotas, and what it failed to bring. `weight` is its share now.
    pub fn of(weight: i64, movements: &[Movement], gone: &[(QuotaChangeCause, Amount)], short: Amount) -> Self {
        let sum = |kinds: &[CarriedKind]| -> Amount {
            movements.iter().filter(|(kind, _, _)| kinds.contains(kind)).map(|(_, _, amount)| *amount).sum()
        };
        let declined = [
            QuotaChangeCause::Amended,
            QuotaChangeCause::Declined,
            QuotaChangeCause::Expired,
            QuotaChangeCause::Capacity,
        ];
        let sum_of = |own: bool| -> Amount {
            let rows = gone.iter().filter(|(cause, _)| declined.contains(cause) == own);
            rows.map(|(_, amount)| *amount).sum()
        };
        let micro: i128 = movements
            .iter()
            .map(|(_, then, amount)| i128::from(amount.0) * i128::from(MILLION) / i128::from((*then).max(1)))
            .sum();
        Self {
            received: sum(&[CarriedKind::Accepted]),
            awaited: sum(&[CarriedKind::Published, CarriedKind::Released]),
            declined: sum_of(true),
            short,
            taken_back: sum_of(false),
            credit: sum(&[CarriedKind::Credit]),
            ratio: if weight > 0 { i64::try_from(micro.max(0)).unwrap_or(i64::MAX) } else { 0 },
        }
    }

    /// What it was given to make, whatever became of it.
    pub fn offered(self) -> Amount {
        self.received + self.awaited + self.declined + self.short
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_is_told_by_what_became_of_it() {
        use CarriedKind::*;
        let movements = [
            (Published, 100, Amount(3_000)),
            (Accepted, 100, Amount(5_000)),
            (Released, 100, Amount(-1_000)),
            (Declined, 100, Amount(2_000)),
            (Credit, 200, Amount(4_000)),
        ];
        let gone = [(QuotaChangeCause::Declined, Amount(2_000)), (QuotaChangeCause::OrderCancelled, Amount(1_000))];
        let given = Given::of(200, &movements, &gone, Amount(300));
        assert_eq!((given.received, given.awaited, given.declined), (Amount(5_000), Amount(2_000), Amount(2_000)));
        assert_eq!((given.short, given.taken_back, given.credit), (Amount(300), Amount(1_000), Amount(4_000)));
        // Each part at the share of its own time: 90 and 20.
        assert_eq!((given.ratio, given.offered()), (110 * MILLION, Amount(9_300)));
    }
}
