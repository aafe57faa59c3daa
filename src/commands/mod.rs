//! What the command line runs: one file for each command, and the start that they share.

pub mod allocate;
pub mod audit;
pub mod backup;
pub mod demo;
pub mod export;
pub mod import;
pub mod migrate;
pub mod openapi;
pub mod reindex;
pub mod say;
pub mod seat;
pub mod serve;
pub mod start;
pub mod work;
