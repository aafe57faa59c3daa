//! `minga reindex`: rebuilds the search index from the database.

use super::output::{count_noun, print_line};
use crate::{platform::app::App, search};

/// Rebuilds the index and prints the number of products in it.
///
/// # Errors
/// Where the database or the search engine does not answer.
pub async fn run(app: &App) -> anyhow::Result<()> {
    let count = search::rebuild_index(app).await?;
    print_line(count_noun(count, "product", "products"));
    Ok(())
}
