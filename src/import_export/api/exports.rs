//! Exporting files.

use poem::web::Data;
use poem_openapi::{OpenApi, param::Path};

use super::Tag;
use crate::{
    identity::{Caller, StaffAdmin},
    import_export::export_file,
    platform::{
        app::App,
        http::{download::Download, problem::Result, text::Text},
    },
};

/// Exports of administrators.
pub struct ExportApi;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Exchange")]
impl ExportApi {
    /// Export one file
    ///
    /// `workshops.csv`, `orders.csv` …, as an import reads it, or `ledger.journal` for hledger.
    #[oai(path = "/exports/:file", method = "get", operation_id = "export_file")]
    async fn export_file(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        /// Its name.
        file: Path<Text<1, 60>>,
    ) -> Result<Download> {
        let tx = app.read(caller.actor()).await?;
        let bytes = export_file(&tx, &file.0).await?;
        let media_type = if file.0.ends_with(".csv") { "text/csv; charset=utf-8" } else { "text/plain; charset=utf-8" };
        Ok(Download::new(&file.0, media_type, bytes))
    }
}
