//! A producer's own season beside the group's.

use entities::values::SeasonId;
use poem::web::Data;
use poem_openapi::{OpenApi, param::Query, payload::Json};

use super::{
    Tag,
    wire::{FairnessReport, FairnessWorkshop},
};
use crate::{
    identity::{Caller, Producer},
    members,
    platform::{app::App, http::problem::Result},
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
    ) -> Result<Json<FairnessReport>> {
        let tx = app.read(caller.actor()).await?;
        let own = members::list_own_workshops(&tx, &caller).await?;
        let report = fairness(&tx, season.0).await?;
        let published = members::get_settings(&tx, tx.today()).await?.publish_instance;
        let currency = tx.currency();
        let mut workshops: Vec<FairnessWorkshop> = report
            .workshops
            .iter()
            .filter_map(|workshop| {
                if own.iter().any(|mine| mine.id == workshop.workshop_id) {
                    return Some(FairnessWorkshop::named(workshop, true, currency));
                }
                let pseudonym = workshop.pseudonym.filter(|_| published)?;
                Some(FairnessWorkshop::hidden(workshop, pseudonym, currency))
            })
            .collect();
        // The order of the codes would tell the names; by share received everybody may stand.
        workshops.sort_by(|a, b| (b.own, b.received.amount, &a.code).cmp(&(a.own, a.received.amount, &b.code)));
        Ok(Json(FairnessReport::of(&report, workshops)))
    }
}
