//! Queries of confirmed deliveries without invoice.

use chrono::{DateTime, Utc};
use entities::{
    fulfilment::{delivery, delivery_line},
    invoicing::invoiced_delivery,
    values::{BuyerId, DeliveryId, DeliveryState},
};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Related, RelationDef, Select,
};

use crate::platform::{
    http::problem::Result,
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// How the invoice line of a delivery line is joined.
///
/// The relation of the entities leads from the invoice to the delivery; fulfilment knows nothing of invoices.
pub(super) fn delivery_line_invoice() -> RelationDef {
    <invoiced_delivery::Entity as Related<delivery_line::Entity>>::to().rev()
}

/// Lines of these deliveries without invoice, in the order in which they were packed.
pub async fn list_uninvoiced_lines(tx: &UnitOfWork, deliveries: &[DeliveryId]) -> Result<Vec<delivery_line::Model>> {
    let mut lines = Vec::new();
    for chunk in deliveries.chunks(ROWS_PER_INSERT) {
        let found = delivery_line::Entity::find()
            .join(JoinType::LeftJoin, delivery_line_invoice())
            .filter(invoiced_delivery::Column::DeliveryLineId.is_null())
            .filter(delivery_line::Column::DeliveryId.is_in(chunk.iter().copied()))
            .order_by_asc(delivery_line::Column::Id);
        lines.extend(found.all(tx.db()).await?);
    }
    Ok(lines)
}

/// Deliveries confirmed before `before` with a line without invoice.
fn uninvoiced(before: DateTime<Utc>) -> Select<delivery::Entity> {
    delivery::Entity::find()
        .inner_join(delivery_line::Entity)
        .join(JoinType::LeftJoin, delivery_line_invoice())
        .filter(delivery::Column::State.eq(DeliveryState::Confirmed))
        .filter(delivery::Column::ConfirmedAt.lt(before))
        .filter(invoiced_delivery::Column::DeliveryLineId.is_null())
}

/// Deliveries confirmed before `before` without invoice: all of each of at most `buyers` buyers.
pub async fn list_uninvoiced_deliveries(
    tx: &UnitOfWork,
    before: DateTime<Utc>,
    buyers: u64,
) -> Result<Vec<delivery::Model>> {
    let buyers: Vec<BuyerId> = uninvoiced(before)
        .select_only()
        .column(delivery::Column::BuyerId)
        .distinct()
        .order_by_asc(delivery::Column::BuyerId)
        .limit(buyers)
        .into_tuple()
        .all(tx.db())
        .await?;
    let ids = uninvoiced(before).select_only().column(delivery::Column::Id).into_query();
    let found = delivery::Entity::find()
        .filter(delivery::Column::BuyerId.is_in(buyers))
        .filter(delivery::Column::Id.in_subquery(ids))
        .order_by_asc(delivery::Column::Id);
    Ok(found.all(tx.db()).await?)
}
