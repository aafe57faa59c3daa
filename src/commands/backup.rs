//! `minga backup`: copies the database as of one moment while the installation is in use.

use std::path::Path;

use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};

use super::output::print_line;
use crate::platform::app::App;

/// Writes a copy of the database to `file`, which must not exist yet.
///
/// # Errors
/// Where the file exists or cannot be written, or the database has a tool of its own for this.
pub async fn run(app: &App, file: &Path) -> anyhow::Result<()> {
    anyhow::ensure!(
        app.db.backend() == DatabaseBackend::Sqlite,
        "this installation is on PostgreSQL: make the copy with `pg_dump --format=custom --file={} <database>`",
        file.display()
    );
    anyhow::ensure!(!file.exists(), "{} exists already: choose a new name", file.display());
    let path = file.to_str().ok_or_else(|| anyhow::anyhow!("the name of the copy is no plain text"))?;
    let copy = Statement::from_sql_and_values(DatabaseBackend::Sqlite, "VACUUM INTO $1", [path.into()]);
    app.db.outside_transactions().execute_raw(copy).await?;
    let copy = std::fs::File::open(file)?;
    copy.sync_all()?;
    print_line(format_args!("{}: {} bytes", file.display(), copy.metadata()?.len()));
    Ok(())
}
