//! Job payloads of search.

use chrono::{DateTime, Utc};
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
