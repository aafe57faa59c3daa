//! The verbs of fulfilment.

pub mod confirm;
pub mod declare;
pub mod dispatch;
pub mod prepare;
pub mod receive;
