//! Errors of imports.

use chrono::NaiveDate;

use super::rules::file_kind::FileKind;
use crate::platform::{
    csv::RowErrors,
    http::{api_error::api_errors, problem::Problem},
};

/// Errors that a report lists, at most; the others are only counted.
pub const MAX_ERRORS: usize = 1_000;

api_errors! {
    /// Why an import is refused, in addition to [`CsvError`](crate::platform::csv::CsvError) and the errors of the
    /// slices that store the records.
    pub enum ImportError {
        /// The files have errors. Nothing was imported.
        #[error("{count} things in these files are wrong; nothing was imported.")]
        Refused { count: usize } => CONFLICT, "import_refused";

        /// The name of an uploaded file is not one of the known names, or two files have the same name.
        #[error("`{file}` is none of these files, each at most once: {}.", .allowed.join(", "))]
        UnknownFile { file: String, allowed: Vec<String> } => UNPROCESSABLE_ENTITY, "file_unknown";

        /// No file was uploaded.
        #[error("Send at least one file as `files`.")]
        NoFile => UNPROCESSABLE_ENTITY, "file_unknown";

        /// No record has the code that a cell refers to.
        #[error("`{code}` is neither in the installation nor in {file}.")]
        UnknownCode { code: String, file: String } => CONFLICT, "unknown_code";

        /// The buyer has no delivery point of this name.
        #[error("The buyer has no delivery point `{code}`.")]
        UnknownDeliveryPoint { code: String, file: String } => CONFLICT, "unknown_code";

        /// The buyer has no delivery point.
        #[error("The buyer has no delivery point.")]
        NoDeliveryPoint { file: String } => CONFLICT, "unknown_code";

        /// The code belongs to a standing order of another buyer.
        #[error("The standing order {code} belongs to another buyer.")]
        StandingOrderOfOtherBuyer { code: String } => CONFLICT, "code_taken";

        /// The code belongs to a cycle of another zone or delivery date.
        #[error("The cycle {code} has another zone or delivery date.")]
        CycleOfOtherDelivery { code: String } => CONFLICT, "code_taken";

        /// The code belongs to the account of another organisation.
        #[error("The account {code} belongs to another organisation.")]
        AccountOfOtherOrganisation { code: String } => CONFLICT, "code_taken";

        /// The code belongs to a workshop of another organisation.
        #[error("The workshop {code} belongs to another organisation.")]
        WorkshopOfOtherOrganisation { code: String } => CONFLICT, "code_taken";

        /// The check digit of a RUT is wrong.
        #[error("The check digit of this RUT is not right.")]
        WrongCheckDigit => CONFLICT, "rut_invalid";

        /// Not an instant.
        #[error("Write 2026-03-31 18:00, or 2026-03-31T21:00:00Z.")]
        NotAnInstant => CONFLICT, "not_an_instant";

        /// Not a list of months.
        #[error("Write numbers of months, such as `1 2 3 12`.")]
        NotMonths => CONFLICT, "not_months";

        /// Rows of one record differ in columns that must be equal.
        #[error("All rows of this record must be equal in {}.", .columns.join(", "))]
        RowsDiffer { columns: Vec<&'static str> } => CONFLICT, "rows_differ";

        /// An earlier row of the file has the same key.
        #[error("Line {first} of this file has the same key. Keep one of the two rows.")]
        RowRepeated { first: u64 } => CONFLICT, "row_repeated";

        /// The installation has another cooperative.
        #[error("The cooperative of this installation is `{code}`; it has only one.")]
        CooperativeExists { code: String } => CONFLICT, "cooperative_exists";

        /// The day on which a workshop joined cannot change.
        #[error("This workshop joined on {joined_on}, which cannot change.")]
        JoinedOnFixed { joined_on: NaiveDate } => CONFLICT, "joined_on_fixed";

        /// An order with this code has other lines.
        #[error("An order with this code exists and differs: amend that order instead.")]
        OrderDiffers => CONFLICT, "order_differs";
    }
}

impl ImportError {
    /// The error of a delivery point that the buyer does not have; `name` is none where the cell is empty.
    pub fn delivery_point(name: Option<&str>) -> Self {
        let file = FileKind::DeliveryPoints.file_name();
        match name {
            Some(name) => Self::UnknownDeliveryPoint { code: name.to_owned(), file },
            None => Self::NoDeliveryPoint { file },
        }
    }
}

/// The problem of a refused import: 409 `import_refused` with the errors of all files.
pub fn refusal(errors: &RowErrors) -> Problem {
    Problem::from(ImportError::Refused { count: errors.count() }).with_errors(errors.as_slice().iter().map(Into::into))
}
