//! Checks that somebody else can act for what a person who is disabled, or loses roles, has done until now.

use entities::values::PersonId;

use crate::{
    identity::{self, IdentityError},
    invoicing, members,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::store::payout_batches,
};

/// Refuses where nobody can act any more for an organisation of the person, or approve what waits for a second person of
/// finance: payout batches, write-offs and bank accounts.
///
/// # Errors
/// `PersonBusinessOpen`.
pub async fn check_person_business(tx: &UnitOfWork, person: PersonId) -> Result<()> {
    let organisations = identity::list_abandoned_organisations(tx, person).await?;
    let (mut payout_batches, mut write_offs, mut bank_accounts) = (Vec::new(), Vec::new(), Vec::new());
    if identity::lost_finance(tx, person).await? {
        let approvers = identity::list_finance_people(tx).await?;
        let waits = |by: Option<PersonId>| !approvers.iter().any(|approver| Some(*approver) != by);
        for batch in payout_batches::list_prepared_batches(tx).await? {
            if waits(batch.prepared_by) {
                payout_batches.push(batch.number.to_string());
            }
        }
        for (write_off, invoice) in invoicing::list_requested_write_offs(tx).await? {
            if waits(write_off.requested_by) {
                write_offs.push(invoice.number.unwrap_or_default().to_string());
            }
        }
        for (account, workshop) in members::list_unconfirmed_bank_accounts(tx).await? {
            if waits(account.created_by) {
                bank_accounts.push(workshop.name);
            }
        }
    }
    if organisations.is_empty() && payout_batches.is_empty() && write_offs.is_empty() && bank_accounts.is_empty() {
        return Ok(());
    }
    let organisations = organisations.into_iter().map(|organisation| organisation.name).collect();
    Err(IdentityError::PersonBusinessOpen { organisations, payout_batches, write_offs, bank_accounts }.into())
}
