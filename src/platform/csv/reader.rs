//! Splits a CSV file into rows and cells and checks its header. What a cell means is decided by
//! [`RowReader`](super::RowReader).

use std::collections::HashMap;

use super::errors::{CsvError, RowError, RowErrors};

/// A column that a kind of file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name in the header.
    pub name: &'static str,
    /// Whether the header must name it.
    pub required: bool,
    /// What its cells hold, for the documentation.
    pub description: &'static str,
}

/// A column that the header must name.
pub const fn required(name: &'static str, description: &'static str) -> Column {
    Column { name, required: true, description }
}

/// A column that the header may omit.
pub const fn optional(name: &'static str, description: &'static str) -> Column {
    Column { name, required: false, description }
}

/// A row of a file.
#[derive(Clone, Debug)]
pub struct CsvRow {
    /// Physical line in the file; the first one where cells contain line breaks.
    pub line: u64,
    cells: csv::StringRecord,
}

/// A file whose header was accepted.
#[derive(Clone, Debug)]
pub struct CsvFile {
    /// Name, as errors show it; empty where a request holds a single file.
    pub name: String,
    /// The columns that this kind of file may have.
    pub columns: &'static [Column],
    positions: HashMap<&'static str, usize>,
    rows: Vec<CsvRow>,
}

impl CsvFile {
    /// Reads a file of at most `max_rows` rows. Rows that cannot be read are left out and added to `errors`.
    ///
    /// `None` where the header cannot be used or the file is too long; `errors` says why.
    pub fn read(
        name: &str,
        bytes: &[u8],
        columns: &'static [Column],
        max_rows: usize,
        errors: &mut RowErrors,
    ) -> Option<Self> {
        let mut report = |line: u64, column: &str, error: &CsvError| {
            errors.push(RowError::new(name, line, column, error));
        };
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter(bytes)).from_reader(bytes);
        let header = match reader.headers() {
            Ok(header) => header.clone(),
            Err(error) => {
                report(1, "", &unreadable(&error));
                return None;
            }
        };
        let (positions, header_errors) = positions(columns, &header);
        for (column, error) in &header_errors {
            report(1, column, error);
        }
        let mut rows = Vec::new();
        for record in reader.into_records() {
            match record {
                Ok(cells) if has_width(&cells, header.len()) => {
                    rows.push(CsvRow { line: line_of(bytes, cells.position()), cells });
                }
                Ok(cells) => {
                    let error = CsvError::CellCount { cells: cells.len(), columns: header.len() };
                    report(line_of(bytes, cells.position()), "", &error);
                }
                Err(error) => report(line_of(bytes, error.position()), "", &unreadable(&error)),
            }
            if rows.len() > max_rows {
                report(0, "", &CsvError::TooManyRows { maximum: max_rows });
                return None;
            }
        }
        header_errors.is_empty().then(|| Self { name: name.to_owned(), columns, positions, rows })
    }

    /// The rows, in the order of the file.
    pub fn rows(&self) -> &[CsvRow] {
        &self.rows
    }

    /// The trimmed cell of this column; empty where the header omits the column.
    pub fn cell<'a>(&self, row: &'a CsvRow, column: &str) -> &'a str {
        self.positions.get(column).and_then(|at| row.cells.get(*at)).unwrap_or_default().trim()
    }
}

type HeaderError = (String, CsvError);

/// The position of each column in the header, and what is wrong with the header.
fn positions(
    columns: &'static [Column],
    header: &csv::StringRecord,
) -> (HashMap<&'static str, usize>, Vec<HeaderError>) {
    let (mut positions, mut errors) = (HashMap::new(), Vec::new());
    for (at, name) in header.iter().map(str::trim).enumerate() {
        match columns.iter().find(|column| column.name == name) {
            None => {
                let columns = columns.iter().map(|column| column.name).collect();
                errors.push((name.to_owned(), CsvError::UnknownColumn { columns }));
            }
            Some(column) => {
                if positions.insert(column.name, at).is_some() {
                    errors.push((name.to_owned(), CsvError::DuplicateColumn));
                }
            }
        }
    }
    let missing = columns.iter().filter(|column| column.required && !positions.contains_key(column.name));
    errors.extend(missing.map(|column| (column.name.to_owned(), CsvError::MissingColumn)));
    (positions, errors)
}

/// Whether a row has as many cells as the header. Spreadsheets may write empty cells beyond the last column.
fn has_width(cells: &csv::StringRecord, width: usize) -> bool {
    cells.len() >= width && cells.iter().skip(width).all(|cell| cell.trim().is_empty())
}

/// The physical line on which the text of a row begins. The position of the `csv` crate is the end of the row before
/// it, ahead of a line feed or of blank lines.
fn line_of(bytes: &[u8], position: Option<&csv::Position>) -> u64 {
    let Some(position) = position else { return 0 };
    let rest = usize::try_from(position.byte()).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
    let breaks = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n');
    breaks.fold(position.line(), |line, _| line + 1)
}

/// Spreadsheets write semicolons where the comma is the decimal separator, as in Spanish-speaking countries.
fn delimiter(bytes: &[u8]) -> u8 {
    let header = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if header.contains(&b';') && !header.contains(&b',') { b';' } else { b',' }
}

fn unreadable(error: &csv::Error) -> CsvError {
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => CsvError::NotUtf8,
        _ => CsvError::Unreadable { reason: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[required("code", ""), required("name", "")];

    fn read(text: impl Into<Vec<u8>>) -> (Option<CsvFile>, RowErrors) {
        let mut errors = RowErrors::new(100);
        let file = CsvFile::read("zones.csv", &text.into(), COLUMNS, 3, &mut errors);
        (file, errors)
    }

    fn places(errors: &RowErrors) -> Vec<(u64, &str, &str)> {
        errors.as_slice().iter().map(|e| (e.line, e.column.as_str(), e.code.as_str())).collect()
    }

    #[test]
    fn columns_come_in_any_order_and_with_either_delimiter() {
        for text in ["name,code\nAysén,aysen\n", "name;code\r\nAysén;aysen\r\n", "\u{feff}name , code\n Aysén,aysen "]
        {
            let (file, errors) = read(text);
            let file = file.unwrap();
            let row = &file.rows()[0];
            assert_eq!((row.line, file.cell(row, "code"), file.cell(row, "name")), (2, "aysen", "Aysén"), "{text}");
            assert!(errors.is_empty());
        }
    }

    #[test]
    fn every_wrong_column_and_row_is_named() {
        let (file, errors) = read("code,nombre,code\na,b,c\n");
        assert!(file.is_none());
        let header = [(1, "nombre", "unknown_column"), (1, "code", "column_twice"), (1, "name", "missing_column")];
        assert_eq!(places(&errors), header);

        let (file, errors) = read(b"code,name\na\nb,B\nc,\xff\n\"x\ny\",z\n".to_vec());
        assert_eq!(places(&errors), [(2, "", "cell_count"), (4, "", "unreadable")]);
        let lines: Vec<u64> = file.unwrap().rows().iter().map(|row| row.line).collect();
        assert_eq!(lines, [3, 5]);

        let (file, errors) = read("code,name\r\na,A\r\n\r\nb\r\nc,C\r\n");
        assert_eq!(places(&errors), [(4, "", "cell_count")]);
        let lines: Vec<u64> = file.unwrap().rows().iter().map(|row| row.line).collect();
        assert_eq!(lines, [2, 5]);

        let (file, errors) = read("code,name\n1,a\n2,a\n3,a\n4,a\n");
        assert!(file.is_none());
        assert_eq!(places(&errors), [(0, "", "too_many_rows")]);
        assert!(read("").0.is_none());
    }

    #[test]
    fn empty_cells_beyond_the_last_column_are_ignored() {
        let (file, errors) = read("code,name\na,A,, \nb,B,x\n");
        assert_eq!(places(&errors), [(3, "", "cell_count")]);
        assert_eq!(file.unwrap().rows().len(), 1);
    }
}
