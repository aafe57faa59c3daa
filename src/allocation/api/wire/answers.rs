//! What is asked of the allocation.

use poem_openapi::Object;

use crate::platform::http::{limits::NOTE, text::Text};

/// An order to split a cycle's demand.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct RunRequest {}

/// Fewer lots than were asked.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct AmendQuota {
    /// Lots that the workshop makes.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000000")))]
    pub lots: i64,
    /// Why not all.
    pub reason: Text<1, NOTE>,
}

/// Why a quota is not made.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct DeclineQuota {
    /// Why.
    pub reason: Text<1, NOTE>,
}
