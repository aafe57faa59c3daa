//! Writes a table as CSV: UTF-8, a header row, commas. The reader of this module reads every file written here.

use super::formula::escape;
use crate::platform::table::{Cell, Table, decimal};

/// Encodes `table` as a CSV file.
///
/// # Errors
/// When a row has more or fewer cells than the header.
pub fn write(table: &Table) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(table.header.iter().map(|name| escape(name)))?;
    for row in &table.rows {
        out.write_record(row.iter().map(text))?;
    }
    out.into_inner().map_err(|e| e.into_error().into())
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => escape(text),
        Cell::Whole(number) => number.to_string(),
        Cell::Decimal { units, digits } => decimal(*units, *digits),
        Cell::Date(date) => date.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn cells_keep_their_meaning() {
        let row = vec![
            Cell::Text("=HYPERLINK(\"x\"), \"y\"\n+".into()),
            Cell::Whole(-3),
            Cell::Decimal { units: -1299, digits: 2 },
            Cell::Date(NaiveDate::from_ymd_opt(2026, 1, 2).unwrap()),
            Cell::Empty,
        ];
        let header = ["nombre", "-unidades", "precio", "fecha", "nota"].map(String::from).to_vec();
        let bytes = write(&Table { header, rows: vec![row] }).unwrap();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "nombre,'-unidades,precio,fecha,nota\n\"'=HYPERLINK(\"\"x\"\"), \"\"y\"\"\n+\",-3,-12.99,2026-01-02,\n"
        );
    }

    #[test]
    fn a_row_of_another_length_is_refused() {
        let table = Table { header: vec!["a".into()], rows: vec![vec![Cell::Empty, Cell::Empty]] };
        assert!(write(&table).is_err());
    }
}
