//! Stored files: issued documents, photos, bank files. They are kept outside the database under keys that the program
//! generates. A file is written completely or not at all.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use async_trait::async_trait;

use super::{config::Config, private};

mod bucket;

/// Why a file could not be stored or read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The key does not have the form of a file key.
    #[error("`{0}` is not a file key: use lower-case words, digits, `.`, `-` and `_` between slashes")]
    Key(String),
    /// The store failed.
    #[error("the file store failed: {0}")]
    Store(#[from] io::Error),
    /// The setting cannot be used.
    #[error("FILES_URL is `{0}`: write file:///path of a folder, or s3://bucket/prefix")]
    Setting(String),
}

/// The key of a file: words separated by slashes, such as `invoices/2026/f-000123.pdf`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileKey(String);

const KEY_LENGTH: usize = 200;

impl FileKey {
    /// Checks a key: it cannot leave the store, hide a file or differ from another by case only.
    ///
    /// # Errors
    /// If `text` does not have the form of a key.
    pub fn new(text: impl Into<String>) -> Result<Self, FileError> {
        let text = text.into();
        let is_word = |word: &str| {
            let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
            !word.is_empty() && !word.starts_with('.') && word.chars().all(known)
        };
        if text.len() <= KEY_LENGTH && text.split('/').all(is_word) {
            Ok(Self(text))
        } else {
            Err(FileError::Key(text))
        }
    }

    /// The key as text, as rows store it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A store of files by key.
#[async_trait]
pub trait FileStore: Send + Sync {
    /// Stores `bytes` durably under `key`, replacing an earlier file.
    async fn write(&self, key: &FileKey, bytes: Vec<u8>) -> Result<(), FileError>;

    /// The file under `key`, if there is one.
    async fn get(&self, key: &FileKey) -> Result<Option<Vec<u8>>, FileError>;

    /// Whether there is a file under `key`.
    async fn exists(&self, key: &FileKey) -> Result<bool, FileError>;
}

/// The store that the settings choose: a folder, or a bucket.
pub fn file_store(config: &Config) -> Result<Arc<dyn FileStore>, FileError> {
    let folder = match (&config.files_url, &config.s3_access) {
        (None, _) => config.data.join("files"),
        (Some(url), Some(access)) => return Ok(Arc::new(bucket::BucketStore::new(url, access)?)),
        (Some(url), None) => url.to_file_path().map_err(|()| FileError::Setting(url.to_string()))?,
    };
    private::secure_folder(&folder).map_err(io::Error::other)?;
    Ok(Arc::new(FolderStore { folder }))
}

/// Files in a folder of this machine.
pub struct FolderStore {
    /// The folder; created when needed.
    pub folder: PathBuf,
}

#[async_trait]
impl FileStore for FolderStore {
    async fn write(&self, key: &FileKey, bytes: Vec<u8>) -> Result<(), FileError> {
        Ok(write_whole(self.folder.join(key.as_str()), bytes).await?)
    }

    async fn get(&self, key: &FileKey) -> Result<Option<Vec<u8>>, FileError> {
        match tokio::fs::read(self.folder.join(key.as_str())).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e.into()),
        }
    }

    async fn exists(&self, key: &FileKey) -> Result<bool, FileError> {
        Ok(tokio::fs::try_exists(self.folder.join(key.as_str())).await?)
    }
}

/// Writes `bytes` to `path` and creates its folders. After a crash either the old or the new file exists.
pub(super) async fn write_whole(path: PathBuf, bytes: Vec<u8>) -> io::Result<()> {
    let write = move || {
        let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
        create_folders(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&bytes)?;
        file.as_file().sync_all()?;
        file.persist(&path)?;
        sync_folder(folder)
    };
    tokio::task::spawn_blocking(write).await.map_err(io::Error::other)?
}

/// Creates `folder` and its parents, each synced in its parent.
fn create_folders(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let parent = folder.parent().filter(|p| !p.as_os_str().is_empty());
    parent.map_or(Ok(()), create_folders)?;
    match private::create_folder(folder) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => Err(e),
        _ => parent.map_or(Ok(()), sync_folder),
    }
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_stored_file_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let store = FolderStore { folder: folder.path().join("files") };
        let key = FileKey::new("invoices/2026/f-000123.pdf").unwrap();
        assert!(store.get(&key).await.unwrap().is_none() && !store.exists(&key).await.unwrap());
        for bytes in [b"first".to_vec(), b"second".to_vec(), Vec::new()] {
            store.write(&key, bytes.clone()).await.unwrap();
            assert_eq!(store.get(&key).await.unwrap(), Some(bytes));
        }
        assert!(store.exists(&key).await.unwrap());
        let left = std::fs::read_dir(store.folder.join("invoices/2026")).unwrap().count();
        assert_eq!(left, 1, "no half-written file stays");
    }

    #[test]
    fn no_key_leaves_the_store() {
        for wrong in
            ["", "/etc/passwd", "../x", "a/../b", "a//b", "a/", "./a", ".hidden", "A", "a b", "a\0", "ñ", "a\\b"]
        {
            assert!(FileKey::new(wrong).is_err(), "{wrong:?}");
        }
        assert!(FileKey::new("a".repeat(201)).is_err());
    }
}
