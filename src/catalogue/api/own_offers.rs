//! A producer lists and updates the offers of its workshops.

use entities::values::{OfferId, WorkshopId};
use poem::web::Data;
use poem_openapi::{OpenApi, param::Path, payload::Json};

use super::{
    offers::{Offer, OfferInput, commit, offer_responses},
    tag::Tag,
};
use crate::{
    catalogue::{actions::offers::update_own_offer, store::offers},
    identity::{Caller, Producer},
    members,
    platform::{
        app::App,
        http::{
            etag::{IfMatch, Versioned},
            paging::List,
            problem::Result,
        },
        unit_of_work::UnitOfWork,
    },
};

/// Operations of producers on offers.
pub struct OwnOffers;

#[OpenApi(prefix_path = "/api/v1/producer", tag = "Tag::Catalogue")]
impl OwnOffers {
    /// List the offers of the caller's workshops
    #[oai(path = "/offers", method = "get", operation_id = "list_own_offers")]
    async fn list_own_offers(&self, app: Data<&App>, caller: Producer) -> Result<List<Offer>> {
        let tx = app.read(caller.actor()).await?;
        let workshops = own_workshops(&tx, &caller).await?;
        let rows = offers::list_offers_of_workshops(&tx, &workshops).await?;
        Ok(List::all(offer_responses(&tx, rows).await?))
    }

    /// Update an offer of one of the caller's workshops
    #[oai(path = "/offers/:id", method = "put", operation_id = "update_own_offer")]
    async fn update_own_offer(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<OfferId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<OfferInput>,
    ) -> Result<Versioned<Offer>> {
        let mut tx = app.begin(caller.actor()).await?;
        let workshops = own_workshops(&tx, &caller).await?;
        let offer = update_own_offer(&mut tx, id.0, &workshops, &if_match, body.0.into()).await?;
        commit(tx, offer).await
    }
}

async fn own_workshops(tx: &UnitOfWork, caller: &Producer) -> Result<Vec<WorkshopId>> {
    let workshops = members::list_own_workshops(tx, caller).await?;
    Ok(workshops.into_iter().map(|workshop| workshop.id).collect())
}
