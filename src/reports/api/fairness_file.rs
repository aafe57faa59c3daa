//! The fairness report of a season as a file, with column names in a language.

use entities::values::{Amount, Currency, Language, SeasonId};
use poem::web::Data;
use poem_openapi::{Enum, OpenApi, param::Query};

use super::tag::Tag;
use crate::{
    identity::{Caller, StaffViewer},
    platform::{
        app::App,
        http::{download::Download, problem::Result},
        locale::{Localizer, localize, shared_language},
        table::{Cell, Table},
        table_file::{self, Reader, TableFormat},
    },
    reports::{
        actions::{SeasonFairness, compute_fairness},
        rules::{micro_to_basis_points, micro_to_hundredths},
    },
};

/// The decimals of a percentage, and of a ratio below the minor unit.
const RATIO_DIGITS: u32 = 2;

/// The table that a file contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum FairnessTable {
    /// One row for each workshop.
    Workshops,
    /// One row for each cycle.
    Cycles,
}

/// Fairness reports as files, for staff.
pub struct FairnessFiles;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Reports")]
impl FairnessFiles {
    /// Download the fairness of a season as a file
    #[oai(path = "/staff/reports/fairness/file", method = "get", operation_id = "download_fairness")]
    async fn download_fairness(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// The season; without it the present one, or the newest.
        season: Query<Option<SeasonId>>,
        /// Workshops or cycles.
        table: Query<FairnessTable>,
        /// CSV or spreadsheet.
        format: Query<TableFormat>,
        /// Language of the column names.
        #[oai(default = "shared_language")]
        language: Query<Language>,
    ) -> Result<Download> {
        let tx = app.read(caller.actor()).await?;
        let fairness = compute_fairness(&tx, season.0).await?;
        let texts = Localizer::new(language.0);
        let (name, table) = match table.0 {
            FairnessTable::Workshops => {
                (localize!(texts, "fairness-workshops.file-name"), workshops_table(&fairness, tx.currency(), texts))
            }
            FairnessTable::Cycles => {
                (localize!(texts, "fairness-cycles.file-name"), cycles_table(&fairness, tx.currency(), texts))
            }
        };
        let bytes = table_file::write(format.0, Reader::Person, &name, table, tx.now())?;
        let code: String = fairness.season.code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        Ok(Download::new(&format!("{name}-{code}.{}", format.0.extension()), format.0.media_type(), bytes))
    }
}

fn workshops_table(fairness: &SeasonFairness, currency: Currency, texts: Localizer) -> Table {
    let money = |amount: Amount| Cell::Decimal { units: amount.0, digits: currency.minor_digits() };
    let rows = fairness.workshops.iter().map(|workshop| {
        let values = workshop.values;
        vec![
            Cell::Text(workshop.code.clone()),
            Cell::Text(workshop.name.clone()),
            Cell::Whole(workshop.weight),
            percentage(workshop.share_agreed),
            percentage(workshop.share_received),
            money(values.received),
            money(values.awaited),
            money(values.declined),
            money(values.short),
            money(values.withdrawn),
            money(values.credit),
            ratio(values.ratio, currency),
        ]
    });
    let header = vec![
        localize!(texts, "fairness-workshops.code"),
        localize!(texts, "fairness-workshops.name"),
        localize!(texts, "fairness-workshops.weight"),
        localize!(texts, "fairness-workshops.share-agreed"),
        localize!(texts, "fairness-workshops.share-received"),
        localize!(texts, "fairness-workshops.received"),
        localize!(texts, "fairness-workshops.awaited"),
        localize!(texts, "fairness-workshops.declined"),
        localize!(texts, "fairness-workshops.short"),
        localize!(texts, "fairness-workshops.withdrawn"),
        localize!(texts, "fairness-workshops.credit"),
        localize!(texts, "fairness-workshops.ratio"),
    ];
    Table { header, rows: rows.collect() }
}

fn cycles_table(fairness: &SeasonFairness, currency: Currency, texts: Localizer) -> Table {
    let rows = fairness.cycles.iter().map(|cycle| {
        let spread = cycle.spread;
        vec![
            Cell::Text(cycle.code.clone()),
            Cell::Date(cycle.delivery_date),
            ratio(spread.lowest, currency),
            ratio(spread.median, currency),
            ratio(spread.highest, currency),
            ratio(spread.gap, currency),
            ratio(spread.highest_lot, currency),
            Cell::Whole(i64::try_from(spread.could_make_more).unwrap_or(i64::MAX)),
        ]
    });
    let header = vec![
        localize!(texts, "fairness-cycles.code"),
        localize!(texts, "fairness-cycles.delivery-date"),
        localize!(texts, "fairness-cycles.lowest"),
        localize!(texts, "fairness-cycles.median"),
        localize!(texts, "fairness-cycles.highest"),
        localize!(texts, "fairness-cycles.gap"),
        localize!(texts, "fairness-cycles.highest-lot"),
        localize!(texts, "fairness-cycles.could-make-more"),
    ];
    Table { header, rows: rows.collect() }
}

/// A fraction in millionths as a percentage.
fn percentage(micro: i64) -> Cell {
    Cell::Decimal { units: micro_to_basis_points(micro), digits: RATIO_DIGITS }
}

/// A ratio in millionths as money per share, with two decimals below the minor unit.
fn ratio(micro: i64, currency: Currency) -> Cell {
    Cell::Decimal { units: micro_to_hundredths(micro), digits: currency.minor_digits().saturating_add(RATIO_DIGITS) }
}
