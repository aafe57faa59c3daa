//! The lines that one date of a standing order would have, with the reason where a line has fewer units than ordered.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    catalogue::product,
    values::{OccurrenceReason, OrderLineId, OverrideLine, ProductId},
};

use super::order_lines::{OrderItem, PricedLine, Shortfall, is_sold, limit_reason};
use crate::catalogue::{Quotes, SellableQuantity, SupplyLimit};

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
    // Every product of an item exists, because its row refers to it.
    let products = items.iter().filter_map(|item| Some((item, context.quotes.product(item.product_id)?)));
    products.map(|(item, product)| price_item(*item, product, context, new_id())).collect()
}

fn price_item(item: OrderItem, product: &product::Model, context: &PricingContext<'_>, id: OrderLineId) -> PricedLine {
    let multiple = product.order_multiple.max(1);
    let wanted = item.units(context.guests, multiple);
    let price = context.quotes.price(product.id, wanted).filter(|_| is_sold(product));
    let Some(unit_price) = price else {
        let not_sold = Shortfall { wanted, reason: OccurrenceReason::NotSold };
        return PricedLine::unavailable(id, product, item, not_sold);
    };
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
    let limit = match context.sellable.get(&product) {
        Some(sellable) => sellable.limit_on(context.delivery_date, context.today)?,
        None => SupplyLimit::NoMaker,
    };
    Some(limit_reason(limit))
}

/// The line at the quantity that there is of it, with the reason why it is less than was asked for.
#[must_use]
pub fn cut_line(line: PricedLine, quantity: i64, limit: SupplyLimit, quotes: &Quotes) -> PricedLine {
    let shortfall = Some(Shortfall { wanted: line.ordered(), reason: limit_reason(limit) });
    PricedLine { shortfall, ..line.at_quantity(quantity, Some(quotes)) }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use entities::values::{Allergens, Amount, FamilyId, NetUnit, Storage, Tags};
    use uuid::Uuid;

    use super::*;
    use crate::{
        catalogue::Quote,
        orders::rules::occurrence_outcome::{AccountTerms, Outcome, decide},
    };

    fn item(n: u128, quantity: i64, per_guest: bool) -> OrderItem {
        OrderItem { product_id: ProductId(Uuid::from_u128(n)), quantity, per_guest }
    }

    fn retired(n: u128) -> product::Model {
        product::Model {
            id: ProductId(Uuid::from_u128(n)),
            code: String::new(),
            family_id: FamilyId(Uuid::nil()),
            name_es: String::new(),
            name_en: String::new(),
            description_es: None,
            description_en: None,
            net_content: 1,
            net_unit: NetUnit::Unit,
            lot_size: 1,
            order_multiple: 1,
            ingredients_es: None,
            ingredients_en: None,
            allergens: Allergens::default(),
            may_contain: Allergens::default(),
            allergens_declared_at: None,
            allergens_unresolved: None,
            practices: Tags(Vec::new()),
            storage: Storage::Ambient,
            shelf_life_days: 1,
            vat_bps: 0,
            additional_tax_code: None,
            additional_tax_bps: 0,
            published_at: None,
            retired_at: Some(DateTime::UNIX_EPOCH),
            created_at: DateTime::UNIX_EPOCH,
            version: 1,
        }
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
        let mut quotes = Quotes::default();
        for n in [1, 2] {
            let product = retired(n);
            quotes.quotes.insert(product.id, Quote { product, tiers: Vec::new() });
        }
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
        let terms = AccountTerms { order_minimum: Amount(1), remaining_credit: None };
        assert_eq!(decide(&lines, terms), Outcome::blocked(OccurrenceReason::NotSold));
    }
}
