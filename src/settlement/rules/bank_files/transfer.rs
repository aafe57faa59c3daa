//! What a bank file contains, whatever its format.

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use entities::{
    members::bank_account,
    settlement::payout_account,
    values::{Amount, BankAccountKind, Currency},
};
use serde::{Deserialize, Serialize};

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

impl From<bank_account::Model> for TransferDestination {
    fn from(account: bank_account::Model) -> Self {
        Self {
            bank_code: account.bank_code,
            account_kind: account.account_kind,
            account_number: account.account_number,
            holder_name: account.holder_name,
            holder_tax_id: account.holder_tax_id,
            email: account.email,
        }
    }
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
pub struct TransferOrder<'a> {
    /// Number of the batch.
    pub number: i64,
    /// Currency of the amounts.
    pub currency: Currency,
    /// When the batch was exported first, in the cooperative's zone.
    pub created_at: DateTime<Tz>,
    /// The account that is charged.
    pub from: &'a payout_account::Model,
}

impl TransferOrder<'_> {
    /// The day on which the bank is to pay: the cooperative's day of the first export.
    pub fn execution_date(&self) -> NaiveDate {
        self.created_at.date_naive()
    }
}
