//! `minga restore`: makes an installation from a backup, rebuilds its search index and audits it.

use std::path::Path;

use anyhow::Context;

use super::{
    audit,
    backup::{self, POSTGRES_COPY, SQLITE_COPY},
    output::{count_noun, print_line},
};
use crate::{
    platform::{
        app::App,
        config::Config,
        db::Db,
        files::{FileKey, file_store},
        private,
    },
    search,
};

/// Restores the backup in `folder` into the place of `config`, which must not have an installation.
///
/// # Errors
/// Where there is an installation already, the backup is damaged, or its audit finds a violation.
pub async fn run(config: Config, folder: &Path) -> anyhow::Result<()> {
    anyhow::ensure!(
        !Db::has_installation(&config).await.context("the database cannot be opened")?,
        "there is an installation in this place already: name another data folder or database"
    );
    let manifest = backup::verify(folder).await?;
    restore_database(&config, folder, &manifest.database.name).await?;
    let store = file_store(&config)?;
    for file in &manifest.files {
        let bytes = std::fs::read(backup::file_path(folder, &file.name))?;
        store.write(&FileKey::new(file.name.clone())?, bytes).await?;
    }
    let app = App::open_unchanged(config).await?;
    search::rebuild_index(&app).await?;
    let files = count_noun(manifest.files.len(), "file", "files");
    print_line(format_args!("database and {files} restored from {}", folder.display()));
    audit::run_restored(&app).await
}

async fn restore_database(config: &Config, folder: &Path, name: &str) -> anyhow::Result<()> {
    let url = config.database_url.as_ref().filter(|url| url.scheme() != "sqlite");
    match (name, url) {
        (SQLITE_COPY, None) => {
            anyhow::ensure!(config.database_url.is_none(), "restore into the data folder: unset DATABASE_URL");
            private::secure_folder(&config.data)?;
            let file = config.data.join(SQLITE_COPY);
            private::secure_file(&file)?;
            std::fs::copy(folder.join(name), &file)?;
            private::secure_file(&file)?;
            std::fs::File::open(&file)?.sync_all()?;
            Ok(std::fs::File::open(&config.data)?.sync_all()?)
        }
        (POSTGRES_COPY, Some(url)) => {
            private::secure_folder(&config.data)?;
            let mut restore = backup::postgres_tool("pg_restore", url)?;
            restore.args(["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]);
            restore.arg(folder.join(name));
            backup::run_tool(restore, "pg_restore").await
        }
        (SQLITE_COPY, Some(_)) => anyhow::bail!("this backup is of SQLite: unset DATABASE_URL"),
        _ => anyhow::bail!("this backup is of PostgreSQL: set DATABASE_URL to an empty database"),
    }
}
