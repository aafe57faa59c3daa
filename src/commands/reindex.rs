//! `minga reindex`: makes the search index anew from the database.

use super::say::{counted, say};
use crate::{platform::app::App, search};

/// Makes the index anew and says how many products it holds.
///
/// # Errors
/// Where the database or the search engine does not answer.
pub async fn run(app: &App) -> anyhow::Result<()> {
    let count = search::rebuild_index(app).await?;
    say(counted(count, "product", "products"));
    Ok(())
}
