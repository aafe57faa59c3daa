//! Job payloads of search.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::platform::unit_of_work::Job;

/// Updates the search index with the catalogue changes of one interval.
#[derive(Debug, Serialize, Deserialize)]
pub struct RefreshIndex {
    /// End of the interval.
    pub until: DateTime<Utc>,
}

impl Job for RefreshIndex {
    const KIND: &'static str = "search.refresh_index";

    fn key(&self) -> String {
        self.until.timestamp().to_string()
    }
}

/// Schedules a refresh as a day begins, because whether an offer may supply its product depends on the day.
#[derive(Debug, Serialize, Deserialize)]
pub struct RefreshIndexDaily {
    /// The day that begins.
    pub day: NaiveDate,
}

impl Job for RefreshIndexDaily {
    const KIND: &'static str = "search.refresh_index_daily";

    fn key(&self) -> String {
        self.day.to_string()
    }
}
