//! The operations of invoicing.
