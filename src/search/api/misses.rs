//! Staff see what was searched and not found.

use chrono::NaiveDate;
use entities::{search::search_miss, values::SearchMissId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::tag::Tag;
use crate::{
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{page_request::PageRequest, paging::List, problem::Result},
    },
    search::{actions, store::misses},
};

/// A text that was searched and found nothing.
#[derive(Clone, Debug, Object)]
pub struct SearchMiss {
    /// Its id.
    pub id: SearchMissId,
    /// The text, in lower case without accents.
    pub searched: String,
    /// How often it was searched.
    pub searches: i64,
    /// The first day.
    pub first_on: NaiveDate,
    /// The last day.
    pub last_on: NaiveDate,
}

impl From<search_miss::Model> for SearchMiss {
    fn from(row: search_miss::Model) -> Self {
        let search_miss::Model { id, searched, searches, first_on, last_on } = row;
        Self { id, searched, searches, first_on, last_on }
    }
}

/// Operations on texts without results.
#[derive(Clone, Copy)]
pub struct SearchMisses;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Search")]
impl SearchMisses {
    /// List what was searched and not found, most searched first
    #[oai(path = "/search-misses", method = "get", operation_id = "list_search_misses")]
    async fn list_search_misses(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        page: PageRequest,
    ) -> Result<List<SearchMiss>> {
        let tx = app.read(caller.actor()).await?;
        Ok(misses::list_misses(&tx, &page).await?.map(SearchMiss::from).into())
    }

    /// Delete a text without results. It is listed again if it is searched again.
    #[oai(path = "/search-misses/:id/remove", method = "post", operation_id = "delete_search_miss")]
    async fn delete_search_miss(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<SearchMissId>,
    ) -> Result<Json<SearchMiss>> {
        let mut tx = app.begin(caller.actor()).await?;
        let miss = actions::delete_miss(&mut tx, id.0).await?;
        tx.commit().await?;
        Ok(Json(miss.into()))
    }
}
