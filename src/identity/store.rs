//! All queries of identity.

use chrono::{DateTime, Utc};
use entities::{
    identity::{membership, organisation, person, session, sign_in_attempt, sign_in_link},
    values::{LinkPurpose, OrganisationId, OrganisationKind, PersonId, Role, SessionId},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, ExprTrait, IntoActiveModel, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationDef, Statement,
    sea_query::{Expr, LockType},
};
use uuid::Uuid;

use super::callers::Standing;
use crate::platform::{
    http::problem::{Answer, Problem},
    work::Work,
};

/// The live session of this token hash, with what its person may do; none where it ended or expired, or its person
/// is disabled.
pub(super) async fn standing(work: &Work, token_hash: &str) -> Answer<Option<Standing>> {
    type Row = (SessionId, PersonId, Option<OrganisationId>, Option<OrganisationKind>, Option<Role>);
    let to_person: RelationDef =
        session::Entity::belongs_to(person::Entity).from(session::Column::PersonId).to(person::Column::Id).into();
    let to_organisation: RelationDef = session::Entity::belongs_to(organisation::Entity)
        .from(session::Column::OrganisationId)
        .to(organisation::Column::Id)
        .into();
    let to_membership: RelationDef = session::Entity::belongs_to(membership::Entity)
        .from((session::Column::PersonId, session::Column::OrganisationId))
        .to((membership::Column::PersonId, membership::Column::OrganisationId))
        .on_condition(|_, member| Expr::col((member, membership::Column::EndedAt)).is_null().into())
        .into();
    let rows: Vec<Row> = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .column(session::Column::PersonId)
        .column(session::Column::OrganisationId)
        .column(organisation::Column::Kind)
        .column(membership::Column::Role)
        .join(JoinType::InnerJoin, to_person)
        .join(JoinType::LeftJoin, to_organisation)
        .join(JoinType::LeftJoin, to_membership)
        .filter(session::Column::TokenHash.eq(token_hash))
        .filter(session::Column::EndedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(work.now()))
        .filter(person::Column::DisabledAt.is_null())
        .into_tuple()
        .all(work.db())
        .await?;
    let Some((session_id, person_id, organisation, kind, _)) = rows.first().copied() else { return Ok(None) };
    let roles = rows.into_iter().filter_map(|(.., role)| role).collect();
    Ok(Some(Standing { session_id, person_id, organisation: organisation.zip(kind), roles }))
}

/// The person of this id.
pub(super) async fn person(work: &Work, id: PersonId) -> Answer<Option<person::Model>> {
    Ok(person::Entity::find_by_id(id).one(work.db()).await?)
}

/// The person who signs in with this address, in lower case.
pub(super) async fn person_by_email(work: &Work, email: &str) -> Answer<Option<person::Model>> {
    Ok(person::Entity::find().filter(person::Column::Email.eq(email)).one(work.db()).await?)
}

/// Stores a new person.
pub(super) async fn insert_person(work: &Work, row: &person::Model) -> Answer<()> {
    person::Entity::insert(row.clone().into_active_model().reset_all()).exec_without_returning(work.db()).await?;
    Ok(())
}

/// The organisation of this id.
pub(super) async fn organisation(work: &Work, id: OrganisationId) -> Answer<Option<organisation::Model>> {
    Ok(organisation::Entity::find_by_id(id).one(work.db()).await?)
}

/// The organisation of this code.
pub(super) async fn organisation_by_code(work: &Work, code: &str) -> Answer<Option<organisation::Model>> {
    Ok(organisation::Entity::find().filter(organisation::Column::Code.eq(code)).one(work.db()).await?)
}

/// Stores a new organisation.
pub(super) async fn insert_organisation(work: &Work, row: &organisation::Model) -> Answer<()> {
    organisation::Entity::insert(row.clone().into_active_model().reset_all()).exec_without_returning(work.db()).await?;
    Ok(())
}

/// Changes what `row` names.
pub(super) async fn update_organisation(work: &Work, row: organisation::ActiveModel) -> Answer<organisation::Model> {
    Ok(organisation::Entity::update(row).exec(work.db()).await?)
}

/// Gives a role; whether it is new.
pub(super) async fn insert_membership(
    work: &Work,
    person_id: PersonId,
    organisation_id: OrganisationId,
    role: Role,
) -> Answer<bool> {
    let has = live_memberships(person_id)
        .filter(membership::Column::OrganisationId.eq(organisation_id))
        .filter(membership::Column::Role.eq(role))
        .one(work.db())
        .await?;
    if has.is_some() {
        return Ok(false);
    }
    let row = membership::ActiveModel {
        id: Set(work.new_id()),
        person_id: Set(person_id),
        organisation_id: Set(organisation_id),
        role: Set(role),
        created_at: Set(work.now()),
        ended_at: Set(None),
    };
    membership::Entity::insert(row).exec_without_returning(work.db()).await?;
    Ok(true)
}

fn live_memberships(person_id: PersonId) -> sea_orm::Select<membership::Entity> {
    membership::Entity::find()
        .filter(membership::Column::PersonId.eq(person_id))
        .filter(membership::Column::EndedAt.is_null())
}

/// What a person may do where; the cooperative first, then by name.
pub(super) async fn memberships(
    work: &Work,
    person_id: PersonId,
) -> Answer<Vec<(organisation::Model, membership::Model)>> {
    let roles = live_memberships(person_id).order_by_asc(membership::Column::CreatedAt).all(work.db()).await?;
    let organisations = organisation::Entity::find()
        .filter(organisation::Column::Id.is_in(roles.iter().map(|r| r.organisation_id)))
        .order_by_asc(organisation::Column::Name)
        .order_by_asc(organisation::Column::Id)
        .all(work.db())
        .await?;
    let (cooperative, others): (Vec<_>, Vec<_>) =
        organisations.into_iter().partition(|o| o.kind == OrganisationKind::Cooperative);
    let pairs = cooperative.into_iter().chain(others).flat_map(|o| {
        let of_this = roles.iter().filter(|r| r.organisation_id == o.id).cloned().collect::<Vec<_>>();
        of_this.into_iter().map(move |r| (o.clone(), r))
    });
    Ok(pairs.collect())
}

/// People with a role in an organisation who are not disabled, each once, oldest first.
pub(super) async fn people_of(work: &Work, organisation: OrganisationId) -> Answer<Vec<person::Model>> {
    let members = membership::Entity::find()
        .select_only()
        .column(membership::Column::PersonId)
        .filter(membership::Column::OrganisationId.eq(organisation))
        .filter(membership::Column::EndedAt.is_null())
        .into_query();
    Ok(person::Entity::find()
        .filter(person::Column::Id.in_subquery(members))
        .filter(person::Column::DisabledAt.is_null())
        .order_by_asc(person::Column::Id)
        .all(work.db())
        .await?)
}
