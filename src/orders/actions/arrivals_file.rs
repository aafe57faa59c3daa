//! Reads arrivals from a CSV file with the columns `reference`, `date` and `guests`, and `status` where bookings are
//! cancelled.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::arrivals::ArrivalTerms;
use crate::{
    orders::OrderError,
    platform::{
        csv::{Column, CsvFile, RowError, RowErrors, RowReader, optional, required},
        http::{
            dates::{ArrivalDate, DateSpan, Spanned},
            limits::{FIELD_ERRORS, IMPORT_ROWS},
            problem::{Problem, Result},
        },
    },
};

const COLUMNS: &[Column] = &[
    required("reference", "The lodge's own reference, unique in the file."),
    required("date", "Day of arrival."),
    required("guests", "Number of guests; 0 cancels the arrival."),
    optional("status", "`confirmed`, or `cancelled`, which cancels the arrival."),
];
/// Words that confirm an arrival, as booking systems write them; then those that cancel it.
const CONFIRMED: [&str; 3] = ["confirmed", "confirmada", "confirmado"];
const CANCELLED: [&str; 5] = ["cancelled", "canceled", "cancelada", "cancelado", "anulada"];
/// Characters of a reference.
const REFERENCE: usize = 80;
/// Guests of one arrival.
const MAX_GUESTS: i32 = 10_000;

/// Reads all arrivals of a file. No two of them have the same reference.
///
/// # Errors
/// `FileInvalid` where columns or cells are wrong, `DuplicateReference` where rows share a reference. Both name the
/// first wrong cells, such as `line 3/date`.
pub fn read_arrivals(bytes: &[u8], today: NaiveDate) -> Result<Vec<ArrivalTerms>> {
    let span = ArrivalDate::span(today);
    let mut errors = RowErrors::new(FIELD_ERRORS);
    let file = CsvFile::read("", bytes, COLUMNS, IMPORT_ROWS, &mut errors);
    let mut arrivals = Vec::new();
    let mut references = HashSet::new();
    let mut duplicates = RowErrors::new(FIELD_ERRORS);
    let mut first_duplicate = None;
    if let Some(file) = &file {
        for row in file.rows() {
            let Some(arrival) = read_row(&mut RowReader::new(file, row, (), &mut errors), span) else { continue };
            if !references.insert(arrival.reference.clone()) {
                let error = OrderError::DuplicateReference { reference: arrival.reference.clone() };
                duplicates.push(RowError::new("", row.line, "reference", &error));
                first_duplicate.get_or_insert(error);
            }
            arrivals.push(arrival);
        }
    }
    if !errors.is_empty() {
        let problem = Problem::from(OrderError::FileInvalid { errors: errors.count() });
        return Err(problem.with_errors(errors.as_slice().iter().map(Into::into)));
    }
    match first_duplicate {
        Some(error) => Err(Problem::from(error).with_errors(duplicates.as_slice().iter().map(Into::into))),
        None => Ok(arrivals),
    }
}

fn read_row(row: &mut RowReader<'_>, span: DateSpan) -> Option<ArrivalTerms> {
    let (reference, date) = (row.free_text::<REFERENCE>("reference"), row.date("date", span));
    let guests = row.small_integer("guests", 0, MAX_GUESTS);
    let confirmed = row.optional_or("status", true, |row, column| {
        row.one_of(column, &["confirmed", "cancelled"], |word| {
            let word = word.to_lowercase();
            let is = |words: &[&str]| words.contains(&word.as_str());
            if is(&CONFIRMED) { Some(true) } else { is(&CANCELLED).then_some(false) }
        })
    });
    let guests = if confirmed? { guests? } else { 0 };
    Some(ArrivalTerms { reference: reference?, date: date?, guests })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 1, 2).unwrap();

    #[test]
    fn a_good_file_is_read_whatever_the_order_of_its_columns() {
        for text in [
            "\u{feff}guests,reference,date\n4,R-1,2026-01-31\n 2 ,'=2,2026-02-01\n",
            "guests;reference;date\r\n4;R-1;2026-01-31\r\n\r\n2;'=2;2026-02-01\r\n",
        ] {
            let rows = read_arrivals(text.as_bytes(), TODAY).unwrap();
            let rows: Vec<_> = rows.iter().map(|r| (r.reference.as_str(), r.date.to_string(), r.guests)).collect();
            assert_eq!(rows, [("R-1", "2026-01-31".to_owned(), 4), ("=2", "2026-02-01".to_owned(), 2)]);
        }
    }

    #[test]
    fn a_booking_is_cancelled_by_its_guests_or_its_status() {
        let text =
            "reference,date,guests,status\nA,2026-01-31,0,\nB,2026-01-31,4,CANCELLED\nC,2026-01-31,4,confirmada\n";
        let rows = read_arrivals(text.as_bytes(), TODAY).unwrap();
        assert_eq!(rows.iter().map(|row| row.guests).collect::<Vec<_>>(), [0, 0, 4]);
        let unknown = read_arrivals(b"reference,date,guests,status\nA,2026-01-31,4,quizas\n", TODAY).unwrap_err();
        assert_eq!(unknown.errors()[0].pointer, "line 2/status");
    }

    #[test]
    fn every_bad_cell_is_named() {
        let pointers = |text: &str| {
            let problem = read_arrivals(text.as_bytes(), TODAY).unwrap_err();
            problem.errors().iter().map(|e| format!("{} {}", e.pointer, e.code)).collect::<Vec<_>>()
        };
        assert_eq!(
            pointers("reference,fecha\n"),
            ["line 1/fecha unknown_column", "line 1/date missing_column", "line 1/guests missing_column"]
        );
        assert_eq!(
            pointers("reference,date,guests\nR,2026-02-30,-1\n\n,2026-01-01,3\n"),
            ["line 2/date not_a_date", "line 2/guests out_of_range", "line 4/reference required"]
        );
        assert_eq!(
            pointers("reference,date,guests\n\"R\n1\",2026-01-01,2\nR,2026-01-02,2\nR,2026-01-03,2\n"),
            ["line 2/reference control_character"]
        );
        assert_eq!(
            pointers("reference,date,guests\nR,2026-01-02,2\n\nR,2026-01-03,2\n"),
            ["line 4/reference reference_twice"]
        );
        assert_eq!(read_arrivals(b"\xf1\x81", TODAY).unwrap_err().errors().len(), 1);
    }
}
