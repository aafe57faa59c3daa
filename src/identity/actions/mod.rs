//! The verbs of identity.

pub mod correct;
pub mod links;
pub mod organisations;
pub mod people;
pub mod put;
pub mod readers;
pub mod session;
