//! Writes a table as a spreadsheet (XLSX), with numbers and dates as such, and texts that are never formulas.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::table::{Cell, Table, decimal};

/// Spreadsheets compute in binary floating point: a larger number is written as text, so that no digit is lost.
const EXACT: u64 = 1 << 53;
const WIDEST_COLUMN_PIXELS: u32 = 480;

/// A table and its name.
#[derive(Clone, Debug)]
pub struct NamedTable {
    /// Its name.
    pub name: String,
    /// Its content.
    pub table: Table,
}

/// The file of `table` with one sheet called `name`, created at `at`.
pub fn write(name: &str, table: Table, at: DateTime<Utc>) -> Result<Vec<u8>, XlsxError> {
    write_tables(&[NamedTable { name: name.to_owned(), table }], at)
}

/// The file of these tables, whose names differ, each on a page of its own, created at `at`.
pub fn write_tables(tables: &[NamedTable], at: DateTime<Utc>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&excel_date(at.date_naive())?));
    for NamedTable { name, table } in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(name))?;
        write_table(sheet, table)?;
    }
    book.save_to_buffer()
}

fn write_table(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    for (column, title) in (0..).zip(&table.header) {
        sheet.write_string_with_format(0, column, title, &bold)?;
    }
    let formats =
        Formats { date: Format::new().set_num_format("yyyy-mm-dd"), whole: Format::new().set_num_format("#,##0") };
    for (row, cells) in (1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(cells) {
            write_cell(sheet, row, column, cell, &formats)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_autofit_max_width(WIDEST_COLUMN_PIXELS).autofit();
    Ok(())
}

struct Formats {
    date: Format,
    whole: Format,
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, formats: &Formats) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => drop(sheet.write_string(row, column, text)?),
        Cell::Whole(number) => match exact(*number, 0) {
            Some(value) => drop(sheet.write_number_with_format(row, column, value, &formats.whole)?),
            None => drop(sheet.write_string(row, column, number.to_string())?),
        },
        Cell::Decimal { units, digits } => match exact(*units, *digits) {
            Some(value) => {
                let format = Format::new().set_num_format(match *digits {
                    0 => "#,##0".to_owned(),
                    digits => format!("#,##0.{}", "0".repeat(usize::try_from(digits.min(18)).unwrap_or(18))),
                });
                sheet.write_number_with_format(row, column, value, &format)?;
            }
            None => drop(sheet.write_string(row, column, decimal(*units, *digits))?),
        },
        Cell::Date(date) => drop(sheet.write_datetime_with_format(row, column, &excel_date(*date)?, &formats.date)?),
    }
    Ok(())
}

/// The floating-point number of the decimal, if it has the same digits.
fn exact(units: i64, digits: u32) -> Option<f64> {
    (units.unsigned_abs() <= EXACT).then(|| decimal(units, digits).parse().ok()).flatten()
}

fn excel_date(date: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let part = |n: u32| u8::try_from(n).unwrap_or(u8::MAX);
    ExcelDateTime::from_ymd(u16::try_from(date.year()).unwrap_or(0), part(date.month()), part(date.day()))
}

/// A sheet's name: at most 31 characters, none of those that spreadsheets forbid.
fn sheet_name(name: &str) -> String {
    let kept: String =
        name.chars().filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'')).take(31).collect();
    if kept.trim().is_empty() { "1".to_owned() } else { kept }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    fn part(file: &std::path::Path, name: &str) -> String {
        let out = Command::new("python3")
            .args(["-c", "import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())"])
            .arg(file)
            .arg(name)
            .output()
            .unwrap();
        String::from_utf8(out.stdout).unwrap()
    }

    #[test]
    fn texts_are_texts_and_numbers_are_numbers() {
        let row = vec![
            Cell::Text("=1+1".into()),
            Cell::Decimal { units: -1299, digits: 2 },
            Cell::Whole(i64::MAX),
            Cell::Date(NaiveDate::from_ymd_opt(2026, 1, 2).unwrap()),
        ];
        let table = Table { header: ["a", "b", "c", "d"].map(String::from).to_vec(), rows: vec![row] };
        let at = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let bytes = write("Ventas [2026]: todo/nada", table.clone(), at).unwrap();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &bytes).unwrap();
        let sheet = part(file.path(), "xl/worksheets/sheet1.xml");
        assert!(!sheet.contains("<f>") && sheet.contains("<v>-12.99</v>") && sheet.contains("<v>46024</v>"), "{sheet}");
        let texts = part(file.path(), "xl/sharedStrings.xml");
        assert!(texts.contains(">=1+1<") && texts.contains("9223372036854775807"), "{texts}");
        assert_eq!(bytes, write("Ventas [2026]: todo/nada", table, at).unwrap(), "same input, same bytes");
    }
}
