//! Deliveries that wait for their invoice.

use chrono::{DateTime, Utc};
use entities::{
    fulfilment::{delivery, delivery_line},
    invoicing::invoiced_delivery,
    values::{BuyerId, DeliveryId, DeliveryState},
};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};

use super::cycles::{invoice_of_line, lines_of_delivery};
use crate::platform::{
    http::problem::Result,
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// Lines of these deliveries that are on no invoice, in the order in which they were packed.
pub async fn uninvoiced_lines(tx: &UnitOfWork, deliveries: &[DeliveryId]) -> Result<Vec<delivery_line::Model>> {
    let mut lines = Vec::new();
    for chunk in deliveries.chunks(ROWS_PER_INSERT) {
        let found = delivery_line::Entity::find()
            .join(JoinType::LeftJoin, invoice_of_line())
            .filter(invoiced_delivery::Column::DeliveryLineId.is_null())
            .filter(delivery_line::Column::DeliveryId.is_in(chunk.iter().copied()))
            .order_by_asc(delivery_line::Column::Id);
        lines.extend(found.all(tx.db()).await?);
    }
    Ok(lines)
}

/// Confirmed before `before` and not invoiced.
fn waiting(before: DateTime<Utc>) -> Select<delivery::Entity> {
    delivery::Entity::find()
        .join(JoinType::InnerJoin, lines_of_delivery())
        .join(JoinType::LeftJoin, invoice_of_line())
        .filter(delivery::Column::State.eq(DeliveryState::Confirmed))
        .filter(delivery::Column::ConfirmedAt.lt(before))
        .filter(invoiced_delivery::Column::DeliveryLineId.is_null())
}

/// Deliveries confirmed before `before` that wait for their invoice, of at most `buyers` buyers: all of each.
pub async fn waiting_deliveries(tx: &UnitOfWork, before: DateTime<Utc>, buyers: u64) -> Result<Vec<delivery::Model>> {
    let of_some: Vec<BuyerId> = waiting(before)
        .select_only()
        .column(delivery::Column::BuyerId)
        .distinct()
        .order_by_asc(delivery::Column::BuyerId)
        .limit(buyers)
        .into_tuple()
        .all(tx.db())
        .await?;
    let ids = waiting(before).select_only().column(delivery::Column::Id).into_query();
    let found = delivery::Entity::find()
        .filter(delivery::Column::BuyerId.is_in(of_some))
        .filter(delivery::Column::Id.in_subquery(ids))
        .order_by_asc(delivery::Column::Id);
    Ok(found.all(tx.db()).await?)
}
