//! The operations of payments.
