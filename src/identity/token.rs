//! Secrets that stand for somebody: session tokens and one-time links. They are handed out once and stored hashed.

use crate::platform::clock::Ids;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// 256 secret bits; twice what guessing would need.
const BYTES: usize = 32;

/// A secret that its holder is known by. It does not show itself.
pub struct Token(String);

impl Token {
    /// A new secret.
    pub fn new(ids: &Ids) -> Self {
        Self(URL_SAFE_NO_PAD.encode(ids.bytes::<BYTES>()))
    }

    /// The secret, for the one answer that hands it out.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is stored of it.
    pub fn hash(&self) -> String {
        hash(&self.0)
    }
}

/// What is stored of a secret that somebody sent: SHA-256, hex. The secrets are random, so no salt is needed.
pub fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}
