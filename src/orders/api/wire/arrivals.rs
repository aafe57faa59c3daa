//! Wire types of arrivals.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    orders::arrival,
    values::{ArrivalId, ArrivalSource},
};
use poem_openapi::Object;

use crate::platform::http::text::Text;

/// Guests arriving on a date.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Arrival {
    /// Identifies the arrival.
    pub id: ArrivalId,
    /// Your own reference.
    pub reference: String,
    /// The day.
    pub date: NaiveDate,
    /// How many come.
    pub guests: i32,
    /// How it was told.
    pub source: ArrivalSource,
    /// Since when it is taken back.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// Its version, as `ETag` says it.
    pub version: i32,
}

impl From<arrival::Model> for Arrival {
    fn from(row: arrival::Model) -> Self {
        Self {
            id: row.id,
            reference: row.reference,
            date: row.date,
            guests: row.guests,
            source: row.source,
            cancelled_at: row.cancelled_at,
            version: row.version,
        }
    }
}

/// An arrival to tell.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PutArrival {
    /// Your own reference, unique among your arrivals.
    pub reference: Text<1, 80>,
    /// The day.
    pub date: NaiveDate,
    /// How many come.
    #[oai(validator(minimum(value = "1"), maximum(value = "10000")))]
    pub guests: i32,
}

/// What an arrival is to be from now on.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct ArrivalChange {
    /// The day.
    pub date: NaiveDate,
    /// How many come.
    #[oai(validator(minimum(value = "1"), maximum(value = "10000")))]
    pub guests: i32,
}

/// What a file of arrivals changed.
#[derive(Clone, Debug, Object)]
pub struct ArrivalsChanged {
    /// Arrivals that are new.
    pub created: u32,
    /// Arrivals whose day or number changed.
    pub changed: u32,
    /// Arrivals that were the same already.
    pub unchanged: u32,
}
