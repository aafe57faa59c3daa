//! Commands of payments, one file each, and the runners of its jobs beside the commands that they run.

mod allocate_payment;
mod complete_card_payment;
mod ignore_bank_line;
mod import_bank_lines;
mod link_bank_line;
mod match_bank_line;
mod open_checkout;
mod poll_checkout;
mod read_bank_statement;
mod read_card_event;
mod receive_card_event;
mod receive_payment;
mod record_card_payout;
mod record_payment;
mod release_payments;
mod request_card_payment;
mod suggest_buyers;

pub use allocate_payment::allocate_payment;
pub use import_bank_lines::{BankLineImport, import_bank_lines};
pub use match_bank_line::match_bank_line;
pub use open_checkout::open_checkout;
pub use poll_checkout::poll_checkout;
pub use read_bank_statement::{BankStatementRow, read_bank_statement};
pub use read_card_event::read_card_event;
pub use receive_payment::{InvoiceAllocation, NewPayment};
pub use record_payment::record_payment;
pub use release_payments::{ReleasedPayment, release_payments};

pub(super) use ignore_bank_line::{ignore_bank_line, restore_bank_line};
pub(super) use link_bank_line::link_bank_line;
pub(super) use receive_card_event::receive_card_event;
pub(super) use record_card_payout::record_card_payout;
pub(super) use request_card_payment::request_card_payment;
pub(super) use suggest_buyers::suggest_buyers;
