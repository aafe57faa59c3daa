//! A buyer reads the baskets that it can order, and composes its own.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    buyers::buyer,
    catalogue::product,
    values::{Amount, Language, Money, ProductId},
};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    basket_details::{BasketDetails, BasketItemInput, BasketTexts, load_details},
    basket_previews::{BasketCount, BasketPreview},
    baskets::basket_terms,
    buyer_products::{BuyerProduct, ProductConditions},
    tag::Tag,
};
use crate::{
    buyers::{get_own_buyer, get_own_open_buyer},
    catalogue::{
        DeliverySlot,
        actions::{
            baskets::{self as actions, StoredBasket, load_packaging},
            preview_basket::{BasketDraft, preview_basket},
            render_basket_card::load_basket_card,
        },
        store::{
            baskets::{self, Audience},
            products,
        },
    },
    identity::{Buyer, Caller},
    platform::{
        app::App,
        http::{
            dates::DeliveryDate,
            download::Download,
            etag::{IfMatch, Versioned},
            idempotency::{Created, Idempotent},
            page_request::PageRequest,
            paging::List,
            problem::{Problem, Result},
        },
        locale::shared_language,
        unit_of_work::UnitOfWork,
    },
};

/// A basket that the caller can order: one of the cooperative, or its own.
#[derive(Clone, Debug, Object)]
pub struct BuyerBasket {
    /// The product that it is, with the caller's net prices per basket, packaging included.
    pub sold: BuyerProduct,
    /// Whether the caller composed it.
    pub own: bool,
    /// The part of the price that is for its packaging.
    pub packaging_price: Money,
    /// What is in it.
    pub details: BasketDetails,
}

/// A basket of the caller's own, to create or update. Its price is that of its components, and of its packaging.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct OwnBasketInput {
    /// Its name and texts.
    pub texts: BasketTexts,
    /// What is in it, in order.
    #[oai(validator(min_items = 1, max_items = 30))]
    pub components: Vec<BasketItemInput>,
    /// A basket whose packaging it takes, with its present price: one of the cooperative, or itself to keep what it has.
    /// Absent = no packaging.
    pub packaging_of: Option<ProductId>,
}

/// What a basket of the caller's own would be.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct OwnBasketDraftInput {
    /// What is in it, in order.
    #[oai(validator(min_items = 1, max_items = 30))]
    pub components: Vec<BasketItemInput>,
    /// A basket whose packaging it takes. Absent = no packaging.
    pub packaging_of: Option<ProductId>,
    /// How many are ordered; absent = 1.
    #[oai(default)]
    pub baskets: BasketCount,
    /// Also return how many can still be ordered for this delivery date.
    pub delivery_date: Option<DeliveryDate>,
}

/// The responses for these baskets, in a fixed number of queries.
async fn responses(
    tx: &UnitOfWork,
    buyer: &buyer::Model,
    rows: &[product::Model],
    delivery_date: Option<NaiveDate>,
) -> Result<HashMap<ProductId, BuyerBasket>> {
    let ids: Vec<ProductId> = rows.iter().map(|product| product.id).collect();
    let contents = baskets::list_basket_contents(tx, &ids).await?;
    let mut details = load_details(tx, contents.values()).await?;
    let conditions = ProductConditions::load(tx, buyer, rows, delivery_date).await?;
    let response = |product: &product::Model| {
        let basket = &contents.get(&product.id)?.basket;
        let response = BuyerBasket {
            sold: conditions.response(product.clone()),
            own: basket.buyer_id == Some(buyer.id),
            packaging_price: basket.packaging_price.of(tx.currency()),
            details: details.remove(&product.id)?,
        };
        Some((product.id, response))
    };
    Ok(rows.iter().filter_map(response).collect())
}

async fn response(
    tx: &UnitOfWork,
    buyer: &buyer::Model,
    product: product::Model,
    delivery_date: Option<NaiveDate>,
) -> Result<BuyerBasket> {
    let response = responses(tx, buyer, std::slice::from_ref(&product), delivery_date).await?.remove(&product.id);
    response.ok_or_else(|| Problem::not_found("basket"))
}

async fn commit(tx: UnitOfWork, buyer: &buyer::Model, stored: StoredBasket) -> Result<Versioned<BuyerBasket>> {
    let version = stored.product.version;
    let response = response(&tx, buyer, stored.product, None).await?;
    tx.commit().await?;
    Ok(Versioned::of(response, version))
}

/// Operations of buyers on baskets.
pub struct BuyerBaskets;

#[OpenApi(prefix_path = "/api/v1/buyer", tag = "Tag::Catalogue")]
impl BuyerBaskets {
    /// List the baskets of the cooperative and the caller's own, by code
    #[oai(path = "/baskets", method = "get", operation_id = "list_baskets")]
    async fn list_baskets(
        &self,
        app: Data<&App>,
        caller: Buyer,
        /// Also return how many can still be ordered for this delivery date.
        delivery_date: Query<Option<DeliveryDate>>,
        page: PageRequest,
    ) -> Result<List<BuyerBasket>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = get_own_open_buyer(&tx, &caller).await?;
        let rows = baskets::list_baskets(&tx, Audience::Buyer(buyer.id), true, &page).await?;
        let mut found = responses(&tx, &buyer, &rows.items, delivery_date.0.map(Into::into)).await?;
        let missing = |id: ProductId| Problem::missing_reference("basket", id);
        Ok(rows.try_map(|product| found.remove(&product.id).ok_or_else(|| missing(product.id)))?.into())
    }

    /// Create a basket of your own
    ///
    /// It can be ordered at once, by you alone.
    #[oai(path = "/baskets", method = "post", operation_id = "create_own_basket")]
    async fn create_own_basket(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Buyer>,
        body: Json<OwnBasketInput>,
    ) -> Result<Created<BuyerBasket>> {
        request
            .run(body, async |tx, caller, input| {
                let buyer = get_own_open_buyer(tx, &caller).await?;
                let terms = basket_terms(input.texts, input.components);
                let stored = actions::create_own_basket(tx, buyer.id, terms, input.packaging_of).await?;
                response(tx, &buyer, stored.product, None).await
            })
            .await
    }

    /// Get a basket of the cooperative or of your own
    #[oai(path = "/baskets/:id", method = "get", operation_id = "get_basket")]
    async fn get_basket(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<ProductId>,
        /// Also return how many can still be ordered for this delivery date.
        delivery_date: Query<Option<DeliveryDate>>,
    ) -> Result<Versioned<BuyerBasket>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = get_own_open_buyer(&tx, &caller).await?;
        let product = products::get_published_product(&tx, id.0, Audience::Buyer(buyer.id)).await?;
        let version = product.version;
        let response = response(&tx, &buyer, product, delivery_date.0.map(Into::into)).await?;
        Ok(Versioned::of(response, version))
    }

    /// Update a basket of your own. Orders placed before keep what they have.
    #[oai(path = "/baskets/:id", method = "put", operation_id = "update_own_basket")]
    async fn update_own_basket(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<ProductId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<OwnBasketInput>,
    ) -> Result<Versioned<BuyerBasket>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = get_own_open_buyer(&tx, &caller).await?;
        let OwnBasketInput { texts, components, packaging_of } = body.0;
        let terms = basket_terms(texts, components);
        let stored = actions::update_own_basket(&mut tx, id.0, buyer.id, &if_match, terms, packaging_of).await?;
        commit(tx, &buyer, stored).await
    }

    /// Delete a basket of your own. Orders placed before keep it.
    #[oai(path = "/baskets/:id/remove", method = "post", operation_id = "retire_own_basket")]
    async fn retire_own_basket(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<ProductId>,
    ) -> Result<Versioned<BuyerBasket>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = get_own_buyer(&tx, &caller).await?;
        let stored = actions::retire_own_basket(&mut tx, id.0, buyer.id).await?;
        commit(tx, &buyer, stored).await
    }

    /// Preview a basket of your own: what it costs, what it contains and how many can be had. Stores nothing.
    #[oai(path = "/basket-previews", method = "post", operation_id = "preview_own_basket")]
    async fn preview_own_basket(
        &self,
        app: Data<&App>,
        caller: Buyer,
        body: Json<OwnBasketDraftInput>,
    ) -> Result<Json<BasketPreview>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = get_own_open_buyer(&tx, &caller).await?;
        let input = body.0;
        let packaging_price = match input.packaging_of {
            Some(source) => load_packaging(&tx, source, buyer.id).await?.0.price,
            None => Amount::ZERO,
        };
        let draft = BasketDraft {
            audience: Audience::Buyer(buyer.id),
            segment_id: buyer.segment_id,
            components: input.components.into_iter().map(Into::into).collect(),
            discount_bps: Some(0),
            packaging_price,
            baskets: input.baskets.get(),
            slot: input.delivery_date.map(|date| DeliverySlot { zone_id: buyer.zone_id, delivery_date: date.into() }),
        };
        Ok(Json(BasketPreview::of(preview_basket(&tx, draft).await?, tx.today())))
    }

    /// Download the card of a basket as PDF: what the guest will find
    #[oai(path = "/baskets/:id/card", method = "get", operation_id = "get_basket_card")]
    async fn get_basket_card(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<ProductId>,
        /// Language of the card.
        #[oai(default = "shared_language")]
        language: Query<Language>,
    ) -> Result<Download> {
        let tx = app.read(caller.actor()).await?;
        let buyer = get_own_open_buyer(&tx, &caller).await?;
        let product = products::get_published_product(&tx, id.0, Audience::Buyer(buyer.id)).await?;
        let card = load_basket_card(&tx, product, language.0).await?;
        drop(tx);
        Ok(Download::pdf(&card.name.clone(), card.render().await?))
    }
}
