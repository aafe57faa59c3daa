//! Posts the cooperative's stock: goods that it took over from their makers, and goods that left it.

use entities::{
    fulfilment::stock_item,
    values::{Amount, StockDisposalId, StockDisposalKind, StockItemId},
};

use super::{
    change_pools::{PoolChange, change_pool},
    post_entry::post_entry,
};
use crate::{
    fulfilment,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
    settlement::{
        ClosePools,
        rules::{
            LineValue,
            postings::{StockDisposalPosting, stock_disposal_entry, stock_received_entry},
        },
        store::pools,
    },
};

/// Posts goods that the cooperative took over, and adds their value to the pool of their product as paid: the makers
/// share it with what the buyers pay. Returns `false` where that was posted before, or the goods have no value.
pub async fn post_stock_item(tx: &mut UnitOfWork, id: StockItemId) -> Result<bool> {
    let item = fulfilment::get_stock_item(tx, id).await?;
    let product = product_name(tx, &item).await?;
    if !post_entry(tx, stock_received_entry(id, tx.today(), &product, item.value)).await? {
        return Ok(false);
    }
    change_purchased(tx, &item, item.value, format!("stock_item:{id}")).await?;
    Ok(true)
}

/// Posts goods that left the stock, or the reversal of that. Returns `false` where that was posted before.
pub async fn post_stock_disposal(tx: &mut UnitOfWork, id: StockDisposalId) -> Result<bool> {
    let disposal = fulfilment::get_disposal(tx, id).await?;
    let item = fulfilment::get_stock_item(tx, disposal.stock_item_id).await?;
    let product = product_name(tx, &item).await?;
    let posting = StockDisposalPosting {
        id,
        kind: disposal.kind,
        cost: disposal.cost,
        total: disposal.total,
        vat: disposal.vat,
        additional_tax: disposal.additional_tax,
        is_reversal: disposal.reverses_id.is_some(),
    };
    if !post_entry(tx, stock_disposal_entry(&posting, tx.today(), &product)).await? {
        return Ok(false);
    }
    if disposal.kind == StockDisposalKind::NotReceived {
        change_purchased(tx, &item, -disposal.cost, format!("stock_disposal:{id}")).await?;
    }
    Ok(true)
}

/// Changes what the cooperative pays into the pool of goods that it took over. `cause` identifies the fact.
async fn change_purchased(tx: &mut UnitOfWork, item: &stock_item::Model, amount: Amount, cause: String) -> Result<()> {
    let mut locked = pools::lock_or_insert_pools(tx, item.cycle_id, &[item.product_id]).await?;
    let mut pool =
        locked.remove(&item.product_id).ok_or_else(|| Problem::missing_reference("pool", item.product_id))?;
    pool.purchased += amount;
    let value = LineValue { net: amount, ..LineValue::default() };
    change_pool(tx, pool, PoolChange { value, paid: value }, &cause).await?;
    // No delivery of the product may be under way any more.
    tx.enqueue(&ClosePools { cycle_id: item.cycle_id, cause })
}

async fn product_name(tx: &UnitOfWork, item: &stock_item::Model) -> Result<String> {
    Ok(fulfilment::get_stock_item_view(tx, item.id).await?.product.name_es)
}
