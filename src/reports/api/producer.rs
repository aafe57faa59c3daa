//! A producer's own season beside the group's.

use entities::values::SeasonId;
use poem::web::Data;
use poem_openapi::{OpenApi, param::Query, payload::Json};

use super::{
    Tag,
    wire::{FairnessReport, FairnessUnit},
};
use crate::{
    identity::{Caller, Producer},
    members,
    platform::{app::App, http::problem::Answer},
    reports::fairness::fairness,
};

/// What a producer may ask.
pub struct ProducerApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Reports")]
impl ProducerApi {
    /// My season beside the group's: agreed, received, declined, short, and how even each cycle was
    #[oai(path = "/producer/reports/fairness", method = "get", operation_id = "get_own_fairness")]
    async fn get_own_fairness(
        &self,
        app: Data<&App>,
        caller: Producer,
        /// The season; without it this one, or the newest.
        season: Query<Option<SeasonId>>,
    ) -> Answer<Json<FairnessReport>> {
        let work = app.read(caller.actor()).await?;
        let own = members::units_of(&work, &caller).await?;
        let report = fairness(&work, season.0).await?;
        let published = members::settings_on(&work, work.today()).await?.publish_instance;
        let currency = work.currency();
        let mut units: Vec<FairnessUnit> = report
            .units
            .iter()
            .filter_map(|unit| {
                if own.iter().any(|mine| mine.id == unit.unit_id) {
                    return Some(FairnessUnit::named(unit, true, currency));
                }
                let pseudonym = unit.pseudonym.filter(|_| published)?;
                Some(FairnessUnit::hidden(unit, pseudonym, currency))
            })
            .collect();
        // The order of the codes would tell the names; by share received everybody may stand.
        units.sort_by(|a, b| (b.own, b.received.amount, &a.code).cmp(&(a.own, a.received.amount, &b.code)));
        Ok(Json(FairnessReport::of(&report, units)))
    }
}
