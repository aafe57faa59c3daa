//! The verbs of allocation.

pub mod answer;
mod credit;
pub mod expire;
pub mod freeze;
mod gather;
mod instance;
pub mod links;
pub mod lowered;
mod moves;
pub mod pins;
pub mod publish;
pub mod received;
pub mod reduce;
mod reoffer;
pub mod rerun;
pub mod run;
mod split;
pub mod supply;
mod take_back;

pub use instance::under_pseudonyms;
