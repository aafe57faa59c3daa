//! Why payments refuses a request.

use chrono::{DateTime, NaiveDate, Utc};
use entities::values::{Currency, InvoiceId, Money};

use super::CardProcessorError;
use crate::platform::http::{api_error::api_errors, problem::Problem};

api_errors! {
    /// Why payments refuses a request.
    pub enum PaymentError {
        /// The bank line has been matched already.
        #[error("This bank line has been matched already.")]
        BankLineTaken => CONFLICT, "line_taken";

        /// The bank line is not matched, so that nothing can be undone.
        #[error("This bank line is not matched.")]
        BankLineNotMatched => CONFLICT, "line_not_matched";

        /// The line is, or may be, another line again.
        #[error("This bank line may be another one again: decide that first.")]
        BankLineUndecided => CONFLICT, "line_undecided";

        /// The bank line resembled no other one, so that there is nothing to decide.
        #[error("This bank line resembles no other one.")]
        NoPossibleDuplicate => CONFLICT, "no_possible_duplicate";

        /// Another bank line shows the same payment, payout or refund.
        #[error("Another bank line shows this already.")]
        ShownByAnotherLine => CONFLICT, "shown_by_another_line";

        /// The bank line records money that reached the account.
        #[error("This bank line is money that was received, not money that went out.")]
        BankLineNotSent => CONFLICT, "not_sent";

        /// The match of an advance is not undone: the advance itself is reversed.
        #[error("This bank line shows an advance: reverse the advance.")]
        AdvanceMatchKept => CONFLICT, "advance_match_kept";

        /// What a bank line is named as needs the row that it shows, or has none.
        #[error("Name the refund, the payout or the payment that the bank line shows or takes back.")]
        BankLineNameIncomplete => UNPROCESSABLE_ENTITY, "bank_line_name_incomplete";

        /// The bank cannot take back a payment that no bank line shows.
        #[error("No bank line shows this payment yet: link the line that shows it first.")]
        PaymentWithoutLine => CONFLICT, "payment_without_line";

        /// The payment was reversed.
        #[error("This payment was reversed.")]
        PaymentReversed => CONFLICT, "payment_reversed";

        /// A part of the payment is or will be refunded.
        #[error("A part of this payment is refunded: cancel the refund, or undo its bank line, first.")]
        PaymentRefunded => CONFLICT, "payment_refunded";

        /// The refund is paid or cancelled.
        #[error("This refund is paid or cancelled already.")]
        RefundSettled => CONFLICT, "refund_settled";

        /// A refund to a card is carried out by the card processor: it is not cancelled, and no bank line shows it.
        #[error("The card processor carries this refund out: it cannot be cancelled, and no bank line of its own shows it.")]
        RefundByCard => CONFLICT, "refund_by_card";

        /// The payment was not made on the checkout page, so that no card is known.
        #[error("This was not paid by card on the checkout page: refund it by transfer.")]
        NoCardOfPayment => CONFLICT, "no_card_of_payment";

        /// The day of a balance is after today.
        #[error("A balance cannot be of a day after {today}.")]
        BalanceInFuture { today: NaiveDate } => CONFLICT, "balance_in_future";

        /// The bank line records money that left the account.
        #[error("This bank line is money that went out, not money that was received.")]
        BankLineNotReceived => CONFLICT, "not_received";

        /// The bank line and the payment have different amounts.
        #[error("The bank line and the payment do not have the same amount.")]
        AmountsDiffer { bank_line: Money, payment: Money } => CONFLICT, "amounts_differ";

        /// The payment is linked to another bank line.
        #[error("This payment is linked to another bank line.")]
        PaymentHasBankLine => CONFLICT, "payment_has_line";

        /// A card payment reaches the bank in a payout of the card processor, not as a line of its own.
        #[error("This was paid by card: its money reaches the bank in a payout of the card processor.")]
        PaidByCard => CONFLICT, "paid_by_card";

        /// The date of a payment is after today.
        #[error("A payment cannot have been received after {today}.")]
        ReceivedInFuture { today: NaiveDate } => CONFLICT, "received_in_future";

        /// The allocations add up to more than the payment has left.
        #[error("Of this payment {} can be allocated.", .available.amount)]
        MoreThanReceived { available: Money } => CONFLICT, "more_than_received";

        /// Two allocations name the same invoice.
        #[error("This invoice is named twice.")]
        InvoiceAllocatedTwice { invoice_id: InvoiceId } => CONFLICT, "allocated_twice";

        /// The invoice does not exist, or belongs to another buyer.
        #[error("This buyer has no such invoice.")]
        NotInvoiceOfBuyer { invoice_id: InvoiceId } => CONFLICT, "not_of_buyer";

        /// An amount that must be above zero is not.
        #[error("The amount must be more than zero.")]
        NotPositive => CONFLICT, "not_positive";

        /// An amount that must not be below zero is.
        #[error("The amount must be zero or more.")]
        NegativeAmount => CONFLICT, "negative_amount";

        /// The amount is not in the installation's currency.
        #[error("Amounts are in {} here.", .currency.code())]
        WrongCurrency { currency: Currency } => CONFLICT, "other_currency";

        /// The payout of the card processor is more than buyers have paid by card and the processor still holds.
        #[error("Of what buyers paid by card, {} has not reached the bank yet.", .available.amount)]
        MoreThanPaidByCard { available: Money } => CONFLICT, "more_than_paid_by_card";

        /// This installation has no card processor.
        #[error("Cards are not accepted here: pay by bank transfer.")]
        NoCardPayments => CONFLICT, "no_card_payments";

        /// The invoice is paid, or it is a credit note.
        #[error("Nothing of this document is left to pay.")]
        NothingOpen => CONFLICT, "nothing_open";

        /// Another attempt to pay the invoice by card has not ended.
        #[error("Another card payment of this invoice is under way until {expires_at}.")]
        CardPaymentUnderWay { expires_at: DateTime<Utc> } => CONFLICT, "card_payment_under_way";

        /// The card processor reports another amount than was requested.
        #[error(
            "Of {} {}, {} {} was paid.",
            .requested.amount, .requested.currency.code(), .paid.amount, .paid.currency.code()
        )]
        CardAmountDiffers { requested: Money, paid: Money } => CONFLICT, "card_amount_differs";

        /// An event of the card processor cannot be understood.
        #[error("The event of the card processor cannot be understood: {reason}")]
        CardEventUnclear { reason: String } => CONFLICT, "card_event_unclear";

        /// The card processor returned money to a card, and the buyer has no balance that explains it.
        #[error("The card processor returned money to a card, and no balance explains it; nothing was booked. {event_key}")]
        CardMoneyReturned { event_key: String } => CONFLICT, "card_money_taken_back";

        /// The body of a webhook is not UTF-8.
        #[error("The event is not UTF-8.")]
        EventNotUtf8 => UNPROCESSABLE_ENTITY, "not_utf8";

        /// The card processor did not answer; the job that asked it tries again.
        #[error("{reason}")]
        CardProcessorUnavailable { reason: String } => SERVICE_UNAVAILABLE, "unavailable";

        /// The bank statement is not CSV in UTF-8.
        #[error("This is not a CSV file in UTF-8 with as many cells in each row as in the first.")]
        StatementUnreadable => UNPROCESSABLE_ENTITY, "statement_unreadable";

        /// Columns or cells of the bank statement are wrong; the problem names them.
        #[error("Some rows cannot be read; nothing was imported.")]
        StatementInvalid => UNPROCESSABLE_ENTITY, "statement_invalid";

        /// The balances of the bank statement are not what its amounts make of them.
        #[error("The balances do not add up with the amounts: a row is missing, or an amount is wrong.")]
        BalancesDoNotAddUp => UNPROCESSABLE_ENTITY, "balances_do_not_add_up";
    }
}

impl PaymentError {
    /// The problem of a job that asked the card processor in vain and is to be tried again.
    pub fn card_processor_unavailable(error: CardProcessorError) -> Problem {
        Problem::from(Self::CardProcessorUnavailable { reason: error.to_string() }).absent()
    }
}
