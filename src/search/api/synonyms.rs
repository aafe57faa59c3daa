//! Staff add and remove synonyms.

use chrono::{DateTime, Utc};
use entities::{
    search::search_synonym,
    values::{SearchMissId, SearchSynonymId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::tag::Tag;
use crate::{
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            idempotency::{Created, Idempotent},
            paging::List,
            problem::Result,
            text::Text,
        },
    },
    search::{actions, store::synonyms},
};

/// A synonym: whoever searches the term also finds what the words match.
#[derive(Clone, Debug, Object)]
pub struct SearchSynonym {
    /// Its id.
    pub id: SearchSynonymId,
    /// The word or phrase that is searched, in lower case without accents.
    pub term: String,
    /// Words of product names, in lower case without accents.
    pub words: Vec<String>,
    /// When it was added.
    pub created_at: DateTime<Utc>,
}

impl From<search_synonym::Model> for SearchSynonym {
    fn from(row: search_synonym::Model) -> Self {
        let search_synonym::Model { id, term, words, created_at, .. } = row;
        Self { id, term, words: words.0, created_at }
    }
}

/// A synonym to add.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewSearchSynonym {
    /// The word or phrase that is searched, in Spanish or English.
    pub term: Text<2, 60>,
    /// Words of product names that it finds too.
    #[oai(validator(min_items = 1, max_items = 10))]
    pub words: Vec<Text<2, 60>>,
    /// The text without results that it answers, which is then no longer listed.
    pub miss_id: Option<SearchMissId>,
}

/// Operations on synonyms.
#[derive(Clone, Copy)]
pub struct SearchSynonyms;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Search")]
impl SearchSynonyms {
    /// List the synonyms that staff have added, by term
    #[oai(path = "/search-synonyms", method = "get", operation_id = "list_search_synonyms")]
    async fn list_search_synonyms(&self, app: Data<&App>, caller: StaffViewer) -> Result<List<SearchSynonym>> {
        let tx = app.read(caller.actor()).await?;
        Ok(List::all(synonyms::list_synonyms(&tx).await?.into_iter().map(Into::into).collect()))
    }

    /// Create a synonym, in effect from the next search on
    #[oai(path = "/search-synonyms", method = "post", operation_id = "create_search_synonym")]
    async fn create_search_synonym(
        &self,
        app: Data<&App>,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        body: Json<NewSearchSynonym>,
    ) -> Result<Created<SearchSynonym>> {
        let created: Created<SearchSynonym> = request
            .run(body, async |tx, _, NewSearchSynonym { term, words, miss_id }| {
                let words = words.into_iter().map(Text::into_inner).collect();
                let terms = actions::SynonymTerms { term: term.into_inner(), words, miss_id };
                Ok(actions::create_synonym(tx, terms).await?.into())
            })
            .await?;
        actions::apply_synonyms(&app).await;
        Ok(created)
    }

    /// Delete a synonym
    #[oai(path = "/search-synonyms/:id/remove", method = "post", operation_id = "delete_search_synonym")]
    async fn delete_search_synonym(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<SearchSynonymId>,
    ) -> Result<Json<SearchSynonym>> {
        let mut tx = app.begin(caller.actor()).await?;
        let synonym = actions::delete_synonym(&mut tx, id.0).await?;
        tx.commit().await?;
        actions::apply_synonyms(&app).await;
        Ok(Json(synonym.into()))
    }
}
