//! The file that instructs a bank to pay a batch: ISO 20022, or the bulk transfer columns of a bank.

mod nomina_bci;
mod pain001;

use std::io;

use chrono::{DateTime, Utc};
use entities::{
    settlement::{payout_account, payout_batch},
    values::{Amount, BankAccountKind, BankFileFormat, Currency},
};
use serde::{Deserialize, Serialize};

/// A file to upload to a bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankFile {
    /// Its file name.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The account that a transfer is paid to, as it was when the batch was created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferDestination {
    /// Code of the bank in the transfer system.
    pub bank_code: String,
    /// Kind of account.
    pub account_kind: BankAccountKind,
    /// Its number.
    pub account_number: String,
    /// Its holder.
    pub holder_name: String,
    /// The holder's RUT, with dash.
    pub holder_tax_id: String,
    /// The address to which the bank sends a notice.
    pub email: Option<String>,
}

/// One transfer of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankTransfer {
    /// The reference that the bank statement will show.
    pub reference: String,
    /// What is paid.
    pub amount: Amount,
    /// The account that receives it.
    pub to: TransferDestination,
}

/// What the transfers of a batch have in common.
#[derive(Clone, Debug)]
struct TransferOrder<'a> {
    number: i64,
    currency: Currency,
    at: DateTime<Utc>,
    from: &'a payout_account::Model,
}

/// Why a bank file cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum BankFileError {
    /// The XML writer failed.
    #[error("the bank file cannot be written as XML")]
    Xml(#[from] io::Error),
    /// The CSV writer failed.
    #[error("the bank file cannot be written as CSV")]
    Csv(#[from] csv::Error),
}

/// Writes the file of a batch. The same batch always results in the same bytes.
///
/// # Errors
/// Those of the writers.
pub fn write_bank_file(
    batch: &payout_batch::Model,
    from: &payout_account::Model,
    transfers: &[BankTransfer],
) -> Result<BankFile, BankFileError> {
    let order = TransferOrder {
        number: batch.number,
        currency: batch.currency,
        at: batch.approved_at.unwrap_or(batch.prepared_at),
        from,
    };
    match batch.format {
        BankFileFormat::Pain001 => Ok(BankFile {
            name: format!("pagos-{}.xml", batch.number),
            media_type: "application/xml",
            bytes: pain001::write(&order, transfers)?,
        }),
        BankFileFormat::NominaBci => Ok(BankFile {
            name: format!("nomina-bci-{}.csv", batch.number),
            media_type: "text/csv; charset=utf-8",
            bytes: nomina_bci::write(&order, transfers)?,
        }),
    }
}

#[cfg(test)]
mod tests;
