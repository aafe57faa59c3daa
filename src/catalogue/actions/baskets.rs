//! Creates, updates and retires baskets. What may be in a basket is locked before the basket itself.

use std::collections::HashMap;

use entities::{
    catalogue::{basket, product},
    values::{Amount, BuyerId, FamilyId, NetUnit, ProductId},
};

use super::{
    field_faults::{FieldFault, refuse_all},
    products::{self, ProductTerms},
};
use crate::{
    buyers,
    catalogue::{
        errors::CatalogueError,
        rules::{
            basket_contents::{BasketComponent, BasketContents, BasketFacts},
            photos::is_in_catalogue,
        },
        store::{
            baskets::{self, Audience},
            products as product_rows,
        },
    },
    platform::{
        http::{
            api_error::ApiError,
            etag::IfMatch,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// Baskets of one buyer in the catalogue, at most.
pub const MAX_OWN_BASKETS: u64 = 100;

/// What a basket is packed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packaging {
    /// In Spanish.
    pub es: Option<String>,
    /// In English.
    pub en: Option<String>,
    /// Net, per basket.
    pub price: Amount,
}

/// What a basket is called, and what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasketTerms {
    /// Name in Spanish.
    pub name_es: String,
    /// Name in English.
    pub name_en: String,
    /// Description in Spanish.
    pub description_es: Option<String>,
    /// Description in English.
    pub description_en: Option<String>,
    /// What is in it, by position.
    pub components: Vec<BasketComponent>,
    /// Text of the card for the guest, in Spanish.
    pub card_es: Option<String>,
    /// Text of the card for the guest, in English.
    pub card_en: Option<String>,
}

/// How a basket of the cooperative is sold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasketSaleTerms {
    /// Stable code, unique.
    pub code: String,
    /// Its family.
    pub family_id: FamilyId,
    /// Less than the sum of its components, in basis points; `None` = its price is on the price lists.
    pub discount_bps: Option<i32>,
    /// What it is packed in.
    pub packaging: Packaging,
    /// VAT on its packaging, in basis points.
    pub vat_bps: i32,
}

/// A basket with its product.
#[derive(Clone, Debug)]
pub struct StoredBasket {
    /// The product that it is.
    pub product: product::Model,
    /// What is in it.
    pub contents: BasketContents,
}

/// Creates a basket of the cooperative. Buyers see it only after it is published.
///
/// # Errors
/// 404 for an unknown family; `CodeTaken` and those of `check_components`.
pub async fn create_basket(tx: &mut UnitOfWork, sale: BasketSaleTerms, terms: BasketTerms) -> Result<StoredBasket> {
    let facts = load_facts(tx, &terms.components, Audience::Staff).await?;
    insert(tx, None, sale, terms, facts).await
}

/// Updates a basket of the cooperative.
///
/// # Errors
/// 404, for a buyer's basket too; 412 where `if_match` names another version; `CodeTaken`, `ProductRetired` and those of
/// `check_components`.
pub async fn update_basket(
    tx: &mut UnitOfWork,
    id: ProductId,
    if_match: &IfMatch,
    sale: BasketSaleTerms,
    terms: BasketTerms,
) -> Result<StoredBasket> {
    let facts = load_facts(tx, &terms.components, Audience::Staff).await?;
    let before = lock_basket(tx, id, None).await?;
    update(tx, before, if_match, sale, terms, facts).await
}

/// Creates a basket that the buyer composes for itself. It is in the catalogue at once, for this buyer alone.
///
/// `packaging_of` is a basket whose packaging it takes.
///
/// # Errors
/// `TooManyBaskets`, `UnknownProduct` where `packaging_of` is no basket that the buyer may see, and those of
/// `check_components`.
pub async fn create_own_basket(
    tx: &mut UnitOfWork,
    buyer: BuyerId,
    terms: BasketTerms,
    packaging_of: Option<ProductId>,
) -> Result<StoredBasket> {
    // Two requests at once do not exceed the maximum together.
    buyers::lock_open_buyer(tx, buyer).await?;
    let facts = load_facts(tx, &terms.components, Audience::Buyer(buyer)).await?;
    if baskets::count_own_baskets(tx, buyer).await? >= MAX_OWN_BASKETS {
        return Err(CatalogueError::TooManyBaskets { maximum: MAX_OWN_BASKETS }.into());
    }
    let code = own_code(tx);
    let sale = own_sale_terms(tx, buyer, code, &facts, packaging_of).await?;
    let stored = insert(tx, Some(buyer), sale, terms, facts).await?;
    let product = products::publish_product(tx, stored.product.id).await?;
    Ok(StoredBasket { product, ..stored })
}

/// Updates a basket of the buyer.
///
/// # Errors
/// 404, for another's basket too; 412 where `if_match` names another version; `ProductRetired` and those of
/// [`create_own_basket`].
pub async fn update_own_basket(
    tx: &mut UnitOfWork,
    id: ProductId,
    buyer: BuyerId,
    if_match: &IfMatch,
    terms: BasketTerms,
    packaging_of: Option<ProductId>,
) -> Result<StoredBasket> {
    let facts = load_facts(tx, &terms.components, Audience::Buyer(buyer)).await?;
    let before = lock_basket(tx, id, Some(buyer)).await?;
    let sale = own_sale_terms(tx, buyer, before.product.code.clone(), &facts, packaging_of).await?;
    update(tx, before, if_match, sale, terms, facts).await
}

/// Takes a basket of the buyer out of the catalogue for good. Existing orders keep it. Repeated, it changes nothing.
///
/// # Errors
/// 404, for another's basket too.
pub async fn retire_own_basket(tx: &mut UnitOfWork, id: ProductId, buyer: BuyerId) -> Result<StoredBasket> {
    let before = lock_basket(tx, id, Some(buyer)).await?;
    let product = products::retire_product(tx, id).await?;
    Ok(StoredBasket { product, ..before })
}

/// What follows from what is in a basket.
#[derive(Clone, Debug)]
struct LoadedFacts {
    facts: BasketFacts,
    /// That of the first component.
    family_id: FamilyId,
    /// The highest of its components, in basis points.
    vat_bps: i32,
}

/// Locks what may be in a basket, and checks it.
async fn load_facts(tx: &UnitOfWork, components: &[BasketComponent], audience: Audience) -> Result<LoadedFacts> {
    let ids = components.iter().flat_map(BasketComponent::products);
    let found = baskets::lock_products_for_basket(tx, ids).await?;
    check_components(tx, components, &found, audience).await?;
    let listed = components.iter().filter_map(|component| found.get(&component.product_id));
    let Some(family_id) = listed.clone().next().map(|product| product.family_id) else {
        return Err(Problem::not_found("product"));
    };
    let vat_bps = listed.map(|product| product.vat_bps).max().unwrap_or(0);
    Ok(LoadedFacts { facts: BasketFacts::of(found.values()), family_id, vat_bps })
}

/// Checks what is to be in a basket; `found` are those of its products that exist.
///
/// # Errors
/// `RepeatedComponent`, `RepeatedSubstitute`, `UnknownProduct`, `BasketInBasket`, `ComponentNotSold`; each is named by its
/// place.
pub async fn check_components(
    tx: &UnitOfWork,
    components: &[BasketComponent],
    found: &HashMap<ProductId, product::Model>,
    audience: Audience,
) -> Result<()> {
    let ids: Vec<ProductId> = found.keys().copied().collect();
    let nested = baskets::list_basket_contents(tx, &ids).await?;
    let product_error = |product_id: ProductId| match (found.get(&product_id), nested.get(&product_id)) {
        (None, _) => Some(CatalogueError::UnknownProduct { product_id }),
        (_, Some(nested)) => Some(match audience {
            Audience::Buyer(buyer) if !nested.is_for(buyer) => CatalogueError::UnknownProduct { product_id },
            _ => CatalogueError::BasketInBasket,
        }),
        (Some(product), None) => (!is_in_catalogue(product)).then_some(CatalogueError::ComponentNotSold { product_id }),
    };
    let mut faults = Vec::new();
    for (i, component) in components.iter().enumerate() {
        let is_repeated = components.iter().take(i).any(|other| other.product_id == component.product_id);
        let repeated = is_repeated.then_some(CatalogueError::RepeatedComponent);
        if let Some(error) = repeated.or_else(|| product_error(component.product_id)) {
            faults.push(FieldFault { pointer: format!("/components/{i}/product_id"), error });
        }
        for (j, substitute) in component.substitutes.iter().enumerate() {
            let is_repeated = component.products().take(j + 1).any(|other| other == *substitute);
            let repeated = is_repeated.then_some(CatalogueError::RepeatedSubstitute);
            if let Some(error) = repeated.or_else(|| product_error(*substitute)) {
                faults.push(FieldFault { pointer: format!("/components/{i}/substitutes/{j}"), error });
            }
        }
    }
    refuse_all(faults)
}

/// The packaging of another basket.
///
/// # Errors
/// `UnknownProduct` where it is no basket that the buyer may see.
pub async fn load_packaging(tx: &UnitOfWork, id: ProductId, buyer: BuyerId) -> Result<(Packaging, i32)> {
    let unknown = || CatalogueError::UnknownProduct { product_id: id }.at("/packaging_of");
    let source = baskets::list_basket_contents(tx, &[id]).await?.remove(&id).filter(|source| source.is_for(buyer));
    let product = product_rows::list_products_by_id(tx, &[id]).await?.remove(&id);
    let (Some(source), Some(product)) = (source, product) else { return Err(unknown()) };
    // What the buyer made itself it may copy although it is retired.
    if source.basket.buyer_id.is_none() && !is_in_catalogue(&product) {
        return Err(unknown());
    }
    let basket::Model { packaging_es: es, packaging_en: en, packaging_price: price, .. } = source.basket;
    Ok((Packaging { es, en, price }, product.vat_bps))
}

async fn own_sale_terms(
    tx: &UnitOfWork,
    buyer: BuyerId,
    code: String,
    loaded: &LoadedFacts,
    packaging_of: Option<ProductId>,
) -> Result<BasketSaleTerms> {
    let (packaging, vat_bps) = match packaging_of {
        Some(source) => load_packaging(tx, source, buyer).await?,
        None => (Packaging::default(), loaded.vat_bps),
    };
    // A buyer composes at list prices; the discount of a basket that it copied is the cooperative's.
    Ok(BasketSaleTerms { code, family_id: loaded.family_id, discount_bps: Some(0), packaging, vat_bps })
}

/// A code for a basket to which nobody gives one.
fn own_code(tx: &UnitOfWork) -> String {
    let id: uuid::Uuid = tx.new_id();
    let digits = id.simple().to_string().to_uppercase();
    format!("B-{}", digits.get(20..).unwrap_or(&digits))
}

async fn insert(
    tx: &mut UnitOfWork,
    buyer_id: Option<BuyerId>,
    sale: BasketSaleTerms,
    terms: BasketTerms,
    loaded: LoadedFacts,
) -> Result<StoredBasket> {
    let product = products::create_product(tx, product_terms(&sale, &terms, loaded.facts)).await?;
    let contents = contents(product.id, buyer_id, sale, terms);
    baskets::insert_basket(tx, &contents).await?;
    Ok(StoredBasket { product, contents })
}

async fn update(
    tx: &mut UnitOfWork,
    before: StoredBasket,
    if_match: &IfMatch,
    sale: BasketSaleTerms,
    terms: BasketTerms,
    loaded: LoadedFacts,
) -> Result<StoredBasket> {
    if_match.check(before.product.version)?;
    let id = before.product.id;
    let product =
        products::update_locked_product(tx, before.product, product_terms(&sale, &terms, loaded.facts)).await?;
    let contents = contents(id, before.contents.basket.buyer_id, sale, terms);
    baskets::update_basket(tx, &contents).await?;
    Ok(StoredBasket { product, contents })
}

/// The basket of this buyer, or of the cooperative where `owner` is none, its product locked for update; or 404.
async fn lock_basket(tx: &UnitOfWork, id: ProductId, owner: Option<BuyerId>) -> Result<StoredBasket> {
    let product = product_rows::lock_product(tx, id).await.map_err(|_| Problem::not_found("basket"))?;
    let contents = baskets::get_basket(tx, id).await?;
    match contents.basket.buyer_id == owner {
        true => Ok(StoredBasket { product, contents }),
        false => Err(Problem::not_found("basket")),
    }
}

fn product_terms(sale: &BasketSaleTerms, terms: &BasketTerms, facts: BasketFacts) -> ProductTerms {
    ProductTerms {
        code: sale.code.clone(),
        family_id: sale.family_id,
        name_es: terms.name_es.clone(),
        name_en: terms.name_en.clone(),
        description_es: terms.description_es.clone(),
        description_en: terms.description_en.clone(),
        net_content: 1,
        net_unit: NetUnit::Unit,
        lot_size: 1,
        order_multiple: 1,
        ingredients_es: None,
        ingredients_en: None,
        allergens: facts.allergens,
        practices: Vec::new(),
        storage: facts.storage,
        shelf_life_days: facts.shelf_life_days,
        vat_bps: sale.vat_bps,
        additional_tax: None,
    }
}

fn contents(id: ProductId, buyer_id: Option<BuyerId>, sale: BasketSaleTerms, terms: BasketTerms) -> BasketContents {
    BasketContents {
        basket: basket::Model {
            product_id: id,
            buyer_id,
            discount_bps: sale.discount_bps,
            packaging_es: sale.packaging.es,
            packaging_en: sale.packaging.en,
            packaging_price: sale.packaging.price,
            card_es: terms.card_es,
            card_en: terms.card_en,
        },
        components: terms.components,
    }
}
