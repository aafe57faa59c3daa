//! Checks of the items of an order, shared by placing, amending, importing and standing orders.

use std::collections::{BTreeSet, HashMap};

use entities::values::{Amount, ProductId};

use crate::{
    catalogue::Quotes,
    orders::{
        OrderError,
        rules::{OrderItem, OrderTotal, PricedLine, is_sold},
    },
    platform::{
        http::{
            field_errors::FieldError,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

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
pub fn refuse_faults(faults: Vec<FieldFault>) -> Result<()> {
    let Some(first) = faults.first() else { return Ok(()) };
    let problem = Problem::from(first.error.clone());
    Err(faults.into_iter().fold(problem, |problem, fault| problem.field(fault.pointer, fault.error)))
}

/// Checks that there is an item, and no product twice.
///
/// # Errors
/// `NoLines`, `DuplicateProduct`.
pub fn check_items(items: &[OrderItem]) -> Result<()> {
    if items.is_empty() {
        return Err(Problem::from(OrderError::NoLines).field("/lines", FieldError::Required));
    }
    let mut seen = BTreeSet::new();
    let duplicates = items.iter().enumerate().filter(|(_, item)| !seen.insert(item.product_id)).map(|(i, item)| {
        let error = OrderError::DuplicateProduct { product_id: item.product_id };
        FieldFault::new(format!("/lines/{i}/product_id"), error)
    });
    refuse_faults(duplicates.collect())
}

/// Checks that every product is sold to the buyer, and every quantity is a multiple of the product's order multiple.
/// Products of `kept` lines, by the multiple that they were ordered in, are accepted although they may have left the
/// catalogue.
///
/// # Errors
/// `ProductUnavailable`, `NotAMultiple`, each with its line.
pub fn check_products(items: &[OrderItem], quotes: &Quotes, kept: &HashMap<ProductId, i64>) -> Result<()> {
    let (mut unavailable, mut uneven) = (Vec::new(), Vec::new());
    for (i, item) in items.iter().enumerate() {
        let kept_multiple = kept.get(&item.product_id).copied();
        let kept = kept_multiple.is_some();
        let product = quotes.product(item.product_id).filter(|product| is_sold(product) || kept);
        let has_price = kept || quotes.price(item.product_id, item.quantity).is_some();
        if product.is_none() || !has_price {
            let error = OrderError::ProductUnavailable { product_id: item.product_id };
            unavailable.push(FieldFault::new(format!("/lines/{i}/product_id"), error));
        }
        let multiple = product.map_or(1, |product| product.order_multiple.max(1));
        let multiple = kept_multiple.unwrap_or(multiple);
        if !item.per_guest && item.quantity % multiple != 0 {
            let error = OrderError::NotAMultiple { product_id: item.product_id, multiple };
            uneven.push(FieldFault::new(format!("/lines/{i}/quantity"), error));
        }
    }
    refuse_faults(unavailable)?;
    refuse_faults(uneven)
}

/// Checks the order minimum of the buyer. It does not apply to an order with per-guest lines, which may still grow.
///
/// # Errors
/// `BelowOrderMinimum`.
pub fn check_minimum(tx: &UnitOfWork, minimum: Amount, lines: &[PricedLine]) -> Result<()> {
    let net = OrderTotal::of(lines).net;
    if net >= minimum || lines.iter().any(|line| line.per_guest.is_some()) {
        return Ok(());
    }
    let currency = tx.currency();
    Err(OrderError::BelowOrderMinimum { net: net.of(currency), minimum: minimum.of(currency) }.into())
}
