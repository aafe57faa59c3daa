//! CSV files: the one reader of everything that people upload (imports, guest arrivals, bank statements) and the writer
//! of exports and reports.
//!
//! The reader accepts what spreadsheets write: UTF-8, UTF-16 and Windows-1252, columns in any order, a comma, a
//! semicolon or a tab as delimiter, a first line that names it, a decimal comma where the delimiter is no comma, spaces
//! around cells, blank lines and rows of delimiters alone, and an apostrophe in front of a text that would otherwise be a
//! formula. All errors of a file are collected, each with its physical line and column.

mod decimal;
mod encoding;
mod errors;
mod formula;
mod leading_zeros;
mod reader;
mod row;
mod writer;

pub use decimal::parse_decimal;
pub use errors::{CsvError, RowError, RowErrors};
pub use leading_zeros::{has_lost_zeros, with_zeros, without_zeros};
pub use reader::{Column, CsvFile, CsvRow, optional, required};
pub use row::RowReader;
pub use writer::write;
