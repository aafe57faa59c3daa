//! A table as a file that a person or a program downloads: CSV or a spreadsheet. The one place where exports become bytes.

use chrono::{DateTime, Utc};
use poem_openapi::Enum;

use super::{csv, http::problem::Result, table::Table, xlsx};

/// The byte order mark, by which a spreadsheet program knows that a CSV file is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// The format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum TableFormat {
    /// Comma-separated values, UTF-8.
    Csv,
    /// A spreadsheet.
    Xlsx,
}

impl TableFormat {
    /// The ending of a file's name, without its point.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// What reads the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A person, in a spreadsheet program, which needs the byte order mark.
    Person,
    /// A program that takes the mark for a part of the first column's name.
    Program,
}

/// The file of `table`, called `name` in a spreadsheet, as of `at`.
///
/// # Errors
/// Where a row has more or fewer cells than the header, or a sheet cannot hold the table.
pub fn write(format: TableFormat, reader: Reader, name: &str, table: Table, at: DateTime<Utc>) -> Result<Vec<u8>> {
    match format {
        TableFormat::Csv => {
            let file = csv::write(&table).map_err(anyhow::Error::from)?;
            Ok(match reader {
                Reader::Person => [MARK, &file].concat(),
                Reader::Program => file,
            })
        }
        TableFormat::Xlsx => Ok(xlsx::write(name, table, at).map_err(anyhow::Error::from)?),
    }
}
