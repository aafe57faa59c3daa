//! The cooperative always has an administrator.

use crate::{
    identity::{errors::IdentityError, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Checks, after a change, that somebody can still manage the cooperative. The caller holds the lock of the cooperative's
/// row, so that two changes at once do not remove the last two administrators.
///
/// # Errors
/// 409 `last_administrator`.
pub async fn check_administrator_remains(tx: &UnitOfWork) -> Result<()> {
    if store::count_administrators(tx).await? > 0 {
        return Ok(());
    }
    Err(IdentityError::LastAdministrator.into())
}
