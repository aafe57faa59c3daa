//! The mail to a workshop's people about a change of its bank account.

use super::mail_content::{MailContent, mail_content};
use crate::platform::locale::Localizer;

/// A workshop's bank account as its people recognise it.
#[derive(Clone, Debug)]
pub struct MaskedAccount {
    /// The workshop's name.
    pub workshop: String,
    /// The bank's name.
    pub bank: String,
    /// The account number with all but its last digits hidden.
    pub number: String,
}

/// A workshop's payouts go to another account from now on.
#[derive(Clone, Debug)]
pub struct BankAccountChangedMail {
    /// The new account.
    pub account: MaskedAccount,
    /// The page of the workshop.
    pub page: String,
}

impl BankAccountChangedMail {
    /// What the mail says.
    pub fn content(&self, texts: Localizer) -> MailContent {
        let MaskedAccount { workshop, bank, number } = &self.account;
        mail_content!(texts, "bank-account-changed", &self.page, workshop = workshop, account = number, bank = bank)
    }
}
