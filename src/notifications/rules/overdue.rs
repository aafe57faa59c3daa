//! What a buyer's people are told of an invoice that passed its day.

use chrono::NaiveDate;
use entities::values::{Language, Money};

use super::{
    letter::{Action, Letter},
    speech::{self, pick},
};

/// An invoice that passed its day.
#[derive(Clone, Debug)]
pub struct OverdueTold {
    /// Series and number.
    pub name: String,
    /// What is left to pay.
    pub open: Money,
    /// Until when it was to be paid.
    pub due_on: NaiveDate,
    /// The page of the invoice.
    pub page: String,
}

/// An invoice passed its day.
pub fn invoice_overdue(language: Language, told: &OverdueTold) -> Letter {
    let (name, open) = (&told.name, speech::money(language, told.open));
    let due = speech::date(language, told.due_on);
    Letter {
        subject: pick(language, format!("La factura {name} está vencida"), format!("Invoice {name} is overdue")),
        opening: vec![pick(
            language,
            format!("La factura {name} venció el {due} y quedan por pagar {open}."),
            format!("Invoice {name} was due on {due}, and {open} are left to pay."),
        )],
        rows: Vec::new(),
        closing: vec![pick(
            language,
            "Si ya la pagó, no se preocupe: la veremos en la cartola del banco. Si algo no calza, escríbanos.",
            "If you have paid it already, never mind: we shall see it in the bank statement. If something is wrong, write to us.",
        )],
        action: Action { label: pick(language, "Ver la factura", "See the invoice"), url: told.page.clone() },
        note: None,
    }
}
