//! Refuses to close a buyer's account while something of it is open.

use entities::values::{Amount, BuyerId};

use crate::{
    buyers::BuyerError,
    fulfilment, invoicing, orders,
    payments::store::payments,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Checks that nothing of a buyer is open that has to be decided before its account is closed; what it owes and what it
/// has in its favour may stay where `debts_stay`. The account must be locked, so that no order comes in between.
///
/// # Errors
/// `BuyerError::OpenBusiness`.
pub async fn check_no_open_business(tx: &UnitOfWork, buyer: BuyerId, debts_stay: bool) -> Result<()> {
    let orders = orders::list_open_orders(tx, buyer).await?;
    let standing_orders = orders::list_open_standing_orders(tx, buyer).await?;
    let deliveries = fulfilment::count_open_deliveries_of_buyer(tx, buyer).await?;
    let documents = invoicing::list_open_invoices(tx, buyer).await?;
    let balance = payments::sum_unallocated(tx, buyer).await?;
    let owes = !documents.is_empty() || balance != Amount::ZERO;
    if orders.is_empty() && standing_orders.is_empty() && deliveries == 0 && (debts_stay || !owes) {
        return Ok(());
    }
    Err(BuyerError::OpenBusiness {
        orders: orders.into_iter().map(|order| order.code).collect(),
        standing_orders: standing_orders.into_iter().map(|order| order.name).collect(),
        deliveries: (deliveries > 0).then_some(deliveries),
        documents: documents.iter().filter_map(|document| document.number).map(|number| number.to_string()).collect(),
        balance: (balance != Amount::ZERO).then(|| balance.of(tx.currency())),
    }
    .into())
}
