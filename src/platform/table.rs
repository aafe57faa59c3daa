//! Tables for export as CSV or spreadsheet. Each writer makes sure that a spreadsheet program never evaluates text as a
//! formula.

use chrono::NaiveDate;

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// An empty cell.
    Empty,
    /// Text. A leading `=` is not a formula.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number of `digits` decimals (at most 18), in its smallest unit: money in minor units.
    Decimal {
        /// In units of the last decimal.
        units: i64,
        /// Decimals.
        digits: u32,
    },
    /// A date.
    Date(NaiveDate),
}

impl Cell {
    /// The text, or an empty cell.
    pub fn optional(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Empty, |text| Self::Text(text.into()))
    }
}

/// A header and rows with as many cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Name of each column.
    pub header: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// `units` of the last of `digits` decimals as a number with a point: `(-5, 2)` is `-0.05`.
pub fn decimal(units: i64, digits: u32) -> String {
    let digits = usize::try_from(digits.min(18)).unwrap_or(18);
    let sign = if units < 0 { "-" } else { "" };
    let figures = format!("{:0>width$}", units.unsigned_abs(), width = digits + 1);
    match figures.split_at_checked(figures.len().saturating_sub(digits)) {
        Some((whole, part)) if !part.is_empty() => format!("{sign}{whole}.{part}"),
        _ => format!("{sign}{figures}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_have_their_point_in_place() {
        for (units, digits, want) in [
            (12990, 0, "12990"),
            (-5, 2, "-0.05"),
            (0, 2, "0.00"),
            (100, 2, "1.00"),
            (i64::MIN, 2, "-92233720368547758.08"),
        ] {
            assert_eq!(decimal(units, digits), want);
        }
    }
}
