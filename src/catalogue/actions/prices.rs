//! Prices: one list for each segment, in versions. A change of prices begins a new version; what was ordered under an
//! older one keeps it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entities::{
    catalogue::{price, price_list, product},
    values::{Amount, Currency, PriceListId, ProductId, SegmentId},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use crate::catalogue::{
    Event,
    store::{
        self,
        prices::{Of, Quoted},
    },
};
use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// A segment's price list in one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceBook {
    /// The list.
    pub price_list_id: PriceListId,
    /// The version these prices are of.
    pub version: i32,
    /// Of all its amounts.
    pub currency: Currency,
    /// Product → its tiers as (from this many units, net unit price), ascending.
    pub tiers: HashMap<ProductId, Vec<(i64, Amount)>>,
}

impl PriceBook {
    /// Net unit price at that quantity; below the first tier the first holds. None = not on the list.
    pub fn price(&self, product: ProductId, quantity: i64) -> Option<Amount> {
        tier(self.tiers.get(&product)?, quantity)
    }
}

/// The tier that `quantity` reaches; below the first, the first.
fn tier(tiers: &[(i64, Amount)], quantity: i64) -> Option<Amount> {
    let reached = tiers.iter().rev().find(|(from, _)| *from <= quantity);
    reached.or_else(|| tiers.first()).map(|(_, amount)| *amount)
}

/// Products with their prices of one list and version: what a line needs to be priced.
#[derive(Clone, Debug, Default)]
pub struct Quotes {
    /// The list and version of these prices; none where the segment has no list.
    pub price_list: Option<(PriceListId, i32)>,
    /// Those of the products that exist, each with its tiers, ascending; no tiers = not on the list.
    pub of: HashMap<ProductId, (product::Model, Vec<(i64, Amount)>)>,
}

impl Quotes {
    /// The product.
    pub fn product(&self, product: ProductId) -> Option<&product::Model> {
        self.of.get(&product).map(|(product, _)| product)
    }

    /// Net unit price at that quantity; none = not on the list.
    pub fn price(&self, product: ProductId, quantity: i64) -> Option<Amount> {
        tier(&self.of.get(&product)?.1, quantity)
    }
}

/// These products with the segment's current prices.
pub async fn quotes(tx: &UnitOfWork, segment: SegmentId, products: &[ProductId]) -> Result<Quotes> {
    Ok(quoted(store::prices::quoted(tx, Of::Segment(segment), products).await?))
}

/// These products with the prices that a list had in a version; without prices where there was none.
pub async fn quotes_at(
    tx: &UnitOfWork,
    price_list: Option<(PriceListId, i32)>,
    products: &[ProductId],
) -> Result<Quotes> {
    // No list has prices of version 0.
    let (list, version) = price_list.unwrap_or((PriceListId(Uuid::nil()), 0));
    let rows = store::prices::quoted(tx, Of::List(list, version), products).await?;
    Ok(Quotes { price_list, ..quoted(rows) })
}

fn quoted(rows: Vec<Quoted>) -> Quotes {
    let mut quotes = Quotes::default();
    for row in rows {
        quotes.price_list = row.list.zip(row.list_version);
        let (_, tiers) = quotes.of.entry(row.product.id).or_insert_with(|| (row.product, Vec::new()));
        tiers.extend(row.min_quantity.zip(row.amount));
    }
    quotes
}

/// One price of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceRow {
    /// The product.
    pub product_id: ProductId,
    /// From this many units.
    pub min_quantity: i64,
    /// Net, per unit.
    pub amount: Amount,
}

/// The segment's current prices of all products; none where it has no list.
pub async fn price_book_of(tx: &UnitOfWork, segment: SegmentId) -> Result<Option<PriceBook>> {
    prices_for(tx, segment, &[]).await
}

/// The segment's current prices of these products (of all where empty); none where it has no list.
pub async fn prices_for(tx: &UnitOfWork, segment: SegmentId, products: &[ProductId]) -> Result<Option<PriceBook>> {
    let Some(list) = store::prices::list_of(tx, segment).await? else { return Ok(None) };
    let prices = store::prices::at(tx, list.id, list.version, products).await?;
    Ok(Some(book(&list, list.version, prices)))
}

/// The prices of a list as they were in `version`.
pub async fn price_book_at(tx: &UnitOfWork, list: PriceListId, version: i32) -> Result<PriceBook> {
    let list = store::prices::list(tx, list).await?;
    let prices = store::prices::at(tx, list.id, version, &[]).await?;
    Ok(book(&list, version, prices))
}

fn book(list: &price_list::Model, version: i32, prices: Vec<price::Model>) -> PriceBook {
    let mut tiers: HashMap<ProductId, Vec<(i64, Amount)>> = HashMap::new();
    for price in prices {
        tiers.entry(price.product_id).or_default().push((price.min_quantity, price.amount));
    }
    PriceBook { price_list_id: list.id, version, currency: list.currency, tiers }
}

/// Makes the price list of a segment, or finds it by its code; it has no prices yet.
///
/// # Errors
/// 409 `segment_has_list` where another list serves the segment.
pub async fn put_price_list(
    tx: &mut UnitOfWork,
    code: &str,
    name: &str,
    segment_id: SegmentId,
) -> Result<price_list::Model> {
    if let Some(list) = store::prices::list_by_code(tx, code).await? {
        if list.segment_id != segment_id {
            let detail = "A price list of this code serves another segment.";
            return Err(Problem::refused("code_taken", detail).at("/code", "code_taken", detail));
        }
        return Ok(list);
    }
    if store::prices::list_of(tx, segment_id).await?.is_some() {
        let detail = "This segment has a price list already.";
        return Err(Problem::refused("segment_has_list", detail).at("/segment_id", "segment_has_list", detail));
    }
    let row = price_list::ActiveModel {
        id: Set(tx.new_id()),
        code: Set(code.to_owned()),
        name: Set(name.to_owned()),
        segment_id: Set(segment_id),
        currency: Set(tx.currency()),
        version: Set(1),
        created_at: Set(tx.now()),
    };
    let made = store::prices::insert_list(tx, row).await?;
    tx.audit("price_list", made.id.0, "made", json!({ "code": made.code, "segment_id": segment_id }));
    Ok(made)
}

/// Gives a list these prices and no others. Where they differ from the current ones, a new version begins; the same
/// prices again change nothing.
///
/// # Errors
/// 404 for an unknown list; 409 `price_twice`, `product_unknown`, each with its rows.
pub async fn set_prices(tx: &mut UnitOfWork, list: PriceListId, rows: &[PriceRow]) -> Result<price_list::Model> {
    let list = store::prices::lock_list(tx, list).await?;
    check(tx, rows).await?;
    let current = store::prices::at(tx, list.id, list.version, &[]).await?;
    let wanted: BTreeMap<(ProductId, i64), Amount> =
        rows.iter().map(|row| ((row.product_id, row.min_quantity), row.amount)).collect();
    let (kept, ended): (Vec<_>, Vec<_>) = current
        .into_iter()
        .partition(|price| wanted.get(&(price.product_id, price.min_quantity)) == Some(&price.amount));
    let kept: BTreeSet<(ProductId, i64)> = kept.into_iter().map(|p| (p.product_id, p.min_quantity)).collect();
    let begun: Vec<_> = wanted.into_iter().filter(|(key, _)| !kept.contains(key)).collect();
    if ended.is_empty() && begun.is_empty() {
        return Ok(list);
    }
    let version = list.version + 1;
    let rows = begun.iter().map(|((product_id, min_quantity), amount)| price::ActiveModel {
        id: Set(tx.new_id::<Uuid>()),
        price_list_id: Set(list.id),
        product_id: Set(*product_id),
        min_quantity: Set(*min_quantity),
        amount: Set(*amount),
        from_version: Set(version),
        to_version: Set(None),
    });
    let rows = rows.collect();
    let ended_ids: Vec<Uuid> = ended.iter().map(|price| price.id).collect();
    store::prices::replace(tx, &ended_ids, list.version, rows).await?;
    let changed: BTreeSet<ProductId> =
        ended.iter().map(|p| p.product_id).chain(begun.iter().map(|((product, _), _)| *product)).collect();
    let list = price_list::ActiveModel { version: Set(version), ..list.into_active_model() };
    let list = store::prices::update_list(tx, list).await?;
    tx.audit("price_list", list.id.0, "prices_changed", json!({ "version": version, "products": changed }));
    for product_id in changed {
        tx.emit(Event::ProductChanged { product_id });
    }
    Ok(list)
}

async fn check(tx: &UnitOfWork, rows: &[PriceRow]) -> Result<()> {
    let mut seen = BTreeSet::new();
    let mut twice = Problem::refused("price_twice", "Each product has one price for each quantity.");
    for (i, row) in rows.iter().enumerate() {
        if !seen.insert((row.product_id, row.min_quantity)) {
            twice = twice.at(format!("/prices/{i}/min_quantity"), "price_twice", "named before");
        }
    }
    if !twice.errors().is_empty() {
        return Err(twice);
    }
    let ids: Vec<ProductId> = seen.iter().map(|(product, _)| *product).collect::<BTreeSet<_>>().into_iter().collect();
    let known: BTreeSet<ProductId> = store::products::by_ids(tx, &ids).await?.into_iter().map(|p| p.id).collect();
    let mut unknown = Problem::refused("product_unknown", "There is no such product.");
    for (i, row) in rows.iter().enumerate().filter(|(_, row)| !known.contains(&row.product_id)) {
        unknown = unknown.at(format!("/prices/{i}/product_id"), "product_unknown", row.product_id.to_string());
    }
    if unknown.errors().is_empty() { Ok(()) } else { Err(unknown) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tier_follows_the_quantity() {
        let product = ProductId(Uuid::nil());
        let tiers = HashMap::from([(product, vec![(6, Amount(900)), (12, Amount(800)), (48, Amount(700))])]);
        let book = PriceBook { price_list_id: PriceListId(Uuid::nil()), version: 1, currency: Currency::Clp, tiers };
        for (quantity, amount) in [(0, 900), (1, 900), (6, 900), (11, 900), (12, 800), (47, 800), (48, 700), (999, 700)]
        {
            assert_eq!(book.price(product, quantity), Some(Amount(amount)), "{quantity}");
        }
        assert_eq!(book.price(ProductId(Uuid::max()), 5), None);
    }
}
