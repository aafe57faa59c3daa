//! Queries of protocols and their criteria.

use std::collections::BTreeSet;

use entities::{
    certification::{criterion, protocol},
    values::{FamilyId, ProtocolId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, sea_query::LockType,
};

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    unit_of_work::UnitOfWork,
};

/// Which protocols a list has.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProtocolFilter {
    /// Only of this family.
    pub family: Option<FamilyId>,
    /// Only published ones.
    pub published: bool,
}

/// A page of protocols by family, the latest version first.
pub async fn list_protocols(
    tx: &UnitOfWork,
    filter: ProtocolFilter,
    page: &PageRequest,
) -> Result<Rows<protocol::Model>> {
    let mut found = protocol::Entity::find();
    if let Some(family) = filter.family {
        found = found.filter(protocol::Column::FamilyId.eq(family));
    }
    if filter.published {
        found = found.filter(protocol::Column::PublishedAt.is_not_null());
    }
    let mut found = found.cursor_by((protocol::Column::FamilyId, protocol::Column::Number));
    page.select(tx.db(), found.desc(), |protocol| (protocol.family_id, protocol.number)).await
}

/// All versions of these families.
pub async fn list_versions(tx: &UnitOfWork, families: BTreeSet<FamilyId>) -> Result<Vec<protocol::Model>> {
    if families.is_empty() {
        return Ok(Vec::new());
    }
    Ok(protocol::Entity::find().filter(protocol::Column::FamilyId.is_in(families)).all(tx.db()).await?)
}

/// All versions of one family.
pub async fn list_versions_of(tx: &UnitOfWork, family: FamilyId) -> Result<Vec<protocol::Model>> {
    list_versions(tx, BTreeSet::from([family])).await
}

/// All versions of the families of these protocols.
pub async fn list_versions_beside(tx: &UnitOfWork, ids: BTreeSet<ProtocolId>) -> Result<Vec<protocol::Model>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let named = protocol::Entity::find().filter(protocol::Column::Id.is_in(ids)).all(tx.db()).await?;
    list_versions(tx, named.into_iter().map(|protocol| protocol.family_id).collect()).await
}

/// One protocol, or 404.
pub async fn get_protocol(tx: &UnitOfWork, id: ProtocolId) -> Result<protocol::Model> {
    protocol::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(not_found)
}

/// One protocol, its row locked for update; or 404.
pub async fn lock_protocol(tx: &UnitOfWork, id: ProtocolId) -> Result<protocol::Model> {
    protocol::Entity::find_by_id(id).lock(LockType::Update).one(tx.db()).await?.ok_or_else(not_found)
}

/// The criteria of a protocol.
pub async fn list_criteria(tx: &UnitOfWork, protocol: ProtocolId) -> Result<Vec<criterion::Model>> {
    Ok(criterion::Entity::find().filter(criterion::Column::ProtocolId.eq(protocol)).all(tx.db()).await?)
}

/// Stores a new protocol.
pub async fn insert_protocol(tx: &UnitOfWork, row: protocol::Model) -> Result<protocol::Model> {
    Ok(row.into_active_model().insert(tx.db()).await?)
}

/// Stores the changed columns of a protocol.
pub async fn update_protocol(tx: &UnitOfWork, row: protocol::ActiveModel) -> Result<protocol::Model> {
    Ok(row.update(tx.db()).await?)
}

/// Deletes a protocol and its criteria.
pub async fn delete_protocol(tx: &UnitOfWork, id: ProtocolId) -> Result<()> {
    criterion::Entity::delete_many().filter(criterion::Column::ProtocolId.eq(id)).exec(tx.db()).await?;
    protocol::Entity::delete_by_id(id).exec(tx.db()).await?;
    Ok(())
}

/// Stores new criteria.
pub async fn insert_criteria(tx: &UnitOfWork, rows: Vec<criterion::Model>) -> Result<()> {
    if !rows.is_empty() {
        let rows: Vec<criterion::ActiveModel> = rows.into_iter().map(IntoActiveModel::into_active_model).collect();
        criterion::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Deletes a criterion; `false` where the protocol has none with this code.
pub async fn delete_criterion(tx: &UnitOfWork, protocol: ProtocolId, code: &str) -> Result<bool> {
    let found = criterion::Entity::delete_many()
        .filter(criterion::Column::ProtocolId.eq(protocol))
        .filter(criterion::Column::Code.eq(code));
    Ok(found.exec(tx.db()).await?.rows_affected > 0)
}

fn not_found() -> Problem {
    Problem::not_found("protocol")
}
