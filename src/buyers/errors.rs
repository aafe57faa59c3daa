//! Why the buyers slice refuses a request.

use chrono::{DateTime, NaiveDate, Utc};
use entities::values::{ApplicationState, Currency, Money, OrganisationKind};

use crate::platform::http::api_error::api_errors;

api_errors! {
    /// Why the buyers slice refuses a request.
    pub enum BuyerError {
        /// An account belongs to an organisation of kind buyer.
        #[error("A buyer's account belongs to an organisation of kind buyer, not {}.", .kind.word())]
        NotABuyer { kind: OrganisationKind } => CONFLICT, "not_a_buyer";

        /// The organisation has an account already, open or closed.
        #[error("This organisation has an account already: {code}.")]
        AccountExists { code: String } => CONFLICT, "account_exists";

        /// Another buyer, segment or zone has this code.
        #[error("The code {code} is taken.")]
        CodeTaken { code: String } => CONFLICT, "code_taken";

        /// An amount of the terms is in another currency than that of the installation.
        #[error("All money here is in {}.", .currency.code())]
        WrongCurrency { currency: Currency } => UNPROCESSABLE_ENTITY, "currency_wrong";

        /// Payment terms of more than thirty days have no registered agreement (Ley 21.131).
        #[error("Terms of more than {maximum} days need the number and the day of their registered agreement.")]
        TermsNeedAgreement { maximum: i32 } => CONFLICT, "terms_need_agreement";

        /// An agreement has a number without its day, or the reverse.
        #[error("Name both the number and the day of the registered agreement, or neither.")]
        AgreementIncomplete => UNPROCESSABLE_ENTITY, "agreement_incomplete";

        /// The agreement is registered on a day after today.
        #[error("An agreement cannot have been registered after {today}.")]
        AgreementInFuture { today: NaiveDate } => CONFLICT, "agreement_in_future";

        /// The account is closed; its documents can still be read.
        #[error("This account is closed since {closed_at}: it can read its documents and pay, and not order.")]
        AccountClosed { closed_at: DateTime<Utc> } => CONFLICT, "account_closed";

        /// The account has open business, which is decided before it is closed. The lists hold codes and numbers; there is
        /// no number of deliveries and no balance where it would be zero.
        #[error(
            "Decide what is open first: {} orders, {} standing orders, {} deliveries, {} unpaid documents, a balance of {}.",
            .orders.len(), .standing_orders.len(), .deliveries.unwrap_or_default(), .documents.len(),
            .balance.map(|balance| balance.amount).unwrap_or_default()
        )]
        OpenBusiness {
            orders: Vec<String>,
            standing_orders: Vec<String>,
            deliveries: Option<u64>,
            documents: Vec<String>,
            balance: Option<Money>,
        } => CONFLICT, "open_business";

        /// The exposure would exceed the account's credit limit.
        #[error(
            "This needs {} of credit, and {} is left of the limit of {}.", .required.amount, .available.amount,
            .limit.amount
        )]
        CreditLimitExceeded { required: Money, available: Money, limit: Money } => CONFLICT, "credit_limit_exceeded";

        /// The exposure would exceed what an account can store.
        #[error("No account can hold such an amount.")]
        AmountTooLarge => CONFLICT, "amount_too_large";

        /// The buyer has as many delivery points in use as it may have.
        #[error("A buyer has at most {maximum} delivery points: retire one first.")]
        TooManyDeliveryPoints { maximum: usize } => CONFLICT, "too_many_points";

        /// Another delivery point in use of the buyer has this name; case and accents make no difference.
        #[error("This buyer has a delivery point of this name already: {name}.")]
        NameTaken { name: String } => CONFLICT, "name_taken";

        /// The delivery point is no longer in use.
        #[error("This delivery point is no longer in use.")]
        DeliveryPointRetired { retired_at: DateTime<Utc> } => CONFLICT, "point_retired";

        /// There were too many applications with the mail address or from the network.
        #[error("There were too many applications from here today. Try again tomorrow, or write to the cooperative.")]
        ApplicationsLimited { retry_after: u32 } => TOO_MANY_REQUESTS, "applications_limited";

        /// The tax id is neither a RUT nor one of another country.
        #[error("This is not a RUT: its check digit is not right. Write a foreign tax id after its country: AR 30-71234567-1.")]
        TaxIdInvalid => UNPROCESSABLE_ENTITY, "tax_id_invalid";

        /// The application was approved, refused or withdrawn.
        #[error("This application is decided: {}.", .state.word())]
        ApplicationDecided { state: ApplicationState } => CONFLICT, "application_decided";

        /// The applicant has not confirmed the mail address yet.
        #[error("Confirm the mail address first.")]
        ApplicationUnconfirmed => CONFLICT, "application_unconfirmed";

        /// Nothing is asked that could be answered.
        #[error("Nothing is asked here that waits for an answer.")]
        NothingAsked => CONFLICT, "nothing_asked";

        /// The link has expired.
        #[error("This link has expired. The last mail about the application has a newer one.")]
        ApplicationLinkExpired { expired_at: DateTime<Utc> } => CONFLICT, "application_link_expired";

        /// The application has as many documents as it may have.
        #[error("An application has at most {maximum} documents.")]
        TooManyDocuments { maximum: usize } => CONFLICT, "too_many_documents";

        /// The file is neither a complete PDF nor a picture.
        #[error("This file cannot be read: send a PDF, or a photo as JPEG or PNG.")]
        DocumentUnreadable => UNPROCESSABLE_ENTITY, "document_unreadable";

        /// The person with the applicant's mail address cannot sign in.
        #[error("The person with this mail address is disabled: enable it first.")]
        ApplicantDisabled => CONFLICT, "applicant_disabled";
    }
}
