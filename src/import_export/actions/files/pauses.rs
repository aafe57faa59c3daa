//! `pauses.csv`: days on which workshops do not work.

use entities::{members::pause, values::WorkshopId};

use crate::{
    import_export::{
        actions::{
            exporter::{Exporter, date, optional_date, text},
            importer::{ImportFile, Importer},
        },
        rules::{file_kind::FileKind, import_row::ImportRow},
        store,
    },
    members::{self, NewPause},
    platform::{
        csv::{Column, optional, required},
        http::{dates::PlannedDate, limits::NOTE, problem::Result},
        table::Cell,
    },
};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    required("workshop", "Code of the workshop."),
    required("from_date", "First day."),
    optional("until_date", "Last day; empty = until further notice."),
    required("reason", "Why, in the words of who agreed it."),
];

/// Pauses workshops.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    for row in file.csv.rows() {
        let Some((workshop, new)) = read(&mut importer.reader(file, row)) else { continue };
        let result = members::create_pause(importer.tx, workshop, new).await;
        importer.ok_or_report(file, row, result)?;
    }
    Ok(())
}

fn read(row: &mut ImportRow<'_>) -> Option<(WorkshopId, NewPause)> {
    let workshop = row.reference("workshop", FileKind::Workshops);
    let (from_date, until_date) =
        (row.date_of::<PlannedDate>("from_date"), row.optional("until_date", ImportRow::date_of::<PlannedDate>));
    let reason = row.text::<NOTE>("reason");
    Some((workshop?, NewPause { from_date: from_date?, until_date: until_date?, reason: reason? }))
}

/// All pauses.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = store::members::pauses(exporter.tx).await?;
    let mut all: Vec<_> = all.into_iter().map(|p| (exporter.code(p.workshop_id), p)).collect();
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    let row = |(workshop, p): (String, pause::Model)| {
        vec![text(workshop), date(p.from_date), optional_date(p.until_date), text(p.reason)]
    };
    Ok(all.into_iter().map(row).collect())
}
