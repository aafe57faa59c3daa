//! Queries of the members.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    identity::organisation,
    members::{bank_account, decision, pause, production_unit, sanitary_authorisation, season, share},
    values::{BoundBy, DecisionId, OrganisationId, UnitId},
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
        http::problem::{Answer, Problem},
        work::{FEW, Work},
    },
};

/// The settings in force on `date`, every field with its default filled in.
pub async fn settings_on(work: &Work, date: NaiveDate) -> Answer<Settings> {
    let decisions = decision::Entity::find()
        .filter(decision::Column::EffectiveFrom.lte(date))
        .order_by_asc(decision::Column::EffectiveFrom)
        .order_by_asc(decision::Column::DecidedOn)
        .order_by_asc(decision::Column::Id)
        .all(work.db())
        .await?;
    Ok(rules::settings(decisions.iter().map(|d| &d.settings)))
}

/// The season that `date` lies in.
pub async fn season_on(work: &Work, date: NaiveDate) -> Answer<Option<season::Model>> {
    let found = season::Entity::find()
        .filter(season::Column::StartsOn.lte(date))
        .filter(season::Column::EndsOn.gte(date))
        .order_by_desc(season::Column::StartsOn);
    Ok(found.one(work.db()).await?)
}

/// All units that belong to the group on `date`, by code.
pub async fn units_on(work: &Work, date: NaiveDate) -> Answer<Vec<production_unit::Model>> {
    let stays =
        Condition::any().add(production_unit::Column::LeftOn.is_null()).add(production_unit::Column::LeftOn.gte(date));
    let found = production_unit::Entity::find()
        .filter(production_unit::Column::JoinedOn.lte(date))
        .filter(stays)
        .order_by_asc(production_unit::Column::Code);
    Ok(found.all(work.db()).await?)
}

/// The units with these ids.
pub async fn units(work: &Work, ids: &[UnitId]) -> Answer<HashMap<UnitId, production_unit::Model>> {
    let found = production_unit::Entity::find().filter(production_unit::Column::Id.is_in(ids.iter().copied()));
    Ok(found.all(work.db()).await?.into_iter().map(|unit| (unit.id, unit)).collect())
}

/// One unit, or 404.
pub async fn unit(work: &Work, id: UnitId) -> Answer<production_unit::Model> {
    production_unit::Entity::find_by_id(id).one(work.db()).await?.ok_or_else(no_unit)
}

/// The unit with this code.
pub async fn unit_by_code(work: &Work, code: &str) -> Answer<Option<production_unit::Model>> {
    let found = production_unit::Entity::find().filter(production_unit::Column::Code.eq(code));
    Ok(found.one(work.db()).await?)
}

/// One unit, its row locked for change; or 404.
pub async fn lock_unit(work: &Work, id: UnitId) -> Answer<production_unit::Model> {
    let found = production_unit::Entity::find_by_id(id).lock(LockType::Update);
    found.one(work.db()).await?.ok_or_else(no_unit)
}

/// Units of the calling producer's organisation, by code.
pub async fn units_of(work: &Work, caller: &Producer) -> Answer<Vec<production_unit::Model>> {
    let found = production_unit::Entity::find()
        .filter(production_unit::Column::OrganisationId.eq(caller.organisation_id))
        .order_by_asc(production_unit::Column::Code);
    Ok(found.all(work.db()).await?)
}

/// A unit of the calling producer's organisation, or 404.
pub async fn own_unit(work: &Work, caller: &Producer, id: UnitId) -> Answer<production_unit::Model> {
    let found = production_unit::Entity::find_by_id(id)
        .filter(production_unit::Column::OrganisationId.eq(caller.organisation_id));
    found.one(work.db()).await?.ok_or_else(no_unit)
}

/// A page of all units by code, those whose code comes after `after`.
pub async fn page_of_units(work: &Work, after: Option<String>, fetch: u64) -> Answer<Vec<production_unit::Model>> {
    let mut found = production_unit::Entity::find().order_by_asc(production_unit::Column::Code).limit(fetch);
    if let Some(code) = after {
        found = found.filter(production_unit::Column::Code.gt(code));
    }
    Ok(found.all(work.db()).await?)
}

/// The organisations that units belong to.
pub async fn organisations(
    work: &Work,
    ids: impl IntoIterator<Item = OrganisationId>,
) -> Answer<HashMap<OrganisationId, organisation::Model>> {
    let found = organisation::Entity::find().filter(organisation::Column::Id.is_in(ids));
    Ok(found.all(work.db()).await?.into_iter().map(|o| (o.id, o)).collect())
}

/// Weight agreed by each unit on `date`; a unit without a share is absent.
pub async fn shares_on(work: &Work, date: NaiveDate) -> Answer<HashMap<UnitId, i64>> {
    let oldest_first = share::Entity::find()
        .filter(share::Column::FromDate.lte(date))
        .order_by_asc(share::Column::FromDate)
        .all(work.db())
        .await?;
    Ok(oldest_first.into_iter().map(|s| (s.unit_id, s.weight)).collect())
}

/// A unit's shares, newest first.
pub async fn shares_of(work: &Work, unit: UnitId) -> Answer<Vec<share::Model>> {
    let found = share::Entity::find().filter(share::Column::UnitId.eq(unit)).order_by_desc(share::Column::FromDate);
    Ok(found.all(work.db()).await?)
}

/// What decides whether a unit may supply on a day, as far as the unit itself goes.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct UnitOnDay {
    joined_on: NaiveDate,
    left_on: Option<NaiveDate>,
    authorised: bool,
    paused: bool,
}

impl UnitOnDay {
    /// Why the unit may not supply on `date`, the day that was asked about; none where it may.
    pub fn blocked(self, date: NaiveDate) -> Option<BoundBy> {
        rules::blocked((self.joined_on, self.left_on), self.authorised, self.paused, date)
    }
}

/// The columns of [`UnitOnDay`] for each unit of a query, its own or joined.
pub fn units_on_day<E: EntityTrait>(query: Select<E>, date: NaiveDate) -> Select<E> {
    let unit = || production_unit::Column::Id.as_column_ref();
    let authorisations = sanitary_authorisation::Entity::find()
        .select_only()
        .column(sanitary_authorisation::Column::Id)
        .filter(Expr::col(sanitary_authorisation::Column::UnitId.as_column_ref()).equals(unit()))
        .filter(sanitary_authorisation::Column::ValidFrom.lte(date))
        .filter(sanitary_authorisation::Column::ValidUntil.gte(date));
    let lasts = Condition::any().add(pause::Column::UntilDate.is_null()).add(pause::Column::UntilDate.gte(date));
    let pauses = pause::Entity::find()
        .select_only()
        .column(pause::Column::Id)
        .filter(Expr::col(pause::Column::UnitId.as_column_ref()).equals(unit()))
        .filter(pause::Column::FromDate.lte(date))
        .filter(lasts);
    query
        .column(production_unit::Column::JoinedOn)
        .column(production_unit::Column::LeftOn)
        .column_as(Expr::exists(authorisations.into_query()), "authorised")
        .column_as(Expr::exists(pauses.into_query()), "paused")
}

/// Units that may not supply on `date`, `of` these (and perhaps others), with `authorisation` or `pause`; absent =
/// free. A unit outside the group, before it joined or after it left, is not authorised.
pub async fn blocked_on(work: &Work, date: NaiveDate, of: &[UnitId]) -> Answer<HashMap<UnitId, BoundBy>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: UnitId,
        #[sea_orm(nested)]
        on_day: UnitOnDay,
    }
    let few = (of.len() <= FEW).then(|| production_unit::Column::Id.is_in(of.iter().copied()));
    let units = production_unit::Entity::find()
        .select_only()
        .column(production_unit::Column::Id)
        .filter(Condition::all().add_option(few));
    let found = units_on_day(units, date).into_model::<Row>().all(work.db()).await?;
    Ok(found.into_iter().filter_map(|row| Some((row.id, row.on_day.blocked(date)?))).collect())
}

/// A unit's authorisations, newest first.
pub async fn authorisations_of(work: &Work, unit: UnitId) -> Answer<Vec<sanitary_authorisation::Model>> {
    let found = sanitary_authorisation::Entity::find()
        .filter(sanitary_authorisation::Column::UnitId.eq(unit))
        .order_by_desc(sanitary_authorisation::Column::ValidFrom);
    Ok(found.all(work.db()).await?)
}

/// A unit's pauses, newest first.
pub async fn pauses_of(work: &Work, unit: UnitId) -> Answer<Vec<pause::Model>> {
    let found = pause::Entity::find().filter(pause::Column::UnitId.eq(unit)).order_by_desc(pause::Column::FromDate);
    Ok(found.all(work.db()).await?)
}

/// Where a unit's payouts go today; none until somebody has said so.
pub async fn bank_account_of(work: &Work, unit: UnitId) -> Answer<Option<bank_account::Model>> {
    let newest = bank_account::Entity::find()
        .filter(bank_account::Column::UnitId.eq(unit))
        .order_by_desc(bank_account::Column::CreatedAt)
        .order_by_desc(bank_account::Column::Id);
    Ok(newest.one(work.db()).await?)
}

/// How many accounts a unit has had: the version of its account.
pub async fn bank_account_version(work: &Work, unit: UnitId) -> Answer<i32> {
    let rows = bank_account::Entity::find().filter(bank_account::Column::UnitId.eq(unit)).count(work.db()).await?;
    Ok(i32::try_from(rows).unwrap_or(i32::MAX))
}

/// One decision, or 404.
pub async fn decision(work: &Work, id: DecisionId) -> Answer<decision::Model> {
    decision::Entity::find_by_id(id).one(work.db()).await?.ok_or_else(|| Problem::not_found("decision"))
}

/// A page of decisions, newest first: by the day from which they hold, then by id.
pub async fn page_of_decisions(
    work: &Work,
    after: Option<(NaiveDate, DecisionId)>,
    fetch: u64,
) -> Answer<Vec<decision::Model>> {
    let mut found = decision::Entity::find()
        .order_by_desc(decision::Column::EffectiveFrom)
        .order_by_desc(decision::Column::Id)
        .limit(fetch);
    if let Some((date, id)) = after {
        let same_day = Condition::all().add(decision::Column::EffectiveFrom.eq(date)).add(decision::Column::Id.lt(id));
        found = found.filter(Condition::any().add(decision::Column::EffectiveFrom.lt(date)).add(same_day));
    }
    Ok(found.all(work.db()).await?)
}

/// A page of seasons, newest first: those that start before `before`.
pub async fn page_of_seasons(work: &Work, before: Option<NaiveDate>, fetch: u64) -> Answer<Vec<season::Model>> {
    let mut found = season::Entity::find().order_by_desc(season::Column::StartsOn).limit(fetch);
    if let Some(date) = before {
        found = found.filter(season::Column::StartsOn.lt(date));
    }
    Ok(found.all(work.db()).await?)
}

/// The season that shares a day with `from` to `until`.
pub async fn season_between(work: &Work, from: NaiveDate, until: NaiveDate) -> Answer<Option<season::Model>> {
    let found =
        season::Entity::find().filter(season::Column::StartsOn.lte(until)).filter(season::Column::EndsOn.gte(from));
    Ok(found.one(work.db()).await?)
}

fn no_unit() -> Problem {
    Problem::not_found("production unit")
}
