//! Operations of identity, by who calls them.

mod session;
pub mod wire;

pub use session::Api;
