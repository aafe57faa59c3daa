//! What a workshop's people are told of what it earned.

use chrono::NaiveDate;
use entities::values::{Language, Money};

use super::{
    letter::{Action, Letter, Row},
    speech::{self, pick},
};

/// A statement whose PDF is filed.
#[derive(Clone, Debug)]
pub struct StatementTold {
    /// The workshop's name.
    pub workshop: String,
    /// Its number.
    pub number: i64,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
    /// What is paid; negative where it is carried forward.
    pub total: Money,
    /// The page of the statement.
    pub page: String,
}

/// A statement, attached as PDF.
pub fn statement_filed(language: Language, told: &StatementTold) -> Letter {
    let (workshop, number, total) = (&told.workshop, told.number, speech::money(language, told.total));
    let (from, until) = (speech::date(language, told.from), speech::date(language, told.until));
    let closing = if told.total.amount > 0 {
        pick(
            language,
            "Le avisaremos cuando el banco confirme el pago.",
            "We shall tell you when the bank confirms the payment.",
        )
    } else {
        pick(
            language,
            "Esta vez no hay pago: el saldo pasa a la próxima liquidación.",
            "There is no payment this time: the balance is carried to the next statement.",
        )
    };
    Letter {
        subject: pick(
            language,
            format!("Liquidación N.º {number} de {workshop}: {total}"),
            format!("Statement no. {number} of {workshop}: {total}"),
        ),
        opening: vec![pick(
            language,
            format!(
                "Le enviamos la liquidación N.º {number} de {workshop}, adjunta en PDF. Cada peso lleva su motivo."
            ),
            format!(
                "Here is statement no. {number} of {workshop}, attached as PDF. Every amount comes with its reason."
            ),
        )],
        rows: vec![
            Row { name: pick(language, "Desde", "From"), value: from },
            Row { name: pick(language, "Hasta", "Until"), value: until },
            Row { name: "Total".to_owned(), value: total },
        ],
        closing: vec![closing],
        action: Action {
            label: pick(language, "Ver de dónde sale cada monto", "See where each amount comes from"),
            url: told.page.clone(),
        },
        note: None,
    }
}
