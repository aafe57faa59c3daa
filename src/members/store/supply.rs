//! Which workshops may supply on a day.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    members::{pause, sanitary_authorisation, workshop},
    values::{BoundBy, WorkshopId},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::Expr,
};

use crate::{
    members::rules::{Days, block_reason},
    platform::{
        http::problem::Result,
        unit_of_work::{MAX_IDS_IN_QUERY, UnitOfWork},
    },
};

/// What decides whether a workshop may supply on one day, whatever the product. Read by [`select_supply_status`].
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct SupplyStatus {
    joined_on: NaiveDate,
    left_on: Option<NaiveDate>,
    authorised: bool,
    paused: bool,
}

impl SupplyStatus {
    /// Why the workshop may not supply on `date`, the day of the query; none where it may.
    pub fn block_reason(self, date: NaiveDate) -> Option<BoundBy> {
        let membership = Days { first: self.joined_on, last: self.left_on };
        block_reason(membership, self.authorised, self.paused, date)
    }
}

/// Adds the columns of [`SupplyStatus`] on `date` to a query that selects or joins workshops.
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

/// Why workshops may not supply on `date`: `authorisation` or `pause`. A workshop that may supply is absent. The result
/// has at least those of `ids`; where these are many, it has all workshops.
pub async fn list_supply_blocks(
    tx: &UnitOfWork,
    date: NaiveDate,
    ids: &[WorkshopId],
) -> Result<HashMap<WorkshopId, BoundBy>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: WorkshopId,
        #[sea_orm(nested)]
        status: SupplyStatus,
    }
    let few = (ids.len() <= MAX_IDS_IN_QUERY).then(|| workshop::Column::Id.is_in(ids.iter().copied()));
    let workshops =
        workshop::Entity::find().select_only().column(workshop::Column::Id).filter(Condition::all().add_option(few));
    let rows = select_supply_status(workshops, date).into_model::<Row>().all(tx.db()).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.id, row.status.block_reason(date)?))).collect())
}
