//! What an approver must see of the accounts that a batch pays.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entities::values::PayoutId;

use crate::{
    members,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        rules::{awaits_confirmation, bank_files::TransferDestination, is_new},
        store::payouts::{self, PayoutWithWorkshop},
    },
};

/// The account of a payout, and what is new about it.
#[derive(Clone, Debug)]
pub struct PaidAccount {
    /// The account.
    pub account: TransferDestination,
    /// The account of the last payout that the bank carried out, where it is another.
    pub previous: Option<TransferDestination>,
    /// Whether the workshop was never paid before.
    pub is_first: bool,
    /// When the account was entered, where that was within the last seven days.
    pub entered_at: Option<DateTime<Utc>>,
    /// Whether a second person must confirm it before the batch is approved.
    pub awaits_confirmation: bool,
}

/// The accounts of these payouts.
pub async fn describe_accounts(tx: &UnitOfWork, rows: &[PayoutWithWorkshop]) -> Result<HashMap<PayoutId, PaidAccount>> {
    let mut accounts = HashMap::new();
    for PayoutWithWorkshop { payout, workshop } in rows {
        let account: TransferDestination =
            serde_json::from_value(payout.account.clone()).map_err(anyhow::Error::from)?;
        let last = payouts::find_confirmed_before(tx, payout).await?;
        let is_first = last.is_none();
        let previous: Option<TransferDestination> =
            last.map(|last| serde_json::from_value(last.account)).transpose().map_err(anyhow::Error::from)?;
        let in_force = members::find_bank_account(tx, workshop.id).await?;
        let in_force = in_force.filter(|row| TransferDestination::from(row.clone()) == account);
        let paid = PaidAccount {
            previous: previous.filter(|previous| *previous != account),
            is_first,
            entered_at: in_force.as_ref().filter(|row| is_new(row, tx.now())).map(|row| row.created_at),
            awaits_confirmation: in_force.is_some_and(|row| awaits_confirmation(&row, tx.now())),
            account,
        };
        accounts.insert(payout.id, paid);
    }
    Ok(accounts)
}
