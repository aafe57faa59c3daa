//! One file of rows, read as far as CSV goes: UTF-8, a header row that names the columns in any order, a comma or a
//! semicolon between cells. What the cells mean is for `cells` to say.

use std::collections::HashMap;

use super::{
    fault::{Fault, Faults},
    kind::Kind,
};

/// A file as it came.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name, as faults tell it.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its line in the file; where cells hold line breaks, its first one.
    pub line: u64,
    cells: csv::StringRecord,
}

/// A file, read.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The file's name.
    pub file: String,
    /// What it holds.
    pub kind: Kind,
    places: HashMap<&'static str, usize>,
    rows: Vec<Row>,
}

impl Sheet {
    /// Reads a file of at most `most` rows; none where its header cannot be used.
    pub fn read(source: &Source, most: usize, faults: &mut Faults) -> Option<Self> {
        let mut fault = |line: u64, column: &str, code: &str, detail: String| {
            let (file, column, code) = (source.name.clone(), column.to_owned(), code.to_owned());
            faults.push(Fault { file, line, column, code, detail });
        };
        let bytes = source.bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&source.bytes);
        let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter(bytes)).from_reader(bytes);
        let header = match reader.headers() {
            Ok(header) => header.clone(),
            Err(error) => {
                fault(1, "", "unreadable", unreadable(&error));
                return None;
            }
        };
        let (places, wrong) = places(source.kind, &header);
        let usable = wrong.is_empty();
        for (column, code, detail) in wrong {
            fault(1, &column, code, detail);
        }
        let mut rows = Vec::new();
        for record in reader.into_records() {
            match record {
                Ok(cells) if cells.len() == header.len() => {
                    let line = line_of(bytes, cells.position());
                    rows.push(Row { line, cells });
                }
                Ok(cells) => {
                    let detail = format!("It has {} cells, and the header names {}.", cells.len(), header.len());
                    fault(line_of(bytes, cells.position()), "", "cell_count", detail);
                }
                Err(error) => fault(line_of(bytes, error.position()), "", "unreadable", unreadable(&error)),
            }
            if rows.len() > most {
                fault(0, "", "too_many_rows", format!("A file holds at most {most} rows: divide it."));
                return None;
            }
        }
        usable.then(|| Self { file: source.name.clone(), kind: source.kind, places, rows })
    }

    /// The rows, in the order of the file.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The cell of this column; empty where the file has no such column.
    pub fn cell<'a>(&self, row: &'a Row, column: &str) -> &'a str {
        self.places.get(column).and_then(|at| row.cells.get(*at)).unwrap_or_default().trim()
    }
}

/// A header cell at fault: the column, a stable word, and what is wrong.
type Wrong = (String, &'static str, String);

fn places(kind: Kind, header: &csv::StringRecord) -> (HashMap<&'static str, usize>, Vec<Wrong>) {
    let (mut places, mut wrong) = (HashMap::new(), Vec::new());
    for (at, name) in header.iter().map(str::trim).enumerate() {
        match kind.columns().iter().find(|column| column.name == name) {
            None => {
                let names: Vec<&str> = kind.columns().iter().map(|column| column.name).collect();
                let detail = format!("There is no such column; the columns are {}.", names.join(", "));
                wrong.push((name.to_owned(), "unknown_column", detail));
            }
            Some(column) => {
                if places.insert(column.name, at).is_some() {
                    wrong.push((name.to_owned(), "column_twice", "The header names it twice.".to_owned()));
                }
            }
        }
    }
    for column in kind.columns().iter().filter(|column| column.required && !places.contains_key(column.name)) {
        wrong.push((column.name.to_owned(), "missing_column", "The header must name this column.".to_owned()));
    }
    (places, wrong)
}

/// The line on which a row's text begins. The reader's own place is where the row before ended, ahead of a line feed or
/// of empty lines.
fn line_of(bytes: &[u8], place: Option<&csv::Position>) -> u64 {
    let Some(place) = place else { return 0 };
    let rest = usize::try_from(place.byte()).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
    let ahead = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n');
    ahead.fold(place.line(), |line, _| line + 1)
}

/// Spreadsheets of Spanish-speaking countries write semicolons.
fn delimiter(bytes: &[u8]) -> u8 {
    let header = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if header.contains(&b';') && !header.contains(&b',') { b';' } else { b',' }
}

fn unreadable(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "It is not UTF-8: save the file as CSV in UTF-8.".to_owned(),
        _ => format!("It cannot be read as CSV: {error}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: impl Into<Vec<u8>>) -> (Option<Sheet>, Faults) {
        let mut faults = Faults::default();
        let source = Source { name: "zones.csv".to_owned(), kind: Kind::Zones, bytes: text.into() };
        let sheet = Sheet::read(&source, 3, &mut faults);
        (sheet, faults)
    }

    fn told(faults: &Faults) -> Vec<(u64, &str, &str)> {
        faults.told().iter().map(|f| (f.line, f.column.as_str(), f.code.as_str())).collect()
    }

    #[test]
    fn columns_come_in_any_order_and_with_either_delimiter() {
        for text in ["name,code\nAysén,aysen\n", "name;code\r\nAysén;aysen\r\n", "\u{feff}name , code\n Aysén,aysen "]
        {
            let (sheet, faults) = read(text);
            let sheet = sheet.unwrap();
            let row = &sheet.rows()[0];
            assert_eq!((row.line, sheet.cell(row, "code"), sheet.cell(row, "name")), (2, "aysen", "Aysén"), "{text}");
            assert!(faults.is_empty());
        }
    }

    #[test]
    fn every_wrong_column_and_row_is_named() {
        let (sheet, faults) = read("code,nombre,code\na,b,c\n");
        assert!(sheet.is_none());
        let header = [(1, "nombre", "unknown_column"), (1, "code", "column_twice"), (1, "name", "missing_column")];
        assert_eq!(told(&faults), header);

        let (sheet, faults) = read(b"code,name\na\nb,B\nc,\xff\n\"x\ny\",z\n".to_vec());
        assert_eq!(told(&faults), [(2, "", "cell_count"), (4, "", "unreadable")]);
        let lines: Vec<u64> = sheet.unwrap().rows().iter().map(|row| row.line).collect();
        assert_eq!(lines, [3, 5]);

        let (sheet, faults) = read("code,name\r\na,A\r\n\r\nb\r\nc,C\r\n");
        assert_eq!(told(&faults), [(4, "", "cell_count")]);
        let lines: Vec<u64> = sheet.unwrap().rows().iter().map(|row| row.line).collect();
        assert_eq!(lines, [2, 5]);

        let (sheet, faults) = read("code,name\n1,a\n2,a\n3,a\n4,a\n");
        assert!(sheet.is_none());
        assert_eq!(told(&faults), [(0, "", "too_many_rows")]);
        assert!(read("").0.is_none());
    }
}
