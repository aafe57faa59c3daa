//! Sign-in attempts and their limits.

use entities::values::PersonId;
use uuid::Uuid;

use crate::{
    identity::{
        errors::IdentityError,
        rules::{ATTEMPTS_WINDOW, FailedAttempts, RETRY_AFTER, hash_token, may_attempt},
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

/// Stored in place of the network where a client's address is not known.
const UNKNOWN_NETWORK: &str = "unknown";
/// Stored in place of the network where the device is recognised.
const RECOGNISED_DEVICE: &str = "device";

/// Where a sign-in attempt comes from.
pub struct AttemptSource<'a> {
    /// The client's network, if its address is known.
    pub network: Option<String>,
    /// The token of the device that the client sent.
    pub device_token: Option<&'a str>,
}

/// A sign-in attempt. It counts as failed until it is deleted.
pub struct SignInAttempt {
    id: Uuid,
    /// The person, where the account exists and is not disabled.
    pub person_id: Option<PersonId>,
    /// The stored hash to verify the password against.
    pub password_hash: Option<String>,
}

/// Records an attempt of an account before its password is verified, so that attempts sent at the same time are limited
/// like attempts sent one after the other.
///
/// A device on which the person signed in before has a limit of its own. All other attempts are limited by account and
/// network, by account and by network.
///
/// # Errors
/// 429 `sign_in_limited` where there were too many failed attempts.
pub async fn record_attempt(tx: &mut UnitOfWork, email: &Email, source: AttemptSource<'_>) -> Result<SignInAttempt> {
    let since = tx.now() - ATTEMPTS_WINDOW;
    store::delete_attempts_before(tx, since).await?;
    let device = match source.device_token {
        Some(token) => store::find_device(tx, &hash_token(token), email.as_str()).await?,
        None => None,
    };
    let (account, address) = match (device, source.network) {
        (Some(device), _) => (hash_token(&device.to_string()), RECOGNISED_DEVICE.to_owned()),
        (None, network) => (hash_token(email.as_str()), network.unwrap_or_else(|| UNKNOWN_NETWORK.to_owned())),
    };
    if !may_attempt(count_failed_attempts(tx, &account, &address).await?) {
        let retry_after = u32::try_from(RETRY_AFTER.as_secs()).unwrap_or(u32::MAX);
        return Err(Problem::from(IdentityError::SignInLimited { retry_after }).after(retry_after));
    }
    let id = store::insert_attempt(tx, account, address).await?;
    let person = store::find_person_by_email(tx, email.as_str()).await?.filter(|person| person.disabled_at.is_none());
    let (person_id, password_hash) = person.map(|person| (person.id, person.password_hash)).unzip();
    Ok(SignInAttempt { id, person_id, password_hash: password_hash.flatten() })
}

async fn count_failed_attempts(tx: &UnitOfWork, account: &str, address: &str) -> Result<FailedAttempts> {
    let since = tx.now() - ATTEMPTS_WINDOW;
    store::lock_attempts(tx, &[account]).await?;
    let source = store::count_attempts(tx, Some(account), Some(address), since).await?;
    if address == RECOGNISED_DEVICE {
        return Ok(FailedAttempts { source, ..Default::default() });
    }
    let network = if address == UNKNOWN_NETWORK {
        None
    } else {
        store::lock_attempts(tx, &[address]).await?;
        Some(store::count_attempts(tx, None, Some(address), since).await?)
    };
    let account = Some(store::count_attempts(tx, Some(account), None, since).await?);
    Ok(FailedAttempts { source, account, network })
}

/// Deletes an attempt that succeeded, so that it does not count.
pub async fn delete_attempt(tx: &mut UnitOfWork, attempt: &SignInAttempt) -> Result<()> {
    store::delete_attempt(tx, attempt.id).await
}
