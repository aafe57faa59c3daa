//! Rules of fulfilment.

mod receiving_and_packing;
mod stock;

pub use receiving_and_packing::*;
pub use stock::{DisposalTerms, IncludedTaxes, check_disposal, cost_of, included_taxes};
