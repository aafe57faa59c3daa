//! Writes the bank file of a batch in the format of the batch.

use std::io;

use entities::{
    settlement::{payout_account, payout_batch},
    values::BankFileFormat,
};

use super::{
    nomina_bci, pain001,
    transfer::{BankTransfer, TransferOrder},
};

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
#[path = "tests.rs"]
mod tests;
