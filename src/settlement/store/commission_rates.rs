//! Queries of the rates of commission of workshops and families.

use chrono::NaiveDate;
use entities::{
    members::decision,
    settlement::commission_rate,
    values::{FamilyId, WorkshopId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// A rate with the decision that sets it.
#[derive(Clone, Debug)]
pub struct RateWithDecision {
    /// The rate.
    pub rate: commission_rate::Model,
    /// The decision.
    pub decision: decision::Model,
}

/// All rates, those that are valid from the latest day first.
pub async fn list_rates(tx: &UnitOfWork) -> Result<Vec<commission_rate::Model>> {
    Ok(newest_first().all(tx.db()).await?)
}

/// All rates with their decisions, those that are valid from the latest day first.
pub async fn list_rates_with_decisions(tx: &UnitOfWork) -> Result<Vec<RateWithDecision>> {
    let rows = newest_first().find_also_related(decision::Entity).all(tx.db()).await?;
    let with_decision = |(rate, decision): (commission_rate::Model, Option<decision::Model>)| {
        let decision = decision.ok_or_else(|| Problem::missing_reference("decision", rate.decision_id))?;
        Ok(RateWithDecision { rate, decision })
    };
    rows.into_iter().map(with_decision).collect()
}

/// The rate of this workshop and family that was recorded last for this day.
pub async fn find_rate_of_day(
    tx: &UnitOfWork,
    workshop: Option<WorkshopId>,
    family: Option<FamilyId>,
    valid_from: NaiveDate,
) -> Result<Option<commission_rate::Model>> {
    let of_day = newest_first().filter(commission_rate::Column::ValidFrom.eq(valid_from));
    let of_workshop = match workshop {
        Some(workshop) => of_day.filter(commission_rate::Column::WorkshopId.eq(workshop)),
        None => of_day.filter(commission_rate::Column::WorkshopId.is_null()),
    };
    let found = match family {
        Some(family) => of_workshop.filter(commission_rate::Column::FamilyId.eq(family)),
        None => of_workshop.filter(commission_rate::Column::FamilyId.is_null()),
    };
    Ok(found.one(tx.db()).await?)
}

fn newest_first() -> sea_orm::Select<commission_rate::Entity> {
    commission_rate::Entity::find()
        .order_by_desc(commission_rate::Column::ValidFrom)
        .order_by_desc(commission_rate::Column::Id)
}

/// Stores a rate.
pub async fn insert_rate(tx: &UnitOfWork, row: commission_rate::Model) -> Result<()> {
    commission_rate::Entity::insert(commission_rate::ActiveModel::from(row)).exec_without_returning(tx.db()).await?;
    Ok(())
}
