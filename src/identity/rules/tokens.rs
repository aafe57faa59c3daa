//! Secret tokens of sessions and one-time links. A token is sent to its holder once and stored as a hash.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// A secret token. It has no `Debug`, so that it does not appear in logs.
pub struct Token(String);

impl Token {
    /// Random bytes of a token: 256 bits, twice what is needed against guessing.
    pub const BYTES: usize = 32;

    /// The token made of these random bytes.
    pub fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The secret, for the one response that contains it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The hash to store.
    pub fn hash(&self) -> String {
        hash_token(&self.0)
    }
}

/// The stored hash of a token that a client sent: SHA-256 in hex. Tokens are random, so no salt is needed.
pub fn hash_token(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}
