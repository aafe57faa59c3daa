//! Exporting files.

use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::Tag;
use crate::{
    identity::{Caller, StaffAdmin},
    import_export::export_file,
    platform::{
        app::App,
        http::{download::Download, problem::Result, text::Text},
        table_file::Reader,
    },
};

/// Exports of administrators.
pub struct ExportApi;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Exchange")]
impl ExportApi {
    /// Export one file
    ///
    /// `workshops.csv`, `orders.csv` …, as an import reads it; `workshops.xlsx` … as a spreadsheet; or `ledger.journal` for
    /// hledger. CSV files begin with a byte order mark, by which spreadsheet programs know that they are UTF-8; imports
    /// read them with and without it.
    #[oai(path = "/exports/:file", method = "get", operation_id = "export_file")]
    async fn export_file(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        /// Its name.
        file: Path<Text<1, 60>>,
        /// `false` leaves the byte order mark of a CSV file out, for programs that do not know it.
        #[oai(default = "with_mark")]
        byte_order_mark: Query<bool>,
    ) -> Result<Download> {
        let tx = app.read(caller.actor()).await?;
        let reader = if byte_order_mark.0 { Reader::Person } else { Reader::Program };
        let exported = export_file(&tx, &file.0, reader).await?;
        Ok(Download::new(&file.0, exported.media_type, exported.bytes))
    }
}

fn with_mark() -> bool {
    true
}
