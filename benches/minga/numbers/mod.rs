//! The numbers to hold, measured on real databases through the real program: placing an order over HTTP, and closing a
//! cycle from its cut-off to the published quotas. The bench runs them at full size, the integration suite in small.

pub mod client;
pub mod closing;
pub mod figures;
pub mod group;
pub mod lines;
pub mod machine;
pub mod orders;
pub mod parts;
pub mod raw;
pub mod server;
