//! Offers: in the hands of staff, and of the people of the unit that makes it.

use entities::values::{OfferId, ProductId, UnitId};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire::{NewOffer, Offer, PutOffer},
};
use crate::{
    catalogue::{OfferTerms, actions::offers, end_offer, put_offer, reads, store},
    identity::{Caller, Producer, Staff, StaffViewer},
    members,
    platform::{
        app::App,
        http::{
            etag::{Versioned, check_version},
            idempotency::{Created, Once, once},
            paging::{Cursor, Here, Limit, List, Page},
            problem::{Answer, Problem},
        },
        work::Work,
    },
};

/// What a producer may do with the offers of its units.
pub struct ProducerApi;

/// What staff may do with offers.
pub struct StaffApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Catalogue")]
impl ProducerApi {
    /// What my workshops offer, and what keeps them from it today
    #[oai(path = "/producer/offers", method = "get", operation_id = "list_own_offers")]
    async fn list_own_offers(&self, app: Data<&App>, caller: Producer) -> Answer<List<Offer>> {
        let work = app.read(caller.actor()).await?;
        let units: Vec<UnitId> = members::units_of(&work, &caller).await?.into_iter().map(|unit| unit.id).collect();
        let rows = store::offers::of_units(&work, &units).await?;
        Ok(List::all(reads::judged(&work, rows).await?))
    }

    /// Change how much of a product my workshop can make
    #[oai(path = "/producer/offers/:id", method = "put", operation_id = "change_own_offer")]
    async fn change_own_offer(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<OfferId>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<PutOffer>,
    ) -> Answer<Versioned<Offer>> {
        let mut work = app.begin(caller.actor()).await?;
        let row = store::offers::lock(&work, id.0).await?;
        let own = members::units_of(&work, &caller).await?;
        if !own.iter().any(|unit| unit.id == row.unit_id) {
            return Err(Problem::not_found("offer"));
        }
        check_version(if_match.as_deref(), row.version)?;
        if row.ended_at.is_some() {
            let detail = "This offer has ended; ask the cooperative to begin it again.";
            return Err(Problem::refused("offer_ended", detail));
        }
        let row = offers::change(&mut work, row, OfferTerms::from(&body.0)).await?;
        let (version, told) = (row.version, one(&work, row).await?);
        work.commit().await?;
        Ok(Versioned::of(told, version))
    }
}

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Catalogue")]
impl StaffApi {
    /// Who offers what, oldest first
    #[oai(path = "/staff/offers", method = "get", operation_id = "list_offers")]
    async fn list_offers(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only offers of this product.
        product: Query<Option<ProductId>>,
        /// Only offers of this production unit.
        unit: Query<Option<UnitId>>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        here: Here,
    ) -> Answer<List<Offer>> {
        let page = Page::new(limit.0, after.0);
        let work = app.read(caller.actor()).await?;
        let rows = store::offers::page(&work, product.0, unit.0, page.key()?, page.fetch()).await?;
        let told = reads::judged(&work, rows).await?;
        Ok(List::page(told, &page, &here, |offer| Cursor::of(&offer.id), |offer| offer))
    }

    /// Put what a unit offers of a product; where it offers it already, the terms are changed
    #[oai(path = "/staff/offers", method = "post", operation_id = "put_offer")]
    async fn put_offer(
        &self,
        app: Data<&App>,
        caller: Staff,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewOffer>,
    ) -> Answer<Created<Offer>> {
        match once(&app, caller.actor(), &caller.key_owner(), "put_offer", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let NewOffer { unit_id, product_id, terms } = &body.0;
                let row = put_offer(&mut begun.work, *unit_id, *product_id, terms.into()).await?;
                let told = one(&begun.work, row).await?;
                begun.created(told).await
            }
        }
    }

    /// Change what a unit offers of a product
    #[oai(path = "/staff/offers/:id", method = "put", operation_id = "change_offer")]
    async fn change_offer(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<OfferId>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<PutOffer>,
    ) -> Answer<Versioned<Offer>> {
        let mut work = app.begin(caller.actor()).await?;
        let row = store::offers::lock(&work, id.0).await?;
        check_version(if_match.as_deref(), row.version)?;
        let row = offers::change(&mut work, row, OfferTerms::from(&body.0)).await?;
        let (version, told) = (row.version, one(&work, row).await?);
        work.commit().await?;
        Ok(Versioned::of(told, version))
    }

    /// The unit makes the product no more
    #[oai(path = "/staff/offers/:id/end", method = "post", operation_id = "end_offer")]
    async fn end_offer(&self, app: Data<&App>, caller: Staff, id: Path<OfferId>) -> Answer<Versioned<Offer>> {
        let mut work = app.begin(caller.actor()).await?;
        end_offer(&mut work, id.0).await?;
        let row = store::offers::get(&work, id.0).await?;
        let (version, told) = (row.version, one(&work, row).await?);
        work.commit().await?;
        Ok(Versioned::of(told, version))
    }
}

async fn one(work: &Work, row: entities::catalogue::offer::Model) -> Answer<Offer> {
    reads::judged(work, vec![row]).await?.pop().ok_or_else(|| Problem::not_found("offer"))
}
