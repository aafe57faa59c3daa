//! What is shown of certificates: the rows together with whose they are.

use entities::{certification::certificate, values::WorkshopId};

use super::api::wire::Certificate;
use crate::{
    members,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// Certificates as a list shows them.
pub async fn listed(tx: &UnitOfWork, rows: Vec<certificate::Model>) -> Result<Vec<Certificate>> {
    let ids: Vec<WorkshopId> = rows.iter().map(|row| row.workshop_id).collect();
    let workshops = members::list_workshops_by_id(tx, &ids).await?;
    let today = tx.today();
    rows.into_iter()
        .map(|row| {
            let workshop = workshops.get(&row.workshop_id).ok_or_else(Problem::internal)?;
            Ok(Certificate::of(row, workshop, today))
        })
        .collect()
}

/// One certificate.
pub async fn detail(tx: &UnitOfWork, row: certificate::Model) -> Result<Certificate> {
    let workshop = members::get_workshop(tx, row.workshop_id).await?;
    Ok(Certificate::of(row, &workshop, tx.today()))
}
