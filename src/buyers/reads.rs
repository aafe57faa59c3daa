//! What is shown of accounts: the rows together with whose they are and what belongs to them.

use entities::buyers::buyer;

use super::{
    api::wire::{BuyerAccount, BuyerDetail},
    store,
};
use crate::platform::{
    http::problem::{Answer, Problem},
    work::Work,
};

/// Accounts as a list shows them.
pub async fn listed(work: &Work, rows: Vec<buyer::Model>) -> Answer<Vec<BuyerAccount>> {
    let organisations = store::organisations(work, rows.iter().map(|row| row.organisation_id)).await?;
    rows.into_iter()
        .map(|row| {
            let organisation = organisations.get(&row.organisation_id).ok_or_else(Problem::internal)?;
            Ok(BuyerAccount::of(row, organisation, work.currency()))
        })
        .collect()
}

/// One account with its segment, zone and delivery points.
pub async fn detail(work: &Work, row: buyer::Model) -> Answer<BuyerDetail> {
    let segment = store::segment(work, row.segment_id).await?;
    let zone = store::zone(work, row.zone_id).await?;
    let points = store::points_of(work, row.id).await?;
    let account = listed(work, vec![row]).await?.pop().ok_or_else(Problem::internal)?;
    Ok(BuyerDetail {
        account,
        segment: segment.into(),
        zone: zone.into(),
        delivery_points: points.into_iter().map(Into::into).collect(),
    })
}
