//! What a date of a standing order would become: its lines, with what keeps each from coming whole.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::values::{Amount, BoundBy, OccurrenceReason, OrderLineId, OverrideLine, PriceSource, ProductId};

use super::{
    draft::{Line, Want, sold},
    rules::Priced,
};
use crate::catalogue::{Quotes, Sellable};

/// What is known on the day of planning.
pub struct Known<'a> {
    /// Products and the buyer's prices.
    pub quotes: &'a Quotes,
    /// What may be made for the delivery.
    pub sellable: &'a HashMap<ProductId, Sellable>,
    /// The day of the delivery.
    pub delivery_date: NaiveDate,
    /// The day of planning.
    pub today: NaiveDate,
    /// Guests that per-guest lines count.
    pub guests: i64,
}

/// The wants of one date: a standing order's lines with what was changed for that date. A product at 0 is left out, one
/// that the standing order has not is added.
pub fn wants_of(lines: &[Want], overrides: &[OverrideLine]) -> Vec<Want> {
    let mut wants: Vec<Want> = lines.to_vec();
    for changed in overrides {
        match wants.iter_mut().find(|want| want.product_id == changed.product_id) {
            Some(want) => want.quantity = changed.quantity,
            None => wants.push(Want { product_id: changed.product_id, quantity: changed.quantity, per_guest: false }),
        }
    }
    wants.retain(|want| want.quantity > 0);
    wants
}

/// The lines of these wants. What may not come at all has quantity 0 and its reason; capacity is not asked here.
pub fn lines_of(wants: &[Want], known: &Known<'_>, mut id: impl FnMut() -> OrderLineId) -> Vec<Line> {
    wants.iter().map(|want| line_of(*want, known, id())).collect()
}

fn line_of(want: Want, known: &Known<'_>, id: OrderLineId) -> Line {
    let product = known.quotes.product(want.product_id);
    let wanted = want.units(known.guests, product.map_or(1, |product| product.order_multiple));
    let Some(product) = product.filter(|product| sold(product)) else {
        return nothing(want, id, wanted, OccurrenceReason::NotSold);
    };
    let Some(price) = known.quotes.price(product.id, wanted) else {
        return nothing(want, id, wanted, OccurrenceReason::NotSold);
    };
    let multiple = product.order_multiple.max(1);
    let (quantity, reason) = match hindrance(want.product_id, known) {
        Some(reason) => (0, Some(reason)),
        None if wanted % multiple != 0 => (wanted / multiple * multiple, Some(OccurrenceReason::Multiple)),
        None => (wanted, None),
    };
    let mut line = Line::of(id, product, want, quantity, price);
    if quantity < wanted {
        line.short = reason.map(|reason| (wanted, reason));
    }
    at_quantity(&line, quantity, known.quotes)
}

/// The line at another quantity: the tier of a list price follows.
pub fn at_quantity(line: &Line, quantity: i64, quotes: &Quotes) -> Line {
    let mut line = *line;
    line.priced.quantity = quantity;
    if line.source == PriceSource::List
        && let Some(price) = quotes.price(line.product_id, quantity)
    {
        line.priced.unit_price = price;
    }
    line
}

fn nothing(want: Want, id: OrderLineId, wanted: i64, reason: OccurrenceReason) -> Line {
    Line {
        id,
        product_id: want.product_id,
        per_guest: want.per_guest.then_some(want.quantity),
        short: Some((wanted, reason)),
        source: PriceSource::List,
        priced: Priced { quantity: 0, unit_price: Amount::ZERO, discount_bps: 0, vat_bps: 0, additional_bps: 0 },
    }
}

/// What keeps a product from coming at all.
fn hindrance(product: ProductId, known: &Known<'_>) -> Option<OccurrenceReason> {
    let Some(sellable) = known.sellable.get(&product) else { return Some(OccurrenceReason::NoMaker) };
    match sellable.blocked_by {
        Some(BoundBy::Harvest) => Some(OccurrenceReason::Harvest),
        Some(BoundBy::Certificate) => Some(OccurrenceReason::Certificate),
        Some(BoundBy::Authorisation) => Some(OccurrenceReason::Authorisation),
        Some(BoundBy::Pause) => Some(OccurrenceReason::MakersPause),
        Some(_) => Some(OccurrenceReason::NoMaker),
        None if sellable.last_order_day(known.delivery_date) < known.today => Some(OccurrenceReason::LeadTime),
        None => None,
    }
}

/// Whether nothing comes of these lines, and none may still grow with the guests.
pub fn comes_to_nothing(lines: &[Line]) -> bool {
    let may_grow = |line: &Line| {
        line.per_guest.is_some() && line.short.is_none_or(|(_, reason)| reason == OccurrenceReason::Capacity)
    };
    !lines.iter().any(|line| line.priced.quantity > 0 || may_grow(line))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn want(n: u128, quantity: i64, per_guest: bool) -> Want {
        Want { product_id: ProductId(Uuid::from_u128(n)), quantity, per_guest }
    }

    fn changed(n: u128, quantity: i64) -> OverrideLine {
        OverrideLine { product_id: ProductId(Uuid::from_u128(n)), quantity }
    }

    #[test]
    fn an_override_changes_one_date_only_in_what_it_names() {
        let lines = [want(1, 6, false), want(2, 1, true), want(3, 4, false)];
        let wants = wants_of(&lines, &[changed(2, 2), changed(3, 0), changed(4, 5)]);
        assert_eq!(wants, [want(1, 6, false), want(2, 2, true), want(4, 5, false)]);
        assert_eq!(wants_of(&lines, &[]), lines);
    }

    #[test]
    fn what_nobody_makes_comes_to_nothing_and_says_why() {
        let quotes = Quotes::default();
        let known = Known {
            quotes: &quotes,
            sellable: &HashMap::new(),
            delivery_date: NaiveDate::default(),
            today: NaiveDate::default(),
            guests: 4,
        };
        let lines = lines_of(&[want(1, 6, false), want(2, 2, true)], &known, || OrderLineId(Uuid::nil()));
        let short: Vec<_> = lines.iter().map(|line| line.short).collect();
        let not_sold = OccurrenceReason::NotSold;
        assert_eq!(short, [Some((6, not_sold)), Some((8, not_sold))]);
        assert!(comes_to_nothing(&lines));
    }
}
