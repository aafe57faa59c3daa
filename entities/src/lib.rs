//! The nouns of Minga: what is stored, slice by slice in the order of the journey, and the value types
//! that rows, rules and the wire share. This floor knows no verbs: nothing here decides anything.

mod prelude;
pub mod values;

pub mod platform;

pub mod identity;
pub mod members;
pub mod certification;
pub mod buyers;
pub mod catalogue;
pub mod cycles;
pub mod orders;
pub mod allocation;
pub mod fulfilment;
pub mod invoicing;
pub mod payments;
pub mod settlement;

pub mod notifications;
pub mod search;
