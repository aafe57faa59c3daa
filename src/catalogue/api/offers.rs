//! Offers: in the hands of staff, and of the people of the workshop that makes it.

use entities::values::{OfferId, ProductId, WorkshopId};
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
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// What a producer may do with the offers of its workshops.
pub struct ProducerApi;

/// What staff may do with offers.
pub struct StaffApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Catalogue")]
impl ProducerApi {
    /// What my workshops offer, and what keeps them from it today
    #[oai(path = "/producer/offers", method = "get", operation_id = "list_own_offers")]
    async fn list_own_offers(&self, app: Data<&App>, caller: Producer) -> Result<List<Offer>> {
        let tx = app.read(caller.actor()).await?;
        let workshops: Vec<WorkshopId> =
            members::list_own_workshops(&tx, &caller).await?.into_iter().map(|workshop| workshop.id).collect();
        let rows = store::offers::of_workshops(&tx, &workshops).await?;
        Ok(List::all(reads::judged(&tx, rows).await?))
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
    ) -> Result<Versioned<Offer>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = store::offers::lock(&tx, id.0).await?;
        let own = members::list_own_workshops(&tx, &caller).await?;
        if !own.iter().any(|workshop| workshop.id == row.workshop_id) {
            return Err(Problem::not_found("offer"));
        }
        check_version(if_match.as_deref(), row.version)?;
        if row.ended_at.is_some() {
            let detail = "This offer has ended; ask the cooperative to begin it again.";
            return Err(Problem::refused("offer_ended", detail));
        }
        let row = offers::change(&mut tx, row, OfferTerms::from(&body.0)).await?;
        let (version, told) = (row.version, one(&tx, row).await?);
        tx.commit().await?;
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
        /// Only offers of this workshop.
        workshop: Query<Option<WorkshopId>>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Offer>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let rows = store::offers::page(&tx, product.0, workshop.0, page.key()?, page.fetch()).await?;
        let told = reads::judged(&tx, rows).await?;
        Ok(List::page(told, &page, &uri, |offer| Cursor::of(&offer.id), |offer| offer))
    }

    /// Put what a workshop offers of a product; where it offers it already, the terms are changed
    #[oai(path = "/staff/offers", method = "post", operation_id = "put_offer")]
    async fn put_offer(
        &self,
        app: Data<&App>,
        caller: Staff,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewOffer>,
    ) -> Result<Created<Offer>> {
        match once(&app, caller.actor(), &caller.key_owner(), "put_offer", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let NewOffer { workshop_id, product_id, terms } = &body.0;
                let row = put_offer(&mut begun.tx, *workshop_id, *product_id, terms.into()).await?;
                let told = one(&begun.tx, row).await?;
                begun.created(told).await
            }
        }
    }

    /// Change what a workshop offers of a product
    #[oai(path = "/staff/offers/:id", method = "put", operation_id = "change_offer")]
    async fn change_offer(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<OfferId>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<PutOffer>,
    ) -> Result<Versioned<Offer>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = store::offers::lock(&tx, id.0).await?;
        check_version(if_match.as_deref(), row.version)?;
        let row = offers::change(&mut tx, row, OfferTerms::from(&body.0)).await?;
        let (version, told) = (row.version, one(&tx, row).await?);
        tx.commit().await?;
        Ok(Versioned::of(told, version))
    }

    /// The workshop makes the product no more
    #[oai(path = "/staff/offers/:id/end", method = "post", operation_id = "end_offer")]
    async fn end_offer(&self, app: Data<&App>, caller: Staff, id: Path<OfferId>) -> Result<Versioned<Offer>> {
        let mut tx = app.begin(caller.actor()).await?;
        end_offer(&mut tx, id.0).await?;
        let row = store::offers::get(&tx, id.0).await?;
        let (version, told) = (row.version, one(&tx, row).await?);
        tx.commit().await?;
        Ok(Versioned::of(told, version))
    }
}

async fn one(tx: &UnitOfWork, row: entities::catalogue::offer::Model) -> Result<Offer> {
    reads::judged(tx, vec![row]).await?.pop().ok_or_else(|| Problem::not_found("offer"))
}
