//! The integration suite: real actions on real databases. Every test made by `both!` runs on SQLite and on PostgreSQL.

mod allocation;
mod callers;
mod identity;
mod platform;
mod support;
