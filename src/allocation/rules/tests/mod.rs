//! What the fair split promises, tried on generated instances: small ones, degenerate ones, very uneven ones.

mod examples;
mod generated;
mod promises;
mod reasons;
mod refusals;
mod target;
