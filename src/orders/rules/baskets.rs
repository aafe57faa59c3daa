//! Baskets of an order: their components and their packaging are lines of the order, and share the price of the basket as
//! it was apportioned when it was placed.

use entities::{
    catalogue::{basket, product},
    orders::{order_basket, order_line},
    values::{Amount, BuyerId, NamedProduct, OrderBasketId, OrderId, OrderLineId, PriceSource, ProductId, TaxRates},
};

use super::{
    order_lines::{BasketPart, PricedLine, is_sold},
    prices::{LinePrice, OrderedProduct},
};
use crate::catalogue::{BasketComponent, BasketContents, Quotes, apportion, basket_price, component_values};

/// Baskets of one kind in an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricedBasket {
    /// Identifies them.
    pub id: OrderBasketId,
    /// The basket as it was when it was placed, its components without substitutes.
    pub contents: BasketContents,
    /// Its code and names when it was placed.
    pub product: NamedProduct,
    /// VAT of its packaging when it was placed.
    pub vat_bps: i32,
    /// Baskets.
    pub quantity: i64,
    /// Net, per basket with its packaging.
    pub unit_price: Amount,
}

/// The price of one basket, and its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
struct BasketAmounts {
    price: Amount,
    packaging: Amount,
    /// By the positions of the components.
    components: Vec<Amount>,
}

impl BasketAmounts {
    /// Those of one basket where `baskets` of them are ordered; none where it is not sold.
    fn at(contents: &BasketContents, quotes: &Quotes, baskets: i64) -> Option<Self> {
        let price = basket_price(contents, quotes, baskets)?;
        let values = component_values(contents, quotes, baskets)?;
        let mut parts = apportion(price, contents.basket.packaging_price, &values).into_iter();
        Some(Self { price, packaging: parts.next()?, components: parts.collect() })
    }
}

impl PricedBasket {
    /// The product of the catalogue.
    pub fn product_id(&self) -> ProductId {
        self.contents.basket.product_id
    }

    /// The lines of this basket, of all lines of its order, in their order.
    pub fn own_lines<'a>(&self, lines: &'a [PricedLine]) -> impl Iterator<Item = &'a PricedLine> + use<'a> {
        let id = self.id;
        lines.iter().filter(move |line| line.part.is_some_and(|part| part.basket_id == id))
    }

    /// A stored basket, with the lines of its order.
    pub fn from_row(row: &order_basket::Model, lines: &[order_line::Model]) -> Self {
        let own = lines.iter().filter(|line| line.order_basket_id == Some(row.id) && !line.packaging);
        let component = |line: &order_line::Model| BasketComponent {
            product_id: line.product_id,
            quantity: line.price_units,
            substitutes: Vec::new(),
        };
        Self {
            id: row.id,
            contents: BasketContents {
                basket: basket::Model {
                    product_id: row.product_id,
                    buyer_id: None,
                    discount_bps: row.discount_bps,
                    packaging_es: row.packaging_es.clone(),
                    packaging_en: row.packaging_en.clone(),
                    packaging_price: row.packaging_price,
                    card_es: row.card_es.clone(),
                    card_en: row.card_en.clone(),
                },
                components: own.map(component).collect(),
            },
            product: NamedProduct {
                code: row.product_code.clone(),
                name_es: row.name_es.clone(),
                name_en: row.name_en.clone(),
            },
            vat_bps: row.vat_bps,
            quantity: row.quantity,
            unit_price: row.unit_price,
        }
    }

    fn row(&self, order_id: OrderId, position: i32) -> order_basket::Model {
        let basket = self.contents.basket.clone();
        order_basket::Model {
            id: self.id,
            order_id,
            position,
            product_id: basket.product_id,
            quantity: self.quantity,
            unit_price: self.unit_price,
            discount_bps: basket.discount_bps,
            packaging_price: basket.packaging_price,
            product_code: self.product.code.clone(),
            name_es: self.product.name_es.clone(),
            name_en: self.product.name_en.clone(),
            vat_bps: self.vat_bps,
            packaging_es: basket.packaging_es,
            packaging_en: basket.packaging_en,
            card_es: basket.card_es,
            card_en: basket.card_en,
        }
    }
}

/// The rows of these baskets, with positions from 1.
pub fn basket_rows(order_id: OrderId, baskets: &[PricedBasket]) -> Vec<order_basket::Model> {
    (1..).zip(baskets).map(|(position, basket)| basket.row(order_id, position)).collect()
}

/// Whether the buyer can order so many units of a product now, at a price of its list: of a basket, one of the
/// cooperative's or the buyer's own, of which everything is sold.
pub fn is_offered(id: ProductId, quantity: i64, quotes: &Quotes, buyer: BuyerId) -> bool {
    let sold = |id| quotes.product(id).is_some_and(is_sold);
    let Some(contents) = quotes.baskets.get(&id) else { return sold(id) && quotes.price(id, quantity).is_some() };
    contents.basket.buyer_id.is_none_or(|owner| owner == buyer)
        && sold(id)
        && contents.components.iter().all(|component| sold(component.product_id))
        && BasketAmounts::at(contents, quotes, quantity).is_some()
}

/// New baskets of this product with their lines; none where it is no basket, or is not sold.
pub fn new_basket(
    id: OrderBasketId,
    product: &product::Model,
    quantity: i64,
    quotes: &Quotes,
    mut new_id: impl FnMut() -> OrderLineId,
) -> Option<(PricedBasket, Vec<PricedLine>)> {
    let mut contents = quotes.baskets.get(&product.id)?.clone();
    contents.components.iter_mut().for_each(|component| component.substitutes.clear());
    let amounts = BasketAmounts::at(&contents, quotes, quantity)?;
    let product = OrderedProduct::from(product);
    let part = |packaging| Some(BasketPart { basket_id: id, packaging });
    let line = |line_id, product_id, product, amount, units, packaging| PricedLine {
        id: line_id,
        product_id,
        product,
        per_guest: None,
        shortfall: None,
        price_source: PriceSource::Basket,
        price: LinePrice { quantity: quantity * units, unit_price: amount, price_units: units, discount_bps: 0 },
        part: part(packaging),
    };
    let mut lines = Vec::with_capacity(contents.components.len() + 1);
    for (component, amount) in contents.components.iter().zip(&amounts.components) {
        let ordered = OrderedProduct::from(quotes.product(component.product_id)?);
        lines.push(line(new_id(), component.product_id, ordered, *amount, component.quantity, false));
    }
    if amounts.packaging > Amount::ZERO {
        // Additional taxes are those of the goods in it.
        let rates = TaxRates { vat_bps: product.rates.vat_bps, additional: None };
        let packaging = OrderedProduct { rates, ..product.clone() };
        lines.push(line(new_id(), contents.basket.product_id, packaging, amounts.packaging, 1, true));
    }
    let vat_bps = product.rates.vat_bps;
    let basket = PricedBasket { id, product: product.named(), vat_bps, quantity, unit_price: amounts.price, contents };
    Some((basket, lines))
}

/// Placed baskets with their lines at another quantity. They keep what is in them, and have the price of the new quantity
/// by the terms that they were placed with; where something of them has left the price list, the price that they have.
pub fn basket_at_quantity(
    kept: &PricedBasket,
    lines: &[PricedLine],
    quantity: i64,
    quotes: &Quotes,
) -> (PricedBasket, Vec<PricedLine>) {
    let mut lines: Vec<PricedLine> = kept.own_lines(lines).cloned().collect();
    let mut basket = PricedBasket { quantity, ..kept.clone() };
    let amounts = BasketAmounts::at(&kept.contents, quotes, quantity).filter(|_| quantity != kept.quantity);
    if let Some(amounts) = amounts {
        basket.unit_price = amounts.price;
        let mut components = amounts.components.into_iter();
        for line in &mut lines {
            let amount = if line.is_packaging() { Some(amounts.packaging) } else { components.next() };
            line.price.unit_price = amount.unwrap_or(line.price.unit_price);
        }
    }
    for line in &mut lines {
        line.price.quantity = quantity * line.price.price_units;
    }
    (basket, lines)
}

#[cfg(test)]
#[path = "basket_tests.rs"]
mod tests;
