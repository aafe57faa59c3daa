//! A lodge's file of arrivals: read whole, every bad cell named by line and column, or not taken at all.

use chrono::NaiveDate;

use crate::{
    orders::NewArrival,
    platform::{
        http::{
            limits::{IMPORT_ROWS, NAMED_PROBLEMS},
            problem::{Problem, Result},
            text::Text,
        },
        table::unescape,
    },
};

const COLUMNS: [&str; 3] = ["reference", "date", "guests"];

/// The arrivals of a CSV file: UTF-8, a header row with the columns `reference`, `date` and `guests` in any order.
///
/// # Errors
/// 400 `file_invalid`, naming columns that are missing or unknown and the first bad cells.
pub fn read(bytes: &[u8]) -> Result<Vec<NewArrival>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut problem = Problem::malformed("file_invalid", "The file was not taken: correct it and send it again.");
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err(problem.at("line 1", "not_utf8", "save the file as UTF-8"));
    };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let places = COLUMNS.map(|name| header.iter().position(|cell| cell.trim() == name));
    for (name, place) in COLUMNS.iter().zip(places) {
        if place.is_none() {
            problem = problem.at(format!("line 1/{name}"), "column_missing", "this column is needed");
        }
    }
    for unknown in header.iter().map(str::trim).filter(|cell| !COLUMNS.contains(cell)) {
        problem = problem.at(format!("line 1/{unknown}"), "column_unknown", "reference, date and guests are known");
    }
    if !problem.errors().is_empty() {
        return Err(problem);
    }
    let mut rows = Vec::new();
    for (line, record) in (2..).zip(reader.records()) {
        if rows.len() >= IMPORT_ROWS || problem.errors().len() >= NAMED_PROBLEMS {
            break;
        }
        let Ok(record) = record else {
            problem = problem.at(format!("line {line}"), "row_invalid", "a quotation mark is left open");
            continue;
        };
        let cell = |i: usize| places.get(i).copied().flatten().and_then(|place| record.get(place)).unwrap_or("").trim();
        match row(cell(0), cell(1), cell(2)) {
            Ok(row) => rows.push(row),
            Err(wrong) => {
                for (column, code, detail) in wrong {
                    problem = problem.at(format!("line {line}/{column}"), code, detail);
                }
            }
        }
    }
    if rows.len() >= IMPORT_ROWS {
        problem = problem.at(format!("line {IMPORT_ROWS}"), "too_many_rows", format!("{IMPORT_ROWS} rows at most"));
    }
    if problem.errors().is_empty() { Ok(rows) } else { Err(problem) }
}

type Wrong = (&'static str, &'static str, &'static str);

fn row(reference: &str, date: &str, guests: &str) -> Result<NewArrival, Vec<Wrong>> {
    let reference = Text::<1, 80>::parse(unescape(reference));
    let date = NaiveDate::parse_from_str(date, "%Y-%m-%d");
    let guests: Option<i32> = guests.parse().ok().filter(|guests| (1..=10_000).contains(guests));
    match (reference, date, guests) {
        (Ok(reference), Ok(date), Some(guests)) => Ok(NewArrival { reference: reference.into(), date, guests }),
        (reference, date, guests) => Err([
            reference.is_err().then_some(("reference", "text_invalid", "1 to 80 characters")),
            date.is_err().then_some(("date", "date_invalid", "a date such as 2026-01-31")),
            guests.is_none().then_some(("guests", "out_of_range", "1 to 10000")),
        ]
        .into_iter()
        .flatten()
        .collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_file_is_read_whatever_the_order_of_its_columns() {
        let rows = read("\u{feff}guests,reference,date\n4,R-1,2026-01-31\n 2 ,'=2,2026-02-01\n".as_bytes()).unwrap();
        let told: Vec<_> = rows.iter().map(|r| (r.reference.as_str(), r.date.to_string(), r.guests)).collect();
        assert_eq!(told, [("R-1", "2026-01-31".to_owned(), 4), ("=2", "2026-02-01".to_owned(), 2)]);
    }

    #[test]
    fn every_bad_cell_is_named() {
        let pointers = |text: &str| {
            let problem = read(text.as_bytes()).unwrap_err();
            problem.errors().iter().map(|e| format!("{} {}", e.pointer, e.code)).collect::<Vec<_>>()
        };
        assert_eq!(
            pointers("reference,fecha\n"),
            ["line 1/date column_missing", "line 1/guests column_missing", "line 1/fecha column_unknown"]
        );
        assert_eq!(
            pointers("reference,date,guests\nR,2026-02-30,0\n,2026-01-01,3\n"),
            ["line 2/date date_invalid", "line 2/guests out_of_range", "line 3/reference text_invalid"]
        );
        assert_eq!(read(b"\xff\xfe").unwrap_err().errors().len(), 1);
    }
}
