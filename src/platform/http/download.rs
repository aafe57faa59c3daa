//! File downloads.

use poem_openapi::{ApiResponse, payload::Binary};

use super::problem::{Problem, Result};
use crate::platform::{app::App, files::FileKey};

/// A file to save.
#[derive(ApiResponse)]
pub enum Download {
    /// Its bytes.
    #[oai(status = 200)]
    File(
        Binary<Vec<u8>>,
        /// Its media type.
        #[oai(header = "Content-Type")]
        String,
        /// The name to save it under.
        #[oai(header = "Content-Disposition")]
        String,
    ),
}

impl Download {
    /// A file with these bytes. `name` consists of letters, digits, `.`, `-` and `_`.
    pub fn new(name: &str, media_type: &str, bytes: Vec<u8>) -> Self {
        Self::File(Binary(bytes), media_type.to_owned(), format!("attachment; filename=\"{name}\""))
    }
}

/// The PDF under `key`.
///
/// # Errors
/// 404 until it has been rendered.
pub async fn stored_pdf(app: &App, key: Option<String>, name: &str) -> Result<Download> {
    let key = key.ok_or_else(|| Problem::not_found("document"))?;
    let key = FileKey::new(key).map_err(anyhow::Error::from)?;
    let bytes = app.files.get(&key).await.map_err(anyhow::Error::from)?;
    let bytes = bytes.ok_or_else(|| Problem::not_found("document"))?;
    Ok(Download::new(name, "application/pdf", bytes))
}
