//! Splits a CSV file into rows and cells and checks its header. What a cell means is decided by
//! [`RowReader`](super::RowReader).

use std::{borrow::Cow, collections::HashMap};

use super::{
    encoding::{decode, find_lost_letters},
    errors::{CsvError, RowError, RowErrors},
};

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
    /// Whether the cells may have a comma before their decimals, because another delimiter divides them.
    pub decimal_comma: bool,
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
        let text = match decode(bytes) {
            Ok(text) => text,
            Err(error) => {
                report(0, "", &error);
                return None;
            }
        };
        if let Some(line) = find_lost_letters(&text) {
            report(line, "", &CsvError::LettersLost);
            return None;
        }
        // Some programs end lines with a carriage return alone.
        let text = if text.contains('\n') { text } else { Cow::Owned(text.replace('\r', "\n")) };
        let Layout { delimiter, text, lines_before } = Layout::of(&text);
        let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
        let header = match reader.headers() {
            Ok(header) => header.clone(),
            Err(error) => {
                report(1 + lines_before, "", &unreadable(&error));
                return None;
            }
        };
        let width = width_of(&header);
        let (positions, header_errors) = positions(columns, header.iter().take(width));
        for (column, error) in &header_errors {
            report(1 + lines_before, column, error);
        }
        let mut rows = Vec::new();
        for record in reader.into_records() {
            match record {
                // Spreadsheets write the delimiters of rows that were emptied.
                Ok(cells) if width_of(&cells) == 0 => {}
                Ok(cells) if cells.len() >= width && width_of(&cells) <= width => {
                    rows.push(CsvRow { line: lines_before + line_of(text.as_bytes(), cells.position()), cells });
                }
                Ok(cells) => {
                    let error = CsvError::CellCount { cells: cells.len(), columns: width };
                    report(lines_before + line_of(text.as_bytes(), cells.position()), "", &error);
                }
                Err(error) => {
                    report(lines_before + line_of(text.as_bytes(), error.position()), "", &unreadable(&error));
                }
            }
            if rows.len() > max_rows {
                report(0, "", &CsvError::TooManyRows { maximum: max_rows });
                return None;
            }
        }
        let decimal_comma = delimiter != b',';
        header_errors.is_empty().then(|| Self { name: name.to_owned(), columns, decimal_comma, positions, rows })
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
fn positions<'a>(
    columns: &'static [Column],
    header: impl Iterator<Item = &'a str>,
) -> (HashMap<&'static str, usize>, Vec<HeaderError>) {
    let (mut positions, mut errors) = (HashMap::new(), Vec::new());
    for (at, name) in header.map(str::trim).enumerate() {
        match columns.iter().find(|column| column.name.eq_ignore_ascii_case(name)) {
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

/// The number of cells up to the last that is not empty. Spreadsheets write empty cells beyond the last column.
fn width_of(cells: &csv::StringRecord) -> usize {
    cells.iter().collect::<Vec<_>>().iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1)
}

/// The physical line on which the text of a row begins. The position of the `csv` crate is the end of the row before
/// it, ahead of a line feed or of blank lines.
fn line_of(bytes: &[u8], position: Option<&csv::Position>) -> u64 {
    let Some(position) = position else { return 0 };
    let rest = usize::try_from(position.byte()).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
    let breaks = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n');
    breaks.fold(position.line(), |line, _| line + 1)
}

/// How a file is divided into cells.
struct Layout<'a> {
    delimiter: u8,
    /// The text from its header on.
    text: &'a str,
    /// Lines ahead of the header.
    lines_before: u64,
}

impl<'a> Layout<'a> {
    /// A spreadsheet writes semicolons where the comma is the decimal separator, as in Spanish-speaking countries, and
    /// tabs into text files. Some name the delimiter in a first line, such as `sep=;`.
    fn of(text: &'a str) -> Self {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let named = first.trim().trim_matches('"').strip_prefix("sep=").map(str::as_bytes);
        if let Some([delimiter @ (b',' | b';' | b'\t')]) = named {
            return Self { delimiter: *delimiter, text: rest, lines_before: 1 };
        }
        let count = |delimiter: u8| first.bytes().filter(|byte| *byte == delimiter).count();
        let delimiter = [b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',');
        Self { delimiter, text, lines_before: 0 }
    }
}

fn unreadable(error: &csv::Error) -> CsvError {
    CsvError::Unreadable { reason: error.to_string() }
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
        for text in [
            "name,code\nAysén,aysen\n",
            "name;code\r\nAysén;aysen\r\n",
            "\u{feff}name , code\n Aysén,aysen ",
            "Name\tCode\nAysén\taysen\n",
            "\"name\";\"code\";;\n\"Aysén\";\"aysen\";;\n;;;\n",
        ] {
            let (file, errors) = read(text);
            let file = file.unwrap();
            let row = &file.rows()[0];
            assert_eq!((row.line, file.cell(row, "code"), file.cell(row, "name")), (2, "aysen", "Aysén"), "{text}");
            assert!(errors.is_empty(), "{text}: {errors:?}");
        }
    }

    #[test]
    fn a_first_line_may_name_the_delimiter() {
        let (file, errors) = read("sep=;\r\ncode;name\r\na;A,B\r\nb\r\n");
        let file = file.unwrap();
        let row = &file.rows()[0];
        assert_eq!((row.line, file.cell(row, "name"), file.decimal_comma), (3, "A,B", true));
        assert_eq!(places(&errors), [(4, "", "cell_count")]);
    }

    #[test]
    fn lines_may_end_with_a_carriage_return_alone() {
        let (file, errors) = read("code;name\ra;A\r\rb\rc;C\r");
        let lines: Vec<u64> = file.unwrap().rows().iter().map(|row| row.line).collect();
        assert_eq!(lines, [2, 5]);
        assert_eq!(places(&errors), [(4, "", "cell_count")]);
    }

    #[test]
    fn rows_of_delimiters_alone_are_no_rows() {
        let (file, errors) = read("code;name\n;\na;A\n ; \n;\n\nb;B\n;\n");
        assert!(errors.is_empty(), "{errors:?}");
        let lines: Vec<u64> = file.unwrap().rows().iter().map(|row| row.line).collect();
        assert_eq!(lines, [3, 7]);
    }

    #[test]
    fn every_wrong_column_and_row_is_named() {
        let (file, errors) = read("code,nombre,code\na,b,c\n");
        assert!(file.is_none());
        let header = [(1, "nombre", "unknown_column"), (1, "code", "column_twice"), (1, "name", "missing_column")];
        assert_eq!(places(&errors), header);

        let (file, errors) = read("code,name\na\nb,B\n\"x\ny\",z\n");
        assert_eq!(places(&errors), [(2, "", "cell_count")]);
        let lines: Vec<u64> = file.unwrap().rows().iter().map(|row| row.line).collect();
        assert_eq!(lines, [3, 4]);

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
