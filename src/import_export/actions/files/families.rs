//! `families.csv`: families of products.

use crate::{
    catalogue::{self, FamilyTerms},
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
        http::{limits::NAME, problem::Result},
        table::Cell,
    },
};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    required("code", "Stable code."),
    required("name_es", "Name in Spanish."),
    optional("name_en", "Name in English; empty = the Spanish one."),
];

/// Creates or renames families.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    for row in file.csv.rows() {
        let Some(new) = read(&mut importer.reader(file, row)) else { continue };
        let result = catalogue::upsert_family(importer.tx, new).await;
        if let Some(family) = importer.ok_or_report(file, row, result)? {
            importer.insert_code(file, family.code, family.id);
        }
    }
    Ok(())
}

fn read(row: &mut ImportRow<'_>) -> Option<FamilyTerms> {
    let (code, name_es) = (row.code("code"), row.text::<NAME>("name_es"));
    let name_en = row.optional_text::<NAME>("name_en")?;
    Some(FamilyTerms { code: code?, name_en: name_en.or_else(|| name_es.clone())?, name_es: name_es? })
}

/// All families.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = store::catalogue::families(exporter.tx).await?;
    Ok(all.into_iter().map(|f| vec![text(f.code), text(f.name_es), text(f.name_en)]).collect())
}
