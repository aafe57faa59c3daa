//! Sign-in attempts and their limits.

use entities::values::PersonId;
use uuid::Uuid;

use crate::{
    identity::{
        rules::{ATTEMPTS_WINDOW, RETRY_AFTER, hash_token, may_attempt},
        store,
    },
    platform::{
        http::{
            email::Email,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// A sign-in attempt. It counts as failed until it is deleted.
pub struct SignInAttempt {
    id: Uuid,
    /// The person, where the account exists and is not disabled.
    pub person_id: Option<PersonId>,
    /// The stored hash to verify the password against.
    pub password_hash: Option<String>,
}

/// Records an attempt of an account from a network before its password is verified, so that attempts sent at the same
/// time are limited like attempts sent one after the other.
///
/// # Errors
/// 429 where the account or the network has too many failed attempts.
pub async fn record_attempt(tx: &mut UnitOfWork, email: &Email, network: String) -> Result<SignInAttempt> {
    let account = hash_token(email.as_str());
    let since = tx.now() - ATTEMPTS_WINDOW;
    store::delete_attempts_before(tx, since).await?;
    if !may_attempt(store::count_failed_attempts(tx, &account, &network, since).await?) {
        return Err(Problem::too_many(RETRY_AFTER));
    }
    let id = store::insert_attempt(tx, account, network).await?;
    let person = store::find_person_by_email(tx, email.as_str()).await?.filter(|person| person.disabled_at.is_none());
    let (person_id, password_hash) = person.map(|person| (person.id, person.password_hash)).unzip();
    Ok(SignInAttempt { id, person_id, password_hash: password_hash.flatten() })
}

/// Deletes an attempt that succeeded, so that it does not count.
pub async fn delete_attempt(tx: &mut UnitOfWork, attempt: &SignInAttempt) -> Result<()> {
    store::delete_attempt(tx, attempt.id).await
}
