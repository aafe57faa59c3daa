//! The operations of fulfilment.
