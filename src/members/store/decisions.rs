//! Decisions of the assembly.

use chrono::NaiveDate;
use entities::{members::decision, values::DecisionId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    members::rules::{Settings, merge_settings},
    platform::{
        http::{
            page_request::{PageRequest, Rows},
            problem::{Problem, Result},
        },
        rows::insert_if_new,
        unit_of_work::UnitOfWork,
    },
};

/// The settings in force on `date`, with the defaults filled in.
pub async fn get_settings(tx: &UnitOfWork, date: NaiveDate) -> Result<Settings> {
    let decisions = decision::Entity::find()
        .filter(decision::Column::EffectiveFrom.lte(date))
        .order_by_asc(decision::Column::EffectiveFrom)
        .order_by_asc(decision::Column::DecidedOn)
        .order_by_asc(decision::Column::Id)
        .all(tx.db())
        .await?;
    Ok(merge_settings(decisions.iter().map(|decision| &decision.settings)))
}

/// One decision, or 404.
pub async fn get_decision(tx: &UnitOfWork, id: DecisionId) -> Result<decision::Model> {
    decision::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("decision"))
}

/// A page of decisions, newest first: by the day from which they are in force, then by id.
pub async fn list_decisions(tx: &UnitOfWork, page: &PageRequest) -> Result<Rows<decision::Model>> {
    let mut query = decision::Entity::find().cursor_by((decision::Column::EffectiveFrom, decision::Column::Id));
    page.select(tx.db(), query.desc(), |decision| (decision.effective_from, decision.id)).await
}

/// Inserts a decision. Returns `false` where another one has its code.
pub async fn insert_decision(tx: &UnitOfWork, row: &decision::Model) -> Result<bool> {
    insert_if_new(tx, row.clone()).await
}
