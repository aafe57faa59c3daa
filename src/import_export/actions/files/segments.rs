//! `segments.csv`: kinds of buyers.

use crate::{
    buyers,
    import_export::{
        actions::{
            exporter::{Exporter, text},
            importer::{ImportFile, Importer},
        },
        rules::import_row::ImportRow,
        store,
    },
    platform::{
        csv::{Column, optional, required},
        http::{etag::IfMatch, limits::NAME, problem::Result},
        table::Cell,
    },
};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    required("code", "Stable code."),
    required("name_es", "Name in Spanish."),
    optional("name_en", "Name in English; empty = the Spanish one."),
];

/// Creates or renames segments.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    for row in file.csv.rows() {
        let Some((code, es, en)) = read(&mut importer.reader(file, row)) else { continue };
        let stored = buyers::list_segments(importer.tx).await?.into_iter().find(|s| s.code == code);
        let result = match stored {
            Some(stored) if (&stored.name_es, &stored.name_en) == (&es, &en) => Ok(stored),
            Some(stored) => buyers::update_segment(importer.tx, stored.id, &IfMatch::any(), es, en).await,
            None => buyers::create_segment(importer.tx, &code, &es, &en).await,
        };
        if let Some(segment) = importer.ok_or_report(file, row, result)? {
            importer.insert_code(file, code, segment.id);
        }
    }
    Ok(())
}

fn read(row: &mut ImportRow<'_>) -> Option<(String, String, String)> {
    let (code, es) = (row.code("code"), row.text::<NAME>("name_es"));
    let en = row.optional_text::<NAME>("name_en");
    let (code, es, en) = (code?, es?, en?);
    let en = en.unwrap_or_else(|| es.clone());
    Some((code, es, en))
}

/// All segments.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = store::buyers::segments(exporter.tx).await?;
    Ok(all.into_iter().map(|s| vec![text(s.code), text(s.name_es), text(s.name_en)]).collect())
}
