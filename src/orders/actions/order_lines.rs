//! Checks of the items of an order, shared by placing, amending, importing and standing orders.

use std::collections::HashMap;

use entities::values::{Amount, BuyerId, PriceSource, ProductId};

use crate::{
    catalogue::Quotes,
    orders::{
        OrderError,
        rules::{OrderItem, OrderTotal, PricedBasket, PricedLine, is_offered},
    },
    platform::{
        http::{
            field_errors::FieldError,
            problem::{Problem, Result},
        },
        repeated::repeated,
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
    check_products_once(&items.iter().map(|item| item.product_id).collect::<Vec<_>>())
}

/// Checks that the lines of an order name no product twice.
///
/// # Errors
/// `DuplicateProduct`, with each line.
pub fn check_products_once(products: &[ProductId]) -> Result<()> {
    let duplicates = repeated(products).filter_map(|i| {
        let error = OrderError::DuplicateProduct { product_id: *products.get(i)? };
        Some(FieldFault::new(format!("/lines/{i}/product_id"), error))
    });
    refuse_faults(duplicates.collect())
}

/// A line that an order or a standing order has already. It stays although its product has left the catalogue, and then
/// does not grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptLine {
    /// Units; 0 for a per-guest line of a standing order.
    pub units: i64,
    /// Units per arriving guest, for a per-guest line.
    pub per_guest: Option<i64>,
    /// Whether it has a price of its own, whatever the price list says.
    pub agreed: bool,
    /// The multiple that it was ordered in; none = that of the product now.
    pub multiple: Option<i64>,
}

impl KeptLine {
    /// Whether an item of the same product asks for more.
    pub fn is_raised_by(&self, item: &OrderItem) -> bool {
        if item.per_guest {
            self.per_guest.is_none_or(|per_guest| item.quantity > per_guest)
        } else {
            item.quantity > self.units
        }
    }

    fn is_equal_to(&self, item: &OrderItem) -> bool {
        match self.per_guest {
            Some(per_guest) => item.per_guest && item.quantity == per_guest,
            None => !item.per_guest && item.quantity == self.units,
        }
    }
}

impl From<&PricedLine> for KeptLine {
    fn from(line: &PricedLine) -> Self {
        Self {
            units: line.price.quantity,
            per_guest: line.per_guest,
            agreed: line.price_source == PriceSource::Agreed,
            multiple: Some(line.product.order_multiple),
        }
    }
}

impl From<&PricedBasket> for KeptLine {
    fn from(basket: &PricedBasket) -> Self {
        Self { units: basket.quantity, per_guest: None, agreed: false, multiple: Some(1) }
    }
}

impl From<&OrderItem> for KeptLine {
    fn from(item: &OrderItem) -> Self {
        let (units, per_guest) = if item.per_guest { (0, Some(item.quantity)) } else { (item.quantity, None) };
        Self { units, per_guest, agreed: false, multiple: None }
    }
}

/// Checks that no basket is ordered per guest.
///
/// # Errors
/// `BasketOnlyInOrders`, with each line.
pub fn check_baskets(items: &[OrderItem], quotes: &Quotes) -> Result<()> {
    let per_guest = items.iter().map(|item| (item.product_id, item.per_guest));
    refuse_baskets(per_guest, quotes)
}

/// Checks that no basket is among these products.
///
/// # Errors
/// `BasketOnlyInOrders`, with each line.
pub fn check_no_baskets(products: impl IntoIterator<Item = ProductId>, quotes: &Quotes) -> Result<()> {
    refuse_baskets(products.into_iter().map(|product| (product, true)), quotes)
}

fn refuse_baskets(items: impl IntoIterator<Item = (ProductId, bool)>, quotes: &Quotes) -> Result<()> {
    let refused = |(product, refused): &(ProductId, bool)| *refused && quotes.baskets.contains_key(product);
    let baskets = items.into_iter().enumerate().filter(|(_, item)| refused(item));
    let fault = |(i, (product_id, _))| {
        FieldFault::new(format!("/lines/{i}/product_id"), OrderError::BasketOnlyInOrders { product_id })
    };
    refuse_faults(baskets.map(fault).collect())
}

/// Checks that every product is sold to the buyer, and every quantity is a multiple of the product's order multiple. What
/// is `kept` may have left the catalogue or the price list, as long as it does not grow.
///
/// # Errors
/// `ProductUnavailable`, `NotAMultiple`, each with its line.
pub fn check_products(
    buyer: BuyerId,
    items: &[OrderItem],
    quotes: &Quotes,
    kept: &HashMap<ProductId, KeptLine>,
) -> Result<()> {
    let (mut unavailable, mut uneven) = (Vec::new(), Vec::new());
    for (i, item) in items.iter().enumerate() {
        let product_id = item.product_id;
        let kept = kept.get(&product_id);
        let product = quotes.product(product_id);
        // What was agreed outside the catalogue is on no list, and need not be published.
        let sold = match kept.is_some_and(|kept| kept.agreed) {
            true => product.is_some_and(|product| product.retired_at.is_none()),
            false => is_offered(product_id, item.quantity, quotes, buyer),
        };
        if !sold && kept.is_none_or(|kept| kept.is_raised_by(item)) {
            let error = OrderError::ProductUnavailable { product_id };
            unavailable.push(FieldFault::new(format!("/lines/{i}/product_id"), error));
        }
        let multiple = kept.and_then(|kept| kept.multiple).or(product.map(|product| product.order_multiple));
        let multiple = multiple.unwrap_or(1).max(1);
        let is_kept = kept.is_some_and(|kept| kept.is_equal_to(item));
        if !item.per_guest && !is_kept && item.quantity % multiple != 0 {
            let error = OrderError::NotAMultiple { product_id, multiple };
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
