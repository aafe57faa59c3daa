//! `cycles.csv`: deliveries, and until when each takes orders. A cycle is imported as a draft; it opens, closes and is
//! split at its instants, or at once where they have passed.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use entities::{cycles::cycle, values::ZoneId};

use crate::{
    cycles::{self, CycleTerms, Times},
    import_export::{
        actions::{
            exporter::{Exporter, date, instant, text},
            importer::{ImportFile, Importer},
        },
        errors::ImportError,
        rules::{file_kind::FileKind, import_row::ImportRow},
        store,
    },
    platform::{
        csv::{Column, required},
        http::{api_error::ApiError, dates::DeliveryDate, etag::IfMatch, problem::Result},
        table::Cell,
        unit_of_work::UnitOfWork,
    },
};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    required("code", "Stable code."),
    required("zone", "Code of its zone."),
    required("delivery_date", "The day of delivery; a zone has one cycle on a day."),
    required(
        "opens_at",
        "First instant at which orders are taken: `2026-03-31 18:00` in the cooperative's zone, or with an offset.",
    ),
    required("cut_off_at", "Instant from which orders are no longer taken."),
    required("respond_by", "Instant before which workshops answer their quotas."),
];

/// Creates cycles, or updates the instants of those that have not closed.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    for row in file.csv.rows() {
        let Some((code, new)) = read(&mut importer.reader(file, row)) else { continue };
        let stored = importer.existing.cycles.get(&code).cloned();
        let result = upsert_cycle(importer.tx, stored, new).await;
        if let Some(cycle) = importer.ok_or_report(file, row, result)? {
            importer.insert_code(file, code, cycle.id);
        }
    }
    Ok(())
}

async fn upsert_cycle(tx: &mut UnitOfWork, stored: Option<cycle::Model>, new: CycleTerms) -> Result<cycle::Model> {
    let Some(stored) = stored else { return cycles::create(tx, new).await };
    if (stored.zone_id, stored.delivery_date) != (new.zone_id, new.delivery_date) {
        return Err(ImportError::CycleOfOtherDelivery { code: stored.code }.at("/code"));
    }
    let truncate = |at: DateTime<Utc>| at.trunc_subsecs(6);
    let times = [new.opens_at, new.cut_off_at, new.respond_by].map(truncate);
    if times == [stored.opens_at, stored.cut_off_at, stored.respond_by].map(truncate) {
        return Ok(stored);
    }
    let change = Times { opens_at: new.opens_at, cut_off_at: new.cut_off_at, respond_by: new.respond_by };
    cycles::update_times(tx, stored.id, &IfMatch::any(), change).await
}

fn read(row: &mut ImportRow<'_>) -> Option<(String, CycleTerms)> {
    let code = row.code("code");
    let zone: Option<ZoneId> = row.reference("zone", FileKind::Zones);
    let delivery_date: Option<NaiveDate> = row.date_of::<DeliveryDate>("delivery_date");
    let (opens_at, cut_off_at) = (row.instant("opens_at"), row.instant("cut_off_at"));
    let respond_by = row.instant("respond_by");
    let new = CycleTerms {
        code: code.clone(),
        zone_id: zone?,
        delivery_date: delivery_date?,
        opens_at: opens_at?,
        cut_off_at: cut_off_at?,
        respond_by: respond_by?,
    };
    Some((code?, new))
}

/// All cycles.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let row = |c: cycle::Model| {
        vec![
            text(c.code),
            exporter.code_cell(c.zone_id),
            date(c.delivery_date),
            instant(c.opens_at),
            instant(c.cut_off_at),
            instant(c.respond_by),
        ]
    };
    Ok(store::records::cycles(exporter.tx).await?.into_iter().map(row).collect())
}
