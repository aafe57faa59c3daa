//! Queries over the whole installation: the codes that rows refer to, the records that rows are compared with, and
//! what an export writes.

pub mod buyers;
pub mod catalogue;
pub mod codes;
pub mod existing;
pub mod members;
pub mod orders;
pub mod records;
