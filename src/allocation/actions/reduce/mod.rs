//! Less is wanted after the quotas went to their workshops: an order was cancelled. What is frozen is being made and stays;
//! of the rest the same rule decides who makes less, and nobody is asked for more lots than it has.

mod demand;
mod gather;
mod keep;

pub use demand::demand_fell;
