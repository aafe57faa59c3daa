//! Segments.

use entities::{buyers::segment, values::SegmentId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};

use crate::platform::{
    http::problem::{Problem, Result},
    rows::insert_if_new,
    unit_of_work::UnitOfWork,
};

/// The most segments or zones that a list returns. An installation has far fewer.
pub(super) const MAX_ROWS: u64 = 500;

/// All segments, by code.
pub async fn list_segments(tx: &UnitOfWork) -> Result<Vec<segment::Model>> {
    Ok(segment::Entity::find().order_by_asc(segment::Column::Code).limit(MAX_ROWS).all(tx.db()).await?)
}

/// One segment, or 404.
pub async fn get_segment(tx: &UnitOfWork, id: SegmentId) -> Result<segment::Model> {
    segment::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(not_found)
}

/// One segment, its row locked for update; or 404.
pub async fn lock_segment(tx: &UnitOfWork, id: SegmentId) -> Result<segment::Model> {
    segment::Entity::find_by_id(id).lock(LockType::Update).one(tx.db()).await?.ok_or_else(not_found)
}

/// The segment with this code.
pub async fn find_segment_by_code(tx: &UnitOfWork, code: &str) -> Result<Option<segment::Model>> {
    Ok(segment::Entity::find().filter(segment::Column::Code.eq(code)).one(tx.db()).await?)
}

/// Stores a new segment; `false` where its code is taken.
pub async fn insert_segment(tx: &UnitOfWork, row: &segment::Model) -> Result<bool> {
    insert_if_new(tx, row.clone()).await
}

/// Stores the changed columns of a segment.
pub async fn update_segment(tx: &UnitOfWork, row: segment::ActiveModel) -> Result<segment::Model> {
    Ok(segment::Entity::update(row).exec(tx.db()).await?)
}

fn not_found() -> Problem {
    Problem::not_found("segment")
}
