//! What truly arrived and what truly left. Units bring batches, the cooperative accepts or rejects them, and what was
//! accepted leaves for the buyers batch by batch, so that every jar can be traced both ways.
//!
//! ```text
//! batch:     declared ──▶ received (accepted and rejected units, in one or more receipts)
//! delivery:  prepared ──dispatch──▶ dispatched ──confirm──▶ confirmed
//! cycle:     published ──first receipt──▶ delivering ──last delivery confirmed──▶ delivered
//! ```
//!
//! From allocation come the quotas, from orders what is due and the rule that shares a shortage; a receipt is told to
//! allocation at once. Preparing the deliveries ends receiving: what is missing then is a shortage.

mod actions;
mod api;
mod errors;
mod events;
mod reads;
mod rules;
mod store;

pub use actions::{
    confirm::{confirm, confirm_cycle},
    declare::{NewBatch, declare},
    dispatch::{dispatch, dispatch_cycle},
    prepare::prepare,
    receive::{Goods, NewReceipt, receive},
};
pub use api::{APIS, Apis};
pub use errors::FulfilmentError;
pub use events::Event;
pub use store::{
    batches::batch,
    deliveries::{Scope as DeliveryScope, confirmed_in, deliveries, delivery, lines as delivery_lines},
    names::{BuyerName, buyer_names},
    receipts::{Accepted, accepted_in},
};
