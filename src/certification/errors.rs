//! Why certification refuses a request.

use chrono::{DateTime, NaiveDate, Utc};

use crate::platform::http::api_error::api_errors;

api_errors! {
    /// Why certification refuses a request.
    pub enum CertificationError {
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

        /// The family has a draft of its next version already.
        #[error("This family has a draft already: version {number}.")]
        DraftExists { number: i32 } => CONFLICT, "protocol_draft_exists";

        /// A published version never changes.
        #[error("Version {number} is published and never changes: begin a new version.")]
        ProtocolPublished { number: i32 } => CONFLICT, "protocol_published";

        /// A protocol without criteria asks nothing.
        #[error("A protocol needs a criterion before it is published.")]
        NoCriteria => CONFLICT, "protocol_without_criteria";

        /// The protocol has as many criteria as it may have.
        #[error("A protocol has {maximum} criteria at most.")]
        TooManyCriteria { maximum: usize } => CONFLICT, "too_many_criteria";

        /// A version applies from today or later, and later than the version before it.
        #[error("The version applies from {earliest} at the earliest.")]
        AppliesTooEarly { earliest: NaiveDate } => CONFLICT, "protocol_applies_too_early";

        /// It replaces a version, whose certificates are to be renewed.
        #[error("Say by when certificates of version {number} are to be renewed.")]
        RenewByMissing { number: i32 } => CONFLICT, "renew_by_missing";

        /// Certificates cannot be renewed before the version applies.
        #[error("Certificates are renewed from {applies_from} on, when the version applies.")]
        RenewByTooEarly { applies_from: NaiveDate } => CONFLICT, "renew_by_too_early";

        /// The first version replaces none.
        #[error("The first version of a family has no certificates to renew.")]
        NothingToRenew => CONFLICT, "nothing_to_renew";

        /// The protocol has no criterion with this code.
        #[error("The protocol has no criterion {code}.")]
        CriterionUnknown { code: String } => CONFLICT, "criterion_unknown";

        /// A criterion has two answers.
        #[error("The criterion {code} has two answers.")]
        CriterionTwice { code: String } => CONFLICT, "criterion_twice";

        /// Only versions of one family are compared.
        #[error("Only versions of one family are compared.")]
        OtherFamily => CONFLICT, "protocol_of_other_family";
    }
}
