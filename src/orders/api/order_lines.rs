//! The lines and the baskets of an order.

use std::collections::HashMap;

use entities::{
    catalogue::product,
    orders::{order_basket, order_line},
    values::{Amount, Currency, Money, NetUnit, OccurrenceReason, OrderBasketId, OrderLineId, PriceSource, ProductId},
};
use poem_openapi::Object;

use crate::orders::rules::is_sold;

/// One product of an order.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct OrderLine {
    /// Identifies the line.
    pub id: OrderLineId,
    /// The product.
    pub product_id: ProductId,
    /// Its code when it was ordered.
    pub product_code: String,
    /// Its name in Spanish when it was ordered.
    pub name_es: String,
    /// Its name in English when it was ordered.
    pub name_en: String,
    /// Its net content when it was ordered, in `net_unit`.
    pub net_content: i64,
    /// Unit of the net content.
    pub net_unit: NetUnit,
    /// Units are ordered in multiples of it.
    pub order_multiple: i64,
    /// Whether the catalogue still sells the product. A line that it no longer sells can be kept, lowered or removed.
    pub sold: bool,
    /// Units ordered.
    pub quantity: i64,
    /// Units per arriving guest, for a per-guest line.
    pub per_guest: Option<i64>,
    /// Units that were ordered, where fewer were available.
    pub wanted: Option<i64>,
    /// Why fewer were available.
    pub reduced_by: Option<OccurrenceReason>,
    /// Units of `quantity` that cannot be delivered because of a later shortage.
    pub short: i64,
    /// Units that must still be ordered, by anybody, before the cut-off of the order, or nothing of the product is made:
    /// what is ordered of it is less than a minimum batch.
    pub batch_missing: Option<i64>,
    /// Units that the makers cannot make as things stand, of all orders of the delivery, before its quotas are published:
    /// a certificate was lost, for example.
    pub unsupplied: Option<i64>,
    /// Where the price comes from.
    pub price_source: PriceSource,
    /// Net, per `price_units` units.
    pub unit_price: Money,
    /// The units that the price is for: 1, or, in a basket, those in one basket.
    pub price_units: i64,
    /// Discount on the unit price, in basis points.
    pub discount_bps: i32,
    /// Net of the line.
    pub net: Money,
}

/// What lacks of a product in a delivery, of all its orders.
#[derive(Clone, Copy, Debug, Default)]
pub struct SupplyGap {
    /// Units to a minimum batch.
    pub batch_missing: i64,
    /// Units that cannot be made.
    pub unsupplied: i64,
}

impl OrderLine {
    pub(super) fn new(
        currency: Currency,
        row: order_line::Model,
        product: &product::Model,
        short: i64,
        gap: SupplyGap,
    ) -> Self {
        Self {
            id: row.id,
            product_id: row.product_id,
            product_code: row.product_code,
            name_es: row.name_es,
            name_en: row.name_en,
            net_content: row.net_content,
            net_unit: row.net_unit,
            order_multiple: row.order_multiple,
            sold: is_sold(product),
            quantity: row.quantity,
            per_guest: row.per_guest,
            wanted: row.wanted,
            reduced_by: row.reduced_by,
            short,
            batch_missing: Some(gap.batch_missing).filter(|units| *units > 0 && row.quantity > 0),
            unsupplied: Some(gap.unsupplied).filter(|units| *units > 0 && row.quantity > 0),
            price_source: row.price_source,
            unit_price: row.unit_price.of(currency),
            price_units: row.price_units,
            discount_bps: row.discount_bps,
            net: row.net.of(currency),
        }
    }
}

/// Baskets of one kind in an order.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct OrderBasket {
    /// Identifies them in the order.
    pub id: OrderBasketId,
    /// The basket in the catalogue.
    pub product_id: ProductId,
    /// Its code when it was ordered.
    pub product_code: String,
    /// Its name in Spanish when it was ordered.
    pub name_es: String,
    /// Its name in English when it was ordered.
    pub name_en: String,
    /// Whether the catalogue still sells it. One that it no longer sells can be kept, lowered or removed.
    pub sold: bool,
    /// Baskets ordered.
    pub quantity: i64,
    /// Net, per basket with its packaging.
    pub unit_price: Money,
    /// Net, per basket, of its packaging alone.
    pub packaging_price: Money,
    /// Net of all of them.
    pub net: Money,
    /// What it is packed in, in Spanish.
    pub packaging_es: Option<String>,
    /// What it is packed in, in English.
    pub packaging_en: Option<String>,
    /// Text of its card for the guest, in Spanish.
    pub card_es: Option<String>,
    /// Text of its card for the guest, in English.
    pub card_en: Option<String>,
    /// What is in all of them; `price_units` of each line are in one.
    pub contents: Vec<OrderLine>,
}

/// The lines of an order, those of its baskets apart.
#[derive(Default)]
pub struct DetailLines {
    own: Vec<OrderLine>,
    baskets: HashMap<OrderBasketId, BasketLines>,
}

/// The lines of one basket.
#[derive(Default)]
struct BasketLines {
    net: Amount,
    packaging_price: Amount,
    is_sold: bool,
    contents: Vec<OrderLine>,
}

impl DetailLines {
    /// Adds the next line.
    pub fn add(
        &mut self,
        currency: Currency,
        row: order_line::Model,
        product: &product::Model,
        short: i64,
        gap: SupplyGap,
    ) {
        let Some(basket) = row.order_basket_id else {
            self.own.push(OrderLine::new(currency, row, product, short, gap));
            return;
        };
        let lines = self.baskets.entry(basket).or_insert_with(|| BasketLines { is_sold: true, ..Default::default() });
        lines.net += row.net;
        lines.is_sold &= is_sold(product);
        if row.packaging {
            lines.packaging_price = row.unit_price;
        } else {
            lines.contents.push(OrderLine::new(currency, row, product, short, gap));
        }
    }

    /// The lines that are in no basket, and these baskets with theirs.
    pub fn split(mut self, currency: Currency, rows: Vec<order_basket::Model>) -> (Vec<OrderLine>, Vec<OrderBasket>) {
        let baskets = rows.into_iter().map(|row| {
            let lines = self.baskets.remove(&row.id).unwrap_or_default();
            OrderBasket {
                id: row.id,
                product_id: row.product_id,
                product_code: row.product_code,
                name_es: row.name_es,
                name_en: row.name_en,
                sold: lines.is_sold,
                quantity: row.quantity,
                unit_price: row.unit_price.of(currency),
                packaging_price: lines.packaging_price.of(currency),
                net: lines.net.of(currency),
                packaging_es: row.packaging_es,
                packaging_en: row.packaging_en,
                card_es: row.card_es,
                card_en: row.card_en,
                contents: lines.contents,
            }
        });
        let baskets = baskets.collect();
        (self.own, baskets)
    }
}
