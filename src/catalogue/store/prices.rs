//! The prices of a list's versions.

use std::collections::HashMap;

use entities::{
    catalogue::{price, price_list, product},
    values::{Amount, PriceListId, ProductId, SegmentId},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{
    baskets::{list_all_baskets, list_basket_contents},
    price_lists::{find_price_list_of, get_price_list},
};
use crate::{
    catalogue::rules::{
        basket_contents::BasketContents,
        baskets::basket_tiers,
        prices::{PriceBook, PriceTier, Quote, Quotes},
    },
    platform::{
        http::problem::Result,
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// A price list with the prices of its current version.
#[derive(Clone, Debug)]
pub struct PriceListPrices {
    /// The list.
    pub list: price_list::Model,
    /// Its prices, by product and quantity.
    pub prices: Vec<price::Model>,
}

/// A price list with its current prices, or 404.
pub async fn get_price_list_prices(tx: &UnitOfWork, id: PriceListId) -> Result<PriceListPrices> {
    let list = get_price_list(tx, id).await?;
    let prices = list_prices(tx, list.id, list.version, &[]).await?;
    Ok(PriceListPrices { list, prices })
}

/// Prices of a list in one version, of these products (of all where empty), by product and quantity.
pub async fn list_prices(
    tx: &UnitOfWork,
    list: PriceListId,
    version: i32,
    products: &[ProductId],
) -> Result<Vec<price::Model>> {
    let valid = Condition::any().add(price::Column::ToVersion.is_null()).add(price::Column::ToVersion.gte(version));
    let mut query = price::Entity::find()
        .filter(price::Column::PriceListId.eq(list))
        .filter(price::Column::FromVersion.lte(version))
        .filter(valid)
        .order_by_asc(price::Column::ProductId)
        .order_by_asc(price::Column::MinQuantity);
    if !products.is_empty() {
        query = query.filter(price::Column::ProductId.is_in(products.iter().copied()));
    }
    Ok(query.all(tx.db()).await?)
}

/// The segment's current prices of these products (of all where empty), baskets included; none where it has no list.
pub async fn find_price_book(tx: &UnitOfWork, segment: SegmentId, products: &[ProductId]) -> Result<Option<PriceBook>> {
    let Some(list) = find_price_list_of(tx, segment).await? else { return Ok(None) };
    let baskets = match products {
        [] => list_all_baskets(tx).await?,
        products => list_basket_contents(tx, products).await?,
    };
    let prices = list_prices(tx, list.id, list.version, products).await?;
    let mut book = price_book(&list, list.version, prices);
    if !baskets.is_empty() {
        let ids: Vec<ProductId> = baskets.into_keys().collect();
        let quotes = load_quotes(tx, PriceSelection::Segment(segment), &ids).await?;
        for (id, tiers) in ids.iter().filter_map(|id| Some((*id, quotes.quotes.get(id)?.tiers.clone()))) {
            match tiers.is_empty() {
                true => book.tiers.remove(&id),
                false => book.tiers.insert(id, tiers),
            };
        }
    }
    Ok(Some(book))
}

/// The prices of a list in `version`, or 404.
pub async fn get_price_book_at(tx: &UnitOfWork, list: PriceListId, version: i32) -> Result<PriceBook> {
    let list = get_price_list(tx, list).await?;
    let prices = list_prices(tx, list.id, version, &[]).await?;
    Ok(price_book(&list, version, prices))
}

fn price_book(list: &price_list::Model, version: i32, prices: Vec<price::Model>) -> PriceBook {
    let mut tiers: HashMap<ProductId, Vec<PriceTier>> = HashMap::new();
    for price::Model { product_id, min_quantity, amount, .. } in prices {
        tiers.entry(product_id).or_default().push(PriceTier { min_quantity, amount });
    }
    PriceBook { price_list_id: list.id, version, currency: list.currency, tiers }
}

/// A product with one of its prices, where it has any.
#[derive(Debug, FromQueryResult)]
struct ProductPrice {
    #[sea_orm(nested)]
    product: product::Model,
    min_quantity: Option<i64>,
    amount: Option<Amount>,
    list: Option<PriceListId>,
    list_version: Option<i32>,
}

/// Which prices a query selects.
#[derive(Clone, Copy, Debug)]
enum PriceSelection {
    /// The current ones of the segment, where it has a list.
    Segment(SegmentId),
    /// Those that the list had in a version.
    Version(PriceListId, i32),
}

/// These products with the segment's current prices, and what may be in those that are baskets.
pub async fn get_quotes(tx: &UnitOfWork, segment: SegmentId, products: &[ProductId]) -> Result<Quotes> {
    load_quotes(tx, PriceSelection::Segment(segment), products).await
}

/// As [`get_quotes`], with the prices that a list had in a version; without prices where `price_list` is none.
pub async fn get_quotes_at(
    tx: &UnitOfWork,
    price_list: Option<(PriceListId, i32)>,
    products: &[ProductId],
) -> Result<Quotes> {
    // Versions begin at 1, so this selects no prices.
    let (list, version) = price_list.unwrap_or((PriceListId(Uuid::nil()), 0));
    Ok(Quotes { price_list, ..load_quotes(tx, PriceSelection::Version(list, version), products).await? })
}

async fn load_quotes(tx: &UnitOfWork, selection: PriceSelection, products: &[ProductId]) -> Result<Quotes> {
    let baskets = list_basket_contents(tx, products).await?;
    let mut products = products.to_vec();
    products.extend(baskets.values().flat_map(BasketContents::products));
    products.sort_unstable();
    products.dedup();
    let mut quotes = Quotes { baskets, ..Quotes::default() };
    for row in list_product_prices(tx, selection, &products).await? {
        quotes.price_list = row.list.zip(row.list_version);
        let id = row.product.id;
        let quote = quotes.quotes.entry(id).or_insert_with(|| Quote { product: row.product, tiers: Vec::new() });
        if let Some((min_quantity, amount)) = row.min_quantity.zip(row.amount) {
            quote.tiers.push(PriceTier { min_quantity, amount });
        }
    }
    price_baskets(&mut quotes);
    Ok(quotes)
}

/// Gives each basket the prices that follow from those of its components.
fn price_baskets(quotes: &mut Quotes) {
    let priced: Vec<(ProductId, Vec<PriceTier>)> =
        quotes.baskets.iter().map(|(id, contents)| (*id, basket_tiers(contents, quotes))).collect();
    for (id, tiers) in priced {
        if let Some(quote) = quotes.quotes.get_mut(&id) {
            quote.tiers = tiers;
        }
    }
}

/// These products, one row for each price, by quantity; one row without a price where there is none.
async fn list_product_prices(
    tx: &UnitOfWork,
    selection: PriceSelection,
    products: &[ProductId],
) -> Result<Vec<ProductPrice>> {
    let (selected, version) = match selection {
        PriceSelection::Segment(segment) => {
            (price_list::Column::SegmentId.eq(segment), Expr::col(price_list::Column::Version.as_column_ref()))
        }
        PriceSelection::Version(list, version) => (price_list::Column::Id.eq(list), Expr::val(version)),
    };
    let to = || Expr::col(price::Column::ToVersion.as_column_ref());
    let valid = Condition::all()
        .add(Expr::col(price::Column::ProductId.as_column_ref()).equals(product::Column::Id.as_column_ref()))
        .add(Expr::col(price::Column::PriceListId.as_column_ref()).equals(price_list::Column::Id.as_column_ref()))
        .add(Expr::col(price::Column::FromVersion.as_column_ref()).lte(version.clone()))
        .add(Condition::any().add(to().is_null()).add(to().gte(version.clone())));
    let mut found = Vec::with_capacity(products.len());
    for products in products.chunks(ROWS_PER_INSERT) {
        let mut query = product::Entity::find()
            .column_as(price::Column::MinQuantity, "min_quantity")
            .column_as(price::Column::Amount, "amount")
            .column_as(price_list::Column::Id, "list")
            .column_as(version.clone(), "list_version")
            .filter(product::Column::Id.is_in(products.iter().copied()))
            .order_by_asc(product::Column::Id)
            .order_by_asc(price::Column::MinQuantity);
        QuerySelect::query(&mut query)
            .left_join(price_list::Entity, selected.clone())
            .left_join(price::Entity, valid.clone());
        found.extend(query.into_model::<ProductPrice>().all(tx.db()).await?);
    }
    Ok(found)
}

/// Ends the prices with these ids with `version`, and stores new ones.
pub async fn replace_prices(tx: &UnitOfWork, ended: &[Uuid], version: i32, new: Vec<price::ActiveModel>) -> Result<()> {
    for ended in ended.chunks(ROWS_PER_INSERT) {
        price::Entity::update_many()
            .col_expr(price::Column::ToVersion, Expr::value(Some(version)))
            .filter(price::Column::Id.is_in(ended.iter().copied()))
            .exec(tx.db())
            .await?;
    }
    for new in new.chunks(ROWS_PER_INSERT) {
        price::Entity::insert_many(new.to_vec()).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}
