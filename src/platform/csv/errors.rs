//! Errors of uploaded CSV files: one set of codes for all of them, and the list that collects them.

use std::fmt::{self, Display, Formatter};

use crate::platform::http::{email::NotAnEmail, problem::FieldProblem, text::TextError};

/// Why a file, a row or a cell cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CsvError {
    /// The bytes are not UTF-8.
    #[error("It is not UTF-8: save the file as CSV in UTF-8.")]
    NotUtf8,
    /// The file does not follow the CSV format.
    #[error("It cannot be read as CSV: {0}.")]
    Unreadable(String),
    /// A row has more or fewer cells than the header.
    #[error("It has {cells} cells, and the header names {columns}.")]
    CellCount {
        /// Cells of the row.
        cells: usize,
        /// Columns of the header.
        columns: usize,
    },
    /// The header names a column that this kind of file does not have.
    #[error("There is no such column; the columns are {columns}.")]
    UnknownColumn {
        /// All columns, with commas between them.
        columns: String,
    },
    /// The header names a column twice.
    #[error("The header names it twice.")]
    DuplicateColumn,
    /// The header lacks a required column.
    #[error("The header must name this column.")]
    MissingColumn,
    /// The file has too many rows.
    #[error("A file holds at most {max} rows: divide it.")]
    TooManyRows {
        /// Rows that a file may have.
        max: usize,
    },
    /// A required cell is empty.
    #[error("Fill this cell.")]
    Required,
    /// A text is too long or has control characters.
    #[error("It {0}.")]
    Text(TextError),
    /// Not an e-mail address.
    #[error("It {0}.")]
    Email(NotAnEmail),
    /// A word outside a closed list.
    #[error("Write one of {words}.")]
    UnknownWord {
        /// The words of the list, with commas between them.
        words: String,
    },
    /// Not a whole number.
    #[error("Write a whole number in figures only.")]
    NotANumber,
    /// A number outside its range.
    #[error("Write a number from {min} to {max}.")]
    NumberOutOfRange {
        /// Smallest number.
        min: i64,
        /// Largest number.
        max: i64,
    },
    /// Not an amount of the currency.
    #[error("Write an amount of {currency} with a point and at most {digits} decimals, such as {example}.")]
    NotAnAmount {
        /// Code of the currency.
        currency: &'static str,
        /// Decimals of the currency.
        digits: u32,
        /// An amount as it should be written.
        example: String,
    },
    /// An amount outside its range.
    #[error("Write an amount from {min} to {max}.")]
    AmountOutOfRange {
        /// Smallest amount.
        min: String,
        /// Largest amount.
        max: String,
    },
    /// Not a percentage from 0 to 100.
    #[error("Write a percentage from 0 to 100, such as 19 or 31.5.")]
    NotAPercentage,
    /// Not a date.
    #[error("Write a date as 2026-03-31.")]
    NotADate,
    /// Too many codes in one cell, or too long a code.
    #[error("Write at most {max} codes of at most {max_chars} characters.")]
    TooManyTags {
        /// Codes that a cell may have.
        max: usize,
        /// Characters that a code may have.
        max_chars: usize,
    },
}

impl CsvError {
    /// Stable code, for translation.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotUtf8 | Self::Unreadable(_) => "unreadable",
            Self::CellCount { .. } => "cell_count",
            Self::UnknownColumn { .. } => "unknown_column",
            Self::DuplicateColumn => "column_twice",
            Self::MissingColumn => "missing_column",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::Required => "required",
            Self::Text(error) => error.code(),
            Self::Email(_) => "invalid_email",
            Self::UnknownWord { .. } => "unknown_word",
            Self::NotANumber => "not_a_number",
            Self::NumberOutOfRange { .. } | Self::AmountOutOfRange { .. } => "out_of_range",
            Self::NotAnAmount { .. } => "not_an_amount",
            Self::NotAPercentage => "not_a_percentage",
            Self::NotADate => "not_a_date",
            Self::TooManyTags { .. } => "too_long",
        }
    }

    /// Whether the text of the file cannot be divided into rows and cells, so that no cell of the row is known.
    pub fn is_format(code: &str) -> bool {
        matches!(code, "unreadable" | "cell_count")
    }
}

/// One error of an uploaded file, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    /// Name of the file; empty where a request holds a single file.
    pub file: String,
    /// Physical line in the file; the header is line 1, and 0 is the file as a whole.
    pub line: u64,
    /// Name of the column; empty where the error is about the row as a whole.
    pub column: String,
    /// Stable code, for translation.
    pub code: String,
    /// What is wrong and what would be right, in English.
    pub detail: String,
}

impl RowError {
    /// The place as problems name it: `line 12/name`, or `units.csv line 12/name` where the file has a name.
    pub fn pointer(&self) -> String {
        let Self { file, line, column, .. } = self;
        match (file.is_empty(), column.is_empty()) {
            (false, _) => format!("{file} line {line}/{column}"),
            (true, false) => format!("line {line}/{column}"),
            (true, true) if *line == 0 => String::new(),
            (true, true) => format!("line {line}"),
        }
    }
}

impl From<&RowError> for FieldProblem {
    fn from(error: &RowError) -> Self {
        Self::untyped(error.pointer(), error.code.clone(), error.detail.clone())
    }
}

impl Display for RowError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} line {}", self.file, self.line)?;
        if !self.column.is_empty() {
            write!(f, ", {}", self.column)?;
        }
        write!(f, ": {} ({})", self.detail, self.code)
    }
}

/// The errors found so far. Keeps the first ones and counts all, so that a file of nothing but errors cannot fill the
/// memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowErrors {
    errors: Vec<RowError>,
    count: usize,
    limit: usize,
}

impl RowErrors {
    /// An empty list that keeps at most `limit` errors.
    pub fn new(limit: usize) -> Self {
        Self { errors: Vec::new(), count: 0, limit }
    }

    /// Adds an error.
    pub fn push(&mut self, error: RowError) {
        self.count += 1;
        if self.errors.len() < self.limit {
            self.errors.push(error);
        }
    }

    /// The errors that were kept, in the order in which they were found.
    pub fn as_slice(&self) -> &[RowError] {
        &self.errors
    }

    /// Number of errors, including those that were not kept.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether there is no error.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}
