//! The file that a bank reads to pay a batch: ISO 20022, or the bulk transfer columns of a bank.

mod nomina_bci;
mod pain001;

use chrono::{DateTime, Utc};
use entities::{
    settlement::{payout_account, payout_batch},
    values::{Amount, BankAccountKind, BankFileFormat, Currency},
};
use serde::{Deserialize, Serialize};

use crate::platform::http::problem::Result;

/// A file for a bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankFile {
    /// Name that people save it under.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Where a transfer goes, as it was when the batch was prepared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination {
    /// Code of the bank in the transfer system.
    pub bank_code: String,
    /// Kind of the account.
    pub account_kind: BankAccountKind,
    /// Its number.
    pub account_number: String,
    /// Its holder.
    pub holder_name: String,
    /// The holder's RUT, with dash.
    pub holder_tax_id: String,
    /// Where the bank tells the holder.
    pub email: Option<String>,
}

/// One transfer of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// What the bank statement will say.
    pub reference: String,
    /// What is paid.
    pub amount: Amount,
    /// To whom.
    pub to: Destination,
}

/// What is common to a batch's transfers.
#[derive(Clone, Debug)]
struct Order<'a> {
    number: i64,
    currency: Currency,
    at: DateTime<Utc>,
    from: &'a payout_account::Model,
}

/// Writes the file of a batch; the same batch gives the same bytes.
pub fn write(batch: &payout_batch::Model, from: &payout_account::Model, transfers: &[Transfer]) -> Result<BankFile> {
    let order = Order {
        number: batch.number,
        currency: batch.currency,
        at: batch.approved_at.unwrap_or(batch.prepared_at),
        from,
    };
    match batch.format {
        BankFileFormat::Pain001 => Ok(BankFile {
            name: format!("pagos-{}.xml", batch.number),
            media_type: "application/xml",
            bytes: pain001::write(&order, transfers).map_err(anyhow::Error::from)?,
        }),
        BankFileFormat::NominaBci => Ok(BankFile {
            name: format!("nomina-bci-{}.csv", batch.number),
            media_type: "text/csv; charset=utf-8",
            bytes: nomina_bci::write(&order, transfers).map_err(anyhow::Error::from)?,
        }),
    }
}

#[cfg(test)]
mod tests;
