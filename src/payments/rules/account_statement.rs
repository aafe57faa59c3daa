//! The statement of a buyer's account: what was invoiced, credited, paid and refunded, with the balance after each.

use chrono::NaiveDate;
use entities::values::{AccountMovementKind, Amount, InvoiceId};

/// A movement of a buyer's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountMovement {
    /// Its day.
    pub on: NaiveDate,
    /// What it is.
    pub kind: AccountMovementKind,
    /// The document, where it is one.
    pub invoice_id: Option<InvoiceId>,
    /// Name of the document.
    pub name: Option<String>,
    /// Positive where the buyer owes more.
    pub amount: Amount,
}

/// A movement, and what the buyer owes after it; negative in the buyer's favour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountLine {
    /// The movement.
    pub movement: AccountMovement,
    /// The balance after it.
    pub balance: Amount,
}

/// The movements of an account from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountLines {
    /// What the buyer owed before that day.
    pub opening: Amount,
    /// The movements, oldest first.
    pub lines: Vec<AccountLine>,
    /// What the buyer owes after the last; the opening balance and all amounts add up to it.
    pub closing: Amount,
}

/// The movements from `from` on, by day; documents before what pays them.
pub fn account_lines(mut movements: Vec<AccountMovement>, from: NaiveDate) -> AccountLines {
    movements.sort_by_key(|movement| (movement.on, movement.amount < Amount::ZERO));
    let (mut opening, mut balance) = (Amount::ZERO, Amount::ZERO);
    let mut lines = Vec::new();
    for movement in movements {
        balance += movement.amount;
        if movement.on < from {
            opening = balance;
        } else {
            lines.push(AccountLine { movement, balance });
        }
    }
    AccountLines { opening, lines, closing: balance }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_opening_balance_and_all_lines_add_up(
            movements in prop::collection::vec((0_u64..400, -90_000_i64..90_000), 0..40),
            first in 0_u64..400,
        ) {
            let day = |number| NaiveDate::default() + chrono::Days::new(number);
            let movement = |(number, amount)| AccountMovement {
                on: day(number),
                kind: AccountMovementKind::Invoice,
                invoice_id: None,
                name: None,
                amount: Amount(amount),
            };
            let movements: Vec<AccountMovement> = movements.into_iter().map(movement).collect();
            let whole: Amount = movements.iter().map(|movement| movement.amount).sum();
            let AccountLines { opening, lines, closing } = account_lines(movements, day(first));
            let listed: Amount = lines.iter().map(|line| line.movement.amount).sum();
            prop_assert_eq!(opening + listed, closing);
            prop_assert_eq!(closing, whole);
            prop_assert!(lines.iter().all(|line| line.movement.on >= day(first)));
        }
    }
}
