//! Commands of payments, one file each, and the runners of its jobs beside the commands that they run.

mod allocate_payment;
mod complete_card_payment;
mod import_bank_lines;
mod link_bank_line;
mod load_account_statement;
mod match_bank_line;
mod name_bank_line;
mod open_checkout;
mod poll_checkout;
mod read_bank_statement;
mod read_card_event;
mod receive_card_event;
mod receive_payment;
mod record_bank_balance;
mod record_card_payout;
mod record_payment;
mod refund_payment;
mod release_payments;
mod request_card_payment;
mod reverse_payment;
mod suggest_buyers;
mod take_bank_line;
mod undo_bank_line;

pub use allocate_payment::allocate_payment;
pub use import_bank_lines::{BankLineImport, import_bank_lines, import_bank_statement};
pub use match_bank_line::match_bank_line;
pub use name_bank_line::{BankLineName, match_payout, name_bank_line};
pub use open_checkout::open_checkout;
pub use poll_checkout::poll_checkout;
pub use read_bank_statement::{BankStatement, BankStatementRow, read_bank_statement};
pub use read_card_event::read_card_event;
pub use receive_payment::{InvoiceAllocation, NewPayment};
pub use record_bank_balance::{NewBankBalance, record_bank_balance};
pub use record_payment::record_payment;
pub use refund_payment::{cancel_refund, request_refund};
pub use release_payments::{ReleasedPayment, release_payments};
pub use reverse_payment::reverse_payment;
pub use undo_bank_line::undo_bank_line;

pub(super) use link_bank_line::link_bank_line;
pub(super) use load_account_statement::{BuyerStatement, load_account_statement};
pub(super) use receive_card_event::receive_card_event;
pub(super) use record_card_payout::record_card_payout;
pub(super) use request_card_payment::request_card_payment;
pub(super) use suggest_buyers::suggest_buyers;
