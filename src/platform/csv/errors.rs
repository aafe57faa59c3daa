//! Errors of uploaded CSV files: one set of codes for all of them, and the list that collects them.

use std::fmt::{self, Display, Formatter};

use chrono::NaiveDate;
use serde_json::Value;

use crate::platform::http::{
    api_error::{ApiError, Params, api_errors},
    dates::{DateError, DateSpan},
    problem::{FieldProblem, Problem},
    text::TextError,
};

api_errors! {
    /// Why a file, a row or a cell cannot be used.
    pub enum CsvError {
        /// The encoding is not known.
        #[error("It is neither UTF-8, UTF-16 nor Windows-1252: save the file as CSV in UTF-8.")]
        UnknownEncoding => UNPROCESSABLE_ENTITY, "unreadable";

        /// The program that saved the file has replaced letters that it could not read.
        #[error("Letters were lost before the file was saved: save the original again as CSV in UTF-8.")]
        LettersLost => UNPROCESSABLE_ENTITY, "letters_lost";

        /// The file does not follow the CSV format.
        #[error("It cannot be read as CSV: {reason}.")]
        Unreadable { reason: String } => UNPROCESSABLE_ENTITY, "unreadable";

        /// A row has more or fewer cells than the header.
        #[error("It has {cells} cells, and the header names {columns}.")]
        CellCount { cells: usize, columns: usize } => UNPROCESSABLE_ENTITY, "cell_count";

        /// The header names a column that this kind of file does not have.
        #[error("There is no such column; the columns are {}.", .columns.join(", "))]
        UnknownColumn { columns: Vec<&'static str> } => UNPROCESSABLE_ENTITY, "unknown_column";

        /// The header names a column twice.
        #[error("The header names it twice.")]
        DuplicateColumn => UNPROCESSABLE_ENTITY, "column_twice";

        /// The header lacks a required column.
        #[error("The header must name this column.")]
        MissingColumn => UNPROCESSABLE_ENTITY, "missing_column";

        /// The file has too many rows.
        #[error("A file holds at most {maximum} rows: divide it.")]
        TooManyRows { maximum: usize } => UNPROCESSABLE_ENTITY, "too_many_rows";

        /// A required cell is empty.
        #[error("Fill this cell.")]
        Required => UNPROCESSABLE_ENTITY, "required";

        /// A text is too short.
        #[error("It must have at least {minimum} characters.")]
        TooShort { minimum: usize } => UNPROCESSABLE_ENTITY, "too_short";

        /// A text is too long.
        #[error("It may have at most {maximum} characters.")]
        TooLong { maximum: usize } => UNPROCESSABLE_ENTITY, "too_long";

        /// A text has a control character, or one that changes the writing direction.
        #[error("It must not hold control characters.")]
        ControlCharacter => UNPROCESSABLE_ENTITY, "control_character";

        /// The text has characters that the documents' fonts lack.
        #[error("has characters that documents cannot print: {characters}")]
        NotPrintable { characters: String } => UNPROCESSABLE_ENTITY, "not_printable";

        /// Not an e-mail address.
        #[error("It must be an e-mail address such as maria@ejemplo.cl, in plain letters before the @.")]
        InvalidEmail => UNPROCESSABLE_ENTITY, "invalid_email";

        /// An identifier lacks the leading zeros of the one that is stored: a spreadsheet program took it for a number.
        #[error("The leading zeros are lost: it is {stored} here. Give the column the format text, and write it again.")]
        LeadingZerosLost { stored: String } => CONFLICT, "leading_zeros_lost";

        /// The cell holds what a spreadsheet program showed instead of its value.
        #[error("A spreadsheet program wrote {shown} instead of the value: give the column the format text, and save again.")]
        ValueNotShown { shown: String } => UNPROCESSABLE_ENTITY, "value_not_shown";

        /// A word outside a closed list.
        #[error("Write one of {}.", .allowed.join(", "))]
        UnknownWord { allowed: Vec<String> } => UNPROCESSABLE_ENTITY, "unknown_word";

        /// Not a whole number.
        #[error("Write a whole number in figures only.")]
        NotANumber => UNPROCESSABLE_ENTITY, "not_a_number";

        /// A number outside its range.
        #[error("Write a number from {minimum} to {maximum}.")]
        NumberOutOfRange { minimum: i64, maximum: i64 } => UNPROCESSABLE_ENTITY, "out_of_range";

        /// Not an amount of the currency.
        #[error("Write an amount of {currency} with a point and at most {digits} decimals, such as {example}.")]
        NotAnAmount { currency: &'static str, digits: u32, example: String } => UNPROCESSABLE_ENTITY, "not_an_amount";

        /// An amount outside its range. The bounds are decimals with a point.
        #[error("Write an amount from {minimum} to {maximum}.")]
        AmountOutOfRange { minimum: String, maximum: String } => UNPROCESSABLE_ENTITY, "out_of_range";

        /// Not a percentage from 0 to 100.
        #[error("Write a percentage from 0 to 100, such as 19 or 31.5.")]
        NotAPercentage => UNPROCESSABLE_ENTITY, "not_a_percentage";

        /// Not a date.
        #[error("Write a date as 2026-03-31.")]
        NotADate => UNPROCESSABLE_ENTITY, "not_a_date";

        /// A date or an instant outside the span of its field.
        #[error("Write a date from {first} to {last}.")]
        DateOutOfSpan { first: NaiveDate, last: NaiveDate } => UNPROCESSABLE_ENTITY, "date_out_of_span";

        /// Too many codes in one cell, or too long a code.
        #[error("Write at most {codes} codes of at most {maximum} characters.")]
        TooManyTags { codes: usize, maximum: usize } => UNPROCESSABLE_ENTITY, "too_long";
    }
}

impl From<DateError> for CsvError {
    fn from(error: DateError) -> Self {
        match error {
            DateError::Malformed => Self::NotADate,
            DateError::OutOfSpan(DateSpan { first, last }) => Self::DateOutOfSpan { first, last },
        }
    }
}

impl From<TextError> for CsvError {
    fn from(error: TextError) -> Self {
        match error {
            TextError::TooShort(minimum) => Self::TooShort { minimum },
            TextError::TooLong(maximum) => Self::TooLong { maximum },
            TextError::Control => Self::ControlCharacter,
            TextError::NotPrintable(characters) => Self::NotPrintable { characters },
        }
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
    /// The parameters of the error, for translation.
    pub params: Params,
    /// What is wrong and what would be right, in English.
    pub detail: String,
}

impl RowError {
    /// `error` at this place.
    pub fn new(file: impl Into<String>, line: u64, column: impl Into<String>, error: &dyn ApiError) -> Self {
        Self {
            file: file.into(),
            line,
            column: column.into(),
            code: error.code().to_owned(),
            params: error.params(),
            detail: error.to_string(),
        }
    }

    /// The error of `problem` at this place, without those of its fields.
    pub fn of_problem(file: impl Into<String>, line: u64, column: impl Into<String>, problem: &Problem) -> Self {
        Self {
            file: file.into(),
            line,
            column: column.into(),
            code: problem.code().to_owned(),
            params: problem.params(),
            detail: problem.detail().to_owned(),
        }
    }

    /// Whether the file cannot be divided into rows and cells at this place.
    pub fn is_format_error(&self) -> bool {
        matches!(self.code.as_str(), "unreadable" | "letters_lost" | "cell_count")
    }

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

/// The parameters of the field are those of the error and its place: `file`, `line` and `column`.
impl From<&RowError> for FieldProblem {
    fn from(error: &RowError) -> Self {
        let mut params = error.params.clone();
        params.insert("file".to_owned(), Value::from(error.file.as_str()));
        params.insert("line".to_owned(), Value::from(error.line));
        params.insert("column".to_owned(), Value::from(error.column.as_str()));
        Self { pointer: error.pointer(), code: error.code.clone(), detail: error.detail.clone(), params }
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
