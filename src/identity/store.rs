//! All queries of identity.

mod correct;
mod readers;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entities::{
    identity::{membership, organisation, person, session, sign_in_attempt, sign_in_link},
    values::{Language, LinkPurpose, OrganisationId, OrganisationKind, PersonId, Role, SessionId},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, EntityTrait, ExprTrait, IntoActiveModel, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationDef, Statement,
    sea_query::{Expr, LockType},
};
use uuid::Uuid;

pub(super) use correct::{lock_person, update_person};
pub(super) use readers::{people_of, roles_in};

use super::{callers::Standing, rules::DEMO_DOMAIN, token::Token};
use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::Result,
    },
    unit_of_work::UnitOfWork,
};

/// The demo's people at most.
const DEMO_PEOPLE: u64 = 50;

/// The live session of this token hash, with what its person may do; none where it ended or expired, or its person
/// is disabled.
pub(super) async fn standing(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    token_hash: &str,
) -> Result<Option<Standing>> {
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
        .filter(session::Column::ExpiresAt.gt(now))
        .filter(person::Column::DisabledAt.is_null())
        .into_tuple()
        .all(db)
        .await?;
    let Some((session_id, person_id, organisation, kind, _)) = rows.first().copied() else { return Ok(None) };
    let roles = rows.into_iter().filter_map(|(.., role)| role).collect();
    Ok(Some(Standing { session_id, person_id, organisation: organisation.zip(kind), roles }))
}

/// The person of this id.
pub(super) async fn person(tx: &UnitOfWork, id: PersonId) -> Result<Option<person::Model>> {
    Ok(person::Entity::find_by_id(id).one(tx.db()).await?)
}

/// The person who signs in with this address, in lower case.
pub(super) async fn person_by_email(tx: &UnitOfWork, email: &str) -> Result<Option<person::Model>> {
    Ok(person::Entity::find().filter(person::Column::Email.eq(email)).one(tx.db()).await?)
}

/// Stores a new person.
pub(super) async fn insert_person(tx: &UnitOfWork, row: &person::Model) -> Result<()> {
    person::Entity::insert(row.clone().into_active_model().reset_all()).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The organisation of this id.
pub(super) async fn organisation(tx: &UnitOfWork, id: OrganisationId) -> Result<Option<organisation::Model>> {
    Ok(organisation::Entity::find_by_id(id).one(tx.db()).await?)
}

/// The organisation of this code.
pub(super) async fn organisation_by_code(tx: &UnitOfWork, code: &str) -> Result<Option<organisation::Model>> {
    Ok(organisation::Entity::find().filter(organisation::Column::Code.eq(code)).one(tx.db()).await?)
}

/// Stores a new organisation.
pub(super) async fn insert_organisation(tx: &UnitOfWork, row: &organisation::Model) -> Result<()> {
    organisation::Entity::insert(row.clone().into_active_model().reset_all()).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Changes what `row` names.
pub(super) async fn update_organisation(
    tx: &UnitOfWork,
    row: organisation::ActiveModel,
) -> Result<organisation::Model> {
    Ok(organisation::Entity::update(row).exec(tx.db()).await?)
}

/// Gives a role; whether it is new.
pub(super) async fn insert_membership(
    tx: &UnitOfWork,
    person_id: PersonId,
    organisation_id: OrganisationId,
    role: Role,
) -> Result<bool> {
    let has = live_memberships(person_id)
        .filter(membership::Column::OrganisationId.eq(organisation_id))
        .filter(membership::Column::Role.eq(role))
        .one(tx.db())
        .await?;
    if has.is_some() {
        return Ok(false);
    }
    let row = membership::ActiveModel {
        id: Set(tx.new_id()),
        person_id: Set(person_id),
        organisation_id: Set(organisation_id),
        role: Set(role),
        created_at: Set(tx.now()),
        ended_at: Set(None),
    };
    membership::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(true)
}

fn live_memberships(person_id: PersonId) -> sea_orm::Select<membership::Entity> {
    membership::Entity::find()
        .filter(membership::Column::PersonId.eq(person_id))
        .filter(membership::Column::EndedAt.is_null())
}

/// What a person may do where; the cooperative first, then by name.
pub(super) async fn memberships(
    tx: &UnitOfWork,
    person_id: PersonId,
) -> Result<Vec<(organisation::Model, membership::Model)>> {
    let roles = live_memberships(person_id).order_by_asc(membership::Column::CreatedAt).all(tx.db()).await?;
    let organisations = organisation::Entity::find()
        .filter(organisation::Column::Id.is_in(roles.iter().map(|r| r.organisation_id)))
        .order_by_asc(organisation::Column::Name)
        .order_by_asc(organisation::Column::Id)
        .all(tx.db())
        .await?;
    let (cooperative, others): (Vec<_>, Vec<_>) =
        organisations.into_iter().partition(|o| o.kind == OrganisationKind::Cooperative);
    let pairs = cooperative.into_iter().chain(others).flat_map(|o| {
        let of_this = roles.iter().filter(|r| r.organisation_id == o.id).cloned().collect::<Vec<_>>();
        of_this.into_iter().map(move |r| (o.clone(), r))
    });
    Ok(pairs.collect())
}

/// What these people may do where, as `memberships` for each.
pub(super) async fn memberships_of(
    tx: &UnitOfWork,
    people: Vec<PersonId>,
) -> Result<HashMap<PersonId, Vec<(organisation::Model, membership::Model)>>> {
    let roles = membership::Entity::find()
        .filter(membership::Column::PersonId.is_in(people))
        .filter(membership::Column::EndedAt.is_null())
        .order_by_asc(membership::Column::CreatedAt)
        .all(tx.db())
        .await?;
    let organisations = organisation::Entity::find()
        .filter(organisation::Column::Id.is_in(roles.iter().map(|r| r.organisation_id)))
        .all(tx.db())
        .await?;
    let organisations: HashMap<OrganisationId, organisation::Model> =
        organisations.into_iter().map(|o| (o.id, o)).collect();
    let mut found: HashMap<PersonId, Vec<_>> = HashMap::new();
    for role in roles {
        if let Some(organisation) = organisations.get(&role.organisation_id) {
            found.entry(role.person_id).or_default().push((organisation.clone(), role));
        }
    }
    for of_one in found.values_mut() {
        of_one.sort_by(|(a, _), (b, _)| (a.kind, &a.name, a.id).cmp(&(b.kind, &b.name, b.id)));
    }
    Ok(found)
}

/// Ends these roles.
pub(super) async fn end_memberships(
    tx: &UnitOfWork,
    person: PersonId,
    organisation: OrganisationId,
    roles: &[Role],
) -> Result<()> {
    membership::Entity::update_many()
        .col_expr(membership::Column::EndedAt, Expr::value(Some(tx.now())))
        .filter(membership::Column::PersonId.eq(person))
        .filter(membership::Column::OrganisationId.eq(organisation))
        .filter(membership::Column::EndedAt.is_null())
        .filter(membership::Column::Role.is_in(roles.iter().copied()))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// The cooperative, once it is there.
pub(super) async fn cooperative(tx: &UnitOfWork) -> Result<Option<organisation::Model>> {
    let kind = organisation::Column::Kind.eq(OrganisationKind::Cooperative);
    Ok(organisation::Entity::find().filter(kind).one(tx.db()).await?)
}

/// How many people can manage the cooperative: administrators who are not disabled.
pub(super) async fn administrators(tx: &UnitOfWork) -> Result<u64> {
    let Some(cooperative) = cooperative(tx).await? else { return Ok(0) };
    let members = membership::Entity::find()
        .select_only()
        .column(membership::Column::PersonId)
        .filter(membership::Column::OrganisationId.eq(cooperative.id))
        .filter(membership::Column::Role.eq(Role::Admin))
        .filter(membership::Column::EndedAt.is_null())
        .into_query();
    Ok(person::Entity::find()
        .filter(person::Column::Id.in_subquery(members))
        .filter(person::Column::DisabledAt.is_null())
        .count(tx.db())
        .await?)
}

/// The organisation, held until this work ends, so that its roles change one after the other.
pub(super) async fn lock_organisation(tx: &UnitOfWork, id: OrganisationId) -> Result<Option<organisation::Model>> {
    let mut one = organisation::Entity::find_by_id(id);
    if tx.db().get_database_backend() == DatabaseBackend::Postgres {
        one = one.lock(LockType::Update);
    }
    Ok(one.one(tx.db()).await?)
}

/// A page of organisations, by name.
pub(super) async fn organisations(
    tx: &UnitOfWork,
    kind: Option<OrganisationKind>,
    page: &PageRequest,
) -> Result<Rows<organisation::Model>> {
    let of_kind = Condition::all().add_option(kind.map(|kind| organisation::Column::Kind.eq(kind)));
    let mut found =
        organisation::Entity::find().filter(of_kind).cursor_by((organisation::Column::Name, organisation::Column::Id));
    page.select(tx.db(), found.asc(), |organisation| (organisation.name.clone(), organisation.id)).await
}

/// A page of people, by address; `organisation` limits it to those with a role there.
pub(super) async fn people(
    tx: &UnitOfWork,
    organisation: Option<OrganisationId>,
    page: &PageRequest,
) -> Result<Rows<person::Model>> {
    let members = organisation.map(|organisation| {
        membership::Entity::find()
            .select_only()
            .column(membership::Column::PersonId)
            .filter(membership::Column::OrganisationId.eq(organisation))
            .filter(membership::Column::EndedAt.is_null())
            .into_query()
    });
    let of_organisation = Condition::all().add_option(members.map(|members| person::Column::Id.in_subquery(members)));
    let mut found = person::Entity::find().filter(of_organisation).cursor_by(person::Column::Email);
    page.select(tx.db(), found.asc(), |person| person.email.clone()).await
}

/// The demo's people who may sign in, oldest first.
pub(super) async fn demo_people(tx: &UnitOfWork) -> Result<Vec<person::Model>> {
    Ok(person::Entity::find()
        .filter(person::Column::Email.ends_with(DEMO_DOMAIN))
        .filter(person::Column::DisabledAt.is_null())
        .order_by_asc(person::Column::Id)
        .limit(DEMO_PEOPLE)
        .all(tx.db())
        .await?)
}

/// Disables or enables a person; whether that changed anything.
pub(super) async fn set_disabled(tx: &UnitOfWork, id: PersonId, disabled: bool) -> Result<bool> {
    let is = person::Column::DisabledAt;
    let done = person::Entity::update_many()
        .col_expr(is, Expr::value(disabled.then_some(tx.now())))
        .col_expr(person::Column::Version, Expr::col(person::Column::Version).add(1))
        .filter(person::Column::Id.eq(id))
        .filter(if disabled { is.is_null() } else { is.is_not_null() })
        .exec(tx.db())
        .await?;
    Ok(done.rows_affected > 0)
}

/// Stores a person's password.
pub(super) async fn set_password(tx: &UnitOfWork, id: PersonId, hash: String) -> Result<()> {
    person::Entity::update_many()
        .col_expr(person::Column::PasswordHash, Expr::value(Some(hash)))
        .col_expr(person::Column::Version, Expr::col(person::Column::Version).add(1))
        .filter(person::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Changes a person's language; whether it was another.
pub(super) async fn change_language(tx: &UnitOfWork, id: PersonId, language: Language) -> Result<bool> {
    let done = person::Entity::update_many()
        .col_expr(person::Column::Language, Expr::value(language))
        .col_expr(person::Column::Version, Expr::col(person::Column::Version).add(1))
        .filter(person::Column::Id.eq(id))
        .filter(person::Column::Language.ne(language))
        .exec(tx.db())
        .await?;
    Ok(done.rows_affected > 0)
}

/// Stores a new session.
pub(super) async fn insert_session(
    tx: &UnitOfWork,
    token: &Token,
    person: PersonId,
    organisation: Option<OrganisationId>,
    expires_at: DateTime<Utc>,
) -> Result<SessionId> {
    let id: SessionId = tx.new_id();
    let row = session::ActiveModel {
        id: Set(id),
        token_hash: Set(token.hash()),
        person_id: Set(person),
        organisation_id: Set(organisation),
        created_at: Set(tx.now()),
        expires_at: Set(expires_at),
        ended_at: Set(None),
    };
    session::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(id)
}

/// Ends a session; whether it was live.
pub(super) async fn end_session(tx: &UnitOfWork, id: SessionId) -> Result<bool> {
    let done = end_all(tx).filter(session::Column::Id.eq(id)).exec(tx.db()).await?;
    Ok(done.rows_affected > 0)
}

/// Ends all sessions of a person.
pub(super) async fn end_sessions(tx: &UnitOfWork, person: PersonId) -> Result<()> {
    end_all(tx).filter(session::Column::PersonId.eq(person)).exec(tx.db()).await?;
    Ok(())
}

fn end_all(tx: &UnitOfWork) -> sea_orm::UpdateMany<session::Entity> {
    session::Entity::update_many()
        .col_expr(session::Column::EndedAt, Expr::value(Some(tx.now())))
        .filter(session::Column::EndedAt.is_null())
}

/// Lets a session act for another organisation.
pub(super) async fn switch_session(tx: &UnitOfWork, id: SessionId, to: OrganisationId) -> Result<()> {
    session::Entity::update_many()
        .col_expr(session::Column::OrganisationId, Expr::value(Some(to.0)))
        .filter(session::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Stores a one-time link.
pub(super) async fn insert_link(
    tx: &UnitOfWork,
    token: &Token,
    purpose: LinkPurpose,
    person: Option<PersonId>,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    let row = sign_in_link::ActiveModel {
        id: Set(tx.new_id()),
        token_hash: Set(token.hash()),
        purpose: Set(purpose),
        person_id: Set(person),
        created_at: Set(tx.now()),
        expires_at: Set(expires_at),
        used_at: Set(None),
    };
    sign_in_link::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Makes earlier links of this purpose and person useless.
pub(super) async fn void_links(tx: &UnitOfWork, purpose: LinkPurpose, person: Option<PersonId>) -> Result<()> {
    let of = sign_in_link::Column::PersonId;
    sign_in_link::Entity::delete_many()
        .filter(sign_in_link::Column::Purpose.eq(purpose))
        .filter(sign_in_link::Column::UsedAt.is_null())
        .filter(person.map_or(of.is_null(), |person| of.eq(person)))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// The unused link of this hash and purpose that has not expired.
pub(super) async fn live_link(
    tx: &UnitOfWork,
    token_hash: &str,
    purpose: LinkPurpose,
) -> Result<Option<sign_in_link::Model>> {
    Ok(sign_in_link::Entity::find()
        .filter(sign_in_link::Column::TokenHash.eq(token_hash))
        .filter(sign_in_link::Column::Purpose.eq(purpose))
        .filter(sign_in_link::Column::UsedAt.is_null())
        .filter(sign_in_link::Column::ExpiresAt.gt(tx.now()))
        .one(tx.db())
        .await?)
}

/// Marks a link used; false where somebody was quicker.
pub(super) async fn use_link(tx: &UnitOfWork, id: Uuid) -> Result<bool> {
    let done = sign_in_link::Entity::update_many()
        .col_expr(sign_in_link::Column::UsedAt, Expr::value(Some(tx.now())))
        .filter(sign_in_link::Column::Id.eq(id))
        .filter(sign_in_link::Column::UsedAt.is_null())
        .exec(tx.db())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Forgets tries from before the window.
pub(super) async fn forget_tries(tx: &UnitOfWork, before: DateTime<Utc>) -> Result<()> {
    let old = sign_in_attempt::Column::At.lt(before);
    sign_in_attempt::Entity::delete_many().filter(old).exec(tx.db()).await?;
    Ok(())
}

/// Failed tries of an account and from a network in the window. On PostgreSQL the tries of one account are counted
/// one after the other; on SQLite all writers are.
pub(super) async fn tries(tx: &UnitOfWork, account: &str, network: &str, since: DateTime<Utc>) -> Result<(u64, u64)> {
    if tx.db().get_database_backend() == DatabaseBackend::Postgres {
        let turn = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
        for key in [account, network] {
            let turn = Statement::from_sql_and_values(DatabaseBackend::Postgres, turn, [key.into()]);
            tx.db().execute_raw(turn).await?;
        }
    }
    let recent = || sign_in_attempt::Entity::find().filter(sign_in_attempt::Column::At.gte(since));
    let of_account = recent().filter(sign_in_attempt::Column::Account.eq(account)).count(tx.db()).await?;
    let of_network = recent().filter(sign_in_attempt::Column::Address.eq(network)).count(tx.db()).await?;
    Ok((of_account, of_network))
}

/// Counts a try as failed, until it is deleted.
pub(super) async fn insert_try(tx: &UnitOfWork, account: String, network: String) -> Result<Uuid> {
    let id: Uuid = tx.new_id();
    let row =
        sign_in_attempt::ActiveModel { id: Set(id), account: Set(account), address: Set(network), at: Set(tx.now()) };
    sign_in_attempt::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(id)
}

/// A try that succeeded does not count.
pub(super) async fn delete_try(tx: &UnitOfWork, id: Uuid) -> Result<()> {
    sign_in_attempt::Entity::delete_by_id(id).exec(tx.db()).await?;
    Ok(())
}
