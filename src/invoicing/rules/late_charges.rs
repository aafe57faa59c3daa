//! What may be charged for an invoice that is paid late (Ley 21.131): current interest by day on what is open, and once a
//! commission of 1 % of it. It is offered; finance staff decide whether they charge it, or less, but never more.
//!
//! Assumptions, for an accountant to confirm: simple interest on what is open today, a year of 365 days, from the day after
//! the due date until today, both included; the rate of each day is the one in force on it, and a day before the first
//! recorded rate bears none.

use std::iter;

use chrono::NaiveDate;
use entities::values::Amount;

/// The commission for recovering a late payment, in basis points.
const COMMISSION_BPS: i128 = 100;
/// Days of a year and basis points of a whole.
const YEAR: i128 = 365 * 10_000;

/// A rate of current interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatedRate {
    /// The first day on which it is in force.
    pub from: NaiveDate,
    /// For a year, in basis points.
    pub annual_bps: i32,
}

/// An invoice that is open after its due date.
#[derive(Clone, Copy, Debug)]
pub struct LateDebt {
    /// What is open.
    pub open: Amount,
    /// The day by which it was to be paid.
    pub due_on: NaiveDate,
    /// The last day for which interest was charged already; the commission was too then.
    pub charged_until: Option<NaiveDate>,
}

/// What may be charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LateCharge {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// Interest of these days.
    pub interest: Amount,
    /// The commission; zero where it was charged already.
    pub commission: Amount,
}

impl LateCharge {
    /// Interest and commission.
    pub fn total(&self) -> Amount {
        self.interest + self.commission
    }
}

/// What may be charged of a debt today; none where it is not late or nothing is left to charge. `rates` are sorted by
/// their first day.
pub fn late_charge(debt: LateDebt, rates: &[DatedRate], today: NaiveDate) -> Option<LateCharge> {
    let from = debt.charged_until.unwrap_or(debt.due_on).max(debt.due_on).succ_opt()?;
    if debt.open <= Amount::ZERO || from > today {
        return None;
    }
    let open = i128::from(debt.open.0);
    let days = iter::successors(Some(from), |day| day.succ_opt().filter(|day| *day <= today));
    let rate_of = |day: NaiveDate| rates.iter().rev().find(|rate| rate.from <= day).map_or(0, |rate| rate.annual_bps);
    let bps: i128 = days.map(|day| i128::from(rate_of(day))).sum();
    let interest = rounded(open * bps, YEAR);
    let commission = if debt.charged_until.is_some() { Amount::ZERO } else { rounded(open * COMMISSION_BPS, 10_000) };
    let charge = LateCharge { from, until: today, interest, commission };
    (charge.total() > Amount::ZERO).then_some(charge)
}

/// A positive quotient, rounded half up.
fn rounded(numerator: i128, denominator: i128) -> Amount {
    Amount(i64::try_from((numerator + denominator / 2) / denominator).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn interest_is_of_the_rate_of_each_day_and_the_commission_once() {
        let rates = [
            DatedRate { from: day("2026-03-01"), annual_bps: 3_650 },
            DatedRate { from: day("2026-04-06"), annual_bps: 7_300 },
        ];
        let debt = LateDebt { open: Amount(100_000), due_on: day("2026-03-31"), charged_until: None };
        // Five days at 0.1 % and five at 0.2 % of 100,000, and 1 %.
        let charge = late_charge(debt, &rates, day("2026-04-10")).unwrap();
        assert_eq!(
            (charge.from, charge.interest, charge.commission),
            (day("2026-04-01"), Amount(1_500), Amount(1_000))
        );
        assert_eq!(late_charge(debt, &rates, day("2026-03-31")), None);
        let again = LateDebt { charged_until: Some(day("2026-04-09")), ..debt };
        let charge = late_charge(again, &rates, day("2026-04-10")).unwrap();
        assert_eq!((charge.interest, charge.commission), (Amount(200), Amount::ZERO));
        assert_eq!(
            late_charge(LateDebt { charged_until: Some(day("2026-04-10")), ..debt }, &rates, day("2026-04-10")),
            None
        );
        let without_rate = late_charge(debt, &[], day("2026-04-10")).unwrap();
        assert_eq!((without_rate.interest, without_rate.commission), (Amount::ZERO, Amount(1_000)));
    }

    proptest! {
        #[test]
        fn interest_grows_by_day_and_never_falls_below_zero(
            open in 1_i64..1_000_000_000,
            late in 1_u64..900,
            bps in 0_i32..5_000,
        ) {
            let due_on = day("2026-01-31");
            let rates = [DatedRate { from: day("2026-01-01"), annual_bps: bps }];
            let debt = LateDebt { open: Amount(open), due_on, charged_until: None };
            let on = |days| late_charge(debt, &rates, due_on + chrono::Days::new(days)).map_or(Amount::ZERO, |c| c.interest);
            prop_assert!(on(late) <= on(late + 1));
            prop_assert!(on(late).0 as i128 * YEAR <= i128::from(open) * i128::from(bps) * i128::from(late) + YEAR);
        }
    }
}
