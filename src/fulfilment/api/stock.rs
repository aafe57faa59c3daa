//! The cooperative's stock: goods that no buyer got, and how they leave it.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    fulfilment::stock_disposal,
    values::{
        Amount, BatchId, Currency, CycleId, Money, ProductId, StockDisposalId, StockDisposalKind, StockItemId,
        StockSource, WorkshopId,
    },
};
use poem::web::Data;
use poem_openapi::{
    Enum, Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::tag::Tag;
use crate::{
    fulfilment::{
        FulfilmentError,
        actions::dispose_stock::{NewDisposal, dispose_stock, reverse_disposal},
        rules,
        store::{
            self,
            stock::{StockFilter, StockItemView},
        },
    },
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            api_error::ApiError,
            idempotency::{Created, Idempotent},
            limits::NOTE,
            page_request::PageRequest,
            paging::List,
            problem::Result,
            text::Text,
        },
        unit_of_work::UnitOfWork,
    },
};

/// Goods that the cooperative took over from their makers.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct StockItem {
    /// Identifies the goods.
    pub id: StockItemId,
    /// Why the cooperative took them over.
    pub source: StockSource,
    /// The cycle that they were made for.
    pub cycle_id: CycleId,
    /// Code of the cycle.
    pub cycle_code: String,
    /// The product.
    pub product_id: ProductId,
    /// Name of the product in Spanish.
    pub product_name_es: String,
    /// Name of the product in English.
    pub product_name_en: String,
    /// The batch.
    pub batch_id: BatchId,
    /// The code on the batch's labels.
    pub batch_code: String,
    /// Last day of the batch.
    pub best_before: NaiveDate,
    /// The workshop that made them.
    pub workshop_id: WorkshopId,
    /// Name of the workshop.
    pub workshop_name: String,
    /// Units taken over.
    pub units: i64,
    /// Units that are still there.
    pub remaining: i64,
    /// Net value of all units: what their makers are paid.
    pub value: Money,
    /// The part of `value` of the units that are still there.
    pub remaining_value: Money,
    /// When they were taken over.
    pub created_at: DateTime<Utc>,
    /// When the batch was blocked for safety: it can only be written off.
    pub blocked_at: Option<DateTime<Utc>>,
}

impl StockItem {
    fn of(StockItemView { item, product, batch, workshop, cycle }: StockItemView, currency: Currency) -> Self {
        Self {
            remaining_value: rules::cost_of(item.value, item.units, item.remaining, item.remaining).of(currency),
            id: item.id,
            source: item.source,
            cycle_id: item.cycle_id,
            cycle_code: cycle.code,
            product_id: item.product_id,
            product_name_es: product.name_es,
            product_name_en: product.name_en,
            batch_id: item.batch_id,
            batch_code: batch.code,
            blocked_at: batch.blocked_at,
            best_before: batch.best_before,
            workshop_id: item.workshop_id,
            workshop_name: workshop.name,
            units: item.units,
            remaining: item.remaining,
            value: item.value.of(currency),
            created_at: item.created_at,
        }
    }
}

/// Units that left the stock, or the reversal of that.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct StockDisposal {
    /// Identifies the disposal.
    pub id: StockDisposalId,
    /// How the goods left.
    pub kind: StockDisposalKind,
    /// Units; negative in a reversal.
    pub units: i64,
    /// The part of the goods' value that left with them; negative in a reversal.
    pub cost: Money,
    /// What was received for them, with taxes; negative in a reversal.
    pub total: Money,
    /// The VAT in `total`.
    pub vat: Money,
    /// The additional taxes in `total`.
    pub additional_tax: Money,
    /// Who got them.
    pub recipient: Option<String>,
    /// Number of the tax document of a sale.
    pub document: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The disposal that this one reverses.
    pub reverses_id: Option<StockDisposalId>,
    /// When it was recorded.
    pub disposed_at: DateTime<Utc>,
}

impl StockDisposal {
    fn of(row: stock_disposal::Model, currency: Currency) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            units: row.units,
            cost: row.cost.of(currency),
            total: row.total.of(currency),
            vat: row.vat.of(currency),
            additional_tax: row.additional_tax.of(currency),
            recipient: row.recipient,
            document: row.document,
            reason: row.reason,
            reverses_id: row.reverses_id,
            disposed_at: row.disposed_at,
        }
    }
}

/// Goods of the stock with how they left it.
#[derive(Clone, Debug, Object)]
pub struct StockItemDetail {
    /// The goods.
    #[oai(flatten)]
    pub item: StockItem,
    /// Their disposals with their reversals, oldest first.
    pub disposals: Vec<StockDisposal>,
}

/// How staff dispose of stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum DisposalChoice {
    /// Sold.
    Sold,
    /// Given away.
    GivenAway,
    /// Written off.
    WrittenOff,
}

/// A disposal of stock to record.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct NewStockDisposal {
    /// How the goods leave.
    pub kind: DisposalChoice,
    /// Units.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))]
    pub units: i64,
    /// What was received for them in cash, with taxes; only of a sale.
    pub total: Option<Money>,
    /// Who got them.
    pub recipient: Option<Text<1, 200>>,
    /// Number of the tax document of a sale.
    pub document: Option<Text<1, 80>>,
    /// Why.
    pub reason: Option<Text<1, NOTE>>,
}

impl NewStockDisposal {
    fn into_new(self, currency: Currency) -> Result<NewDisposal> {
        Ok(NewDisposal {
            kind: match self.kind {
                DisposalChoice::Sold => StockDisposalKind::Sold,
                DisposalChoice::GivenAway => StockDisposalKind::GivenAway,
                DisposalChoice::WrittenOff => StockDisposalKind::WrittenOff,
            },
            units: self.units,
            total: match self.total {
                Some(total) if total.currency != currency => {
                    return Err(FulfilmentError::SaleTotalMismatch.at("/total"));
                }
                total => total.map(|total| Amount(total.amount)),
            },
            recipient: self.recipient.map(String::from),
            document: self.document.map(String::from),
            reason: self.reason.map(String::from),
        })
    }
}

/// Why a disposal is reversed.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct DisposalReversal {
    /// The reason in words.
    pub reason: Text<1, NOTE>,
}

/// Operations on the cooperative's stock.
pub struct Stock;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Fulfilment")]
impl Stock {
    /// List the cooperative's stock, newest first
    #[oai(path = "/stock-items", method = "get", operation_id = "list_stock_items")]
    async fn list_stock_items(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only goods of which units are left.
        remaining: Query<Option<bool>>,
        /// Only goods of this cycle.
        cycle_id: Query<Option<CycleId>>,
        page: PageRequest,
    ) -> Result<List<StockItem>> {
        let tx = app.read(caller.actor()).await?;
        let filter = StockFilter { remaining: remaining.0.unwrap_or(false), cycle: cycle_id.0 };
        let currency = tx.currency();
        let rows = store::stock::list_stock_items(&tx, filter, &page).await?;
        Ok(rows.map(|view| StockItem::of(view, currency)).into())
    }

    /// Get goods of the stock with how they left it
    #[oai(path = "/stock-items/:id", method = "get", operation_id = "get_stock_item")]
    async fn get_stock_item(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<StockItemId>,
    ) -> Result<Json<StockItemDetail>> {
        let tx = app.read(caller.actor()).await?;
        Ok(Json(detail_response(&tx, id.0).await?))
    }

    /// Sell, give away or write off goods of the stock
    ///
    /// A sale is paid in cash.
    #[oai(path = "/stock-items/:id/disposals", method = "post", operation_id = "dispose_stock")]
    async fn dispose_stock(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        id: Path<StockItemId>,
        body: Json<NewStockDisposal>,
    ) -> Result<Created<StockItemDetail>> {
        request
            .run(body, async |tx, _caller, new| {
                let new = new.into_new(tx.currency())?;
                dispose_stock(tx, id.0, new).await?;
                detail_response(tx, id.0).await
            })
            .await
    }

    /// Reverse a disposal of stock
    ///
    /// Its units are in stock again, and its postings are reversed.
    #[oai(path = "/stock-disposals/:id/reverse", method = "post", operation_id = "reverse_stock_disposal")]
    async fn reverse_stock_disposal(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        id: Path<StockDisposalId>,
        body: Json<DisposalReversal>,
    ) -> Result<Created<StockItemDetail>> {
        request
            .run(body, async |tx, _caller, reversal| {
                let reversed = reverse_disposal(tx, id.0, reversal.reason.into()).await?;
                detail_response(tx, reversed.stock_item_id).await
            })
            .await
    }
}

async fn detail_response(tx: &UnitOfWork, id: StockItemId) -> Result<StockItemDetail> {
    let currency = tx.currency();
    let item = StockItem::of(store::stock::get_stock_item_view(tx, id).await?, currency);
    let disposals = store::stock::list_disposals(tx, &[id]).await?;
    Ok(StockItemDetail { item, disposals: disposals.into_iter().map(|row| StockDisposal::of(row, currency)).collect() })
}
