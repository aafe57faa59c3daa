//! Passwords: hashed by argon2id off the async threads, two at once at most, because each takes 19 MiB.

use std::time::Duration;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

use crate::platform::{
    app::App,
    http::problem::{Problem, Result},
};

/// 19 MiB, two passes, one lane: the least that OWASP's cheat sheet on password storage allows.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const SALT: usize = 16;
/// How long a sign-in waits for its turn.
const TURN: Duration = Duration::from_secs(10);

/// A hash that no password has, so that an unknown account costs the same time as a wrong password.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The hash to store of a password, as a PHC string.
pub async fn hash(app: &App, password: &str) -> Result<String> {
    let (password, salt) = (password.to_owned(), app.ids.bytes::<SALT>());
    apart(app, move || Ok(argon2()?.hash_password_with_salt(password.as_bytes(), &salt)?.to_string())).await
}

/// Whether the password is the one whose hash is stored; without a stored hash it takes as long and is not.
pub async fn verify(app: &App, password: &str, stored: Option<&str>) -> Result<bool> {
    let (password, known) = (password.to_owned(), stored.is_some());
    let stored = stored.unwrap_or(NOBODY).to_owned();
    let fits = apart(app, move || {
        let stored = PasswordHash::new(&stored)?;
        Ok(argon2()?.verify_password(password.as_bytes(), &stored).is_ok())
    });
    Ok(fits.await? && known)
}

fn argon2() -> anyhow::Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|e| anyhow::anyhow!("argon2: {e}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Runs `work` in its turn. The turn belongs to the work, not to the request: a caller who hangs up frees nothing.
async fn apart<T: Send + 'static>(app: &App, tx: impl FnOnce() -> anyhow::Result<T> + Send + 'static) -> Result<T> {
    let app = app.clone();
    let task = tokio::spawn(async move {
        let turn = tokio::time::timeout(TURN, app.password_slots.acquire()).await;
        let turn = turn.map_err(|_| Problem::overloaded())?;
        let turn = turn.map_err(anyhow::Error::from)?;
        let done = tokio::task::spawn_blocking(tx).await.map_err(anyhow::Error::from)?;
        drop(turn);
        Ok(done?)
    });
    task.await.map_err(anyhow::Error::from)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobodys_hash_costs_what_a_real_one_costs() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let real = argon2().unwrap().hash_password_with_salt(b"una clave bien larga", &[7; SALT]).unwrap();
        assert_eq!(nobody.params, real.params);
        assert_eq!((nobody.algorithm, nobody.version), (real.algorithm, real.version));
        assert_eq!(nobody.hash.unwrap().len(), real.hash.unwrap().len());
        assert!(argon2().unwrap().verify_password(b"", &nobody).is_err());
        assert!(argon2().unwrap().verify_password(b"una clave bien larga", &real).is_ok());
    }
}
