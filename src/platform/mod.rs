//! Infrastructure without business rules: settings, database, transactions, jobs, clock, mail, files, HTTP.

pub mod app;
pub mod clock;
pub mod config;
pub mod counter;
pub mod csv;
pub mod db;
pub mod documents;
pub mod files;
pub mod format;
pub mod http;
pub mod jobs;
pub mod locale;
pub mod mail;
pub mod outbound;
pub mod private;
pub mod proxies;
pub mod retention;
pub mod rows;
pub mod server;
pub mod snapshot;
pub mod table;
pub mod table_file;
pub mod telemetry;
pub mod unit_of_work;
pub mod words;
pub mod xlsx;
