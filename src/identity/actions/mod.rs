//! The verbs of identity.

pub mod put;
pub mod session;
