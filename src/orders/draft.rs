//! An order's lines on their way to being stored: wanted, priced, summed.

use std::collections::{BTreeSet, HashMap};

use entities::{
    catalogue::product,
    orders::order_line,
    values::{Amount, CycleId, OccurrenceReason, OrderId, OrderLineId, PriceSource, ProductId},
};

use super::rules::{Priced, for_guests};
use crate::{
    catalogue::{Hold, Quotes},
    orders::OrderError,
    platform::http::{
        field_errors::FieldError,
        problem::{Problem, Result},
    },
};

/// A product and how much of it a buyer wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Want {
    /// The product.
    pub product_id: ProductId,
    /// Units; per arriving guest where `per_guest`.
    pub quantity: i64,
    /// Whether the quantity follows the arriving guests.
    pub per_guest: bool,
}

impl Want {
    /// Units for this many guests.
    pub fn units(self, guests: i64, order_multiple: i64) -> i64 {
        if self.per_guest { for_guests(self.quantity, guests, order_multiple) } else { self.quantity }
    }
}

/// A priced line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Identifies the line, also as holder of capacity.
    pub id: OrderLineId,
    /// The product.
    pub product_id: ProductId,
    /// Units per guest, where it follows the guests.
    pub per_guest: Option<i64>,
    /// Units wanted and why there are fewer, where there are.
    pub short: Option<(i64, OccurrenceReason)>,
    /// Where the price comes from.
    pub source: PriceSource,
    /// Quantity, price and taxes.
    pub priced: Priced,
}

impl Line {
    /// A line of `quantity` units of `product` at that price.
    pub fn of(id: OrderLineId, product: &product::Model, want: Want, quantity: i64, unit_price: Amount) -> Self {
        Self {
            id,
            product_id: product.id,
            per_guest: want.per_guest.then_some(want.quantity),
            short: None,
            source: PriceSource::List,
            priced: Priced {
                quantity,
                unit_price,
                discount_bps: 0,
                vat_bps: product.vat_bps,
                additional_bps: product.additional_tax_bps,
            },
        }
    }

    /// A stored line with the taxes of its product.
    pub fn stored(row: &order_line::Model, product: Option<&product::Model>) -> Self {
        Self {
            id: row.id,
            product_id: row.product_id,
            per_guest: row.per_guest,
            short: row.wanted.zip(row.reduced_by),
            source: row.price_source,
            priced: priced(row, product),
        }
    }

    /// Its hold on capacity.
    pub fn hold(&self) -> Hold {
        Hold { holder: self.id, product_id: self.product_id, quantity: self.priced.quantity }
    }
}

/// Quantity, price and taxes of a stored line.
pub fn priced(row: &order_line::Model, product: Option<&product::Model>) -> Priced {
    Priced {
        quantity: row.quantity,
        unit_price: row.unit_price,
        discount_bps: row.discount_bps,
        vat_bps: product.map_or(0, |p| p.vat_bps),
        additional_bps: product.map_or(0, |p| p.additional_tax_bps),
    }
}

/// Net and tax of these lines.
pub fn sums(lines: &[Line]) -> (Amount, Amount) {
    (lines.iter().map(|l| l.priced.net()).sum(), lines.iter().map(|l| l.priced.tax()).sum())
}

/// The rows of these lines, in their order.
pub fn rows(order_id: OrderId, cycle_id: CycleId, lines: &[Line]) -> Vec<order_line::Model> {
    let positions = 1..;
    positions.zip(lines).map(|(position, line)| row(order_id, cycle_id, position, line)).collect()
}

/// The row of one line.
pub fn row(order_id: OrderId, cycle_id: CycleId, position: i32, line: &Line) -> order_line::Model {
    let (wanted, reduced_by) = line.short.unzip();
    order_line::Model {
        id: line.id,
        order_id,
        cycle_id,
        position,
        product_id: line.product_id,
        quantity: line.priced.quantity,
        per_guest: line.per_guest,
        wanted,
        reduced_by,
        price_source: line.source,
        unit_price: line.priced.unit_price,
        discount_bps: line.priced.discount_bps,
        net: line.priced.net(),
    }
}

/// A field at fault, with its error.
pub struct FieldFault {
    pointer: String,
    error: OrderError,
}

impl FieldFault {
    /// The field at `pointer` with this error.
    pub fn new(pointer: String, error: OrderError) -> Self {
        Self { pointer, error }
    }
}

/// Refuses with the error of the first fault and names all of them; `Ok` where there are none.
pub fn refuse(faults: Vec<FieldFault>) -> Result<()> {
    let Some(first) = faults.first() else { return Ok(()) };
    let problem = Problem::from(first.error.clone());
    Err(faults.into_iter().fold(problem, |problem, fault| problem.field(fault.pointer, fault.error)))
}

/// Refuses a list of wants that names a product twice, or none at all.
pub fn check_wants(wants: &[Want]) -> Result<()> {
    if wants.is_empty() {
        return Err(Problem::from(OrderError::NoLines).field("/lines", FieldError::Required));
    }
    let mut seen = BTreeSet::new();
    let duplicates = wants.iter().enumerate().filter(|(_, want)| !seen.insert(want.product_id)).map(|(i, want)| {
        let error = OrderError::DuplicateProduct { product_id: want.product_id };
        FieldFault::new(format!("/lines/{i}/product_id"), error)
    });
    refuse(duplicates.collect())
}

/// Refuses wants for products that are not in the catalogue or not sold to the buyer, and quantities that are no whole
/// multiple. `kept` are products that the order has already: they may have left the catalogue since.
pub fn check_products(wants: &[Want], quotes: &Quotes, kept: &HashMap<ProductId, Line>) -> Result<()> {
    let (mut unavailable, mut uneven) = (Vec::new(), Vec::new());
    for (i, want) in wants.iter().enumerate() {
        let kept = kept.contains_key(&want.product_id);
        let product = quotes.product(want.product_id).filter(|product| sold(product) || kept);
        let has_price = kept || quotes.price(want.product_id, want.quantity).is_some();
        if product.is_none() || !has_price {
            let error = OrderError::ProductUnavailable { product_id: want.product_id };
            unavailable.push(FieldFault::new(format!("/lines/{i}/product_id"), error));
        }
        let multiple = product.map_or(1, |product| product.order_multiple.max(1));
        if !want.per_guest && want.quantity % multiple != 0 {
            let error = OrderError::NotAMultiple { product_id: want.product_id, multiple };
            uneven.push(FieldFault::new(format!("/lines/{i}/quantity"), error));
        }
    }
    refuse(unavailable)?;
    refuse(uneven)
}

/// Whether the catalogue shows it.
pub fn sold(product: &product::Model) -> bool {
    product.published_at.is_some() && product.retired_at.is_none()
}
