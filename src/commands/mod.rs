//! The commands of the command line, one file for each.

pub mod allocate;
pub mod audit;
pub mod backup;
pub mod export;
pub mod import;
pub mod migrate;
pub mod openapi;
pub mod output;
pub mod reindex;
pub mod restore;
pub mod serve;
pub mod worker;
