//! Price lists in the hands of staff.

use entities::values::{Currency, PriceListId};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path},
    payload::Json,
};

use super::{
    Tag,
    wire::{NewPriceList, PriceList, PriceListDetail, PutPrices},
};
use crate::{
    catalogue::{PriceRow, put_price_list, reads, set_prices, store},
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            etag::{Versioned, check_version},
            idempotency::{Created, Once, once},
            paging::List,
            problem::{Problem, Result},
        },
    },
};
use entities::values::Amount;

/// What staff may do with prices.
pub struct StaffApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Catalogue")]
impl StaffApi {
    /// The price lists, one for each segment
    #[oai(path = "/staff/price-lists", method = "get", operation_id = "list_price_lists")]
    async fn list_price_lists(&self, app: Data<&App>, caller: StaffViewer) -> Result<List<PriceList>> {
        let tx = app.read(caller.actor()).await?;
        Ok(List::all(store::prices::lists(&tx).await?.into_iter().map(PriceList::from).collect()))
    }

    /// Make the price list of a segment
    #[oai(path = "/staff/price-lists", method = "post", operation_id = "create_price_list")]
    async fn create_price_list(
        &self,
        app: Data<&App>,
        caller: Staff,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewPriceList>,
    ) -> Result<Created<PriceList>> {
        match once(&app, caller.actor(), &caller.key_owner(), "create_price_list", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let NewPriceList { code, name, segment_id } = &body.0;
                let made = put_price_list(&mut begun.tx, code, name, *segment_id).await?;
                begun.created(made.into()).await
            }
        }
    }

    /// A price list with its current prices
    #[oai(path = "/staff/price-lists/:id", method = "get", operation_id = "get_price_list")]
    async fn get_price_list(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<PriceListId>,
    ) -> Result<Versioned<PriceListDetail>> {
        let tx = app.read(caller.actor()).await?;
        let detail = reads::price_list(&tx, id.0).await?;
        let version = detail.list.version;
        Ok(Versioned::of(detail, version))
    }

    /// Give a list these prices and no others; orders placed before keep theirs
    #[oai(path = "/staff/price-lists/:id/prices", method = "put", operation_id = "set_prices")]
    async fn set_prices(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<PriceListId>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<PutPrices>,
    ) -> Result<Versioned<PriceListDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let list = store::prices::lock_list(&tx, id.0).await?;
        check_version(if_match.as_deref(), list.version)?;
        let rows = rows(&body.0, list.currency)?;
        let list = set_prices(&mut tx, list.id, &rows).await?;
        let detail = reads::price_list(&tx, list.id).await?;
        tx.commit().await?;
        Ok(Versioned::of(detail, list.version))
    }
}

fn rows(put: &PutPrices, currency: Currency) -> Result<Vec<PriceRow>> {
    let mut wrong = Problem::malformed("price_invalid", "A price is zero or more, in the currency of its list.");
    let mut rows = Vec::with_capacity(put.prices.len());
    for (i, price) in put.prices.iter().enumerate() {
        if price.price.currency != currency {
            wrong = wrong.at(format!("/prices/{i}/price/currency"), "currency_differs", currency.code());
        }
        if price.price.amount < 0 {
            wrong = wrong.at(format!("/prices/{i}/price/amount"), "out_of_range", "0 or more");
        }
        rows.push(PriceRow {
            product_id: price.product_id,
            min_quantity: price.min_quantity,
            amount: Amount(price.price.amount),
        });
    }
    if wrong.errors().is_empty() { Ok(rows) } else { Err(wrong) }
}
