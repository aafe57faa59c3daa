//! `seasons.csv`: the periods in which fairness is balanced.

use chrono::NaiveDate;

use crate::{
    import_export::{
        actions::{
            exporter::{Exporter, date, text},
            importer::{ImportFile, Importer},
        },
        rules::import_row::ImportRow,
        store,
    },
    members::{self, NewSeason},
    platform::{
        csv::{Column, required},
        http::{dates::MembershipDate, limits::NAME, problem::Result},
        table::Cell,
    },
};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    required("code", "Its code, such as `2026-27`."),
    required("name", "What people call it."),
    required("starts_on", "First day."),
    required("ends_on", "Last day."),
];

/// Opens the seasons that are new.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    for row in file.csv.rows() {
        let Some(new) = read(&mut importer.reader(file, row)) else { continue };
        if let Some(stored) = importer.existing.seasons.get(&new.code)
            && (&stored.name, stored.starts_on, stored.ends_on) == (&new.name, new.starts_on, new.ends_on)
        {
            continue;
        }
        let result = members::create_season(importer.tx, new).await;
        if let Some(season) = importer.ok_or_report(file, row, result)? {
            importer.insert_code(file, season.code, season.id);
        }
    }
    Ok(())
}

fn read(row: &mut ImportRow<'_>) -> Option<NewSeason> {
    let (code, name): (Option<String>, Option<String>) = (row.code("code"), row.text::<NAME>("name"));
    let (starts_on, ends_on): (Option<NaiveDate>, Option<NaiveDate>) =
        (row.date_of::<MembershipDate>("starts_on"), row.date_of::<MembershipDate>("ends_on"));
    Some(NewSeason { code: code?, name: name?, starts_on: starts_on?, ends_on: ends_on? })
}

/// All seasons.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = store::members::seasons(exporter.tx).await?;
    Ok(all.into_iter().map(|s| vec![text(s.code), text(s.name), date(s.starts_on), date(s.ends_on)]).collect())
}
