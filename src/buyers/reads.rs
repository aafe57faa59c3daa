//! What is shown of accounts: the rows together with whose they are and what belongs to them.

use entities::buyers::buyer;

use super::{
    api::wire::{BuyerAccount, BuyerDetail},
    store,
};
use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// Accounts as a list shows them.
pub async fn listed(tx: &UnitOfWork, rows: Vec<buyer::Model>) -> Result<Vec<BuyerAccount>> {
    let organisations = store::organisations(tx, rows.iter().map(|row| row.organisation_id)).await?;
    rows.into_iter()
        .map(|row| {
            let organisation = organisations.get(&row.organisation_id).ok_or_else(Problem::internal)?;
            Ok(BuyerAccount::of(row, organisation, tx.currency()))
        })
        .collect()
}

/// One account with its segment, zone and delivery points.
pub async fn detail(tx: &UnitOfWork, row: buyer::Model) -> Result<BuyerDetail> {
    let segment = store::segment(tx, row.segment_id).await?;
    let zone = store::zone(tx, row.zone_id).await?;
    let points = store::points_of(tx, row.id).await?;
    let account = listed(tx, vec![row]).await?.pop().ok_or_else(Problem::internal)?;
    Ok(BuyerDetail {
        account,
        segment: segment.into(),
        zone: zone.into(),
        delivery_points: points.into_iter().map(Into::into).collect(),
    })
}
