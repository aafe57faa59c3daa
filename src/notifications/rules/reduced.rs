//! What a workshop's people are told of quotas of which less is made now.

use chrono::NaiveDate;
use entities::values::Language;

use super::{
    letter::{Action, Letter},
    quotas::{QuotaLine, rows},
    speech::{self, pick},
};

/// Quotas that became smaller.
#[derive(Clone, Debug)]
pub struct ReducedTold {
    /// Whether the workshop makes less by its own offer; else an order was cancelled.
    pub own: bool,
    /// The workshop's name.
    pub workshop: String,
    /// Their day of delivery.
    pub delivery: NaiveDate,
    /// The quotas as they stand now; no lots where one was taken back whole.
    pub lines: Vec<QuotaLine>,
    /// The page of the workshop's quotas.
    pub page: String,
}

/// An order was cancelled after the cut-off, or the workshop lowered its offer.
pub fn quotas_reduced(language: Language, told: &ReducedTold) -> Letter {
    let [subject, opening, closing] = if told.own { lowered(language, told) } else { cancelled(language, told) };
    Letter {
        subject,
        opening: vec![opening],
        rows: rows(language, &told.lines),
        closing: vec![closing],
        action: Action { label: pick(language, "Ver mis cuotas", "See my quotas"), url: told.page.clone() },
        note: None,
    }
}

fn cancelled(language: Language, told: &ReducedTold) -> [String; 3] {
    let (workshop, day) = (&told.workshop, speech::weekday(language, told.delivery));
    [
        pick(
            language,
            format!("Bajan sus cuotas del {day}: se anuló un pedido"),
            format!("Your quotas of {day} are lower: an order was cancelled"),
        ),
        pick(
            language,
            format!(
                "Después del cierre se anuló un pedido de la entrega del {day}. Con la misma regla del reparto, las cuotas de {workshop} quedan así:"
            ),
            format!(
                "After the cut-off an order of the delivery of {day} was cancelled. By the same rule of the split, the quotas of {workshop} are now:"
            ),
        ),
        pick(
            language,
            "No cuenta como algo que usted rechazó: lo que dejó de hacer se compensa en los próximos repartos.",
            "It does not count as declined by you: what you no longer make is made up for in the next splits.",
        ),
    ]
}

fn lowered(language: Language, told: &ReducedTold) -> [String; 3] {
    let (workshop, day) = (&told.workshop, speech::weekday(language, told.delivery));
    [
        pick(
            language,
            format!("Bajan sus cuotas del {day}: cambió lo que puede hacer"),
            format!("Your quotas of {day} are lower: what you can make has changed"),
        ),
        pick(
            language,
            format!(
                "Bajó lo que {workshop} puede hacer por semana. Lo que ya no alcanza a hacer para la entrega del {day} se ofreció a los demás talleres, y sus cuotas quedan así:"
            ),
            format!(
                "What {workshop} can make in a week is now lower. What it can no longer make for the delivery of {day} was offered to the other workshops, and its quotas are now:"
            ),
        ),
        pick(
            language,
            "Cuenta igual que si usted hubiera respondido que hace una parte. Si fue un error, hable con la cooperativa lo antes posible.",
            "It counts as if you had answered that you make a part. If this is a mistake, speak with the cooperative as soon as you can.",
        ),
    ]
}
