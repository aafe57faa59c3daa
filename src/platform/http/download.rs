//! File downloads.

use poem_openapi::{ApiResponse, payload::Binary};

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
    /// A PDF with these bytes.
    pub fn pdf(name: &str, bytes: Vec<u8>) -> Self {
        Self::new(name, "application/pdf", bytes)
    }

    /// A file with these bytes. `name` consists of letters, digits, `.`, `-` and `_`.
    pub fn new(name: &str, media_type: &str, bytes: Vec<u8>) -> Self {
        Self::File(Binary(bytes), media_type.to_owned(), format!("attachment; filename=\"{name}\""))
    }
}
