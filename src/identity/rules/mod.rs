//! Decisions of identity, as pure functions.

mod cookies;
mod password_strength;
mod permissions;
mod sign_in;
mod tax_id;
mod tokens;

pub use cookies::Cookie;
pub use password_strength::{PasswordWeakness, PersonalWords, find_weakness};
pub use permissions::{Permission, is_role_allowed};
pub use sign_in::{
    ATTEMPTS_WINDOW, DEMO_DOMAIN, DEVICE_LIFETIME, FailedAttempts, LINK_LIFETIME, PASSWORD_MAX, PASSWORD_MIN,
    RETRY_AFTER, SESSION_LIFETIME, may_attempt, network_of,
};
pub use tax_id::normalise_tax_id;
pub use tokens::{Token, hash_token};
