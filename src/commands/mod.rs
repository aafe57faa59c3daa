//! What the command line runs: one file for each command, and the start that they share.

pub mod start;
