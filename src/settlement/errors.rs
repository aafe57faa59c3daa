//! Why settlement refuses a request.

use chrono::NaiveDate;
use entities::values::Money;

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

        /// The day on which the bank paid is after today.
        #[error("A payout cannot have been paid after {today}.")]
        ConfirmedInFuture { today: NaiveDate } => CONFLICT, "confirmed_in_future";

        /// The bank statement shows the payout, so it cannot have failed.
        #[error("The bank statement shows this payout: it cannot have failed.")]
        PayoutConfirmed => CONFLICT, "payout_confirmed";

        /// The holder of the payout account is not named by a valid RUT.
        #[error("Write a RUT with its check digit, such as 12.345.678-5.")]
        InvalidHolderTaxId => BAD_REQUEST, "rut_invalid";
    }
}
