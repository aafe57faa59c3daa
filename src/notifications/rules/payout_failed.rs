//! The mail to a workshop's people about a payout that did not reach its account.

use entities::values::Money;

use super::{
    bank_account_changed::MaskedAccount,
    mail_content::{MailContent, mail_content},
};
use crate::platform::locale::Localizer;

/// A payout that the bank did not carry out or sent back.
#[derive(Clone, Debug)]
pub struct PayoutFailedMail {
    /// The amount.
    pub amount: Money,
    /// The account that should have been paid.
    pub account: MaskedAccount,
    /// The bank's reason.
    pub reason: String,
    /// The page of the workshop, with its bank account.
    pub page: String,
}

impl PayoutFailedMail {
    /// What the mail says.
    pub fn content(&self, texts: Localizer) -> MailContent {
        let MaskedAccount { workshop, bank, number } = &self.account;
        mail_content!(
            texts,
            "payout-failed",
            &self.page,
            amount = self.amount,
            workshop = workshop,
            account = number,
            bank = bank,
            reason = &self.reason
        )
    }
}
