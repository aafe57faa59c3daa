//! `zones.csv`: delivery areas.

use crate::{
    buyers,
    import_export::{
        actions::{
            exporter::{Exporter, text},
            importer::{ImportFile, Importer},
        },
        store,
    },
    platform::{
        csv::{Column, required},
        http::{etag::IfMatch, limits::NAME, problem::Result},
        table::Cell,
    },
};

/// Its columns.
pub const COLUMNS: &[Column] = &[required("code", "Stable code."), required("name", "What people call it.")];

/// Creates or renames zones.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    for row in file.csv.rows() {
        let mut reader = importer.reader(file, row);
        let (Some(code), Some(name)) = (reader.code("code"), reader.text::<NAME>("name")) else { continue };
        let stored = buyers::list_zones(importer.tx).await?.into_iter().find(|z| z.code == code);
        let result = match stored {
            Some(stored) if stored.name == name => Ok(stored),
            Some(stored) => buyers::update_zone(importer.tx, stored.id, &IfMatch::any(), name).await,
            None => buyers::create_zone(importer.tx, &code, &name).await,
        };
        if let Some(zone) = importer.ok_or_report(file, row, result)? {
            importer.insert_code(file, code, zone.id);
        }
    }
    Ok(())
}

/// All zones.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = store::buyers::zones(exporter.tx).await?;
    Ok(all.into_iter().map(|z| vec![text(z.code), text(z.name)]).collect())
}
