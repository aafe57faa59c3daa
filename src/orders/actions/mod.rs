//! The verbs of orders, one to a file.

pub(super) mod agreed;
pub(super) mod amend;
pub(super) mod arrivals;
pub(super) mod arrivals_file;
pub(super) mod cancel;
pub(super) mod close;
pub(super) mod cover;
pub(super) mod follow;
pub(super) mod mark;
pub(super) mod materialise;
pub(super) mod occurrence;
pub(super) mod pause;
pub(super) mod place;
pub(super) mod preview;
pub(super) mod shortage;
pub(super) mod standing;
