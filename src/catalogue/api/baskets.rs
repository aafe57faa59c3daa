//! Staff compose the baskets of the cooperative.

use std::collections::HashMap;

use entities::{
    catalogue::product,
    values::{Amount, BuyerId, Currency, FamilyId, Language, Money, ProductId, SegmentId, ZoneId},
};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};
use uuid::Uuid;

use super::{
    basket_details::{BasketDetails, BasketItemInput, BasketTexts, load_details},
    basket_previews::{BasketCount, BasketPreview},
    products::Product,
    tag::Tag,
};
use crate::{
    buyers,
    catalogue::{
        BasketContents, CatalogueError, DeliverySlot,
        actions::{
            baskets::{self as actions, BasketSaleTerms, BasketTerms, Packaging, StoredBasket},
            preview_basket::{BasketDraft, preview_basket},
            render_basket_card::load_basket_card,
        },
        store::{
            baskets::{self, Audience},
            photos, products,
        },
    },
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            api_error::ApiError,
            dates::DeliveryDate,
            download::Download,
            etag::{IfMatch, Versioned},
            idempotency::{Created, Idempotent},
            limits,
            page_request::PageRequest,
            paging::List,
            problem::{Problem, Result},
            text::Text,
        },
        locale::shared_language,
        unit_of_work::UnitOfWork,
    },
};

/// A basket: a product that is made of other products.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Basket {
    /// The product that it is. Its allergens, shelf life and storage follow from what may be in it.
    pub product: Product,
    /// The buyer that composed it for itself; absent = a basket of the cooperative.
    pub buyer_id: Option<BuyerId>,
    /// Less than the sum of its components, in basis points; absent = its price is on the price lists.
    pub discount_bps: Option<i32>,
    /// Net price of its packaging, per basket.
    pub packaging_price: Money,
    /// What is in it.
    pub details: BasketDetails,
}

/// A basket of the cooperative, to create or update.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct BasketInput {
    /// Stable code, unique among products.
    pub code: Text<1, 40>,
    /// Its family.
    pub family_id: FamilyId,
    /// Its name and texts.
    pub texts: BasketTexts,
    /// What is in it, in order.
    #[oai(validator(min_items = 1, max_items = 30))]
    pub components: Vec<BasketItemInput>,
    /// Less than the sum of its components, in basis points; absent = its price is on the price lists.
    #[oai(validator(minimum(value = "0"), maximum(value = "10000")))]
    pub discount_bps: Option<i32>,
    /// What it is packed in, in Spanish.
    pub packaging_es: Option<Text<1, { limits::LINE }>>,
    /// What it is packed in, in English.
    pub packaging_en: Option<Text<1, { limits::LINE }>>,
    /// Net price of its packaging, per basket; absent = nothing. A price on the price lists includes it.
    pub packaging_price: Option<Money>,
    /// VAT on its packaging, in basis points.
    #[oai(validator(minimum(value = "0"), maximum(value = "10000")))]
    pub vat_bps: i32,
}

/// What a basket that staff compose would cost a segment.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct BasketDraftInput {
    /// At the prices of this segment.
    pub segment_id: SegmentId,
    /// What is in it, in order.
    #[oai(validator(min_items = 1, max_items = 30))]
    pub components: Vec<BasketItemInput>,
    /// Less than the sum of its components, in basis points; absent = its price is on the price lists.
    #[oai(validator(minimum(value = "0"), maximum(value = "10000")))]
    pub discount_bps: Option<i32>,
    /// Net price of its packaging, per basket.
    pub packaging_price: Option<Money>,
    /// How many are ordered; absent = 1.
    #[oai(default)]
    pub baskets: BasketCount,
    /// Also return how many can still be ordered for this delivery date, to any zone.
    pub delivery_date: Option<DeliveryDate>,
}

impl From<BasketTexts> for BasketTerms {
    fn from(texts: BasketTexts) -> Self {
        let name_es: String = texts.name_es.into();
        Self {
            name_en: texts.name_en.map_or_else(|| name_es.clone(), String::from),
            name_es,
            description_es: texts.description_es.map(String::from),
            description_en: texts.description_en.map(String::from),
            card_es: texts.card_es.map(String::from),
            card_en: texts.card_en.map(String::from),
            components: Vec::new(),
        }
    }
}

/// What these fields say of a basket.
pub(super) fn basket_terms(texts: BasketTexts, components: Vec<BasketItemInput>) -> BasketTerms {
    BasketTerms { components: components.into_iter().map(Into::into).collect(), ..texts.into() }
}

fn packaging_price(price: Option<Money>, currency: Currency) -> Result<Amount> {
    let Some(price) = price else { return Ok(Amount::ZERO) };
    if price.currency != currency || price.amount < 0 {
        return Err(CatalogueError::InvalidPackagingPrice.at("/packaging_price"));
    }
    Ok(Amount(price.amount))
}

impl BasketInput {
    fn into_terms(self, currency: Currency) -> Result<(BasketSaleTerms, BasketTerms)> {
        let packaging = Packaging {
            es: self.packaging_es.map(String::from),
            en: self.packaging_en.map(String::from),
            price: packaging_price(self.packaging_price, currency)?,
        };
        let sale = BasketSaleTerms {
            code: self.code.into(),
            family_id: self.family_id,
            discount_bps: self.discount_bps,
            packaging,
            vat_bps: self.vat_bps,
        };
        Ok((sale, basket_terms(self.texts, self.components)))
    }
}

/// The responses for these baskets.
async fn responses(tx: &UnitOfWork, rows: &[product::Model]) -> Result<HashMap<ProductId, Basket>> {
    let ids: Vec<ProductId> = rows.iter().map(|product| product.id).collect();
    let contents = baskets::list_basket_contents(tx, &ids).await?;
    let mut details = load_details(tx, contents.values()).await?;
    let mut covers = photos::list_covers(tx, rows).await?;
    let response = |product: &product::Model| {
        let BasketContents { basket, .. } = contents.get(&product.id)?;
        let response = Basket {
            product: Product::of(product.clone(), covers.remove(&product.id)),
            buyer_id: basket.buyer_id,
            discount_bps: basket.discount_bps,
            packaging_price: basket.packaging_price.of(tx.currency()),
            details: details.remove(&product.id)?,
        };
        Some((product.id, response))
    };
    Ok(rows.iter().filter_map(response).collect())
}

async fn response(tx: &UnitOfWork, product: product::Model) -> Result<Basket> {
    let response = responses(tx, std::slice::from_ref(&product)).await?.remove(&product.id);
    response.ok_or_else(|| Problem::not_found("basket"))
}

/// Operations of staff on baskets.
pub struct Baskets;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Catalogue")]
impl Baskets {
    /// List all baskets, by code
    ///
    /// Unpublished and retired ones, and those of buyers too.
    #[oai(path = "/baskets", method = "get", operation_id = "list_staff_baskets")]
    async fn list_staff_baskets(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        page: PageRequest,
    ) -> Result<List<Basket>> {
        let tx = app.read(caller.actor()).await?;
        let rows = baskets::list_baskets(&tx, Audience::Staff, false, &page).await?;
        let mut found = responses(&tx, &rows.items).await?;
        let missing = |id: ProductId| Problem::missing_reference("basket", id);
        Ok(rows.try_map(|product| found.remove(&product.id).ok_or_else(|| missing(product.id)))?.into())
    }

    /// Create a basket of the cooperative
    ///
    /// Buyers see it only after it is published, as a product.
    #[oai(path = "/baskets", method = "post", operation_id = "create_basket")]
    async fn create_basket(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        body: Json<BasketInput>,
    ) -> Result<Created<Basket>> {
        request
            .run(body, async |tx, _, input| {
                let (sale, terms) = input.into_terms(tx.currency())?;
                let StoredBasket { product, .. } = actions::create_basket(tx, sale, terms).await?;
                response(tx, product).await
            })
            .await
    }

    /// Get a basket
    #[oai(path = "/baskets/:id", method = "get", operation_id = "get_staff_basket")]
    async fn get_staff_basket(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<ProductId>,
    ) -> Result<Versioned<Basket>> {
        let tx = app.read(caller.actor()).await?;
        let product = products::get_product(&tx, id.0).await?;
        let version = product.version;
        Ok(Versioned::of(response(&tx, product).await?, version))
    }

    /// Update a basket of the cooperative
    #[oai(path = "/baskets/:id", method = "put", operation_id = "update_basket")]
    async fn update_basket(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<ProductId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<BasketInput>,
    ) -> Result<Versioned<Basket>> {
        let mut tx = app.begin(caller.actor()).await?;
        let (sale, terms) = body.0.into_terms(tx.currency())?;
        let stored = actions::update_basket(&mut tx, id.0, &if_match, sale, terms).await?;
        let version = stored.product.version;
        let response = response(&tx, stored.product).await?;
        tx.commit().await?;
        Ok(Versioned::of(response, version))
    }

    /// Preview a basket: what it costs, what it contains and how many can be had. Stores nothing.
    #[oai(path = "/basket-previews", method = "post", operation_id = "preview_basket")]
    async fn preview_basket(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        body: Json<BasketDraftInput>,
    ) -> Result<Json<BasketPreview>> {
        let tx = app.read(caller.actor()).await?;
        let input = body.0;
        let segment = buyers::get_segment(&tx, input.segment_id).await?;
        let draft = BasketDraft {
            audience: Audience::Staff,
            segment_id: segment.id,
            components: input.components.into_iter().map(Into::into).collect(),
            discount_bps: input.discount_bps,
            packaging_price: packaging_price(input.packaging_price, tx.currency())?,
            baskets: input.baskets.get(),
            // What the deliveries of all zones hold counts in whole lots, as for a further delivery of the week.
            slot: input
                .delivery_date
                .map(|date| DeliverySlot { zone_id: ZoneId(Uuid::nil()), delivery_date: date.into() }),
        };
        Ok(Json(BasketPreview::of(preview_basket(&tx, draft).await?, tx.today())))
    }

    /// Download the card of a basket as PDF: what the guest will find
    #[oai(path = "/baskets/:id/card", method = "get", operation_id = "get_staff_basket_card")]
    async fn get_staff_basket_card(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<ProductId>,
        /// Language of the card.
        #[oai(default = "shared_language")]
        language: Query<Language>,
    ) -> Result<Download> {
        let tx = app.read(caller.actor()).await?;
        let product = products::get_product(&tx, id.0).await?;
        let card = load_basket_card(&tx, product, language.0).await?;
        drop(tx);
        Ok(Download::pdf(&card.name.clone(), card.render().await?))
    }
}
