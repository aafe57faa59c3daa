//! The file that instructs a bank to pay a batch: ISO 20022, or the bulk transfer columns of a bank.

mod nomina_bci;
mod pain001;
mod transfer;
mod write;

pub use transfer::{BankTransfer, TransferDestination, TransferOrder};
pub use write::{BankFile, write_bank_file};
