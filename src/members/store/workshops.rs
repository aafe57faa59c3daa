//! Workshops.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{identity::organisation, members::workshop, values::WorkshopId};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ModelTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType,
};

use crate::{
    identity::Producer,
    platform::{
        http::{
            page_request::{PageRequest, Rows},
            problem::{Problem, Result},
        },
        rows::insert_if_new,
        unit_of_work::UnitOfWork,
    },
};

/// A workshop and the organisation that it belongs to.
#[derive(Clone, Debug)]
pub struct WorkshopWithOrganisation {
    /// The workshop.
    pub workshop: workshop::Model,
    /// The organisation.
    pub organisation: organisation::Model,
}

impl WorkshopWithOrganisation {
    fn new((workshop, organisation): (workshop::Model, Option<organisation::Model>)) -> Result<Self> {
        let missing = || Problem::missing_reference("organisation", workshop.organisation_id);
        let organisation = organisation.ok_or_else(missing)?;
        Ok(Self { workshop, organisation })
    }
}

/// The workshops that belong to the group on `date`, by code.
pub async fn list_workshops_on(tx: &UnitOfWork, date: NaiveDate) -> Result<Vec<workshop::Model>> {
    let stays = Condition::any().add(workshop::Column::LeftOn.is_null()).add(workshop::Column::LeftOn.gte(date));
    let query = workshop::Entity::find()
        .filter(workshop::Column::JoinedOn.lte(date))
        .filter(stays)
        .order_by_asc(workshop::Column::Code);
    Ok(query.all(tx.db()).await?)
}

/// The workshops with these ids.
pub async fn list_workshops_by_id(tx: &UnitOfWork, ids: &[WorkshopId]) -> Result<HashMap<WorkshopId, workshop::Model>> {
    let query = workshop::Entity::find().filter(workshop::Column::Id.is_in(ids.iter().copied()));
    Ok(query.all(tx.db()).await?.into_iter().map(|workshop| (workshop.id, workshop)).collect())
}

/// One workshop, or 404.
pub async fn get_workshop(tx: &UnitOfWork, id: WorkshopId) -> Result<workshop::Model> {
    workshop::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(not_found)
}

/// The workshop with this code.
pub async fn find_workshop_by_code(tx: &UnitOfWork, code: &str) -> Result<Option<workshop::Model>> {
    Ok(workshop::Entity::find().filter(workshop::Column::Code.eq(code)).one(tx.db()).await?)
}

/// One workshop, its row locked until the transaction ends; or 404.
pub async fn lock_workshop(tx: &UnitOfWork, id: WorkshopId) -> Result<workshop::Model> {
    workshop::Entity::find_by_id(id).lock(LockType::Update).one(tx.db()).await?.ok_or_else(not_found)
}

/// The workshops of the caller's organisation, by code.
pub async fn list_own_workshops(tx: &UnitOfWork, caller: &Producer) -> Result<Vec<workshop::Model>> {
    let query = workshop::Entity::find()
        .filter(workshop::Column::OrganisationId.eq(caller.organisation_id))
        .order_by_asc(workshop::Column::Code);
    Ok(query.all(tx.db()).await?)
}

/// As [`list_own_workshops`], with the organisation.
pub async fn list_own_workshops_with_organisation(
    tx: &UnitOfWork,
    caller: &Producer,
) -> Result<Vec<WorkshopWithOrganisation>> {
    let query = workshop::Entity::find()
        .find_also_related(organisation::Entity)
        .filter(workshop::Column::OrganisationId.eq(caller.organisation_id))
        .order_by_asc(workshop::Column::Code);
    query.all(tx.db()).await?.into_iter().map(WorkshopWithOrganisation::new).collect()
}

/// A workshop of the caller's organisation; or 404, also where it belongs to another.
pub async fn get_own_workshop(tx: &UnitOfWork, caller: &Producer, id: WorkshopId) -> Result<workshop::Model> {
    let query = workshop::Entity::find_by_id(id).filter(workshop::Column::OrganisationId.eq(caller.organisation_id));
    query.one(tx.db()).await?.ok_or_else(not_found)
}

/// A page of all workshops, by code.
pub async fn list_workshops(tx: &UnitOfWork, page: &PageRequest) -> Result<Rows<WorkshopWithOrganisation>> {
    let query = workshop::Entity::find().find_also_related(organisation::Entity);
    let mut query = query.cursor_by(workshop::Column::Code);
    let rows = page.select(tx.db(), query.asc(), |(workshop, _)| workshop.code.clone()).await?;
    rows.try_map(WorkshopWithOrganisation::new)
}

/// A workshop with its organisation.
pub async fn with_organisation(tx: &UnitOfWork, workshop: workshop::Model) -> Result<WorkshopWithOrganisation> {
    let organisation = workshop.find_related(organisation::Entity).one(tx.db()).await?;
    WorkshopWithOrganisation::new((workshop, organisation))
}

/// Inserts a workshop. Returns `false` where another one has its code.
pub async fn insert_workshop(tx: &UnitOfWork, row: &workshop::Model) -> Result<bool> {
    insert_if_new(tx, row.clone()).await
}

/// Updates the set columns of a workshop.
pub async fn update_workshop(tx: &UnitOfWork, row: workshop::ActiveModel) -> Result<workshop::Model> {
    Ok(workshop::Entity::update(row).exec(tx.db()).await?)
}

fn not_found() -> Problem {
    Problem::not_found("workshop")
}
