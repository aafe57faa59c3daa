//! What a workshop's people are told of its quotas.

use chrono::NaiveDate;
use entities::values::{Language, Money};

use super::{
    letter::{Action, Letter, Row},
    speech::{self, Moment, pick},
};

/// What a workshop is to make of one product.
#[derive(Clone, Debug)]
pub struct QuotaLine {
    /// The product in the reader's language.
    pub product: String,
    /// Lots to make.
    pub lots: i64,
    /// Units really needed.
    pub units: i64,
    /// What they are worth to the workshop, before commission.
    pub value: Money,
}

/// How quotas can still be answered.
#[derive(Clone, Debug)]
pub struct Answerable {
    /// Until when.
    pub respond_by: Moment,
    /// By which link, where the reader may answer for the workshop.
    pub link: Option<String>,
}

/// Quotas that are with their workshop.
#[derive(Clone, Debug)]
pub struct QuotasTold {
    /// The workshop's name.
    pub workshop: String,
    /// Their day of delivery.
    pub delivery: NaiveDate,
    /// Whether others gave them up before.
    pub again: bool,
    /// The quotas.
    pub lines: Vec<QuotaLine>,
    /// How to answer; none where nothing waits for an answer any more.
    pub answer: Option<Answerable>,
    /// The page of the workshop's quotas, behind sign-in.
    pub page: String,
}

/// Quotas wait for their workshop's answer.
pub fn quotas_published(language: Language, told: &QuotasTold) -> Letter {
    let (workshop, day) = (&told.workshop, speech::weekday(language, told.delivery));
    let opening = if told.again {
        pick(
            language,
            format!(
                "Otro taller no alcanza a hacer una parte de la entrega del {day}. Por la misma regla del reparto, se la ofrecemos ahora a {workshop}:"
            ),
            format!(
                "Another workshop cannot make a part of the delivery of {day}. By the same rule of the split we now offer it to {workshop}:"
            ),
        )
    } else {
        pick(
            language,
            format!("Ya está listo el reparto de la entrega del {day}. A {workshop} le corresponde hacer:"),
            format!("The split for the delivery of {day} is ready. {workshop} is to make:"),
        )
    };
    let closing = match &told.answer {
        Some(answer) => by_when(language, answer.respond_by),
        None => pick(
            language,
            "Estas cuotas ya no esperan respuesta: puede verlas con su cuenta.",
            "These quotas no longer wait for an answer: you can see them with your account.",
        ),
    };
    let link = told.answer.as_ref().and_then(|answer| answer.link.clone());
    let note = link.as_ref().map(|_| {
        pick(
            language,
            format!(
                "El botón es personal: con él se responde por {workshop} sin clave, hasta esa hora. No lo reenvíe."
            ),
            format!(
                "The button is personal: it answers for {workshop} without a password until then. Do not forward it."
            ),
        )
    });
    Letter {
        subject: pick(language, format!("Sus cuotas para el {day}"), format!("Your quotas for {day}")),
        opening: vec![opening],
        rows: rows(language, &told.lines),
        closing: vec![closing],
        action: Action {
            label: pick(language, "Ver y responder mis cuotas", "See and answer my quotas"),
            url: link.unwrap_or_else(|| told.page.clone()),
        },
        note,
    }
}

fn by_when(language: Language, respond_by: Moment) -> String {
    let at = speech::moment(language, respond_by);
    pick(
        language,
        format!(
            "Le pedimos responder a más tardar el {at}. Puede aceptar, hacer una parte o decir que no; lo que nadie responda a tiempo se ofrece a los demás talleres."
        ),
        format!(
            "Please answer by {at}. You can accept, make a part or decline; what nobody answers in time is offered to the other workshops."
        ),
    )
}

/// What is listed of quotas.
pub fn rows(language: Language, lines: &[QuotaLine]) -> Vec<Row> {
    let row = |line: &QuotaLine| {
        let units = speech::units(language, line.units);
        let lots = speech::count(language, line.lots, ["tanda", "tandas"], ["lot", "lots"]);
        Row {
            name: line.product.clone(), value: format!("{units} ({lots}) · {}", speech::money(language, line.value))
        }
    };
    lines.iter().map(row).collect()
}
