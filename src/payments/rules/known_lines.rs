//! Which rows of a bank statement are stored already. A bank's own id does not decide it alone, because banks use an id
//! again: nothing is dropped because of its id, and nothing that may be known is counted without a person.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::values::Amount;

/// What a bank says of a movement of the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Movement<'a> {
    /// The bank's own id.
    pub bank_id: Option<&'a str>,
    /// The bank's day.
    pub booked_on: NaiveDate,
    /// Positive = received.
    pub amount: Amount,
    /// The bank's text.
    pub reference: &'a str,
    /// Who paid, or was paid.
    pub counterparty: Option<&'a str>,
}

/// How a row relates to the stored lines and to the rows before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowMatch {
    /// It is this stored line.
    Stored(usize),
    /// It may be this stored line: the same id with another day, amount or text, or the same without an id.
    LikeStored(usize),
    /// It has the id of this row of the same file.
    LikeRow(usize),
    /// Nothing resembles it.
    New,
}

type Content<'a> = (NaiveDate, Amount, &'a str);

impl<'a> Movement<'a> {
    fn content(&self) -> Content<'a> {
        (self.booked_on, self.amount, self.reference)
    }

    /// Whether no counterparty contradicts the other: an export may leave them out.
    fn counterparties_agree(&self, other: &Self) -> bool {
        self.counterparty == other.counterparty || self.counterparty.is_none() || other.counterparty.is_none()
    }
}

/// Compares rows with the stored lines. A stored line is one row at most.
pub fn match_rows<'a>(stored: &[Movement<'a>], rows: &[Movement<'a>]) -> Vec<RowMatch> {
    let mut unclaimed = Unclaimed::of(stored);
    let mut matches: Vec<Option<RowMatch>> = vec![None; rows.len()];
    // Rows that are equal in everything come first, so that none of them takes the line of another.
    let same: [fn(&Movement<'_>, &Movement<'_>) -> bool; 2] = [
        |line, row| line == row,
        |line, row| line.bank_id == row.bank_id && row.bank_id.is_some() && line.counterparties_agree(row),
    ];
    for is_same in same {
        for (row, found) in rows.iter().zip(&mut matches).filter(|(_, found)| found.is_none()) {
            *found = unclaimed.claim(row, is_same).map(RowMatch::Stored);
        }
    }
    let mut stored_ids = HashMap::new();
    for (at, id) in stored.iter().enumerate().filter_map(|(at, line)| Some((at, line.bank_id?))) {
        stored_ids.entry(id).or_insert(at);
    }
    let mut row_ids = HashMap::new();
    let mut found = Vec::with_capacity(rows.len());
    for (at, (row, known)) in rows.iter().zip(matches).enumerate() {
        let like_stored = || row.bank_id.and_then(|id| stored_ids.get(id)).copied().map(RowMatch::LikeStored);
        let like_row = || row.bank_id.and_then(|id| row_ids.get(id)).copied().map(RowMatch::LikeRow);
        let of_row = known.or_else(like_stored).or_else(like_row);
        found.push(of_row.unwrap_or_else(|| {
            let like = unclaimed.claim(row, |line, row| {
                (line.bank_id.is_none() || row.bank_id.is_none()) && line.counterparties_agree(row)
            });
            like.map_or(RowMatch::New, RowMatch::LikeStored)
        }));
        if let Some(id) = row.bank_id {
            row_ids.entry(id).or_insert(at);
        }
    }
    found
}

/// The stored lines that no row is yet, by their content.
struct Unclaimed<'a>(HashMap<Content<'a>, Vec<(usize, Movement<'a>)>>);

impl<'a> Unclaimed<'a> {
    fn of(stored: &[Movement<'a>]) -> Self {
        let mut lines: HashMap<Content<'a>, Vec<_>> = HashMap::new();
        for (at, line) in stored.iter().enumerate() {
            lines.entry(line.content()).or_default().push((at, *line));
        }
        Self(lines)
    }

    /// Takes the first line with the content of `row` that `is_same` accepts.
    fn claim(&mut self, row: &Movement<'a>, is_same: impl Fn(&Movement<'_>, &Movement<'_>) -> bool) -> Option<usize> {
        let lines = self.0.get_mut(&row.content())?;
        let at = lines.iter().position(|(_, line)| is_same(line, row))?;
        Some(lines.remove(at).0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn movement(id: &'static str, day: u32, amount: i64, counterparty: &'static str) -> Movement<'static> {
        Movement {
            bank_id: (!id.is_empty()).then_some(id),
            booked_on: NaiveDate::from_ymd_opt(2026, 10, day).unwrap(),
            amount: Amount(amount),
            reference: "abono",
            counterparty: (!counterparty.is_empty()).then_some(counterparty),
        }
    }

    #[test]
    fn an_id_alone_does_not_make_a_row_known() {
        let stored = [movement("7", 5, 100, "Ana"), movement("", 6, 50, ""), movement("", 6, 50, "")];
        let rows = [
            movement("7", 5, 100, "Ana"),
            movement("7", 6, 100, "Ana"),
            movement("8", 6, 50, ""),
            movement("9", 9, 1, ""),
            movement("9", 9, 1, ""),
            movement("", 6, 50, ""),
            movement("", 6, 50, ""),
        ];
        use RowMatch::*;
        assert_eq!(match_rows(&stored, &rows), [Stored(0), LikeStored(0), New, New, LikeRow(3), Stored(1), Stored(2)]);
        // The same movement from an export without counterparties, and from one without ids.
        assert_eq!(match_rows(&stored, &[movement("7", 5, 100, "")]), [Stored(0)]);
        assert_eq!(match_rows(&stored, &[movement("", 5, 100, "Ana")]), [LikeStored(0)]);
        assert_eq!(match_rows(&stored, &[movement("", 6, 50, "Eva"), movement("", 7, 50, "")]), [LikeStored(1), New]);
    }

    fn movements() -> impl Strategy<Value = Vec<Movement<'static>>> {
        let one = (prop::sample::select(vec!["", "1", "2"]), 1_u32..3, 1_i64..3, prop::sample::select(vec!["", "a"]));
        prop::collection::vec(one.prop_map(|(id, day, amount, who)| movement(id, day, amount, who)), 0..12)
    }

    proptest! {
        #[test]
        fn nothing_is_dropped_and_nothing_known_twice(stored in movements(), rows in movements()) {
            let matches = match_rows(&stored, &rows);
            prop_assert_eq!(matches.len(), rows.len());
            let mut claimed = Vec::new();
            for (row, found) in rows.iter().zip(&matches) {
                match *found {
                    RowMatch::Stored(at) => {
                        prop_assert_eq!((stored[at].content(), stored[at].bank_id), (row.content(), row.bank_id));
                        claimed.push(at);
                    }
                    RowMatch::New => prop_assert!(stored.iter().all(|line| row.bank_id.is_none() || line.bank_id != row.bank_id)),
                    RowMatch::LikeStored(_) | RowMatch::LikeRow(_) => {}
                }
            }
            let count = claimed.len();
            claimed.sort_unstable();
            claimed.dedup();
            prop_assert_eq!(claimed.len(), count);
        }

        #[test]
        fn what_was_imported_is_known_afterwards(stored in movements(), rows in movements()) {
            let mut all = stored.clone();
            let matches = match_rows(&stored, &rows);
            all.extend(rows.iter().zip(&matches).filter(|(_, found)| !matches!(found, RowMatch::Stored(_))).map(|(row, _)| *row));
            let again = match_rows(&all, &rows);
            prop_assert!(again.iter().all(|found| matches!(found, RowMatch::Stored(_))));
        }
    }
}
