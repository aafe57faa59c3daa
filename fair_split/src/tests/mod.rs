//! The guarantees of the split, checked on worked examples and on generated instances: small, degenerate and with
//! very uneven numbers.

mod examples;
mod invalid_instances;
mod max_min;
mod properties;
mod reasons;
mod strategies;
