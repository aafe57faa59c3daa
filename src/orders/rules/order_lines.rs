//! Order lines before they are stored: items with a quantity, then priced lines, then rows.

use entities::{
    catalogue::product,
    orders::{order_line, standing_order_line},
    values::{Amount, BoundBy, CycleId, OccurrenceReason, OrderBasketId, OrderId, OrderLineId, PriceSource, ProductId},
};

use super::{
    guests::quantity_for_guests,
    prices::{LinePrice, OrderedProduct, expected_tax},
};
use crate::catalogue::{Hold, Quotes, SupplyLimit};

/// A product and the quantity that a buyer orders of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderItem {
    /// The product.
    pub product_id: ProductId,
    /// Units; per arriving guest where `per_guest`.
    pub quantity: i64,
    /// Whether the quantity is multiplied by the number of arriving guests.
    pub per_guest: bool,
}

impl OrderItem {
    /// Units for this number of guests.
    pub fn units(self, guests: i64, order_multiple: i64) -> i64 {
        if self.per_guest { quantity_for_guests(self.quantity, guests, order_multiple) } else { self.quantity }
    }
}

impl From<&standing_order_line::Model> for OrderItem {
    fn from(row: &standing_order_line::Model) -> Self {
        Self { product_id: row.product_id, quantity: row.quantity, per_guest: row.per_guest }
    }
}

/// Why a line has fewer units than were ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// Units that were ordered.
    pub wanted: i64,
    /// Why the line has fewer.
    pub reason: OccurrenceReason,
}

/// A line with its price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricedLine {
    /// Identifies the line, and holds its capacity.
    pub id: OrderLineId,
    /// The product.
    pub product_id: ProductId,
    /// The product as it was when the line was placed.
    pub product: OrderedProduct,
    /// Units per arriving guest, for a per-guest line.
    pub per_guest: Option<i64>,
    /// Where the line has fewer units than were ordered.
    pub shortfall: Option<Shortfall>,
    /// Where the price comes from.
    pub price_source: PriceSource,
    /// Quantity and price.
    pub price: LinePrice,
    /// The basket that it is a part of.
    pub part: Option<BasketPart>,
}

/// What a line is of a basket of its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasketPart {
    /// The basket.
    pub basket_id: OrderBasketId,
    /// Whether it is its packaging, otherwise a component.
    pub packaging: bool,
}

impl PricedLine {
    /// A line of `quantity` units of `product` at a price of the list.
    pub fn new(id: OrderLineId, product: &product::Model, item: OrderItem, quantity: i64, unit_price: Amount) -> Self {
        Self {
            id,
            product_id: product.id,
            product: product.into(),
            per_guest: item.per_guest.then_some(item.quantity),
            shortfall: None,
            price_source: PriceSource::List,
            price: LinePrice { quantity, unit_price, price_units: 1, discount_bps: 0 },
            part: None,
        }
    }

    /// A line of quantity 0 without a price, for an item that cannot be ordered.
    pub fn unavailable(id: OrderLineId, product: &product::Model, item: OrderItem, shortfall: Shortfall) -> Self {
        Self { shortfall: Some(shortfall), ..Self::new(id, product, item, 0, Amount::ZERO) }
    }

    /// A stored line.
    pub fn from_row(row: &order_line::Model) -> Self {
        Self {
            id: row.id,
            product_id: row.product_id,
            product: row.into(),
            per_guest: row.per_guest,
            shortfall: row.wanted.zip(row.reduced_by).map(|(wanted, reason)| Shortfall { wanted, reason }),
            price_source: row.price_source,
            price: LinePrice {
                quantity: row.quantity,
                unit_price: row.unit_price,
                price_units: row.price_units,
                discount_bps: row.discount_bps,
            },
            part: row.order_basket_id.map(|basket_id| BasketPart { basket_id, packaging: row.packaging }),
        }
    }

    /// The line at another quantity. A price of the list becomes that of the new quantity's tier; an agreed price
    /// stays.
    #[must_use]
    pub fn at_quantity(mut self, quantity: i64, quotes: Option<&Quotes>) -> Self {
        self.price.quantity = quantity;
        if self.price_source == PriceSource::List
            && let Some(unit_price) = quotes.and_then(|quotes| quotes.price(self.product_id, quantity))
        {
            self.price.unit_price = unit_price;
        }
        self
    }

    /// Units that were ordered, whether or not there were as many.
    pub fn ordered(&self) -> i64 {
        self.shortfall.map_or(self.price.quantity, |shortfall| shortfall.wanted)
    }

    /// The capacity that the line holds, for an order of it alone.
    pub fn hold(&self) -> Hold {
        Hold {
            holder: self.id,
            product_id: self.product_id,
            quantity: self.price.quantity,
            multiple: self.product.order_multiple,
            item: 0,
            item_units: self.price.price_units,
        }
    }

    fn basket_id(&self) -> Option<OrderBasketId> {
        self.part.map(|part| part.basket_id)
    }

    /// Whether it is packaging, which nobody makes.
    pub fn is_packaging(&self) -> bool {
        self.part.is_some_and(|part| part.packaging)
    }
}

/// The capacity that the lines of an order hold. The lines of a basket follow each other, and are one item.
pub fn holds(lines: &[PricedLine]) -> Vec<Hold> {
    let mut holds = Vec::with_capacity(lines.len());
    let mut items = 0..;
    let mut last: Option<(usize, Option<OrderBasketId>)> = None;
    for line in lines {
        let same = last.filter(|(_, basket)| basket.is_some() && *basket == line.basket_id());
        let Some(item) = same.map(|(item, _)| item).or_else(|| items.next()) else { break };
        last = Some((item, line.basket_id()));
        if !line.is_packaging() {
            holds.push(Hold { item, ..line.hold() });
        }
    }
    holds
}

/// Net value and expected taxes of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderTotal {
    /// Net.
    pub net: Amount,
    /// Taxes, as its invoice will have them.
    pub tax: Amount,
}

impl OrderTotal {
    /// The sum of these lines.
    pub fn of(lines: &[PricedLine]) -> Self {
        Self {
            net: lines.iter().map(|line| line.price.net()).sum(),
            tax: expected_tax(lines.iter().map(|line| (line.price, &line.product.rates))),
        }
    }

    /// Net and taxes.
    pub fn gross(self) -> Amount {
        self.net + self.tax
    }
}

/// The rows of these lines, with positions from 1.
pub fn line_rows(order_id: OrderId, cycle_id: CycleId, lines: &[PricedLine]) -> Vec<order_line::Model> {
    let positions = 1..;
    positions.zip(lines).map(|(position, line)| line_row(order_id, cycle_id, position, line)).collect()
}

/// The row of one line.
pub fn line_row(order_id: OrderId, cycle_id: CycleId, position: i32, line: &PricedLine) -> order_line::Model {
    order_line::Model {
        id: line.id,
        order_id,
        cycle_id,
        position,
        product_id: line.product_id,
        quantity: line.price.quantity,
        per_guest: line.per_guest,
        wanted: line.shortfall.map(|shortfall| shortfall.wanted),
        reduced_by: line.shortfall.map(|shortfall| shortfall.reason),
        price_source: line.price_source,
        unit_price: line.price.unit_price,
        price_units: line.price.price_units,
        discount_bps: line.price.discount_bps,
        net: line.price.net(),
        order_basket_id: line.basket_id(),
        packaging: line.is_packaging(),
        product_code: line.product.code.clone(),
        name_es: line.product.name_es.clone(),
        name_en: line.product.name_en.clone(),
        net_content: line.product.net_content,
        net_unit: line.product.net_unit,
        order_multiple: line.product.order_multiple,
        vat_bps: line.product.rates.vat_bps,
        additional_tax_code: line.product.rates.additional.as_ref().map(|tax| tax.code.clone()),
        additional_tax_bps: line.product.rates.additional.as_ref().map_or(0, |tax| tax.rate_bps),
    }
}

/// The quantity that is wanted of a line now: what the arriving guests need of a per-guest line, and what was ordered of
/// a line that was cut for a reason that may have ended. None where the line stays as it is, or has no price.
pub fn retried_quantity(line: &PricedLine, guests: i64, quotes: &Quotes) -> Option<i64> {
    let wanted = match (line.per_guest, line.shortfall) {
        (Some(per_guest), _) => quantity_for_guests(per_guest, guests, line.product.order_multiple),
        (None, Some(shortfall)) if may_end(shortfall.reason) => shortfall.wanted,
        (None, _) => return None,
    };
    let priced = line.price_source == PriceSource::Agreed || quotes.price(line.product_id, wanted).is_some();
    let stays = line.shortfall.is_none() && wanted == line.price.quantity;
    // What was cut for good may still become less.
    let cut_for_good = line.shortfall.is_some_and(|shortfall| !may_end(shortfall.reason));
    let stays = stays || cut_for_good && wanted >= line.price.quantity;
    (priced && !stays).then_some(wanted)
}

/// Whether the reason of a cut may end before the cut-off, so that the line is tried again.
pub fn may_end(reason: OccurrenceReason) -> bool {
    !matches!(reason, OccurrenceReason::NotSold | OccurrenceReason::Multiple | OccurrenceReason::LeadTime)
}

/// Why a line gets less than it asks for.
pub fn limit_reason(limit: SupplyLimit) -> OccurrenceReason {
    match limit {
        SupplyLimit::Capacity => OccurrenceReason::Capacity,
        SupplyLimit::LeadTime => OccurrenceReason::LeadTime,
        SupplyLimit::NoMaker => OccurrenceReason::NoMaker,
        SupplyLimit::Blocked(BoundBy::Harvest) => OccurrenceReason::Harvest,
        SupplyLimit::Blocked(BoundBy::Certificate) => OccurrenceReason::Certificate,
        SupplyLimit::Blocked(BoundBy::Authorisation) => OccurrenceReason::Authorisation,
        SupplyLimit::Blocked(BoundBy::Pause) => OccurrenceReason::MakersPause,
        SupplyLimit::Blocked(_) => OccurrenceReason::NoMaker,
    }
}

/// Whether the catalogue sells the product now.
pub fn is_sold(product: &product::Model) -> bool {
    product.published_at.is_some() && product.retired_at.is_none()
}
