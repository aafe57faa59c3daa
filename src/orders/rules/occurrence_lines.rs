//! The lines that one date of a standing order would have, with the reason where a line has fewer units than ordered.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::values::{BoundBy, OccurrenceReason, OrderLineId, OverrideLine, ProductId};

use super::order_lines::{OrderItem, PricedLine, Shortfall, is_sold};
use crate::catalogue::{Quotes, SellableQuantity};

/// What the lines of a date are computed from.
pub struct PricingContext<'a> {
    /// Products and the buyer's prices.
    pub quotes: &'a Quotes,
    /// What can be made for the delivery, by product.
    pub sellable: &'a HashMap<ProductId, SellableQuantity>,
    /// The day of the delivery.
    pub delivery_date: NaiveDate,
    /// Today.
    pub today: NaiveDate,
    /// Guests that per-guest lines count.
    pub guests: i64,
}

/// The items of one date: those of the standing order with the overrides of that date. An override with quantity 0
/// removes the product; one for a product that the standing order does not have adds it.
pub fn apply_overrides(items: &[OrderItem], overrides: &[OverrideLine]) -> Vec<OrderItem> {
    let mut items: Vec<OrderItem> = items.to_vec();
    for line in overrides {
        match items.iter_mut().find(|item| item.product_id == line.product_id) {
            Some(item) => item.quantity = line.quantity,
            None => {
                items.push(OrderItem { product_id: line.product_id, quantity: line.quantity, per_guest: false });
            }
        }
    }
    items.retain(|item| item.quantity > 0);
    items
}

/// The lines of these items. An item that cannot be ordered at all has quantity 0 and its reason. Capacity is not
/// considered here.
pub fn price_items(
    items: &[OrderItem],
    context: &PricingContext<'_>,
    mut new_id: impl FnMut() -> OrderLineId,
) -> Vec<PricedLine> {
    items.iter().map(|item| price_item(*item, context, new_id())).collect()
}

fn price_item(item: OrderItem, context: &PricingContext<'_>, id: OrderLineId) -> PricedLine {
    let product = context.quotes.product(item.product_id);
    let wanted = item.units(context.guests, product.map_or(1, |product| product.order_multiple));
    let not_sold = Shortfall { wanted, reason: OccurrenceReason::NotSold };
    let Some(product) = product.filter(|product| is_sold(product)) else {
        return PricedLine::unavailable(id, item, not_sold);
    };
    let Some(unit_price) = context.quotes.price(product.id, wanted) else {
        return PricedLine::unavailable(id, item, not_sold);
    };
    let multiple = product.order_multiple.max(1);
    let (quantity, reason) = match blocking_reason(item.product_id, context) {
        Some(reason) => (0, Some(reason)),
        None if wanted % multiple != 0 => (wanted / multiple * multiple, Some(OccurrenceReason::Multiple)),
        None => (wanted, None),
    };
    let mut line = PricedLine::new(id, product, item, quantity, unit_price);
    if quantity < wanted {
        line.shortfall = reason.map(|reason| Shortfall { wanted, reason });
    }
    line.at_quantity(quantity, Some(context.quotes))
}

/// Why a product cannot be ordered at all, before its capacity is considered.
fn blocking_reason(product: ProductId, context: &PricingContext<'_>) -> Option<OccurrenceReason> {
    let Some(sellable) = context.sellable.get(&product) else { return Some(OccurrenceReason::NoMaker) };
    match sellable.blocked_by {
        Some(BoundBy::Harvest) => Some(OccurrenceReason::Harvest),
        Some(BoundBy::Certificate) => Some(OccurrenceReason::Certificate),
        Some(BoundBy::Authorisation) => Some(OccurrenceReason::Authorisation),
        Some(BoundBy::Pause) => Some(OccurrenceReason::MakersPause),
        Some(_) => Some(OccurrenceReason::NoMaker),
        None if sellable.last_order_day(context.delivery_date) < context.today => Some(OccurrenceReason::LeadTime),
        None => None,
    }
}

/// Whether all lines have quantity 0 and none of them can grow when guests arrive.
pub fn comes_to_nothing(lines: &[PricedLine]) -> bool {
    let may_grow = |line: &PricedLine| {
        line.per_guest.is_some()
            && line.shortfall.is_none_or(|shortfall| shortfall.reason == OccurrenceReason::Capacity)
    };
    !lines.iter().any(|line| line.price.quantity > 0 || may_grow(line))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn item(n: u128, quantity: i64, per_guest: bool) -> OrderItem {
        OrderItem { product_id: ProductId(Uuid::from_u128(n)), quantity, per_guest }
    }

    fn changed(n: u128, quantity: i64) -> OverrideLine {
        OverrideLine { product_id: ProductId(Uuid::from_u128(n)), quantity }
    }

    #[test]
    fn an_override_changes_one_date_only_in_what_it_names() {
        let items = [item(1, 6, false), item(2, 1, true), item(3, 4, false)];
        let overridden = apply_overrides(&items, &[changed(2, 2), changed(3, 0), changed(4, 5)]);
        assert_eq!(overridden, [item(1, 6, false), item(2, 2, true), item(4, 5, false)]);
        assert_eq!(apply_overrides(&items, &[]), items);
    }

    #[test]
    fn an_item_that_no_workshop_makes_has_quantity_0_and_a_reason() {
        let quotes = Quotes::default();
        let context = PricingContext {
            quotes: &quotes,
            sellable: &HashMap::new(),
            delivery_date: NaiveDate::default(),
            today: NaiveDate::default(),
            guests: 4,
        };
        let items = [item(1, 6, false), item(2, 2, true)];
        let lines = price_items(&items, &context, || OrderLineId(Uuid::nil()));
        let shortfalls: Vec<_> = lines.iter().map(|line| line.shortfall).collect();
        let not_sold = |wanted| Some(Shortfall { wanted, reason: OccurrenceReason::NotSold });
        assert_eq!(shortfalls, [not_sold(6), not_sold(8)]);
        assert!(comes_to_nothing(&lines));
    }
}
