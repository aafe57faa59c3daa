//! Reads arrivals from a CSV file with the columns `reference`, `date` and `guests`, and `status` where bookings are
//! cancelled.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::arrivals::{ArrivalRow, ArrivalTerms};
use crate::{
    orders::OrderError,
    platform::{
        csv::{
            Column, CsvError, CsvFile, RowError, RowErrors, RowReader, has_lost_zeros, optional, required,
            without_zeros,
        },
        http::{
            dates::{ArrivalDate, DateSpan, Spanned},
            limits::{FIELD_ERRORS, IMPORT_ROWS},
            problem::{Problem, Result},
        },
        words::words,
    },
};

const COLUMNS: &[Column] = &[
    required("reference", "The lodge's own reference, unique in the file."),
    required("date", "Day of arrival."),
    required("guests", "Number of guests; 0 cancels the arrival."),
    optional(
        "status",
        "`confirmed`, or `cancelled` or `no show`, which cancel the arrival; its guests may be empty then.",
    ),
];
/// Words that confirm an arrival, as booking systems write them: their letters, in lower case without accents.
const CONFIRMED: &[&str] = &[
    "confirmed",
    "confirmada",
    "confirmado",
    "ok",
    "new",
    "nueva",
    "modified",
    "modificada",
    "booked",
    "reserved",
    "reservada",
    "guaranteed",
    "garantizada",
    "checkedin",
    "checkin",
    "inhouse",
];
/// Words that cancel it.
const CANCELLED: &[&str] = &[
    "cancelled",
    "canceled",
    "cancelada",
    "cancelado",
    "anulada",
    "anulado",
    "cancelledbyguest",
    "canceledbyguest",
    "cancelledbyhotel",
    "canceledbyhotel",
    "canceladaporhuesped",
    "noshow",
    "nosepresento",
];
/// Characters of a reference.
const REFERENCE: usize = 80;
/// Guests of one arrival.
const MAX_GUESTS: i32 = 10_000;

/// Reads all arrivals of a file. No two of them have the same reference. `expected` are the references of the arrivals that
/// are expected already: a reference that differs from one of them in leading zeros alone is refused, because a spreadsheet
/// program takes them off, and the guests would count twice.
///
/// # Errors
/// `FileInvalid` where columns or cells are wrong, `DuplicateReference` where rows share a reference. Both name the
/// first wrong cells, such as `line 3/date`.
pub fn read_arrivals(bytes: &[u8], today: NaiveDate, expected: &HashSet<String>) -> Result<Vec<ArrivalRow>> {
    let span = ArrivalDate::span(today);
    let mut errors = RowErrors::new(FIELD_ERRORS);
    let file = CsvFile::read("", bytes, COLUMNS, IMPORT_ROWS, &mut errors);
    let mut arrivals = Vec::new();
    let mut references = HashSet::new();
    let mut duplicates = RowErrors::new(FIELD_ERRORS);
    let mut first_duplicate = None;
    if let Some(file) = &file {
        let named: HashSet<&str> = file.rows().iter().map(|row| file.cell(row, "reference")).collect();
        let absent = expected.iter().map(String::as_str).filter(|reference| !named.contains(reference));
        let absent: HashMap<&str, &str> = absent.map(|reference| (without_zeros(reference), reference)).collect();
        for row in file.rows() {
            let mut reader = RowReader::new(file, row, (), &mut errors);
            let Some(arrival) = read_row(&mut reader, span) else { continue };
            if !expected.contains(&arrival.reference) {
                check_zeros(&mut reader, &arrival.reference, &absent);
            }
            if !references.insert(arrival.reference.clone()) {
                let error = OrderError::DuplicateReference { reference: arrival.reference.clone() };
                duplicates.push(RowError::new("", row.line, "reference", &error));
                first_duplicate.get_or_insert(error);
            }
            arrivals.push(ArrivalRow { line: row.line, terms: arrival });
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
    let (reference, date) = (row.identifier::<REFERENCE>("reference"), row.date("date", span));
    let confirmed = row.optional_or("status", true, |row, column| {
        row.one_of(column, &["confirmed", "cancelled", "no show"], |word| {
            let word = words(word).concat();
            let is = |list: &[&str]| list.contains(&word.as_str());
            if is(CONFIRMED) { Some(true) } else { is(CANCELLED).then_some(false) }
        })
    });
    let guests = |row: &mut RowReader<'_>, column| row.small_integer(column, 0, MAX_GUESTS);
    // A cancelled booking may have lost its guests.
    let guests = match confirmed {
        Some(false) => row.optional("guests", guests).map(|_| 0),
        _ => guests(row, "guests"),
    };
    confirmed?;
    Some(ArrivalTerms { reference: reference?, date: date?, guests: guests? })
}

/// Refuses a new reference where one of `absent`, by what is left without their leading zeros, differs in these alone.
fn check_zeros(row: &mut RowReader<'_>, reference: &str, absent: &HashMap<&str, &str>) {
    let stored = absent.get(without_zeros(reference)).filter(|stored| **stored != reference);
    if let Some(stored) = stored.map(|stored| (*stored).to_owned()) {
        if has_lost_zeros(&stored, reference) {
            row.reject::<()>("reference", &CsvError::LeadingZerosLost { stored });
        } else if has_lost_zeros(reference, &stored) {
            row.reject::<()>("reference", &OrderError::ReferenceWithoutZeros { stored });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_arrivals(bytes: &[u8], today: NaiveDate) -> Result<Vec<ArrivalTerms>> {
        let rows = super::read_arrivals(bytes, today, &HashSet::new())?;
        Ok(rows.into_iter().map(|row| row.terms).collect())
    }

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
        let guests = |cells: &str| {
            let text = format!("reference,date,guests,status\nA,2026-01-31,{cells}\n");
            let read = read_arrivals(text.as_bytes(), TODAY).map(|rows| rows[0].guests);
            read.map_err(|problem| problem.errors()[0].pointer.clone())
        };
        for cancelled in [
            "0,",
            "4,CANCELLED",
            ",cancelled",
            "4,No-Show",
            "4,cancelled_by_guest",
            ",ANULADA",
            "0,no show",
            "2,No se presentó",
        ] {
            assert_eq!(guests(cancelled), Ok(0), "{cancelled}");
        }
        for confirmed in ["4,", "4,confirmada", "4,OK", "4,Checked-in", "4,MODIFIED"] {
            assert_eq!(guests(confirmed), Ok(4), "{confirmed}");
        }
        for (refused, cell) in [
            ("4,quizas", "status"),
            (",confirmed", "guests"),
            (",", "guests"),
            ("-1,cancelled", "guests"),
            ("2.5,", "guests"),
        ] {
            assert_eq!(guests(refused), Err(format!("line 2/{cell}")), "{refused}");
        }
    }

    #[test]
    fn a_reference_that_a_spreadsheet_did_not_show_is_refused() {
        let zero_width =
            read_arrivals("reference,date,guests\nR\u{200b}1,2026-01-31,2\n".as_bytes(), TODAY).unwrap_err();
        assert_eq!(zero_width.errors()[0].code, "control_character");
        for shown in ["2.02612E+11", "#N/A", "########"] {
            let text = format!("reference,date,guests\n{shown},2026-01-31,2\n");
            let error = &read_arrivals(text.as_bytes(), TODAY).unwrap_err().errors()[0].clone();
            assert_eq!(
                (error.pointer.as_str(), error.code.as_str()),
                ("line 2/reference", "value_not_shown"),
                "{shown}"
            );
        }
    }

    #[test]
    fn the_apostrophe_of_a_text_is_no_part_of_a_number() {
        let rows = read_arrivals(b"reference,date,guests\n'00123,2026-01-31,2\n'A,2026-01-31,2\n", TODAY).unwrap();
        assert_eq!(rows.iter().map(|row| row.reference.as_str()).collect::<Vec<_>>(), ["00123", "'A"]);
    }

    #[test]
    fn a_reference_that_lost_its_zeros_or_got_them_back_is_no_other_arrival() {
        let expected: HashSet<String> = ["00123", "77", "0500", "500"].map(str::to_owned).into();
        let errors = |references: &[&str]| {
            let rows: String = references.iter().map(|reference| format!("{reference},2026-01-31,2\n")).collect();
            let text = format!("reference,date,guests\n{rows}");
            let problem = super::read_arrivals(text.as_bytes(), TODAY, &expected).err();
            let described = |problem: Problem| -> Vec<String> {
                problem.errors().iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
            };
            problem.map(described).unwrap_or_default()
        };
        assert_eq!(errors(&["123"]), ["line 2/reference leading_zeros_lost"]);
        assert_eq!(errors(&["00123", "0123"]), Vec::<String>::new(), "the list has both");
        assert_eq!(errors(&["0077", "124"]), ["line 2/reference reference_without_zeros"]);
        assert_eq!(errors(&["00123", "77", "500", "0500", "1230", "A123"]), Vec::<String>::new());
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
