//! Queries of invoicing.

pub mod billing_details;
pub mod cycles;
pub mod deliveries;
pub mod interest_rates;
pub mod invoice_lines;
pub mod invoices;
pub mod ordered_lines;
pub mod parties;
pub mod quality_faults;
pub mod write_offs;
