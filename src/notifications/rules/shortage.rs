//! What a buyer's people are told of what will not come.

use chrono::NaiveDate;
use entities::values::{Language, ShortageCause};

use super::{
    letter::{Action, Letter, Row},
    speech::{self, pick},
};

/// Units of one product that will not come.
#[derive(Clone, Debug)]
pub struct ShortLine {
    /// The product in the reader's language.
    pub product: String,
    /// Code of the order.
    pub order: String,
    /// Units that will not come.
    pub missing: i64,
    /// Units that were ordered.
    pub ordered: i64,
}

/// Units of a buyer's orders that will not come.
#[derive(Clone, Debug)]
pub struct ShortageTold {
    /// Their day of delivery.
    pub delivery: NaiveDate,
    /// Why.
    pub cause: ShortageCause,
    /// The lines that are cut.
    pub lines: Vec<ShortLine>,
    /// The page of the order, or of all orders.
    pub page: String,
}

/// Ordered units will not come.
pub fn shortage_recorded(language: Language, told: &ShortageTold) -> Letter {
    if told.cause == ShortageCause::Relieved {
        return relieved(language, told);
    }
    let day = speech::weekday(language, told.delivery);
    let row = |line: &ShortLine| {
        let (missing, ordered) = (speech::units(language, line.missing), speech::whole(language, line.ordered));
        let lack = if line.missing == 1 { "falta" } else { "faltan" };
        Row {
            name: line.product.clone(),
            value: pick(
                language,
                format!("{lack} {missing} de {ordered} (pedido {})", line.order),
                format!("{missing} of {ordered} missing (order {})", line.order),
            ),
        }
    };
    let cause = match told.cause {
        ShortageCause::NotAllocated => {
            pick(language, "entre todos los talleres no alcanzan a hacerlo", "all workshops together cannot make it")
        }
        ShortageCause::Declined => {
            pick(language, "quien lo haría no puede, y nadie más alcanza", "its maker cannot, and nobody else can")
        }
        ShortageCause::Rejected => {
            pick(language, "no pasó nuestra revisión al recibirlo", "it did not pass our check on arrival")
        }
        ShortageCause::NotDelivered => pick(language, "no llegó a la cooperativa", "it did not reach the cooperative"),
        ShortageCause::Suspended => {
            pick(language, "quien lo hace no puede entregarlo ese día", "its maker may not supply it on that day")
        }
        ShortageCause::Relieved => pick(language, "se anuló otro pedido", "another order was cancelled"),
    };
    Letter {
        subject: pick(
            language,
            format!("Algo faltará en su entrega del {day}"),
            format!("Something will be missing from your delivery of {day}"),
        ),
        opening: vec![pick(
            language,
            format!("Lamentamos contarle que a su entrega del {day} le faltará lo siguiente. El motivo: {cause}."),
            format!(
                "We are sorry to tell you that your delivery of {day} will lack the following. The reason: {cause}."
            ),
        )],
        rows: told.lines.iter().map(row).collect(),
        closing: vec![pick(
            language,
            "Lo que no llegue no se le cobra. Se lo decimos apenas lo supimos, para que alcance a organizarse.",
            "What does not come is not charged. We tell you as soon as we know, so that you have time to arrange things.",
        )],
        action: Action { label: pick(language, "Ver mi pedido", "See my order"), url: told.page.clone() },
        note: None,
    }
}

/// Units that were missing come after all.
fn relieved(language: Language, told: &ShortageTold) -> Letter {
    let day = speech::weekday(language, told.delivery);
    let row = |line: &ShortLine| {
        let units = speech::units(language, line.missing.abs());
        Row {
            name: line.product.clone(),
            value: pick(
                language,
                format!("{units} más (pedido {})", line.order),
                format!("{units} more (order {})", line.order),
            ),
        }
    };
    Letter {
        subject: pick(
            language,
            format!("Buenas noticias de su entrega del {day}"),
            format!("Good news about your delivery of {day}"),
        ),
        opening: vec![pick(
            language,
            format!("Se anuló otro pedido, así que parte de lo que le iba a faltar en la entrega del {day} sí llega:"),
            format!(
                "Another order was cancelled, so part of what was to be missing from your delivery of {day} comes after all:"
            ),
        )],
        rows: told.lines.iter().map(row).collect(),
        closing: Vec::new(),
        action: Action { label: pick(language, "Ver mi pedido", "See my order"), url: told.page.clone() },
        note: None,
    }
}
