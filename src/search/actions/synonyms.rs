//! Staff add and remove synonyms.

use entities::{
    search::search_synonym,
    values::{SearchMissId, SearchSynonymId, Tags},
};
use serde_json::json;

use super::refresh_index::schedule_index_refresh;
use crate::{
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
        words::words,
    },
    search::{
        SearchRequestError, rules,
        store::{misses, synonyms},
    },
};

/// Synonyms in use, at most.
const MAX_SYNONYMS: u64 = 500;

/// A synonym to add.
pub struct SynonymTerms {
    /// The word or phrase that is searched.
    pub term: String,
    /// Words of product names.
    pub words: Vec<String>,
    /// The text without results that it answers.
    pub miss_id: Option<SearchMissId>,
}

/// Adds a synonym, in effect from the next search on.
///
/// # Errors
/// If the term says nothing or has a synonym already, no word says anything, or there are too many synonyms.
pub async fn create_synonym(tx: &mut UnitOfWork, terms: SynonymTerms) -> Result<search_synonym::Model> {
    let term = rules::phrase(&terms.term);
    if term.is_empty() {
        return Err(SearchRequestError::SynonymEmpty.at("/term"));
    }
    let mut expands_to: Vec<String> = terms.words.iter().flat_map(|word| words(word)).collect();
    expands_to.retain(|word| *word != term && rules::phrase(word) == *word);
    expands_to.sort();
    expands_to.dedup();
    if expands_to.is_empty() {
        return Err(SearchRequestError::SynonymEmpty.at("/words"));
    }
    if synonyms::find_synonym(tx, &term).await?.is_some() {
        return Err(SearchRequestError::SynonymExists { term }.at("/term"));
    }
    if synonyms::count_synonyms(tx).await? >= MAX_SYNONYMS {
        return Err(SearchRequestError::TooManySynonyms { maximum: MAX_SYNONYMS }.into());
    }
    let synonym = search_synonym::Model {
        id: tx.new_id(),
        term,
        words: Tags(expands_to),
        created_by: tx.actor().person(),
        created_at: tx.now(),
        removed_at: None,
    };
    synonyms::insert_synonym(tx, synonym.clone()).await?;
    if let Some(id) = terms.miss_id {
        misses::delete_miss(tx, misses::get_miss(tx, id).await?.id).await?;
    }
    let detail = json!({ "term": synonym.term, "words": synonym.words });
    tx.audit("search_synonym", synonym.id, "created", detail);
    // A search server has a copy.
    schedule_index_refresh(tx)?;
    Ok(synonym)
}

/// Removes a synonym; one that was removed already stays so.
///
/// # Errors
/// 404 for an unknown synonym.
pub async fn delete_synonym(tx: &mut UnitOfWork, id: SearchSynonymId) -> Result<search_synonym::Model> {
    let synonym = synonyms::get_synonym(tx, id).await?;
    if synonym.removed_at.is_some() {
        return Ok(synonym);
    }
    let synonym = synonyms::delete_synonym(tx, id).await?;
    tx.audit("search_synonym", id, "removed", json!({ "term": synonym.term }));
    schedule_index_refresh(tx)?;
    Ok(synonym)
}
