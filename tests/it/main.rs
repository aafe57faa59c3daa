//! The integration suite: real actions on real databases. Every test made by `both!` runs on SQLite and on PostgreSQL.

mod allocation;
mod buyers;
mod callers;
mod certification;
mod cycles;
mod identity;
mod members;
mod platform;
mod support;
