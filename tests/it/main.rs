//! The integration suite: real actions on real databases. Every test made by `both!` runs on SQLite and on PostgreSQL.

mod allocation;
mod audit;
mod bank;
mod bank_statements;
mod buyers;
mod callers;
mod card_payments;
mod card_refunds;
mod baskets;
mod catalogue;
mod catalogue_files;
mod certification;
mod credit_notes;
mod cycles;
mod dates;
mod debit_notes;
mod faults;
mod fulfilment;
mod identity;
mod import_export;
mod invoicing;
mod leaving;
mod members;
mod money;
mod notifications;
mod orders;
mod payments;
mod photos;
#[path = "../../benches/minga/numbers/mod.rs"]
#[allow(dead_code, reason = "the suite uses a part of what the bench measures")]
mod numbers;
mod numbers_small;
mod platform;
mod product_edits;
mod quota_link;
mod references;
mod relevance;
mod reports;
mod scenarios;
mod search;
mod settlement;
mod spreadsheets;
mod support;
mod upgrades;
mod write_offs;
