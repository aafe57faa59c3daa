//! Plumbing that knows no business: settings, the database, one piece of work, jobs, time, mail, files, HTTP.

pub mod acceptor;
pub mod app;
pub mod clock;
pub mod config;
pub mod counter;
pub mod csv;
pub mod db;
pub mod documents;
pub mod files;
pub mod http;
pub mod jobs;
pub mod mail;
pub mod outbound;
pub mod rows;
pub mod table;
pub mod telemetry;
pub mod unit_of_work;
pub mod xlsx;
