//! The bank's account in the ledger beside the bank statement, and what explains the difference.

use entities::values::Amount;

use crate::payments::CountAndSum;

/// What is known of the bank's account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BankFigures {
    /// Balance of the account in the ledger.
    pub ledger: Amount,
    /// What the account held before the first imported line.
    pub opening: Option<Amount>,
    /// What the last bank statement ends with.
    pub closing: Option<Amount>,
    /// Imported lines until the day of that statement, or all of them without one.
    pub imported: CountAndSum,
    /// All imported lines.
    pub all_lines: CountAndSum,
    /// Lines that wait for a person.
    pub unmatched: CountAndSum,
    /// Lines that may be other lines again: they are in no other figure until a person decides.
    pub possible_duplicates: CountAndSum,
    /// Transfers recorded by hand that no line shows.
    pub payments_without_line: CountAndSum,
    /// Payouts confirmed by hand that no line shows.
    pub payouts_without_line: CountAndSum,
}

impl BankFigures {
    /// Imported lines after the day of the last statement.
    pub fn lines_after_closing(&self) -> CountAndSum {
        self.all_lines - self.imported
    }

    /// What nothing explains: lines that were not imported, or a wrong opening or closing balance.
    pub fn unexplained(&self) -> Amount {
        let bank = self.closing.unwrap_or(self.opening.unwrap_or_default() + self.imported.sum);
        bank + self.lines_after_closing().sum - self.unmatched.sum + self.payments_without_line.sum
            - self.payouts_without_line.sum
            - self.ledger
    }

    /// Whether the ledger has what the last bank statement ends with and the lines after it, and nothing waits. Nobody can
    /// say so without a closing balance: the imported lines do not show what is missing of them.
    pub fn is_reconciled(&self) -> bool {
        let waiting = [self.unmatched, self.possible_duplicates, self.payments_without_line, self.payouts_without_line];
        let agrees = self.closing.map(|closing| closing + self.lines_after_closing().sum) == Some(self.ledger);
        agrees && waiting.iter().all(|sum| sum.count == 0)
    }
}

/// The number of these amounts and their sum.
pub fn count_and_sum(amounts: &[Amount]) -> CountAndSum {
    CountAndSum { count: i64::try_from(amounts.len()).unwrap_or(i64::MAX), sum: amounts.iter().copied().sum() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(count: i64, sum: i64) -> CountAndSum {
        CountAndSum { count, sum: Amount(sum) }
    }

    #[test]
    fn what_nothing_explains_is_what_is_left() {
        let figures = BankFigures {
            ledger: Amount(1_000 + 500 - 40 - 30 + 20),
            opening: Some(Amount(1_000)),
            all_lines: sum(3, 500),
            imported: sum(3, 500),
            unmatched: sum(1, 40),
            possible_duplicates: CountAndSum::default(),
            payouts_without_line: sum(1, 30),
            payments_without_line: sum(1, 20),
            closing: None,
        };
        assert_eq!((figures.unexplained(), figures.is_reconciled()), (Amount::ZERO, false));
        // A closing balance stands for the opening balance and the lines until its day.
        let closed = BankFigures { closing: Some(Amount(1_490)), imported: sum(2, 450), ..figures };
        assert_eq!((closed.lines_after_closing(), closed.unexplained()), (sum(1, 50), Amount(40)));
        let agreed = BankFigures { closing: Some(Amount(7)), ledger: Amount(7), ..BankFigures::default() };
        assert!(agreed.is_reconciled());
        let undecided = BankFigures { possible_duplicates: sum(1, 9), ..agreed };
        assert_eq!((undecided.unexplained(), undecided.is_reconciled()), (Amount::ZERO, false));
        // Lines that agree with themselves do not show that the bank agrees.
        let unread = BankFigures { closing: None, opening: Some(Amount(7)), ..agreed };
        assert_eq!((unread.unexplained(), unread.is_reconciled()), (Amount::ZERO, false));
    }
}
