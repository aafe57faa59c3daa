//! Payments of buyers: lines of the cooperative's bank statement, card payments, and the invoices that they pay.
//!
//! Every peso of a payment is allocated to an invoice or remains visible as unallocated, and no bank line is used twice.
//! What a credit note leaves without a line to pay is released and unallocated again.
//!
//! Locks are taken in this order, and what decides is read after them: bank line, buyer, invoices by id, card payment,
//! payments by id; settlement's pools come last. See ARCHITECTURE.md.
//!
//! ```text
//! bank line:    possible duplicate ──decide──▶ unmatched | duplicate (nothing is booked for it)
//!               unmatched ──match (creates a payment)──▶ matched ──undo (posted in reverse)──▶ unmatched
//!                   ├──link (to a payment recorded by hand)──▶ matched
//!                   ├──card payout (what buyers paid by card reached the bank)──▶ matched
//!                   ├──advance (recorded by settlement, undone by its reversal)──▶ matched
//!                   └──name (payout, refund, payment that the bank took back, bank fee, interest, transfer between own
//!                      accounts)──▶ matched
//! card payment: requested ──checkout page created──▶ open ──paid──▶ paid (creates a payment)
//!                   └──no page──▶ failed                └──expired──▶ expired
//! payment:      received ──allocate──▶ partly allocated ──allocate──▶ allocated ──reverse──▶ reversed
//! refund:       requested ──bank line──▶ paid ──undo──▶ requested
//!                   └──cancel──▶ cancelled
//! to the card:  requested ──processor──▶ paid ──processor──▶ cancelled, with its failure
//!                   └──processor──▶ cancelled, with its failure
//! ```
//!
//! Upstream: `buyers` (exposure, which falls by what is received) and `invoicing` (what is open, and what is paid).
//! Emits [`Event`]; a bank line with the reference of a payout is reported as `PayoutReferenceFound`. Nothing of a bank
//! statement is ignored: a line waits for a person until it is known what it is.

mod actions;
mod api;
mod cards;
mod errors;
mod events;
mod jobs;
mod rules;
mod store;

pub use actions::{
    BankLineDecision, BankLineImport, BankLineName, BankStatement, BankStatementRow, InvoiceAllocation, NewBankBalance,
    NewPayment, PossibleDuplicate, ReleasedPayment, allocate_payment, cancel_refund, check_no_open_business,
    decide_bank_line, import_bank_lines, import_bank_statement, match_advance, match_bank_line, match_payout,
    name_bank_line, open_checkout, poll_checkout, read_bank_statement, read_card_event, record_bank_balance,
    record_payment, refund_card, release_payments, request_refund, reverse_payment, review_card_refunds,
    undo_advance_match, undo_bank_line,
};
pub use api::{APIS, Apis};
pub use cards::{
    CardProcessing, CardProcessor, CardProcessorError, CardRefund, CardRefundStatus, CardRefunds, Checkout,
    CheckoutPage, CheckoutStatus, NewCardRefund,
};
pub use errors::PaymentError;
pub use events::Event;
pub use jobs::{OpenCheckout, PollCheckout, ReadCardEvent, RefundCard, ReviewCardRefunds};
pub use rules::payout_reference;
pub use store::{
    bank_balances::{
        CountAndSum, find_balance, list_payouts_with_line, sum_lines_in, sum_lines_until, sum_payments_without_line,
    },
    bank_line_matches::get_match,
    bank_lines::get_bank_line,
    card_payouts::get_card_payout,
    payments::get_payment,
    refunds::get_refund,
};
