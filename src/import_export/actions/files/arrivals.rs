//! `arrivals.csv`: guests who arrive at lodges. They set the quantity of per-guest lines of orders in open cycles.

use std::collections::BTreeMap;

use entities::{orders::arrival, values::BuyerId};

use crate::{
    buyers,
    import_export::{
        actions::{
            exporter::{Exporter, date, integer, text},
            importer::{BuyerArrival, ImportFile, Importer},
        },
        rules::{file_kind::FileKind, import_row::ImportRow},
        store,
    },
    orders::{self, ArrivalList, ArrivalRow, ArrivalTerms},
    platform::{
        csv::{Column, CsvRow, required},
        http::{dates::ArrivalDate, limits::NAME, problem::Result},
        table::Cell,
        unit_of_work::UnitOfWork,
    },
};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    required("buyer", "Code of the lodge's account."),
    required("reference", "The lodge's own reference; with the account it is the key."),
    required("date", "The day of arrival."),
    required("guests", "Number of guests; 0 cancels the arrival."),
];

/// Creates or updates arrivals, all of a lodge at once.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    let mut by_buyer: BTreeMap<BuyerId, (Vec<&CsvRow>, Vec<ArrivalRow>)> = BTreeMap::new();
    for row in file.csv.rows() {
        let Some((buyer, new)) = read(&mut importer.reader(file, row)) else { continue };
        let (rows, arrivals) = by_buyer.entry(buyer).or_default();
        rows.push(row);
        arrivals.push(ArrivalRow { line: row.line, terms: new });
    }
    for (buyer, (rows, arrivals)) in by_buyer {
        let result = upsert_arrivals(importer.tx, buyer, arrivals).await;
        let imported = importer.ok_or_report_rows(file, &rows, result)?;
        importer.arrivals.extend(imported.into_iter().flatten());
    }
    importer.arrivals.sort_by_key(|imported| imported.arrival.line);
    Ok(())
}

async fn upsert_arrivals(tx: &mut UnitOfWork, buyer: BuyerId, rows: Vec<ArrivalRow>) -> Result<Vec<BuyerArrival>> {
    let buyer = buyers::get_buyer(tx, buyer).await?;
    let list = ArrivalList { rows, complete: false };
    let imported = orders::upsert_arrivals(tx, &buyer, list).await?;
    Ok(imported.into_iter().map(|arrival| BuyerArrival { buyer: buyer.code.clone(), arrival }).collect())
}

fn read(row: &mut ImportRow<'_>) -> Option<(BuyerId, ArrivalTerms)> {
    let buyer = row.reference("buyer", FileKind::Buyers);
    let (reference, date) = (row.free_text::<NAME>("reference"), row.date_of::<ArrivalDate>("date"));
    let guests = row.small_integer("guests", 0, 10_000);
    Some((buyer?, ArrivalTerms { reference: reference?, date: date?, guests: guests? }))
}

/// All arrivals that were not cancelled.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = store::orders::arrivals(exporter.tx).await?;
    let mut all: Vec<_> = all.into_iter().map(|a| (exporter.code(a.buyer_id), a)).collect();
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    let row =
        |(buyer, a): (String, arrival::Model)| vec![text(buyer), text(a.reference), date(a.date), integer(a.guests)];
    Ok(all.into_iter().map(row).collect())
}
