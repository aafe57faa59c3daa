//! Decisions of identity, as pure functions.

mod permissions;
mod session_cookie;
mod sign_in;
mod tax_id;
mod tokens;

pub use permissions::{Permission, is_role_allowed};
pub use session_cookie::{cookie_name, session_cookie};
pub use sign_in::{
    ATTEMPTS_WINDOW, DEMO_DOMAIN, FailedAttempts, LINK_LIFETIME, PASSWORD_MAX, PASSWORD_MIN, RETRY_AFTER,
    SESSION_LIFETIME, may_attempt, network_of,
};
pub use tax_id::normalise_tax_id;
pub use tokens::{Token, hash_token};
