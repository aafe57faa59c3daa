//! Rules of certification: the states of certificates and protocols, and when a workshop passes.

pub mod certificates;
pub mod comparison;
pub mod pass_rule;
pub mod protocols;
