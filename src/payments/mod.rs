//! What came in: lines of the cooperative's bank statement, and the payments that a person recognises in them. Every
//! peso of a payment is put to an invoice or stays visible as not yet allocated, and nothing is matched twice.
//!
//! ```text
//! bank line:  unmatched ──match (a payment is made)──▶ matched
//!                  └──link (to a payment recorded by hand)──▶ matched
//!                  └──ignore──▶ ignored ──restore──▶ unmatched
//!                  └──card payout (what buyers paid by card reached the bank)──▶ matched
//! card payment: requested ──the processor makes a page──▶ open ──▶ paid (a payment is made)
//!                  └──no page──▶ failed                    └──the page closes──▶ expired
//! payment:    received ──allocate──▶ allocated in part ──▶ allocated whole
//! ```
//!
//! Invoicing says what is open and hears what is paid; the buyer's exposure falls with what is received. A line that
//! carries a payout's reference is told to whoever pays producers.

mod actions;
mod api;
mod cards;
mod errors;
mod events;
mod jobs;
mod reads;
mod rules;
mod statement;
mod store;

pub use actions::{
    allocate::allocate,
    card_payments::{hear, request as request_card_payment},
    card_payouts::settle as settle_cards,
    import::{Imported, import},
    lines::{ignore, link, restore},
    receive::{Allocation, NewPayment, match_line, record},
};
pub use api::{APIS, Apis};
pub use cards::{CardError, CardProcessor, Cards, Checkout, Session, Standing};
pub use errors::PaymentError;
pub use events::Event;
pub use jobs::{LookAtCheckout, OpenCheckout, ReadCardEvent, look_at_checkout, open_checkout, read_card_event};
pub use statement::{BankRow, read as read_statement};
pub use store::payments::{allocations, payment};
