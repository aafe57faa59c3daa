//! Which bank accounts a batch may pay.

use chrono::{DateTime, TimeDelta, Utc};
use entities::{members::bank_account, values::PersonId};

use super::bank_files::TransferDestination;

/// How long an account is new.
const NEW_FOR: TimeDelta = TimeDelta::days(7);

/// Why a batch that pays an account may not be approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountRefusal {
    /// The workshop has another account by now.
    ChangedSince,
    /// The approver entered it.
    EnteredByApprover,
    /// It is new, and no second person has confirmed it.
    Unconfirmed,
}

/// Whether an account is new and waits for a second person. One that an operator imported does not.
pub fn awaits_confirmation(account: &bank_account::Model, now: DateTime<Utc>) -> bool {
    account.created_by.is_some() && account.confirmed_at.is_none() && now < account.created_at + NEW_FOR
}

/// Whether an account was entered within the last seven days.
pub fn is_new(account: &bank_account::Model, now: DateTime<Utc>) -> bool {
    now < account.created_at + NEW_FOR
}

/// Why `approver` may not approve a batch that pays `paid`, where `in_force` is the workshop's account now.
pub fn account_refusal(
    paid: &TransferDestination,
    in_force: Option<&bank_account::Model>,
    approver: PersonId,
    now: DateTime<Utc>,
) -> Option<AccountRefusal> {
    let Some(account) = in_force.filter(|account| TransferDestination::from((*account).clone()) == *paid) else {
        return Some(AccountRefusal::ChangedSince);
    };
    if account.created_by == Some(approver) {
        Some(AccountRefusal::EnteredByApprover)
    } else if awaits_confirmation(account, now) {
        Some(AccountRefusal::Unconfirmed)
    } else {
        None
    }
}
