//! The verbs of orders, one to a file.

pub(super) mod agreed;
pub(super) mod amend;
pub(super) mod cancel;
pub(super) mod close;
pub(super) mod follow;
pub(super) mod mark;
pub(super) mod place;
pub(super) mod shortage;
