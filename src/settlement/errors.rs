//! Why settlement refuses a request.

use chrono::NaiveDate;
use entities::values::{Currency, Money};

use crate::platform::http::api_error::api_errors;

api_errors! {
    /// Why settlement refuses a request.
    pub enum SettlementError {
        /// No maker had anything accepted of the product, so its pool cannot be shared.
        #[error("Nothing of {product} was accepted in cycle {cycle}: no maker can share its value.")]
        PoolWithoutMakers { product: String, cycle: String } => CONFLICT, "pool_without_makers";

        /// No issued statement of a workshop with a bank account awaits payment.
        #[error("No issued statement of a workshop with a bank account awaits payment.")]
        NothingToPay => CONFLICT, "nothing_to_pay";

        /// The person who prepared a payout batch tries to approve it.
        #[error("The person who prepared a batch cannot approve it: ask another.")]
        SamePerson => CONFLICT, "same_person";

        /// A workshop's bank account changed after the batch was prepared.
        #[error("The account of {workshop} changed after the batch was prepared: cancel it and prepare another.")]
        AccountChangedSince { workshop: String } => CONFLICT, "account_changed_since";

        /// The approver entered the bank account of a workshop that the batch pays.
        #[error("You entered the account of {workshop}: another person must approve the batch.")]
        AccountChangedByApprover { workshop: String } => CONFLICT, "account_changed_by_approver";

        /// A bank account was entered within seven days and no second person has confirmed it.
        #[error("The account of {workshop} is new since {entered_on}: a second person must confirm it with the workshop.")]
        AccountUnconfirmed { workshop: String, entered_on: NaiveDate } => CONFLICT, "account_unconfirmed";

        /// A rate of commission names neither a workshop nor a family.
        #[error("Name a workshop, a family or both: the general rate is a setting of the decision.")]
        CommissionRateOfAll => UNPROCESSABLE_ENTITY, "commission_rate_of_all";

        /// A rate of commission would hold before the decision that sets it is in force.
        #[error("The decision is in force from {effective_from}: the rate cannot hold before.")]
        RateBeforeDecision { effective_from: NaiveDate } => CONFLICT, "rate_before_decision";

        /// A rate of the same workshop and family was recorded for this day, and the new one does not replace it.
        #[error("There is a rate of this workshop and family from {valid_from} on. If the new one replaces it, say so.")]
        CommissionRateOfDayExists { valid_from: NaiveDate } => CONFLICT, "commission_rate_of_day_exists";

        /// The day of an advance is after today, or more than a year ago.
        #[error("An advance is dated from {first} until {today}.")]
        AdvanceOutOfSpan { first: NaiveDate, today: NaiveDate } => CONFLICT, "advance_out_of_span";

        /// The advance or deduction was reversed before, or is itself a reversal.
        #[error("This was reversed already, or is itself a reversal.")]
        AdjustmentReversed => CONFLICT, "adjustment_reversed";

        /// The quality fault was reversed before, or is itself a reversal.
        #[error("This was reversed already, or is itself a reversal.")]
        FaultReversed => CONFLICT, "fault_reversed";

        /// An amount that must be above zero is not.
        #[error("The amount must be more than zero.")]
        NotPositive => CONFLICT, "not_positive";

        /// The amount is not in the installation's currency.
        #[error("Amounts are in {} here.", .currency.code())]
        WrongCurrency { currency: Currency } => CONFLICT, "other_currency";

        /// The payout batch has not been approved.
        #[error("Another person must approve the batch before it is exported.")]
        BatchNotApproved => CONFLICT, "not_approved";

        /// The account that payouts are charged to has not been set.
        #[error("First set the account that payouts are charged to.")]
        PayoutAccountMissing => CONFLICT, "payout_account_missing";

        /// The bank line shows another amount than the payout.
        #[error("The payout is of {} {}, not of what the bank line shows.", .payout.currency.code(), .payout.amount)]
        PayoutAmountDiffers { payout: Money } => CONFLICT, "payout_amount_differs";

        /// The payout has not been exported in a bank file.
        #[error("This payout has not been exported in a bank file yet.")]
        PayoutNotExported => CONFLICT, "not_exported";

        /// The payout batch was cancelled.
        #[error("This batch was cancelled: its statements go into another.")]
        BatchCancelled => CONFLICT, "batch_cancelled";

        /// The payout batch was sent to the bank, so it cannot be cancelled.
        #[error("This batch was sent to the bank: record for each payout what became of it.")]
        BatchExported => CONFLICT, "batch_exported";

        /// The day on which the bank paid is after today.
        #[error("A payout cannot have been paid after {today}.")]
        ConfirmedInFuture { today: NaiveDate } => CONFLICT, "confirmed_in_future";

        /// The day on which the bank paid is before the export of the bank file.
        #[error("The bank cannot have paid before {exported_on}, when the file was exported.")]
        ConfirmedBeforeExport { exported_on: NaiveDate } => CONFLICT, "confirmed_before_export";

        /// The bank statement shows the payout, so it cannot have failed.
        #[error("The bank statement shows this payout: it cannot have failed. If the bank sent it back, record its return.")]
        PayoutConfirmed => CONFLICT, "payout_confirmed";

        /// The bank has not confirmed the payout, so it cannot have sent it back.
        #[error("The bank statement does not show this payout yet: it cannot have been returned.")]
        PayoutNotConfirmed => CONFLICT, "payout_not_confirmed";

        /// The bank did not carry out the payout; its statement is paid by another.
        #[error("The bank did not carry out this payout: its statement is paid by another.")]
        PayoutFailed => CONFLICT, "payout_failed";

        /// The bank sent the payout back; its statement is paid by another.
        #[error("The bank sent this payout back: its statement is paid by another.")]
        PayoutReturned => CONFLICT, "payout_returned";

        /// The statement of a returned payout is in another batch, so that its return cannot be undone.
        #[error("The statement of this payout is in another batch already: its return cannot be undone.")]
        StatementPaidAgain => CONFLICT, "statement_paid_again";

        /// The day on which the bank sent the payout back is before it was paid or after today.
        #[error("The bank can have sent it back from {confirmed_on} until {today} only.")]
        ReturnedOnImpossible { confirmed_on: NaiveDate, today: NaiveDate } => CONFLICT, "returned_on_impossible";

        /// The holder of the payout account is not named by a valid RUT.
        #[error("Write a RUT with its check digit, such as 12.345.678-5.")]
        InvalidHolderTaxId => UNPROCESSABLE_ENTITY, "rut_invalid";
    }
}
