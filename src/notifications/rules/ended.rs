//! What a workshop's people are told of quotas that they lost.

use chrono::NaiveDate;
use entities::values::Language;

use super::{
    letter::{Action, Letter},
    quotas::{QuotaLine, rows},
    speech::{self, pick},
};

/// Quotas that a workshop no longer has.
#[derive(Clone, Debug)]
pub struct EndedTold {
    /// The workshop's name.
    pub workshop: String,
    /// Their day of delivery.
    pub delivery: NaiveDate,
    /// The quotas.
    pub lines: Vec<QuotaLine>,
    /// Whether the cooperative took them back; else nobody answered in time.
    pub withdrawn: bool,
    /// The page of the workshop's quotas.
    pub page: String,
}

/// Quotas ended without the workshop's answer.
pub fn quotas_ended(language: Language, told: &EndedTold) -> Letter {
    let (workshop, day) = (&told.workshop, speech::weekday(language, told.delivery));
    let (subject, opening) = if told.withdrawn {
        (
            pick(language, format!("Retiramos cuotas del {day}"), format!("Quotas of {day} were withdrawn")),
            pick(
                language,
                format!(
                    "Tuvimos que retirar estas cuotas de la entrega del {day}, porque {workshop} no puede entregar esos productos ese día: falta un certificado o una autorización vigente, o el taller está en pausa."
                ),
                format!(
                    "We had to withdraw these quotas of the delivery of {day}, because {workshop} may not supply these products on that day: a valid certificate or authorisation is missing, or the workshop is paused."
                ),
            ),
        )
    } else {
        (
            pick(
                language,
                format!("Se cerró el plazo de sus cuotas del {day}"),
                format!("The time to answer your quotas of {day} has passed"),
            ),
            pick(
                language,
                format!(
                    "No recibimos a tiempo la respuesta de {workshop}, así que estas cuotas de la entrega del {day} se ofrecieron a los demás talleres:"
                ),
                format!(
                    "We received no answer from {workshop} in time, so these quotas of the delivery of {day} were offered to the other workshops:"
                ),
            ),
        )
    };
    Letter {
        subject,
        opening: vec![opening],
        rows: rows(language, &told.lines),
        closing: vec![pick(
            language,
            "Si cree que hay un error, hable con la cooperativa lo antes posible.",
            "If you think this is a mistake, speak with the cooperative as soon as you can.",
        )],
        action: Action { label: pick(language, "Ver mis cuotas", "See my quotas"), url: told.page.clone() },
        note: None,
    }
}
