//! Minga, the marketplace of a cooperative of small food producers: one service, its slices in the order of the
//! journey.

pub mod platform;

pub mod allocation;
pub mod buyers;
pub mod catalogue;
pub mod certification;
pub mod cycles;
pub mod fulfilment;
pub mod identity;
pub mod invoicing;
pub mod members;
pub mod orders;
pub mod payments;
pub mod settlement;

pub mod flow;

pub mod api;
pub mod commands;
