//! Queries of the members.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    identity::organisation,
    members::{bank_account, decision, pause, sanitary_authorisation, season, share, workshop},
    values::{BoundBy, DecisionId, OrganisationId, WorkshopId},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
    sea_query::{Expr, LockType},
};

use super::rules::{self, Settings};
use crate::{
    identity::Producer,
    platform::{
        http::{
            page_request::{PageRequest, Rows},
            problem::{Problem, Result},
        },
        unit_of_work::{MAX_IDS_IN_QUERY, UnitOfWork},
    },
};

/// The settings in force on `date`, every field with its default filled in.
pub async fn get_settings(tx: &UnitOfWork, date: NaiveDate) -> Result<Settings> {
    let decisions = decision::Entity::find()
        .filter(decision::Column::EffectiveFrom.lte(date))
        .order_by_asc(decision::Column::EffectiveFrom)
        .order_by_asc(decision::Column::DecidedOn)
        .order_by_asc(decision::Column::Id)
        .all(tx.db())
        .await?;
    Ok(rules::settings(decisions.iter().map(|d| &d.settings)))
}

/// The season that `date` lies in.
pub async fn find_season(tx: &UnitOfWork, date: NaiveDate) -> Result<Option<season::Model>> {
    let found = season::Entity::find()
        .filter(season::Column::StartsOn.lte(date))
        .filter(season::Column::EndsOn.gte(date))
        .order_by_desc(season::Column::StartsOn);
    Ok(found.one(tx.db()).await?)
}

/// All workshops that belong to the group on `date`, by code.
pub async fn list_workshops_on(tx: &UnitOfWork, date: NaiveDate) -> Result<Vec<workshop::Model>> {
    let stays = Condition::any().add(workshop::Column::LeftOn.is_null()).add(workshop::Column::LeftOn.gte(date));
    let found = workshop::Entity::find()
        .filter(workshop::Column::JoinedOn.lte(date))
        .filter(stays)
        .order_by_asc(workshop::Column::Code);
    Ok(found.all(tx.db()).await?)
}

/// The workshops with these ids.
pub async fn list_workshops_by_id(tx: &UnitOfWork, ids: &[WorkshopId]) -> Result<HashMap<WorkshopId, workshop::Model>> {
    let found = workshop::Entity::find().filter(workshop::Column::Id.is_in(ids.iter().copied()));
    Ok(found.all(tx.db()).await?.into_iter().map(|workshop| (workshop.id, workshop)).collect())
}

/// One workshop, or 404.
pub async fn get_workshop(tx: &UnitOfWork, id: WorkshopId) -> Result<workshop::Model> {
    workshop::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(no_workshop)
}

/// The workshop with this code.
pub async fn find_workshop_by_code(tx: &UnitOfWork, code: &str) -> Result<Option<workshop::Model>> {
    let found = workshop::Entity::find().filter(workshop::Column::Code.eq(code));
    Ok(found.one(tx.db()).await?)
}

/// One workshop, its row locked for change; or 404.
pub async fn lock_workshop(tx: &UnitOfWork, id: WorkshopId) -> Result<workshop::Model> {
    let found = workshop::Entity::find_by_id(id).lock(LockType::Update);
    found.one(tx.db()).await?.ok_or_else(no_workshop)
}

/// Workshops of the calling producer's organisation, by code.
pub async fn list_own_workshops(tx: &UnitOfWork, caller: &Producer) -> Result<Vec<workshop::Model>> {
    let found = workshop::Entity::find()
        .filter(workshop::Column::OrganisationId.eq(caller.organisation_id))
        .order_by_asc(workshop::Column::Code);
    Ok(found.all(tx.db()).await?)
}

/// A workshop of the calling producer's organisation, or 404.
pub async fn own_workshop(tx: &UnitOfWork, caller: &Producer, id: WorkshopId) -> Result<workshop::Model> {
    let found = workshop::Entity::find_by_id(id).filter(workshop::Column::OrganisationId.eq(caller.organisation_id));
    found.one(tx.db()).await?.ok_or_else(no_workshop)
}

/// A page of all workshops, by code.
pub async fn page_of_workshops(tx: &UnitOfWork, page: &PageRequest) -> Result<Rows<workshop::Model>> {
    let mut found = workshop::Entity::find().cursor_by(workshop::Column::Code);
    page.select(tx.db(), found.asc(), |workshop| workshop.code.clone()).await
}

/// The organisations that workshops belong to.
pub async fn organisations(
    tx: &UnitOfWork,
    ids: impl IntoIterator<Item = OrganisationId>,
) -> Result<HashMap<OrganisationId, organisation::Model>> {
    let found = organisation::Entity::find().filter(organisation::Column::Id.is_in(ids));
    Ok(found.all(tx.db()).await?.into_iter().map(|o| (o.id, o)).collect())
}

/// Weight agreed by each workshop on `date`; a workshop without a share is absent.
pub async fn list_share_weights(tx: &UnitOfWork, date: NaiveDate) -> Result<HashMap<WorkshopId, i64>> {
    let oldest_first = share::Entity::find()
        .filter(share::Column::FromDate.lte(date))
        .order_by_asc(share::Column::FromDate)
        .all(tx.db())
        .await?;
    Ok(oldest_first.into_iter().map(|s| (s.workshop_id, s.weight)).collect())
}

/// A workshop's shares, newest first.
pub async fn shares_of(tx: &UnitOfWork, workshop: WorkshopId) -> Result<Vec<share::Model>> {
    let found =
        share::Entity::find().filter(share::Column::WorkshopId.eq(workshop)).order_by_desc(share::Column::FromDate);
    Ok(found.all(tx.db()).await?)
}

/// What decides whether a workshop may supply on a day, as far as the workshop itself goes.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct SupplyStatus {
    joined_on: NaiveDate,
    left_on: Option<NaiveDate>,
    authorised: bool,
    paused: bool,
}

impl SupplyStatus {
    /// Why the workshop may not supply on `date`, the day that was asked about; none where it may.
    pub fn block_reason(self, date: NaiveDate) -> Option<BoundBy> {
        rules::blocked((self.joined_on, self.left_on), self.authorised, self.paused, date)
    }
}

/// The columns of [`SupplyStatus`] for each workshop of a query, its own or joined.
pub fn select_supply_status<E: EntityTrait>(query: Select<E>, date: NaiveDate) -> Select<E> {
    let workshop = || workshop::Column::Id.as_column_ref();
    let authorisations = sanitary_authorisation::Entity::find()
        .select_only()
        .column(sanitary_authorisation::Column::Id)
        .filter(Expr::col(sanitary_authorisation::Column::WorkshopId.as_column_ref()).equals(workshop()))
        .filter(sanitary_authorisation::Column::ValidFrom.lte(date))
        .filter(sanitary_authorisation::Column::ValidUntil.gte(date));
    let lasts = Condition::any().add(pause::Column::UntilDate.is_null()).add(pause::Column::UntilDate.gte(date));
    let pauses = pause::Entity::find()
        .select_only()
        .column(pause::Column::Id)
        .filter(Expr::col(pause::Column::WorkshopId.as_column_ref()).equals(workshop()))
        .filter(pause::Column::FromDate.lte(date))
        .filter(lasts);
    query
        .column(workshop::Column::JoinedOn)
        .column(workshop::Column::LeftOn)
        .column_as(Expr::exists(authorisations.into_query()), "authorised")
        .column_as(Expr::exists(pauses.into_query()), "paused")
}

/// Workshops that may not supply on `date`, `of` these (and perhaps others), with `authorisation` or `pause`; absent =
/// free. A workshop outside the group, before it joined or after it left, is not authorised.
pub async fn list_supply_blocks(
    tx: &UnitOfWork,
    date: NaiveDate,
    of: &[WorkshopId],
) -> Result<HashMap<WorkshopId, BoundBy>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: WorkshopId,
        #[sea_orm(nested)]
        on_day: SupplyStatus,
    }
    let few = (of.len() <= MAX_IDS_IN_QUERY).then(|| workshop::Column::Id.is_in(of.iter().copied()));
    let workshops =
        workshop::Entity::find().select_only().column(workshop::Column::Id).filter(Condition::all().add_option(few));
    let found = select_supply_status(workshops, date).into_model::<Row>().all(tx.db()).await?;
    Ok(found.into_iter().filter_map(|row| Some((row.id, row.on_day.block_reason(date)?))).collect())
}

/// A workshop's authorisations, newest first.
pub async fn authorisations_of(tx: &UnitOfWork, workshop: WorkshopId) -> Result<Vec<sanitary_authorisation::Model>> {
    let found = sanitary_authorisation::Entity::find()
        .filter(sanitary_authorisation::Column::WorkshopId.eq(workshop))
        .order_by_desc(sanitary_authorisation::Column::ValidFrom);
    Ok(found.all(tx.db()).await?)
}

/// A workshop's pauses, newest first.
pub async fn pauses_of(tx: &UnitOfWork, workshop: WorkshopId) -> Result<Vec<pause::Model>> {
    let found =
        pause::Entity::find().filter(pause::Column::WorkshopId.eq(workshop)).order_by_desc(pause::Column::FromDate);
    Ok(found.all(tx.db()).await?)
}

/// Where a workshop's payouts go today; none until somebody has said so.
pub async fn find_bank_account(tx: &UnitOfWork, workshop: WorkshopId) -> Result<Option<bank_account::Model>> {
    let newest = bank_account::Entity::find()
        .filter(bank_account::Column::WorkshopId.eq(workshop))
        .order_by_desc(bank_account::Column::CreatedAt)
        .order_by_desc(bank_account::Column::Id);
    Ok(newest.one(tx.db()).await?)
}

/// How many accounts a workshop has had: the version of its account.
pub async fn bank_account_version(tx: &UnitOfWork, workshop: WorkshopId) -> Result<i32> {
    let rows =
        bank_account::Entity::find().filter(bank_account::Column::WorkshopId.eq(workshop)).count(tx.db()).await?;
    Ok(i32::try_from(rows).unwrap_or(i32::MAX))
}

/// One decision, or 404.
pub async fn decision(tx: &UnitOfWork, id: DecisionId) -> Result<decision::Model> {
    decision::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("decision"))
}

/// A page of decisions, newest first: by the day from which they hold, then by id.
pub async fn page_of_decisions(tx: &UnitOfWork, page: &PageRequest) -> Result<Rows<decision::Model>> {
    let mut found = decision::Entity::find().cursor_by((decision::Column::EffectiveFrom, decision::Column::Id));
    page.select(tx.db(), found.desc(), |decision| (decision.effective_from, decision.id)).await
}

/// A page of seasons, newest first. Seasons share no day, so their first days are unique.
pub async fn page_of_seasons(tx: &UnitOfWork, page: &PageRequest) -> Result<Rows<season::Model>> {
    let mut found = season::Entity::find().cursor_by(season::Column::StartsOn);
    page.select(tx.db(), found.desc(), |season| season.starts_on).await
}

/// The season that shares a day with `from` to `until`.
pub async fn season_between(tx: &UnitOfWork, from: NaiveDate, until: NaiveDate) -> Result<Option<season::Model>> {
    let found =
        season::Entity::find().filter(season::Column::StartsOn.lte(until)).filter(season::Column::EndsOn.gte(from));
    Ok(found.one(tx.db()).await?)
}

fn no_workshop() -> Problem {
    Problem::not_found("workshop")
}
