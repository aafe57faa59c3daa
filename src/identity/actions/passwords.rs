//! Password hashing with Argon2id.
//!
//! A hash takes 19 MiB of memory, so only a few run at once (`App::password_slots`), on threads that may block.

use std::time::Duration;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

use crate::{
    identity::{
        errors::IdentityError,
        rules::{PersonalWords, find_weakness},
    },
    platform::{
        app::App,
        http::{
            api_error::ApiError,
            problem::{Problem, Result},
        },
    },
};

/// Memory in KiB, passes and lanes: the smallest that the OWASP cheat sheet on password storage allows.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Bytes of the salt.
const SALT: usize = 16;
/// How long a request waits for a free slot.
const SLOT_TIMEOUT: Duration = Duration::from_secs(10);

/// A hash that no password has. It is verified for accounts without a password, so that the time of the response does
/// not show whether an account exists.
const DUMMY_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Checks that a new password is not easy to guess for somebody who knows these words.
///
/// # Errors
/// 422 `password_weak` at `/password`; 503 where no slot becomes free in time.
pub async fn check_password(app: &App, password: &str, personal: PersonalWords) -> Result<()> {
    let password = password.to_owned();
    match run_in_slot(app, move || Ok(find_weakness(&password, &personal))).await? {
        Some(reason) => Err(IdentityError::PasswordWeak { reason }.at("/password")),
        None => Ok(()),
    }
}

/// The hash of a password to store, as a PHC string.
///
/// # Errors
/// 503 where no slot becomes free in time.
pub async fn hash_password(app: &App, password: &str) -> Result<String> {
    let (password, salt) = (password.to_owned(), app.ids.bytes::<SALT>());
    run_in_slot(app, move || Ok(argon2()?.hash_password_with_salt(password.as_bytes(), &salt)?.to_string())).await
}

/// Whether a password has the stored hash. Without a stored hash it takes as long and returns `false`.
///
/// # Errors
/// 503 where no slot becomes free in time.
pub async fn verify_password(app: &App, password: &str, stored: Option<&str>) -> Result<bool> {
    let (password, known) = (password.to_owned(), stored.is_some());
    let stored = stored.unwrap_or(DUMMY_HASH).to_owned();
    let matches = run_in_slot(app, move || {
        let stored = PasswordHash::new(&stored)?;
        Ok(argon2()?.verify_password(password.as_bytes(), &stored).is_ok())
    });
    Ok(matches.await? && known)
}

fn argon2() -> anyhow::Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|e| anyhow::anyhow!("argon2: {e}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Runs `compute` once a slot is free. The task holds the slot until it ends, even where the client has disconnected, so
/// that aborted requests cannot start more hashes than there are slots.
async fn run_in_slot<T: Send + 'static>(
    app: &App,
    compute: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> Result<T> {
    let app = app.clone();
    let task = tokio::spawn(async move {
        let slot = tokio::time::timeout(SLOT_TIMEOUT, app.password_slots.acquire()).await;
        let slot = slot.map_err(|_| Problem::overloaded())?.map_err(anyhow::Error::from)?;
        let computed = tokio::task::spawn_blocking(compute).await.map_err(anyhow::Error::from)?;
        drop(slot);
        Ok(computed?)
    });
    task.await.map_err(anyhow::Error::from)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dummy_hash_costs_what_a_real_one_costs() {
        let dummy = PasswordHash::new(DUMMY_HASH).unwrap();
        let real = argon2().unwrap().hash_password_with_salt(b"una clave bien larga", &[7; SALT]).unwrap();
        assert_eq!(dummy.params, real.params);
        assert_eq!((dummy.algorithm, dummy.version), (real.algorithm, real.version));
        assert_eq!(dummy.hash.unwrap().len(), real.hash.unwrap().len());
        assert!(argon2().unwrap().verify_password(b"", &dummy).is_err());
        assert!(argon2().unwrap().verify_password(b"una clave bien larga", &real).is_ok());
    }
}
