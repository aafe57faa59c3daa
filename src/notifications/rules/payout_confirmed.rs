//! The mail to a workshop's people about a payout that the bank confirmed.

use chrono::NaiveDate;
use entities::values::Money;

use super::{
    bank_account_changed::MaskedAccount,
    mail_content::{MailContent, mail_content},
};
use crate::platform::locale::Localizer;

/// A payout that the bank statement shows.
#[derive(Clone, Debug)]
pub struct PayoutConfirmedMail {
    /// The amount.
    pub amount: Money,
    /// The bank's date.
    pub confirmed_on: NaiveDate,
    /// The account that was paid.
    pub account: MaskedAccount,
    /// The page of the workshop's money.
    pub page: String,
}

impl PayoutConfirmedMail {
    /// What the mail says.
    pub fn content(&self, texts: Localizer) -> MailContent {
        let MaskedAccount { workshop, bank, number } = &self.account;
        mail_content!(
            texts,
            "payout-confirmed",
            &self.page,
            amount = self.amount,
            date = self.confirmed_on,
            workshop = workshop,
            account = number,
            bank = bank
        )
    }
}
