//! Staff create price lists and update their prices.

use entities::{
    catalogue::{price, price_list},
    values::{Amount, Currency, Money, PriceListId, ProductId, SegmentId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::tag::Tag;
use crate::{
    catalogue::{
        PriceRow, create_price_list,
        errors::CatalogueError,
        store::{
            price_lists,
            prices::{self, PriceListPrices},
        },
        update_prices,
    },
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            etag::{IfMatch, Versioned},
            idempotency::{Created, Idempotent},
            limits::LINE,
            paging::List,
            problem::{Problem, Result},
            text::Text,
        },
    },
};

/// The price list of a segment.
#[derive(Clone, Debug, Object)]
pub struct PriceList {
    /// Identifies the list.
    pub id: PriceListId,
    /// Stable code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The segment that it is for.
    pub segment_id: SegmentId,
    /// Currency of all its prices.
    pub currency: Currency,
    /// The version of its prices, for `If-Match: "v{version}"`.
    pub version: i32,
}

impl From<price_list::Model> for PriceList {
    fn from(row: price_list::Model) -> Self {
        Self {
            id: row.id,
            code: row.code,
            name: row.name,
            segment_id: row.segment_id,
            currency: row.currency,
            version: row.version,
        }
    }
}

/// A price list to create.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewPriceList {
    /// Stable code, unique.
    pub code: Text<1, 40>,
    /// Its name.
    pub name: Text<1, LINE>,
    /// The segment that it is for.
    pub segment_id: SegmentId,
}

/// A price list with its current prices.
#[derive(Clone, Debug, Object)]
pub struct PriceListDetail {
    /// The list.
    pub list: PriceList,
    /// Its current prices, by product and quantity.
    pub prices: Vec<ListPrice>,
}

/// One price of a list.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct ListPrice {
    /// The product.
    pub product_id: ProductId,
    /// From this many units in one order line.
    #[oai(default = "one", validator(minimum(value = "1"), maximum(value = "1000000")))]
    pub min_quantity: i64,
    /// Net, per unit.
    pub price: Money,
}

impl From<PriceListPrices> for PriceListDetail {
    fn from(row: PriceListPrices) -> Self {
        let currency = row.list.currency;
        let price = |price: price::Model| ListPrice {
            product_id: price.product_id,
            min_quantity: price.min_quantity,
            price: price.amount.of(currency),
        };
        Self { prices: row.prices.into_iter().map(price).collect(), list: row.list.into() }
    }
}

fn one() -> i64 {
    1
}

/// All prices of a list.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PricesInput {
    /// The prices. A product without a price is not sold to the segment.
    #[oai(validator(max_items = 500))]
    pub prices: Vec<ListPrice>,
}

impl PricesInput {
    /// The prices as rows of a list in this currency.
    ///
    /// # Errors
    /// `InvalidPrice` with the prices that are in another currency.
    fn into_rows(self, currency: Currency) -> Result<Vec<PriceRow>> {
        let mut problem = Problem::from(CatalogueError::InvalidPrice);
        let mut rows = Vec::with_capacity(self.prices.len());
        for (i, ListPrice { product_id, min_quantity, price }) in self.prices.into_iter().enumerate() {
            if price.currency != currency {
                let pointer = format!("/prices/{i}/price/currency");
                problem = problem.field(pointer, CatalogueError::CurrencyDiffers { currency });
            }
            rows.push(PriceRow { product_id, min_quantity, amount: Amount(price.amount) });
        }
        if problem.errors().is_empty() { Ok(rows) } else { Err(problem) }
    }
}

/// Operations of staff on price lists.
pub struct PriceLists;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Catalogue")]
impl PriceLists {
    /// List price lists, by code
    #[oai(path = "/price-lists", method = "get", operation_id = "list_price_lists")]
    async fn list_price_lists(&self, app: Data<&App>, caller: StaffViewer) -> Result<List<PriceList>> {
        let tx = app.read(caller.actor()).await?;
        Ok(List::all(price_lists::list_price_lists(&tx).await?.into_iter().map(Into::into).collect()))
    }

    /// Create the price list of a segment
    #[oai(path = "/price-lists", method = "post", operation_id = "create_price_list")]
    async fn create_price_list(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        body: Json<NewPriceList>,
    ) -> Result<Created<PriceList>> {
        request
            .run(body, async |tx, _, NewPriceList { code, name, segment_id }| {
                Ok(create_price_list(tx, &code, &name, segment_id).await?.into())
            })
            .await
    }

    /// Get a price list with its current prices
    #[oai(path = "/price-lists/:id", method = "get", operation_id = "get_price_list")]
    async fn get_price_list(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<PriceListId>,
    ) -> Result<Versioned<PriceListDetail>> {
        let tx = app.read(caller.actor()).await?;
        let found = prices::get_price_list_prices(&tx, id.0).await?;
        let version = found.list.version;
        Ok(Versioned::of(found.into(), version))
    }

    /// Update all prices of a list
    ///
    /// Orders that are placed already keep their prices.
    #[oai(path = "/price-lists/:id/prices", method = "put", operation_id = "update_prices")]
    async fn update_prices(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<PriceListId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<PricesInput>,
    ) -> Result<Versioned<PriceListDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let list = price_lists::lock_price_list(&tx, id.0).await?;
        if_match.check(list.version)?;
        let rows = body.0.into_rows(list.currency)?;
        update_prices(&mut tx, list.id, &rows).await?;
        let updated = prices::get_price_list_prices(&tx, list.id).await?;
        tx.commit().await?;
        let version = updated.list.version;
        Ok(Versioned::of(updated.into(), version))
    }
}
