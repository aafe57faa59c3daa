//! Why the members refuse a request.

use chrono::NaiveDate;
use entities::values::{Money, OrganisationKind};

use crate::platform::http::api_error::api_errors;

api_errors! {
    /// Why the members refuse a request.
    pub enum MemberError {
        /// Another workshop, decision or season has this code; `resource` says which of them.
        #[error("Another {resource} has the code {code}.")]
        CodeTaken { resource: &'static str, code: String } => CONFLICT, "code_taken";

        /// The organisation is not a producer, so no workshop belongs to it.
        #[error("A workshop belongs to an organisation of kind producer, not {}.", .kind.word())]
        NotAProducer { kind: OrganisationKind } => CONFLICT, "not_a_producer";

        /// The last day in the group comes before the first.
        #[error("The last day in the group cannot come before the first, {joined_on}.")]
        LeftBeforeJoining { joined_on: NaiveDate, left_on: NaiveDate } => CONFLICT, "left_before_joining";

        /// The workshop has open business, which is decided before it leaves. The lists hold what people call it.
        #[error(
            "Decide what is open first: {} quotas after its last day, {} goods that are not shared, {} certificates, and {} \
             that is not paid.", .quotas.len(), .goods.len(), .certificates.len(), .unpaid.amount
        )]
        WorkshopBusinessOpen {
            quotas: Vec<String>,
            goods: Vec<String>,
            certificates: Vec<String>,
            unpaid: Money,
        } => CONFLICT, "workshop_business_open";

        /// The last day of a period comes before its first.
        #[error("The last day cannot come before the first, {starts_on}.")]
        EndsBeforeStart { starts_on: NaiveDate, ends_on: NaiveDate } => CONFLICT, "ends_before_start";

        /// The workshop has an authorisation with this number and other dates.
        #[error("This workshop has the authorisation {number} from {valid_from} until {valid_until} already.")]
        AuthorisationExists { number: String, valid_from: NaiveDate, valid_until: NaiveDate }
            => CONFLICT, "authorisation_exists";

        /// Another pause of the workshop shares days with this one. Without a last day it has no end yet.
        #[error("The pause from {from_date} of this workshop covers some of these days: change that one.")]
        PauseOverlaps { from_date: NaiveDate, until_date: Option<NaiveDate> } => CONFLICT, "pause_overlaps";

        /// Another season shares days with this one.
        #[error("The season {season} covers some of these days.")]
        SeasonOverlaps { season: String, starts_on: NaiveDate, ends_on: NaiveDate } => CONFLICT, "season_overlaps";

        /// A share would begin before the workshop joined.
        #[error("A share begins on or after the day the workshop joined, {joined_on}.")]
        ShareBeforeJoining { joined_on: NaiveDate } => CONFLICT, "share_before_joining";

        /// A share in force would change in the past.
        #[error("A share in force changes from today, {today}, on.")]
        ShareInPast { today: NaiveDate } => CONFLICT, "share_in_past";

        /// A share would begin on or before the first day of the newest one.
        #[error("A new share begins after the one before it, which begins on {newest_from}.")]
        ShareNotNewest { newest_from: NaiveDate } => CONFLICT, "share_not_newest";

        /// The day of the assembly is in the future.
        #[error("The assembly has not met yet: {decided_on} is after today, {today}.")]
        DecidedInFuture { decided_on: NaiveDate, today: NaiveDate } => CONFLICT, "decided_in_future";

        /// A decision would hold before the assembly took it.
        #[error("A decision holds from the day it was taken, {decided_on}, or later.")]
        EffectiveBeforeDecided { decided_on: NaiveDate } => CONFLICT, "effective_before_decided";

        /// No bank has this code.
        #[error("No bank has the code {bank_code}.")]
        BankUnknown { bank_code: String } => UNPROCESSABLE_ENTITY, "bank_unknown";

        /// The account number is not a number of this many digits.
        #[error("An account number has {minimum} to {maximum} digits.")]
        AccountNumberInvalid { minimum: usize, maximum: usize } => UNPROCESSABLE_ENTITY, "account_number_invalid";

        /// The person who entered a bank account tries to confirm it.
        #[error("The person who entered an account cannot confirm it: ask another.")]
        OwnAccountChange => CONFLICT, "own_account_change";

        /// The check digit of the holder's RUT is wrong.
        #[error("The check digit of this RUT is not right.")]
        RutInvalid => UNPROCESSABLE_ENTITY, "rut_invalid";
    }
}
