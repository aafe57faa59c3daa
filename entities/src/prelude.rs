//! What every row module uses.

pub use sea_orm::entity::prelude::*;

pub use crate::values::*;
