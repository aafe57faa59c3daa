//! The balance with which a bank statement ends, from the balances beside its movements.

use chrono::NaiveDate;
use entities::values::Amount;

/// A movement of a statement with the balance that the bank printed beside it.
#[derive(Clone, Copy, Debug)]
pub struct BalancedRow {
    /// The bank's day.
    pub booked_on: NaiveDate,
    /// The movement.
    pub amount: Amount,
    /// What the account held after it.
    pub balance: Option<Amount>,
}

/// What an account held at the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatementBalance {
    /// The day.
    pub on: NaiveDate,
    /// Negative for an overdrawn account.
    pub amount: Amount,
}

/// The balances of a statement are not what its movements make of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BalancesDiffer;

/// What the account holds after all rows, whether the oldest row comes first or last; none without balances.
///
/// # Errors
/// [`BalancesDiffer`].
pub fn closing_balance(rows: &[BalancedRow]) -> Result<Option<StatementBalance>, BalancesDiffer> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(None) };
    if rows.iter().all(|row| row.balance.is_none()) {
        return Ok(None);
    }
    let opening = if first.booked_on > last.booked_on {
        opening_balance(rows.iter().rev())
    } else if first.booked_on < last.booked_on {
        opening_balance(rows.iter())
    } else {
        opening_balance(rows.iter()).or_else(|| opening_balance(rows.iter().rev()))
    };
    let opening = opening.ok_or(BalancesDiffer)?;
    let amount = opening + rows.iter().map(|row| row.amount).sum();
    let on = rows.iter().map(|row| row.booked_on).fold(first.booked_on, NaiveDate::max);
    Ok(Some(StatementBalance { on, amount }))
}

/// What the account held before the first of these rows, where every balance says the same.
fn opening_balance<'a>(rows: impl Iterator<Item = &'a BalancedRow>) -> Option<Amount> {
    let (mut moved, mut opening) = (Amount::ZERO, None);
    for row in rows {
        moved += row.amount;
        let Some(balance) = row.balance else { continue };
        match opening {
            None => opening = Some(balance - moved),
            Some(opening) if opening == balance - moved => {}
            Some(_) => return None,
        }
    }
    opening
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_closing_balance_is_found_in_both_orders(
            opening in -1_000_000_i64..1_000_000,
            movements in prop::collection::vec((0_u64..3, -90_000_i64..90_000, prop::bool::ANY), 1..30),
        ) {
            let (mut day, mut balance) = (NaiveDate::default(), Amount(opening));
            let mut rows = Vec::new();
            for (days, amount, printed) in movements {
                day = day + chrono::Days::new(days);
                balance += Amount(amount);
                rows.push(BalancedRow { booked_on: day, amount: Amount(amount), balance: printed.then_some(balance) });
            }
            let one_day = rows[0].booked_on == day;
            let last = rows.len() - 1;
            rows[last].balance = Some(balance);
            let closing = Ok(Some(StatementBalance { on: day, amount: balance }));
            prop_assert_eq!(closing_balance(&rows), closing);
            if !one_day {
                rows.reverse();
                prop_assert_eq!(closing_balance(&rows), closing);
            }
        }
    }

    #[test]
    fn balances_that_do_not_add_up_are_refused() {
        let row = |day: &str, amount, balance: Option<i64>| BalancedRow {
            booked_on: day.parse().unwrap(),
            amount: Amount(amount),
            balance: balance.map(Amount),
        };
        let gap = [row("2026-03-01", 10, Some(110)), row("2026-03-02", 5, Some(120))];
        assert_eq!(closing_balance(&gap), Err(BalancesDiffer));
        assert_eq!(closing_balance(&[row("2026-03-01", 10, None)]), Ok(None));
        let newest_first = [row("2026-03-01", 5, Some(115)), row("2026-03-01", 10, Some(110))];
        let closing = StatementBalance { on: "2026-03-01".parse().unwrap(), amount: Amount(115) };
        assert_eq!(closing_balance(&newest_first), Ok(Some(closing)));
    }
}
