//! Errors of an import: those that only its files can have, and the refusal that lists all of them.

use crate::platform::{csv::RowErrors, http::problem::Problem};

/// Errors that a report names at most; the rest is counted.
pub const MAX_ERRORS: usize = 1_000;

/// Why a row of an import cannot be used, beside what [`CsvError`](crate::platform::csv::CsvError) and the slices'
/// own rules refuse.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// No record has the code that a cell refers to.
    #[error("`{code}` is neither in the installation nor in {file}.")]
    UnknownCode {
        /// The code.
        code: String,
        /// The file that could add it.
        file: String,
    },
    /// A record with this code belongs to somebody else or is another thing.
    #[error("{0}")]
    CodeTaken(&'static str),
    /// A buyer has no delivery point, or none of this name.
    #[error("{}", unknown_delivery_point(.0.as_deref()))]
    UnknownDeliveryPoint(Option<String>),
    /// The check digit of a RUT is wrong.
    #[error("The check digit of this RUT is not right.")]
    WrongCheckDigit,
    /// Not an instant.
    #[error("Write 2026-03-31 18:00, or 2026-03-31T21:00:00Z.")]
    NotAnInstant,
    /// Not a list of months.
    #[error("Write numbers of months, such as `1 2 3 12`.")]
    NotMonths,
    /// Rows that are one record differ in a column that they share.
    #[error("{0}")]
    RowsDiffer(&'static str),
    /// Two rows of a buyer have the same reference.
    #[error("Each reference of a lodge stands once in a file.")]
    DuplicateReference,
    /// The installation has another cooperative.
    #[error("The cooperative of this installation is `{code}`; there is one only.")]
    CooperativeExists {
        /// Its code.
        code: String,
    },
    /// The day on which a workshop joined cannot change.
    #[error("This workshop joined on {joined_on}, and that stays as it was.")]
    JoinedOnFixed {
        /// The day on which it joined.
        joined_on: chrono::NaiveDate,
    },
    /// An order with this code has other lines.
    #[error("This order is there already, and otherwise: change it where it stands.")]
    OrderDiffers,
}

impl ImportError {
    /// Stable code, for translation.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownCode { .. } | Self::UnknownDeliveryPoint(_) => "unknown_code",
            Self::CodeTaken(_) => "code_taken",
            Self::WrongCheckDigit => "rut_invalid",
            Self::NotAnInstant => "not_an_instant",
            Self::NotMonths => "not_months",
            Self::RowsDiffer(_) => "rows_differ",
            Self::DuplicateReference => "reference_twice",
            Self::CooperativeExists { .. } => "cooperative_exists",
            Self::JoinedOnFixed { .. } => "joined_on_fixed",
            Self::OrderDiffers => "order_differs",
        }
    }

    /// The problem of a record that cannot be imported because of this column.
    pub fn at(&self, column: &str) -> Problem {
        let (code, detail) = (self.code(), self.to_string());
        Problem::refused(code, detail.clone()).at(format!("/{column}"), code, detail)
    }
}

fn unknown_delivery_point(name: Option<&str>) -> String {
    match name {
        Some(name) => format!("The buyer has no delivery point `{name}`."),
        None => "The buyer has no delivery point.".to_owned(),
    }
}

/// The problem of a refused import: 409 `import_refused` with the errors of all files.
pub fn refusal(errors: &RowErrors) -> Problem {
    let detail = format!("{} things in these files are wrong; nothing was imported.", errors.count());
    Problem::refused("import_refused", detail).with_errors(errors.as_slice().iter().map(Into::into))
}
