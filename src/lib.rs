//! Minga, the marketplace of a cooperative of small food producers: one service, its slices in the order of the
//! journey.

pub mod platform;

pub mod identity;
pub mod members;
pub mod certification;
pub mod buyers;
pub mod catalogue;
pub mod cycles;
pub mod orders;
pub mod allocation;
pub mod fulfilment;
pub mod invoicing;
pub mod payments;
pub mod settlement;

pub mod search;
pub mod notifications;
pub mod reports;

pub mod flow;

pub mod audit;
pub mod import_export;

pub mod router;
pub mod startup;
pub mod commands;
