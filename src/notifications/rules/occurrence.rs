//! What a buyer's people are told of a standing order's date that was not ordered whole.

use chrono::NaiveDate;
use entities::values::{Language, OccurrenceReason, OccurrenceState};

use super::{
    letter::{Action, Letter, Row},
    speech::{self, pick},
};

/// A line of a standing order's date that was reduced.
#[derive(Clone, Debug)]
pub struct ReducedLine {
    /// The product in the reader's language.
    pub product: String,
    /// Units ordered.
    pub ordered: i64,
    /// Units wanted.
    pub wanted: i64,
    /// Why not all.
    pub reason: OccurrenceReason,
}

/// A date of a standing order that was not ordered whole.
#[derive(Clone, Debug)]
pub struct OccurrenceTold {
    /// The standing order's name.
    pub standing_order: String,
    /// Its date.
    pub date: NaiveDate,
    /// What became of it.
    pub state: OccurrenceState,
    /// Why.
    pub reason: Option<OccurrenceReason>,
    /// The lines that were reduced.
    pub lines: Vec<ReducedLine>,
    /// The page of the standing order.
    pub page: String,
}

/// Whether the buyer chose this itself, so that there is nothing to tell.
pub fn own_choice(reason: Option<OccurrenceReason>) -> bool {
    use OccurrenceReason::{Cancelled, LeftOut, NoGuests, Paused};
    matches!(reason, Some(Paused | LeftOut | NoGuests | Cancelled))
}

/// A date of a standing order was reduced, skipped or blocked.
pub fn occurrence_decided(language: Language, told: &OccurrenceTold) -> Letter {
    let (name, day) = (&told.standing_order, speech::weekday(language, told.date));
    let why = told.reason.map(|reason| because(language, reason)).unwrap_or_default();
    let row = |line: &ReducedLine| {
        let (ordered, wanted) = (speech::units(language, line.ordered), speech::whole(language, line.wanted));
        let why = because(language, line.reason);
        Row {
            name: line.product.clone(),
            value: pick(language, format!("{ordered} de {wanted}: {why}"), format!("{ordered} of {wanted}: {why}")),
        }
    };
    let (subject, opening) = if told.state == OccurrenceState::Reduced {
        (
            pick(language, format!("«{name}» va incompleto el {day}"), format!("“{name}” comes in part on {day}")),
            pick(
                language,
                format!("Hicimos su pedido permanente «{name}» para el {day}, pero no entero:"),
                format!("We placed your standing order “{name}” for {day}, but not all of it:"),
            ),
        )
    } else {
        (
            pick(language, format!("«{name}» no va el {day}"), format!("“{name}” does not come on {day}")),
            pick(
                language,
                format!("No pudimos hacer su pedido permanente «{name}» para el {day}: {why}."),
                format!("We could not place your standing order “{name}” for {day}: {why}."),
            ),
        )
    };
    Letter {
        subject,
        opening: vec![opening],
        rows: told.lines.iter().map(row).collect(),
        closing: vec![pick(
            language,
            "Las fechas que siguen no cambian. Si necesita otra cosa para ese día, puede pedirla aparte.",
            "The dates that follow do not change. If you need something else for that day, you can order it apart.",
        )],
        action: Action {
            label: pick(language, "Ver mi pedido permanente", "See my standing order"),
            url: told.page.clone(),
        },
        note: None,
    }
}

fn because(language: Language, reason: OccurrenceReason) -> String {
    use OccurrenceReason::*;
    let [es, en] = match reason {
        Capacity => ["no queda capacidad suficiente", "too little capacity is left"],
        Harvest => ["está fuera de cosecha", "it is out of harvest"],
        Certificate => ["quien lo hace no tiene certificado vigente", "its makers hold no valid certificate"],
        Authorisation => ["quien lo hace no tiene autorización vigente", "its makers hold no valid authorisation"],
        MakersPause => ["quien lo hace está en pausa", "its makers are paused"],
        NoMaker => ["por ahora nadie lo hace", "nobody makes it for now"],
        LeadTime => ["ya no alcanza el tiempo para hacerlo", "there is not enough time left to make it"],
        NotSold => ["ya no está en su lista de precios", "it is no longer on your price list"],
        Multiple => ["ahora se vende en otras cantidades", "it is sold in other quantities now"],
        Paused => ["el pedido está en pausa", "the order is paused"],
        LeftOut => ["usted dejó fuera esta fecha", "you left this date out"],
        NoGuests => ["no llegan huéspedes", "no guests arrive"],
        NoDelivery => ["ningún despacho llega para esa fecha", "no delivery serves that date"],
        CycleClosed => ["el ciclo de esa fecha ya había cerrado", "the cycle of that date had closed"],
        Credit => ["supera el crédito disponible", "it is beyond the available credit"],
        OrderMinimum => ["no llega al pedido mínimo", "it is below the order minimum"],
        DeliveryPoint => ["ya no se entrega en ese lugar", "its delivery point is no longer served"],
        Cancelled => ["el pedido se anuló", "the order was cancelled"],
    };
    pick(language, es, en)
}
