//! Pure rules around the split: the input of the engine and its JSON form, the value of a lot, carried value, and the
//! deadline of an answer. The split itself is the crate `fair_split`.

mod carried_value;
mod constraints;
mod deadline;
mod instance;
mod kept_lots;
mod lots;
mod receipts;
mod split_input;

pub use carried_value::{CarriedPart, MILLION, carried_value, decimal, joining_credit, rounded_amount};
pub use constraints::{change_cause, constraint, unmet_reason};
pub use deadline::Deadline;
pub use instance::{engine_instance, instance_json, with_pseudonyms};
pub use kept_lots::{KeptLots, kept_lots};
pub use lots::{LimitedOffer, limit_value, lot_value, lots_of, open_units, units_of_quotas, value_of};
pub use receipts::{ReceivedUnits, ValuedUnits};
pub use split_input::{OfferCapacity, Participant, ProductDemand, QuotaLots, ReofferContext, SplitInput};

#[cfg(test)]
mod season;
#[cfg(test)]
mod tests;
