//! `minga backup`: copies an installation as of one moment, while it is in use: its database, its documents and its photos.
//! The search index is rebuilt from them.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::Context;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseBackend, Statement};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::process::Command;
use url::Url;

use super::output::{count_noun, print_line};
use crate::{
    audit,
    platform::{app::App, files::FileKey, private},
};

/// The copy of a SQLite database, of a PostgreSQL database (in the format of `pg_dump`), the folder of the documents and
/// photos, and the list of all of them.
pub(super) const SQLITE_COPY: &str = "minga.db";
pub(super) const POSTGRES_COPY: &str = "minga.dump";
const FILES: &str = "files";
const MANIFEST: &str = "manifest.json";

/// What a backup holds.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the program that wrote it.
    pub version: String,
    /// The copy of the database.
    pub database: BackupFile,
    /// The documents and photos.
    pub files: Vec<BackupFile>,
}

/// A file of a backup.
#[derive(Debug, Serialize, Deserialize)]
pub struct BackupFile {
    /// Its name in the backup, or the key of a document or photo.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256 in hex.
    pub sha256: String,
}

/// Writes a backup into `folder`, which must not exist yet, and reads it back.
///
/// # Errors
/// Where the folder exists or cannot be written, a file is missing, or the copy is not what was copied.
pub async fn run(app: &App, folder: &Path) -> anyhow::Result<()> {
    anyhow::ensure!(!folder.exists(), "{} exists already: choose a new name", folder.display());
    private::secure_folder(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    // Files are never changed or deleted, so those of the copy are all there, and perhaps younger ones. A photo that is
    // deleted meanwhile was listed before.
    let mut keys: BTreeSet<String> = audit::list_stored_files(app).await?.into_iter().collect();
    let database = copy_database(app, folder).await?;
    keys.extend(audit::list_stored_files(app).await?);
    let mut files = Vec::new();
    for key in keys {
        let bytes = app.files.get(&FileKey::new(key.clone())?).await?;
        let bytes = bytes.with_context(|| {
            format!(
                "the file {key} is missing: open the document once in the application, which makes it again, or replace \
                 the photo"
            )
        })?;
        let path = file_path(folder, &key);
        private::secure_folder(path.parent().unwrap_or(folder))?;
        write(&path, &bytes)?;
        files.push(BackupFile { name: key, ..described(&bytes) });
    }
    let manifest = Manifest { version: env!("CARGO_PKG_VERSION").to_owned(), database, files };
    write(&folder.join(MANIFEST), &serde_json::to_vec_pretty(&manifest)?)?;
    std::fs::File::open(folder)?.sync_all()?;
    verify(folder).await.context("the backup cannot be used")?;
    let files = count_noun(manifest.files.len(), "file", "files");
    print_line(format_args!("{}: database and {files}, verified", folder.display()));
    Ok(())
}

async fn copy_database(app: &App, folder: &Path) -> anyhow::Result<BackupFile> {
    let name = if app.db.backend() == DatabaseBackend::Sqlite { SQLITE_COPY } else { POSTGRES_COPY };
    let path = folder.join(name);
    private::secure_file(&path)?;
    match &app.config.database_url {
        Some(url) if app.db.backend() == DatabaseBackend::Postgres => {
            let mut dump = postgres_tool("pg_dump", url)?;
            dump.args(["--format=custom", "--no-owner", "--no-privileges", "--file"]).arg(&path);
            run_tool(dump, "pg_dump").await?;
        }
        _ => {
            let path = path.to_str().context("the name of the folder is no plain text")?;
            let copy = Statement::from_sql_and_values(DatabaseBackend::Sqlite, "VACUUM INTO $1", [path.into()]);
            app.db.single_statement().execute_raw(copy).await?;
        }
    }
    std::fs::File::open(&path)?.sync_all()?;
    Ok(BackupFile { name: name.to_owned(), ..described(&std::fs::read(&path)?) })
}

/// Reads a backup and compares it with its list; checks that the database in it is whole.
///
/// # Errors
/// Where a file is missing or damaged.
pub async fn verify(folder: &Path) -> anyhow::Result<Manifest> {
    let manifest = std::fs::read(folder.join(MANIFEST));
    let manifest = manifest.with_context(|| format!("{} is no complete backup", folder.display()))?;
    let manifest: Manifest = serde_json::from_slice(&manifest).context("the list of the backup cannot be read")?;
    let database = folder.join(&manifest.database.name);
    let files = manifest.files.iter().map(|file| (file_path(folder, &file.name), file));
    for (path, file) in files.chain([(database.clone(), &manifest.database)]) {
        let bytes = std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        anyhow::ensure!(described(&bytes).sha256 == file.sha256, "{} is damaged", path.display());
    }
    if manifest.database.name == SQLITE_COPY {
        let mut options = ConnectOptions::new(format!("sqlite://{}?mode=ro", database.display()));
        options.max_connections(1).sqlx_logging(false);
        let copy = Database::connect(options).await?;
        let check = Statement::from_string(DatabaseBackend::Sqlite, "PRAGMA integrity_check(1)");
        let row = copy.query_one_raw(check).await?;
        let result: Option<String> = row.map(|row| row.try_get_by_index(0)).transpose()?;
        copy.close().await?;
        anyhow::ensure!(result.as_deref() == Some("ok"), "the database is damaged: {result:?}");
    } else {
        let mut list = Command::new("pg_restore");
        list.arg("--list").arg(&database).stdout(std::process::Stdio::null());
        run_tool(list, "pg_restore").await?;
    }
    Ok(manifest)
}

/// Where the file with this key is in a backup.
pub(super) fn file_path(folder: &Path, key: &str) -> PathBuf {
    folder.join(FILES).join(key)
}

/// A tool of PostgreSQL that connects to the database at `url`. The password is not among its arguments, which all users of
/// the machine can read.
pub(super) fn postgres_tool(name: &str, url: &Url) -> anyhow::Result<Command> {
    let mut shown = url.clone();
    let mut tool = Command::new(name);
    if let Some(password) = url.password() {
        tool.env("PGPASSWORD", percent_decoded(password)?);
        shown.set_password(None).map_err(|()| anyhow::anyhow!("DATABASE_URL has no host"))?;
    }
    tool.arg("--dbname").arg(shown.as_str());
    Ok(tool)
}

fn percent_decoded(text: &str) -> anyhow::Result<String> {
    let pair = format!("password={}", text.replace('+', "%2B"));
    let decoded = url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned());
    decoded.context("the password of DATABASE_URL cannot be read")
}

/// Runs a tool of PostgreSQL.
///
/// # Errors
/// Where it is not installed, or fails.
pub(super) async fn run_tool(mut tool: Command, name: &str) -> anyhow::Result<()> {
    let ended = tool.stderr(std::process::Stdio::piped()).spawn();
    let ended =
        ended.with_context(|| format!("{name} is not installed (Debian: apt-get install postgresql-client)"))?;
    let ended = ended.wait_with_output().await?;
    anyhow::ensure!(ended.status.success(), "{name} failed: {}", String::from_utf8_lossy(&ended.stderr).trim());
    Ok(())
}

fn described(bytes: &[u8]) -> BackupFile {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    BackupFile { name: String::new(), bytes: length, sha256: hex::encode(Sha256::digest(bytes)) }
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    private::secure_file(path)?;
    std::fs::write(path, bytes).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(std::fs::File::open(path)?.sync_all()?)
}
