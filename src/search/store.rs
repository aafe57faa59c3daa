//! What search asks of the database itself.

use entities::catalogue::product;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::platform::{
    http::{limits, problem::Result},
    unit_of_work::UnitOfWork,
};

/// Published products whose name holds `text`, in the order of names, and how many there are in all: what answers while
/// the index does not.
pub async fn named(tx: &UnitOfWork, text: &str, limit: usize, offset: usize) -> Result<(Vec<product::Model>, u64)> {
    let named = product::Column::NameEs.contains(text).or(product::Column::NameEn.contains(text));
    let select = product::Entity::find()
        .filter(product::Column::PublishedAt.is_not_null())
        .filter(product::Column::RetiredAt.is_null())
        .filter(named);
    let total = select.clone().count(tx.db()).await?;
    let page = select
        .order_by_asc(product::Column::NameEs)
        .offset(u64::try_from(offset).unwrap_or(0))
        .limit(u64::try_from(limit).unwrap_or(limits::PAGE));
    Ok((page.all(tx.db()).await?, total))
}
