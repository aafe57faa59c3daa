//! Writes the bank file of a batch in the format of the batch.

use std::{io, string::FromUtf8Error};

use entities::values::BankFileFormat;

use super::{
    nomina_bci, pain001,
    transfer::{BankTransfer, TransferOrder},
};

/// A file to upload to a bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankFile {
    /// Its file name.
    pub name: String,
    /// Its content.
    pub content: String,
    /// Its format.
    pub format: BankFileFormat,
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
    /// The writer wrote something that is not UTF-8.
    #[error("the bank file is not UTF-8")]
    Text(#[from] FromUtf8Error),
}

/// Writes the file of a batch.
///
/// # Errors
/// Those of the writers.
pub fn write_bank_file(
    format: BankFileFormat,
    order: &TransferOrder<'_>,
    transfers: &[BankTransfer],
) -> Result<BankFile, BankFileError> {
    let (name, bytes) = match format {
        BankFileFormat::Pain001 => (format!("pagos-{}.xml", order.number), pain001::write(order, transfers)?),
        BankFileFormat::NominaBci => (format!("nomina-bci-{}.csv", order.number), nomina_bci::write(order, transfers)?),
    };
    Ok(BankFile { name, content: String::from_utf8(bytes)?, format })
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
