//! Sessions.

use chrono::{DateTime, Utc};
use entities::{
    identity::{membership, organisation, person, session, sign_in_link},
    values::{OrganisationId, OrganisationKind, PersonId, Role, SessionId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, JoinType, QueryFilter,
    QuerySelect, RelationDef, UpdateMany, sea_query::Expr,
};

use crate::{
    identity::rules::Token,
    platform::{http::problem::Result, retention::delete_old, unit_of_work::UnitOfWork},
};

/// A live session with the rights that it has now.
#[derive(Clone, Debug)]
pub struct SessionAccess {
    /// The session.
    pub session_id: SessionId,
    /// Who is signed in.
    pub person_id: PersonId,
    /// The organisation that the person acts for.
    pub organisation: Option<OrganisationRef>,
    /// The person's roles there.
    pub roles: Vec<Role>,
}

/// An organisation by its id, with its kind.
#[derive(Clone, Copy, Debug)]
pub struct OrganisationRef {
    /// Identifies the organisation.
    pub id: OrganisationId,
    /// Which kind of party it is.
    pub kind: OrganisationKind,
}

/// The live session with this token hash; none where it has ended or expired, or its person is disabled.
///
/// Every signed-in request runs it, so it is one query.
pub async fn find_session_access(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    token_hash: &str,
) -> Result<Option<SessionAccess>> {
    type Row = (SessionId, PersonId, Option<OrganisationId>, Option<OrganisationKind>, Option<Role>);
    // Not a reference of the schema: a session has the roles of its person in its organisation.
    let roles: RelationDef = session::Entity::belongs_to(membership::Entity)
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
        .inner_join(person::Entity)
        .left_join(organisation::Entity)
        .join(JoinType::LeftJoin, roles)
        .filter(session::Column::TokenHash.eq(token_hash))
        .filter(session::Column::EndedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .filter(person::Column::DisabledAt.is_null())
        .into_tuple()
        .all(db)
        .await?;
    let Some((session_id, person_id, organisation, kind, _)) = rows.first().copied() else { return Ok(None) };
    let organisation = organisation.zip(kind).map(|(id, kind)| OrganisationRef { id, kind });
    let roles = rows.into_iter().filter_map(|(.., role)| role).collect();
    Ok(Some(SessionAccess { session_id, person_id, organisation, roles }))
}

/// Inserts a session.
pub async fn insert_session(
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

/// Ends a session. Returns whether it was live.
pub async fn end_session(tx: &UnitOfWork, id: SessionId) -> Result<bool> {
    Ok(end_live(tx).filter(session::Column::Id.eq(id)).exec(tx.db()).await?.rows_affected > 0)
}

/// Ends all sessions of a person.
pub async fn end_sessions(tx: &UnitOfWork, person: PersonId) -> Result<()> {
    end_live(tx).filter(session::Column::PersonId.eq(person)).exec(tx.db()).await?;
    Ok(())
}

/// Updates the organisation that a session acts for. Returns whether it was another one.
pub async fn update_session_organisation(tx: &UnitOfWork, id: SessionId, organisation: OrganisationId) -> Result<bool> {
    let column = session::Column::OrganisationId;
    let update = session::Entity::update_many()
        .col_expr(column, Expr::value(Some(organisation.0)))
        .filter(session::Column::Id.eq(id))
        .filter(Condition::any().add(column.is_null()).add(column.ne(organisation)));
    Ok(update.exec(tx.db()).await?.rows_affected > 0)
}

fn end_live(tx: &UnitOfWork) -> UpdateMany<session::Entity> {
    session::Entity::update_many()
        .col_expr(session::Column::EndedAt, Expr::value(Some(tx.now())))
        .filter(session::Column::EndedAt.is_null())
}

/// Deletes sessions and links that had ended, been used or expired before an instant.
pub async fn delete_ended_sessions(tx: &UnitOfWork, before: DateTime<Utc>) -> Result<()> {
    let ended = Condition::any().add(session::Column::EndedAt.lt(before)).add(session::Column::ExpiresAt.lt(before));
    delete_old::<session::Entity>(tx, session::Column::Id, ended).await?;
    let ended =
        Condition::any().add(sign_in_link::Column::UsedAt.lt(before)).add(sign_in_link::Column::ExpiresAt.lt(before));
    delete_old::<sign_in_link::Entity>(tx, sign_in_link::Column::Id, ended).await
}
