//! The season's fairness for the assembly, on screen and as files.

use entities::values::{Language, SeasonId};
use poem::web::Data;
use poem_openapi::{OpenApi, param::Query, payload::Json};

use super::{
    Tag,
    wire::{FairnessReport, FairnessTable, FairnessWorkshop, TableFormat},
};
use crate::{
    identity::{Caller, StaffViewer},
    platform::{
        app::App,
        csv,
        http::{download::Download, problem::Result},
        locale::{Localizer, SHARED_LANGUAGE, localize},
        xlsx,
    },
    reports::{fairness::fairness, tables},
};

/// What staff may ask.
pub struct StaffApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Reports")]
impl StaffApi {
    /// How even the work of a season was: what each workshop agreed to beside what it received, and each cycle's spread
    #[oai(path = "/staff/reports/fairness", method = "get", operation_id = "get_fairness")]
    async fn get_fairness(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// The season; without it this one, or the newest.
        season: Query<Option<SeasonId>>,
    ) -> Result<Json<FairnessReport>> {
        let tx = app.read(caller.actor()).await?;
        let report = fairness(&tx, season.0).await?;
        let workshops =
            report.workshops.iter().map(|workshop| FairnessWorkshop::named(workshop, false, tx.currency())).collect();
        Ok(Json(FairnessReport::of(&report, workshops)))
    }

    /// The same as a file for the assembly
    #[oai(path = "/staff/reports/fairness/file", method = "get", operation_id = "download_fairness")]
    async fn download_fairness(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// The season; without it this one, or the newest.
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
        let report = fairness(&tx, season.0).await?;
        let texts = Localizer::new(language.0);
        let (name, filled) = match table.0 {
            FairnessTable::Workshops => {
                (localize!(texts, "fairness-workshops.file-name"), tables::workshops(&report, tx.currency(), texts))
            }
            FairnessTable::Cycles => {
                (localize!(texts, "fairness-cycles.file-name"), tables::cycles(&report, tx.currency(), texts))
            }
        };
        let (bytes, media_type, ending) = match format.0 {
            TableFormat::Csv => (csv::write(&filled).map_err(anyhow::Error::from)?, "text/csv; charset=utf-8", "csv"),
            TableFormat::Xlsx => {
                let bytes = xlsx::write(&name, &filled, tx.now()).map_err(anyhow::Error::from)?;
                (bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
            }
        };
        let code: String = report.season.code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        Ok(Download::new(&format!("{name}-{code}.{ending}"), media_type, bytes))
    }
}

fn shared_language() -> Language {
    SHARED_LANGUAGE
}
