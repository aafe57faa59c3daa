//! What a workshop's people are told of where and when it is paid.

use chrono::NaiveDate;
use entities::values::{Language, Money};

use super::{
    letter::{Action, Letter},
    speech::{self, pick},
};

/// An account as people recognise it.
#[derive(Clone, Debug)]
pub struct AccountTold {
    /// The workshop's name.
    pub workshop: String,
    /// The bank's name.
    pub bank: String,
    /// The account's number, all but its end hidden.
    pub number: String,
    /// The page to go to.
    pub page: String,
}

/// A payout that was seen in the bank statement.
#[derive(Clone, Debug)]
pub struct PayoutTold {
    /// What was paid.
    pub amount: Money,
    /// The bank's day.
    pub paid_on: NaiveDate,
    /// Where it went.
    pub to: AccountTold,
}

/// A payout was seen in the bank statement.
pub fn payout_confirmed(language: Language, told: &PayoutTold) -> Letter {
    let AccountTold { workshop, bank, number, page } = &told.to;
    let (amount, day) = (speech::money(language, told.amount), speech::date(language, told.paid_on));
    Letter {
        subject: pick(language, format!("Pagamos {amount} a {workshop}"), format!("We paid {amount} to {workshop}")),
        opening: vec![pick(
            language,
            format!("El banco confirmó el {day} el pago de {amount} a {workshop}, en la cuenta {number} de {bank}."),
            format!(
                "The bank confirmed on {day} the payment of {amount} to {workshop}, to account {number} at {bank}."
            ),
        )],
        rows: Vec::new(),
        closing: vec![pick(language, "Gracias por su trabajo.", "Thank you for your work.")],
        action: Action { label: pick(language, "Ver mi dinero", "See my money"), url: page.clone() },
        note: None,
    }
}

/// A workshop's payouts go to another account.
pub fn bank_account_changed(language: Language, told: &AccountTold) -> Letter {
    let AccountTold { workshop, bank, number, page } = told;
    Letter {
        subject: pick(
            language,
            format!("Cambió la cuenta donde se le paga a {workshop}"),
            format!("The account that {workshop} is paid to has changed"),
        ),
        opening: vec![pick(
            language,
            format!("Desde ahora, los pagos de {workshop} van a la cuenta {number} de {bank}."),
            format!("From now on, payments to {workshop} go to account {number} at {bank}."),
        )],
        rows: Vec::new(),
        closing: vec![pick(
            language,
            "Si usted no pidió este cambio, avise de inmediato a la cooperativa.",
            "If you did not ask for this change, tell the cooperative at once.",
        )],
        action: Action { label: pick(language, "Ver mi taller", "See my workshop"), url: page.clone() },
        note: None,
    }
}
