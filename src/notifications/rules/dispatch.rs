//! What a buyer's people are told of what is on its way.

use chrono::NaiveDate;
use entities::values::Language;

use super::{
    letter::{Action, Letter, Row},
    speech::{self, pick},
};

/// A delivery that left the cooperative.
#[derive(Clone, Debug)]
pub struct DispatchTold {
    /// Code of the delivery.
    pub code: String,
    /// Its day.
    pub delivery: NaiveDate,
    /// The door it goes to.
    pub door: String,
    /// Products in the reader's language, with their units.
    pub lines: Vec<(String, i64)>,
    /// The page of the delivery.
    pub page: String,
}

/// A delivery left the cooperative.
pub fn delivery_dispatched(language: Language, told: &DispatchTold) -> Letter {
    let (code, day, door) = (&told.code, speech::weekday(language, told.delivery), &told.door);
    let row = |(product, units): &(String, i64)| Row { name: product.clone(), value: speech::units(language, *units) };
    Letter {
        subject: pick(
            language,
            format!("Su despacho {code} va en camino"),
            format!("Your delivery {code} is on its way"),
        ),
        opening: vec![pick(
            language,
            format!("Su despacho {code} del {day} salió de la cooperativa hacia {door}. Lleva:"),
            format!("Your delivery {code} of {day} has left the cooperative for {door}. It brings:"),
        )],
        rows: told.lines.iter().map(row).collect(),
        closing: vec![pick(
            language,
            "Cuando lo reciba, confírmelo por favor: con eso se hace la factura.",
            "Please confirm it when it arrives: the invoice is made from that.",
        )],
        action: Action {
            label: pick(language, "Ver y confirmar el despacho", "See and confirm the delivery"),
            url: told.page.clone(),
        },
        note: None,
    }
}
