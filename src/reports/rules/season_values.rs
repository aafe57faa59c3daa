//! The value of a workshop's quotas in a season, by what became of them.

use entities::values::{Amount, CarriedKind, QuotaChangeCause};

use super::micro::MILLION;

/// The value of a workshop's quotas in a season, by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeasonValues {
    /// Accepted.
    pub received: Amount,
    /// Published and not received yet.
    pub awaited: Amount,
    /// Declined, given up by an amendment or a reduced offer, or expired without an answer.
    pub declined: Amount,
    /// Rejected for quality, or never delivered by the workshop.
    pub short: Amount,
    /// Withdrawn by the cooperative: an order was cancelled, a certificate ended, a pause began.
    pub withdrawn: Amount,
    /// Credit that lifted the workshop to the median when it joined or returned.
    pub credit: Amount,
    /// Carried value per unit of share, in millionths.
    pub ratio: i64,
}

/// The sum of the movements of carried value of one kind at one share.
#[derive(Clone, Copy, Debug)]
pub struct Movement {
    /// The kind.
    pub kind: CarriedKind,
    /// The share, as a weight.
    pub weight: i64,
    /// The sum.
    pub amount: Amount,
}

/// The value that quotas lost by one cause.
#[derive(Clone, Copy, Debug)]
pub struct ReducedValue {
    /// The cause.
    pub cause: QuotaChangeCause,
    /// The sum.
    pub value: Amount,
}

/// Causes by which a workshop gave up quotas itself.
const DECLINED: [QuotaChangeCause; 4] =
    [QuotaChangeCause::Amended, QuotaChangeCause::Declined, QuotaChangeCause::Expired, QuotaChangeCause::Capacity];

impl SeasonValues {
    /// Computes the values of a workshop whose share is now `weight`; `short` is the value that did not come.
    pub fn of(weight: i64, movements: &[Movement], reductions: &[ReducedValue], short: Amount) -> Self {
        let sum = |kinds: &[CarriedKind]| -> Amount {
            movements.iter().filter(|row| kinds.contains(&row.kind)).map(|row| row.amount).sum()
        };
        let reduced = |by_workshop: bool| -> Amount {
            let rows = reductions.iter().filter(|row| DECLINED.contains(&row.cause) == by_workshop);
            rows.map(|row| row.value).sum()
        };
        // Each movement is divided by the share of its own time.
        let ratio: i128 = movements
            .iter()
            .map(|row| i128::from(row.amount.0) * i128::from(MILLION) / i128::from(row.weight.max(1)))
            .sum();
        Self {
            received: sum(&[CarriedKind::Accepted]),
            awaited: sum(&[CarriedKind::Published, CarriedKind::Released]),
            declined: reduced(true),
            short,
            withdrawn: reduced(false),
            credit: sum(&[CarriedKind::Credit]),
            ratio: if weight > 0 { i64::try_from(ratio.max(0)).unwrap_or(i64::MAX) } else { 0 },
        }
    }

    /// The value of all quotas that the workshop could make.
    pub fn offered(self) -> Amount {
        self.received + self.awaited + self.declined + self.short
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_of_quotas_is_divided_by_what_became_of_them() {
        use CarriedKind::*;
        let movements = [
            (Published, 100, 3_000),
            (Accepted, 100, 5_000),
            (Released, 100, -1_000),
            (Declined, 100, 2_000),
            (Credit, 200, 4_000),
        ];
        let movements = movements.map(|(kind, weight, amount)| Movement { kind, weight, amount: Amount(amount) });
        let reductions = [(QuotaChangeCause::Declined, 2_000), (QuotaChangeCause::OrderCancelled, 1_000)];
        let reductions = reductions.map(|(cause, value)| ReducedValue { cause, value: Amount(value) });
        let values = SeasonValues::of(200, &movements, &reductions, Amount(300));
        assert_eq!((values.received, values.awaited, values.declined), (Amount(5_000), Amount(2_000), Amount(2_000)));
        assert_eq!((values.short, values.withdrawn, values.credit), (Amount(300), Amount(1_000), Amount(4_000)));
        // 90 at the share of 100, and 20 at the share of 200.
        assert_eq!((values.ratio, values.offered()), (110 * MILLION, Amount(9_300)));
    }
}
