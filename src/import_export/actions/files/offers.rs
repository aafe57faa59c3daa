//! `offers.csv`: what workshops can make in a week.

use entities::{
    catalogue::offer,
    values::{ALL_YEAR, ProductId, WorkshopId},
};

use crate::{
    catalogue::{self, OfferTerms},
    import_export::{
        actions::{
            exporter::{Exporter, integer, text},
            importer::{ImportFile, Importer},
        },
        errors::ImportError,
        rules::{file_kind::FileKind, import_row::ImportRow},
        store,
    },
    platform::{
        csv::{Column, optional, required},
        http::problem::Result,
        table::Cell,
    },
};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    required("workshop", "Code of the workshop."),
    required("product", "Code of the product; with the workshop it is the key."),
    required("capacity_per_week", "Units it can make in one production week."),
    optional("min_batch", "Units; it makes either none or at least this many."),
    optional("lead_days", "Days it needs before the delivery, 0 to 90; empty = 0."),
    optional("months", "Months in which it can be made, 1 to 12 with spaces between them; empty = all year."),
];

/// Creates or updates offers.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    for row in file.csv.rows() {
        let Some((workshop, product, terms)) = read(&mut importer.reader(file, row)) else { continue };
        let result = catalogue::upsert_offer(importer.tx, workshop, product, terms).await;
        importer.ok_or_report(file, row, result)?;
    }
    Ok(())
}

fn read(row: &mut ImportRow<'_>) -> Option<(WorkshopId, ProductId, OfferTerms)> {
    let (workshop, product) =
        (row.reference("workshop", FileKind::Workshops), row.reference("product", FileKind::Products));
    let capacity_per_week = row.integer("capacity_per_week", 0, 1_000_000);
    let min_batch = row.optional("min_batch", |row, column| row.integer(column, 1, 1_000_000));
    let lead_days = row.optional_or("lead_days", 0, |row, column| row.small_integer(column, 0, 90));
    let harvest_months = row.optional_or("months", ALL_YEAR, months);
    let terms = OfferTerms {
        capacity_per_week: capacity_per_week?,
        min_batch: min_batch?,
        lead_days: lead_days?,
        harvest_months: harvest_months?,
    };
    Some((workshop?, product?, terms))
}

fn months(row: &mut ImportRow<'_>, column: &'static str) -> Option<i32> {
    let given = row.value(column).unwrap_or_default();
    let month = |word: &str| word.parse().ok().filter(|month: &u32| (1..=12).contains(month));
    let months: Option<Vec<u32>> = given.split_whitespace().map(month).collect();
    match months {
        Some(months) => Some(months.into_iter().fold(0, |bits, month| bits | 1 << (month - 1))),
        None => row.reject(column, &ImportError::NotMonths),
    }
}

/// All offers that have not ended.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let active = store::catalogue::active_offers(exporter.tx).await?;
    let mut active: Vec<_> =
        active.into_iter().map(|o| ((exporter.code(o.workshop_id), exporter.code(o.product_id)), o)).collect();
    active.sort_by(|(a, _), (b, _)| a.cmp(b));
    let row = |((workshop, product), o): ((String, String), offer::Model)| {
        let months: Vec<String> =
            (0..12).filter(|bit| o.harvest_months & 1 << bit != 0).map(|bit: i32| (bit + 1).to_string()).collect();
        vec![
            text(workshop),
            text(product),
            Cell::Whole(o.capacity_per_week),
            o.min_batch.map_or(Cell::Empty, Cell::Whole),
            integer(o.lead_days),
            text(months.join(" ")),
        ]
    };
    Ok(active.into_iter().map(row).collect())
}
