//! `authorisations.csv`: sanitary authorisations of workshops after their first.

use std::collections::HashSet;

use entities::{members::sanitary_authorisation, values::WorkshopId};

use crate::{
    import_export::{
        actions::{
            exporter::{Exporter, date, text},
            importer::{ImportFile, Importer},
        },
        rules::{file_kind::FileKind, import_row::ImportRow},
        store,
    },
    members::{self, NewAuthorisation},
    platform::{
        csv::{Column, optional, required},
        http::{dates::MembershipDate, problem::Result},
        table::Cell,
    },
};

/// Characters of an authorisation's number.
pub const NUMBER: usize = 60;

/// Its columns.
pub const COLUMNS: &[Column] = &[
    required("workshop", "Code of the workshop."),
    required("number", "Number of the resolution."),
    required("valid_from", "First day."),
    optional("valid_until", "Last day; empty = three years."),
];

/// Records authorisations.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    for row in file.csv.rows() {
        let Some((workshop, new)) = read(&mut importer.reader(file, row)) else { continue };
        let stored = importer.existing.authorisations.get(&workshop).cloned().unwrap_or_default();
        if importer.rejects_lost_zeros(file, row, "number", &stored, Some(&new.number)) {
            continue;
        }
        let result = members::create_authorisation(importer.tx, workshop, new).await;
        importer.ok_or_report(file, row, result)?;
    }
    Ok(())
}

fn read(row: &mut ImportRow<'_>) -> Option<(WorkshopId, NewAuthorisation)> {
    let workshop = row.reference("workshop", FileKind::Workshops);
    let (number, valid_from) = (row.text::<NUMBER>("number"), row.date_of::<MembershipDate>("valid_from"));
    let valid_until = row.optional("valid_until", ImportRow::date_of::<MembershipDate>);
    Some((workshop?, NewAuthorisation { number: number?, valid_from: valid_from?, valid_until: valid_until? }))
}

/// All authorisations but each workshop's first, which is in `workshops.csv`.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let mut seen: HashSet<WorkshopId> = HashSet::new();
    let all = store::members::authorisations(exporter.tx).await?.into_iter();
    let mut later: Vec<_> =
        all.filter(|a| !seen.insert(a.workshop_id)).map(|a| (exporter.code(a.workshop_id), a)).collect();
    later.sort_by(|(a, _), (b, _)| a.cmp(b));
    let row = |(workshop, a): (String, sanitary_authorisation::Model)| {
        vec![text(workshop), text(a.number), date(a.valid_from), date(a.valid_until)]
    };
    Ok(later.into_iter().map(row).collect())
}
