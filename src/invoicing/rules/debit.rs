//! Rules of debit notes: each line adds to one line of the invoice.

use entities::values::{Amount, split_by_largest_remainder};
use serde::Serialize;

/// What is wrong with the lines of a debit note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum DebitLinesFault {
    /// A correction of prices names no line.
    #[error("A debit note that corrects prices names the lines that it corrects.")]
    LinesRequired,
    /// Late interest is spread over all lines.
    #[error("Late interest is one amount, which is spread over the lines of the invoice.")]
    LinesNotAllowed,
    /// The line is not one of the invoice.
    #[error("This line is not on the invoice.")]
    UnknownLine,
    /// The line is named twice.
    #[error("This line is named twice.")]
    DuplicateLine,
    /// A debit note corrects prices, or charges late interest.
    #[error("A debit note corrects prices or charges late interest.")]
    CauseDoesNotFit,
}

/// An amount spread over the lines of an invoice in proportion to what credit notes have left of them.
pub fn spread_over_lines(amount: Amount, left: &[Amount]) -> Vec<Amount> {
    let weights: Vec<i64> = left.iter().map(|net| net.0.max(0)).collect();
    split_by_largest_remainder(amount, &weights)
}
