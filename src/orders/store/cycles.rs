//! What orders reads of cycles: which deliveries a zone has.

use chrono::NaiveDate;
use entities::{cycles::cycle, values::ZoneId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::platform::{http::problem::Answer, work::Work};

/// Cycles of a zone that deliver from `from` on, by date, at most `most`.
pub async fn of_zone(work: &Work, zone: ZoneId, from: NaiveDate, most: u64) -> Answer<Vec<cycle::Model>> {
    Ok(cycle::Entity::find()
        .filter(cycle::Column::ZoneId.eq(zone))
        .filter(cycle::Column::DeliveryDate.gte(from))
        .order_by_asc(cycle::Column::DeliveryDate)
        .limit(most)
        .all(work.db())
        .await?)
}

/// The zone's next delivery after that of `cycle`.
pub async fn next_delivery(work: &Work, cycle: &cycle::Model) -> Answer<Option<NaiveDate>> {
    let next = cycle::Entity::find()
        .filter(cycle::Column::ZoneId.eq(cycle.zone_id))
        .filter(cycle::Column::DeliveryDate.gt(cycle.delivery_date))
        .order_by_asc(cycle::Column::DeliveryDate);
    Ok(next.one(work.db()).await?.map(|next| next.delivery_date))
}
