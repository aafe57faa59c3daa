//! What is in a basket, as requests and responses describe it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entities::{
    catalogue::{product, product_photo},
    values::{Allergen, NetUnit, ProductId},
};
use poem_openapi::Object;

use super::{photos::photo_response, product_makers::ProductMaker};
use crate::{
    catalogue::{
        BasketComponent, BasketContents,
        rules::photos::is_in_catalogue,
        store::{eligibility, photos, products},
    },
    platform::{
        http::{
            bounded::Bounded,
            limits,
            photo::Photo,
            problem::{Problem, Result},
            text::{LongText, Prose, Text},
        },
        unit_of_work::UnitOfWork,
    },
};

/// Units of a product in one basket.
pub type ComponentQuantity = Bounded<1, 1_000>;
/// Text of a card, on several lines, which a document prints.
pub type CardText = Prose<1, 600, true, true>;

/// What is in a basket, and what comes with it.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BasketDetails {
    /// What is in it, in order.
    pub components: Vec<BasketItem>,
    /// What it is packed in, in Spanish.
    pub packaging_es: Option<String>,
    /// What it is packed in, in English.
    pub packaging_en: Option<String>,
    /// Text of the card for the guest, in Spanish.
    pub card_es: Option<String>,
    /// Text of the card for the guest, in English.
    pub card_en: Option<String>,
}

/// A product in a basket.
#[derive(Clone, Debug, Object)]
pub struct BasketItem {
    /// The product.
    pub product: BasketProduct,
    /// Units per basket.
    pub quantity: i64,
    /// The workshops that may make it.
    pub makers: Vec<ProductMaker>,
    /// The products that may take its place, in order of preference.
    pub substitutes: Vec<BasketProduct>,
}

/// A product that may be in a basket.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BasketProduct {
    /// The product.
    pub product_id: ProductId,
    /// Its code.
    pub code: String,
    /// Name in Spanish.
    pub name_es: String,
    /// Name in English.
    pub name_en: String,
    /// Net content, in `net_unit`.
    pub net_content: i64,
    /// Unit of the net content.
    pub net_unit: NetUnit,
    /// What it contains. Without `allergens_declared_at` nothing is known of its allergens.
    pub allergens: Vec<Allergen>,
    /// What it may contain in traces.
    pub may_contain: Vec<Allergen>,
    /// When its allergens were declared.
    pub allergens_declared_at: Option<DateTime<Utc>>,
    /// Whether it is in the catalogue. A basket cannot be ordered while one of its components is not.
    pub sold: bool,
    /// Its first photo, where it has any.
    pub cover: Option<Photo>,
}

impl BasketProduct {
    fn of(row: &product::Model, cover: Option<&product_photo::Model>) -> Self {
        Self {
            product_id: row.id,
            code: row.code.clone(),
            name_es: row.name_es.clone(),
            name_en: row.name_en.clone(),
            net_content: row.net_content,
            net_unit: row.net_unit,
            allergens: row.allergens.clone().into(),
            may_contain: row.may_contain.clone().into(),
            allergens_declared_at: row.allergens_declared_at,
            sold: is_in_catalogue(row),
            cover: cover.map(|photo| photo_response(photo.clone(), row)),
        }
    }
}

/// A product to put in a basket.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct BasketItemInput {
    /// The product, which is in the catalogue and no basket.
    pub product_id: ProductId,
    /// Units per basket.
    pub quantity: ComponentQuantity,
    /// The products that may take its place, in order of preference.
    #[oai(default, validator(max_items = 10))]
    pub substitutes: Vec<ProductId>,
}

impl From<BasketItemInput> for BasketComponent {
    fn from(input: BasketItemInput) -> Self {
        let BasketItemInput { product_id, quantity, substitutes } = input;
        Self { product_id, quantity: quantity.get(), substitutes }
    }
}

/// What a basket is called, and what its card says.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct BasketTexts {
    /// Name in Spanish.
    pub name_es: Text<1, { limits::NAME }>,
    /// Name in English; absent = the Spanish one.
    pub name_en: Option<Text<1, { limits::NAME }>>,
    /// Description in Spanish.
    pub description_es: Option<LongText<{ limits::STORY }>>,
    /// Description in English.
    pub description_en: Option<LongText<{ limits::STORY }>>,
    /// Text of the card for the guest, in Spanish.
    pub card_es: Option<CardText>,
    /// Text of the card for the guest, in English.
    pub card_en: Option<CardText>,
}

/// What is in each of these baskets, in a fixed number of queries.
pub async fn load_details(
    tx: &UnitOfWork,
    baskets: impl IntoIterator<Item = &BasketContents> + Clone,
) -> Result<HashMap<ProductId, BasketDetails>> {
    let mut ids: Vec<ProductId> = baskets.clone().into_iter().flat_map(BasketContents::products).collect();
    ids.sort_unstable();
    ids.dedup();
    // No products means all of them.
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = products::list_products_by_id(tx, &ids).await?;
    let covers = photos::list_covers(tx, rows.values()).await?;
    let mut makers: HashMap<ProductId, Vec<ProductMaker>> = HashMap::new();
    for maker in eligibility::list_makers(tx, &ids).await? {
        makers.entry(maker.offer.product_id).or_default().push(maker.into());
    }
    let product = |id: &ProductId| {
        let row = rows.get(id).ok_or_else(|| Problem::missing_reference("product", *id))?;
        Ok(BasketProduct::of(row, covers.get(id)))
    };
    let item = |component: &BasketComponent| {
        Ok(BasketItem {
            product: product(&component.product_id)?,
            quantity: component.quantity,
            makers: makers.get(&component.product_id).cloned().unwrap_or_default(),
            substitutes: component.substitutes.iter().map(product).collect::<Result<_>>()?,
        })
    };
    let details = |contents: &BasketContents| {
        let details = BasketDetails {
            components: contents.components.iter().map(item).collect::<Result<_>>()?,
            packaging_es: contents.basket.packaging_es.clone(),
            packaging_en: contents.basket.packaging_en.clone(),
            card_es: contents.basket.card_es.clone(),
            card_en: contents.basket.card_en.clone(),
        };
        Ok((contents.basket.product_id, details))
    };
    baskets.into_iter().map(details).collect()
}
