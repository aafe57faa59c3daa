//! Warns the buyers of placed orders when the makers of a product that are left cannot make all that is ordered.

use std::collections::BTreeSet;

use entities::values::{OrderId, ProductId};

use crate::{
    catalogue, cycles,
    orders::{Event, OrderWarning, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Emits a warning for each cycle whose quotas are not published yet, where the orders hold more of the product than its
/// makers can make after `cause_key`. What is published is shared out again by the allocation, which records shortages.
pub async fn report_lost_supply(tx: &mut UnitOfWork, product: ProductId, cause_key: &str) -> Result<()> {
    for cycle in store::cycles::list_unpublished(tx, tx.today()).await? {
        let lines = store::lines::list_lines_of_product(tx, cycle.id, product).await?;
        let order_ids: BTreeSet<OrderId> = lines.iter().map(|due| due.line.order_id).collect();
        if order_ids.is_empty() {
            continue;
        }
        let sellable = catalogue::list_sellable(tx, cycles::delivery_slot(&cycle), &[product]).await?;
        // A product without any offer left has no entry.
        let missing = match sellable.get(&product) {
            Some(sellable) => sellable.unsupplied(),
            None => lines.iter().map(|due| due.line.quantity).sum(),
        };
        if missing > 0 {
            tx.emit(Event::OrdersWarned {
                cycle_id: cycle.id,
                warning: OrderWarning::SupplyLost { missing },
                product_id: product,
                order_ids: order_ids.into_iter().collect(),
                cause_key: cause_key.to_owned(),
            });
        }
    }
    Ok(())
}
