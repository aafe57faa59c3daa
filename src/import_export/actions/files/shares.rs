//! `shares.csv`: shares of the group's work that workshops agreed to after they joined.

use std::collections::HashSet;

use chrono::NaiveDate;
use entities::{
    members::share,
    values::{DecisionId, WorkshopId},
};

use crate::{
    import_export::{
        actions::{
            exporter::{Exporter, date, text},
            importer::{ImportFile, Importer},
        },
        rules::{file_kind::FileKind, import_row::ImportRow},
        store,
    },
    members,
    platform::{
        csv::{Column, CsvRow, optional, required},
        http::{dates::MembershipDate, problem::Result},
        table::Cell,
    },
};

/// Largest weight of a share.
pub const MAX_WEIGHT: i64 = 1_000_000_000;

/// Its columns.
pub const COLUMNS: &[Column] = &[
    required("workshop", "Code of the workshop."),
    required("weight", "Relative weight, a whole number from 1 on."),
    required(
        "from_date",
        "First day. A workshop that joins by this import brings its past; any other changes from today on.",
    ),
    optional("decision", "Code of the decision that set it."),
];

struct Share<'a> {
    workshop: WorkshopId,
    from: NaiveDate,
    weight: i64,
    decision: Option<DecisionId>,
    row: &'a CsvRow,
}

/// Adds shares, each workshop's oldest first.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    let mut shares: Vec<Share<'_>> = Vec::with_capacity(file.csv.rows().len());
    for row in file.csv.rows() {
        shares.extend(read(&mut importer.reader(file, row), row));
    }
    shares.sort_by_key(|share| (share.workshop, share.from));
    for share in shares {
        let Share { workshop, from, weight, decision, .. } = share;
        let result = if importer.joined.contains(&workshop) {
            members::import_share(importer.tx, workshop, weight, from, decision).await
        } else {
            members::create_share(importer.tx, workshop, weight, from, decision).await
        };
        importer.ok_or_report(file, share.row, result)?;
    }
    Ok(())
}

fn read<'a>(reader: &mut ImportRow<'_>, row: &'a CsvRow) -> Option<Share<'a>> {
    let workshop = reader.reference("workshop", FileKind::Workshops);
    let weight = reader.integer("weight", 1, MAX_WEIGHT);
    let from = reader.date_of::<MembershipDate>("from_date");
    let decision = reader.optional("decision", |row, column| row.reference(column, FileKind::Decisions));
    Some(Share { workshop: workshop?, from: from?, weight: weight?, decision: decision?, row })
}

/// All shares but each workshop's first, which is in `workshops.csv`.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = store::members::shares(exporter.tx).await?;
    let mut seen: HashSet<WorkshopId> = HashSet::new();
    let mut later: Vec<_> = all
        .into_iter()
        .filter(|share| !seen.insert(share.workshop_id))
        .map(|share| (exporter.code(share.workshop_id), share))
        .collect();
    later.sort_by(|(a, _), (b, _)| a.cmp(b));
    let row = |(workshop, share): (String, share::Model)| {
        let decision = share.decision_id.map_or(Cell::Empty, |decision| exporter.code_cell(decision));
        vec![text(workshop), Cell::Whole(share.weight), date(share.from_date), decision]
    };
    Ok(later.into_iter().map(row).collect())
}
