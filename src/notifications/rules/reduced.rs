//! What a unit's people are told of quotas of which less is made now.

use chrono::NaiveDate;
use entities::values::Language;

use super::{
    letter::{Action, Letter},
    quotas::{QuotaLine, rows},
    speech::{self, pick},
};

/// Quotas that became smaller, because an order was cancelled.
#[derive(Clone, Debug)]
pub struct ReducedTold {
    /// The unit's name.
    pub unit: String,
    /// Their day of delivery.
    pub delivery: NaiveDate,
    /// The quotas as they stand now; no lots where one was taken back whole.
    pub lines: Vec<QuotaLine>,
    /// The page of the unit's quotas.
    pub page: String,
}

/// An order was cancelled after the cut-off.
pub fn quotas_reduced(language: Language, told: &ReducedTold) -> Letter {
    let (unit, day) = (&told.unit, speech::weekday(language, told.delivery));
    Letter {
        subject: pick(
            language,
            format!("Bajan sus cuotas del {day}: se anuló un pedido"),
            format!("Your quotas of {day} are lower: an order was cancelled"),
        ),
        opening: vec![pick(
            language,
            format!(
                "Después del cierre se anuló un pedido de la entrega del {day}. Con la misma regla del reparto, las cuotas de {unit} quedan así:"
            ),
            format!(
                "After the cut-off an order of the delivery of {day} was cancelled. By the same rule of the split, the quotas of {unit} are now:"
            ),
        )],
        rows: rows(language, &told.lines),
        closing: vec![pick(
            language,
            "No cuenta como algo que usted rechazó: lo que dejó de hacer se compensa en los próximos repartos.",
            "It does not count as declined by you: what you no longer make is made up for in the next splits.",
        )],
        action: Action { label: pick(language, "Ver mis cuotas", "See my quotas"), url: told.page.clone() },
        note: None,
    }
}
