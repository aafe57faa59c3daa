//! What is shown of certificates: the rows together with whose they are.

use entities::{certification::certificate, values::UnitId};

use super::api::wire::Certificate;
use crate::{
    members,
    platform::{
        http::problem::{Answer, Problem},
        work::Work,
    },
};

/// Certificates as a list shows them.
pub async fn listed(work: &Work, rows: Vec<certificate::Model>) -> Answer<Vec<Certificate>> {
    let ids: Vec<UnitId> = rows.iter().map(|row| row.unit_id).collect();
    let units = members::units(work, &ids).await?;
    let today = work.today();
    rows.into_iter()
        .map(|row| {
            let unit = units.get(&row.unit_id).ok_or_else(Problem::internal)?;
            Ok(Certificate::of(row, unit, today))
        })
        .collect()
}

/// One certificate.
pub async fn detail(work: &Work, row: certificate::Model) -> Answer<Certificate> {
    let unit = members::unit(work, row.unit_id).await?;
    Ok(Certificate::of(row, &unit, work.today()))
}
