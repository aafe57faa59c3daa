//! Why certification refuses a request.

use chrono::{DateTime, NaiveDate, Utc};

use crate::platform::http::api_error::api_errors;

api_errors! {
    /// Why certification refuses a request.
    pub enum CertificateError {
        /// The last day of validity is before the first.
        #[error("The last day, {ends_on}, is before the first, {starts_on}.")]
        EndsBeforeStart { starts_on: NaiveDate, ends_on: NaiveDate } => CONFLICT, "ends_before_start";

        /// Another certificate of this workshop and product is valid on some of these days.
        #[error("Certificate {number} covers some of these days already: {valid_from} to {valid_until}.")]
        Overlap { number: String, valid_from: NaiveDate, valid_until: NaiveDate } => CONFLICT, "certificate_overlaps";

        /// Another certificate has this number.
        #[error("Another certificate has the number {number}.")]
        NumberTaken { number: String } => CONFLICT, "number_taken";

        /// The series of the year has no free number among the next thousand.
        #[error("The next thousand numbers of {year} are taken.")]
        SeriesTaken { year: i32 } => CONFLICT, "number_taken";

        /// The certificate was withdrawn, which is final.
        #[error("This certificate was withdrawn for good: grant a new one.")]
        Withdrawn { withdrawn_at: DateTime<Utc> } => CONFLICT, "certificate_withdrawn";

        /// The last day of the certificate has passed.
        #[error("The last day of this certificate, {valid_until}, has passed: grant a new one.")]
        Expired { valid_until: NaiveDate } => CONFLICT, "certificate_expired";
    }
}
