//! Files that leave settlement.

pub use crate::platform::http::download::{Download, stored_pdf as pdf};
use crate::settlement::bank_files::BankFile;

impl From<BankFile> for Download {
    fn from(file: BankFile) -> Self {
        Self::new(&file.name, file.media_type, file.bytes)
    }
}
