//! The laws of orders: values in, decision out.

mod lines;
mod recurrence;
mod shares;
mod windows;

pub use lines::*;
pub use recurrence::*;
pub use shares::*;
pub use windows::*;
