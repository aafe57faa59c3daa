//! Deletes applications that have served their time, with what belongs to them (Ley 21.719).

use entities::values::ApplicationId;

use crate::{
    buyers::{
        rules::{ATTEMPTS_WINDOW, DECIDED_RETENTION, UNCONFIRMED_RETENTION},
        store::{application_documents, applications},
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Applications that one run deletes, so that it holds no lock for long. The next run goes on.
const BATCH: u64 = 1_000;

/// The applications that a run deletes: not confirmed, or decided long ago.
pub async fn list_old_applications(tx: &UnitOfWork) -> Result<Vec<ApplicationId>> {
    let now = tx.now();
    applications::list_old_applications(tx, now - UNCONFIRMED_RETENTION, now - DECIDED_RETENTION, BATCH).await
}

/// Deletes these applications with their documents, questions and links, and what is no longer counted. Messages about
/// them must be deleted already.
pub async fn delete_old_applications(tx: &UnitOfWork, ids: &[ApplicationId]) -> Result<()> {
    application_documents::delete_documents(tx, ids).await?;
    applications::delete_applications(tx, ids).await?;
    applications::delete_attempts_before(tx, tx.now() - ATTEMPTS_WINDOW).await?;
    applications::delete_expired_links(tx, tx.now()).await
}
