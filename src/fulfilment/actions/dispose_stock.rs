//! Goods leave the cooperative's stock: sold, given away, written off or lost; and the reversal of such a disposal.

use entities::{
    fulfilment::{stock_disposal, stock_item},
    values::{Amount, StockDisposalId, StockDisposalKind, StockItemId},
};
use serde_json::json;

use crate::{
    catalogue,
    fulfilment::{
        Event, FulfilmentError,
        rules::{self, DisposalTerms, IncludedTaxes},
        store,
    },
    platform::{
        http::{
            api_error::ApiError,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// A disposal to record.
#[derive(Clone, Debug)]
pub struct NewDisposal {
    /// How the goods leave.
    pub kind: StockDisposalKind,
    /// Units, more than zero.
    pub units: i64,
    /// What was received for them, with taxes.
    pub total: Option<Amount>,
    /// Who got them.
    pub recipient: Option<String>,
    /// Number of the tax document of a sale.
    pub document: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// Records that units of goods left the stock, with the part of their value.
///
/// # Errors
/// 404; `StockBlocked` where a batch that is blocked for safety would be sold or given away; those of
/// `rules::check_disposal`.
pub async fn dispose_stock(tx: &mut UnitOfWork, id: StockItemId, new: NewDisposal) -> Result<stock_disposal::Model> {
    let item = store::stock::lock_stock_item(tx, id).await?;
    let is_blocked = store::batches::get_batch(tx, item.batch_id).await?.blocked_at.is_some();
    if is_blocked && matches!(new.kind, StockDisposalKind::Sold | StockDisposalKind::GivenAway) {
        return Err(FulfilmentError::StockBlocked.at("/kind"));
    }
    let total = match new.kind {
        StockDisposalKind::Lost | StockDisposalKind::NotReceived => Amount::ZERO,
        kind => {
            let is_explained = match kind {
                StockDisposalKind::WrittenOff => new.reason.is_some(),
                _ => new.reason.is_some() || new.recipient.is_some(),
            };
            let terms = DisposalTerms { kind, units: new.units, total: new.total, is_explained };
            rules::check_disposal(terms, item.remaining).map_err(at_field)?
        }
    };
    let taxes = taxes_of(tx, &item, total).await?;
    let disposal = stock_disposal::Model {
        id: tx.new_id(),
        stock_item_id: item.id,
        kind: new.kind,
        units: new.units,
        cost: rules::cost_of(item.value, item.units, item.remaining, new.units),
        total,
        vat: taxes.vat,
        additional_tax: taxes.additional_tax,
        recipient: new.recipient,
        document: new.document,
        reason: new.reason,
        reverses_id: None,
        disposed_at: tx.now(),
        disposed_by: tx.actor().person(),
    };
    record(tx, &item, disposal).await
}

/// Reverses a disposal: its units are in stock again, and its postings are reversed.
///
/// # Errors
/// 404; `DisposalNotReversible` where it is reversed, is a reversal, or was recorded with a lost delivery or a
/// corrected receipt.
pub async fn reverse_disposal(
    tx: &mut UnitOfWork,
    id: StockDisposalId,
    reason: String,
) -> Result<stock_disposal::Model> {
    let item_id = store::stock::get_disposal(tx, id).await?.stock_item_id;
    let item = store::stock::lock_stock_item(tx, item_id).await?;
    // Read under the lock of the goods.
    let disposals = store::stock::list_disposals(tx, &[item_id]).await?;
    let disposal = disposals.iter().find(|row| row.id == id).ok_or_else(|| Problem::not_found("stock_disposal"))?;
    let is_reversed = disposals.iter().any(|row| row.reverses_id == Some(id));
    let is_final = matches!(disposal.kind, StockDisposalKind::Lost | StockDisposalKind::NotReceived);
    if is_reversed || disposal.reverses_id.is_some() || is_final {
        return Err(FulfilmentError::DisposalNotReversible.into());
    }
    let reversal = stock_disposal::Model {
        id: tx.new_id(),
        units: -disposal.units,
        cost: -disposal.cost,
        total: -disposal.total,
        vat: -disposal.vat,
        additional_tax: -disposal.additional_tax,
        reason: Some(reason),
        reverses_id: Some(id),
        disposed_at: tx.now(),
        disposed_by: tx.actor().person(),
        ..disposal.clone()
    };
    record(tx, &item, reversal).await
}

/// Stores a disposal of locked goods.
async fn record(
    tx: &mut UnitOfWork,
    item: &stock_item::Model,
    disposal: stock_disposal::Model,
) -> Result<stock_disposal::Model> {
    store::stock::insert_disposal(tx, disposal.clone()).await?;
    store::stock::update_remaining(tx, item.id, item.remaining - disposal.units).await?;
    let detail =
        json!({ "units": disposal.units, "cost": disposal.cost, "total": disposal.total, "reason": disposal.reason });
    let action = if disposal.reverses_id.is_some() { "disposal_reversed" } else { disposal.kind.word() };
    tx.audit("stock_item", item.id, action, detail);
    tx.emit(Event::StockDisposed { stock_disposal_id: disposal.id });
    Ok(disposal)
}

/// The taxes in what was received for goods of an item.
async fn taxes_of(tx: &UnitOfWork, item: &stock_item::Model, total: Amount) -> Result<IncludedTaxes> {
    if total == Amount::ZERO {
        return Ok(IncludedTaxes::default());
    }
    let products = catalogue::list_products_by_id(tx, &[item.product_id]).await?;
    let product =
        products.get(&item.product_id).ok_or_else(|| Problem::missing_reference("product", item.product_id))?;
    Ok(rules::included_taxes(total, product.vat_bps, product.additional_tax_bps))
}

/// The problem of a refused disposal, with the field at fault.
fn at_field(error: FulfilmentError) -> Problem {
    let pointer = match error {
        FulfilmentError::StockTooLow { .. } => "/units",
        FulfilmentError::SaleTotalMismatch => "/total",
        _ => "/reason",
    };
    error.at(pointer)
}
