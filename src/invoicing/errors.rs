//! Why invoicing refuses a request.

use chrono::NaiveDate;
use entities::values::{Currency, DeliveryState, Money};

use super::rules::{CreditLinesFault, DebitLinesFault};
use crate::platform::http::api_error::api_errors;

api_errors! {
    /// Why invoicing refuses a request.
    pub enum InvoicingError {
        /// The delivery is not confirmed, so it has no invoice.
        #[error("A delivery that is {} is not invoiced: it must be confirmed.", .state.word())]
        NotConfirmed { state: DeliveryState } => CONFLICT, "not_confirmed";

        /// Invoices are requested for deliveries of the future.
        #[error("Only deliveries until today, {today}, can be invoiced.")]
        UntilInFuture { today: NaiveDate } => CONFLICT, "until_in_future";

        /// The document is a credit note, or is not issued.
        #[error("Only an issued invoice or debit note can be corrected by a credit note.")]
        NotCreditable => CONFLICT, "not_creditable";

        /// The lines of a credit note do not fit its reason or its invoice.
        #[error("{rule}")]
        CreditLinesInvalid { rule: CreditLinesFault } => CONFLICT, "credit_lines";

        /// The credit note has more units of a line than are left to credit.
        #[error("{available} units of this line are left to credit.")]
        CreditExceeds { available: i64 } => CONFLICT, "credit_exceeds";

        /// The credit note takes more of the price of a line than is left.
        #[error("{} {} of this line are left to credit, in minor units.", .available.currency.code(), .available.amount)]
        CreditTooMuch { available: Money } => CONFLICT, "credit_too_much";

        /// The document takes no debit note: it is none of an issued invoice, or all of it is credited.
        #[error("Only an issued invoice that is not credited whole can be raised by a debit note.")]
        NotDebitable => CONFLICT, "not_debitable";

        /// The lines of a debit note do not fit its cause or its invoice.
        #[error("{rule}")]
        DebitLinesInvalid { rule: DebitLinesFault } => CONFLICT, "debit_lines";

        /// The debit note charges more interest and commission than the law gives for the invoice today.
        #[error("The law gives {} {} of interest and commission for this invoice today, in minor units, after what was charged before.", .available.currency.code(), .available.amount)]
        InterestTooMuch { available: Money } => CONFLICT, "interest_too_much";

        /// Another rate of interest was recorded for the same day.
        #[error("A rate was recorded for {effective_from} already: say that the new one replaces it.")]
        RateOfDayExists { effective_from: NaiveDate, annual_bps: i32 } => CONFLICT, "rate_of_day_exists";

        /// An amount is not in the installation's currency, or not above zero.
        #[error("Amounts are in {} here, and above zero.", .currency.code())]
        AmountInvalid { currency: Currency } => CONFLICT, "amount_invalid";

        /// What was open of the invoice is written off, so that its value is not corrected any more.
        #[error("What was open of this invoice is written off: only a payment changes it now.")]
        WrittenOff => CONFLICT, "written_off";

        /// Nothing of the document is open, so that nothing is written off.
        #[error("Nothing of this document is open.")]
        NothingToWriteOff => CONFLICT, "nothing_to_write_off";

        /// Another write-off of the invoice waits for a second person.
        #[error("A write-off of this invoice waits for a second person already.")]
        WriteOffRequested => CONFLICT, "write_off_requested";

        /// The write-off was approved or cancelled.
        #[error("This write-off was approved or cancelled already.")]
        WriteOffDecided => CONFLICT, "write_off_decided";

        /// The person who requested a write-off tries to approve it.
        #[error("The person who requested a write-off cannot approve it: ask another.")]
        WriteOffSamePerson => CONFLICT, "write_off_same_person";

        /// What is open of the invoice is not what was requested any more.
        #[error("{} {} of this invoice are open now: cancel this write-off and request another.", .open.currency.code(), .open.amount)]
        WriteOffAmountChanged { open: Money } => CONFLICT, "write_off_amount_changed";

        /// Earlier credit notes have credited all of the invoice.
        #[error("All of this invoice is credited already.")]
        NothingLeft => CONFLICT, "nothing_left";

        /// The document is not an issued invoice, or the amount is not above zero.
        #[error("Only an issued invoice can be paid, with an amount above zero.")]
        NotPayable => CONFLICT, "not_payable";

        /// The payment is more than the open amount of the invoice.
        #[error("{} {} of this invoice are open, in minor units.", .open.currency.code(), .open.amount)]
        MoreThanOpen { open: Money } => CONFLICT, "more_than_open";
    }
}
