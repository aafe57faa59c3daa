//! Families and products: made and edited by staff, shown once published, never deleted.

use std::collections::HashMap;

use entities::{
    catalogue::{family, product},
    values::{FamilyId, NetUnit, ProductId, Storage, Tags},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use crate::catalogue::{Event, store};
use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// A family as it is made or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFamily {
    /// Stable code.
    pub code: String,
    /// Its name in Spanish.
    pub name_es: String,
    /// Its name in English.
    pub name_en: String,
}

/// All that is said about a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductTerms {
    /// Stable code, unique.
    pub code: String,
    /// Its family.
    pub family_id: FamilyId,
    /// Name in Spanish.
    pub name_es: String,
    /// Name in English.
    pub name_en: String,
    /// Description in Spanish.
    pub description_es: Option<String>,
    /// Description in English.
    pub description_en: Option<String>,
    /// In `net_unit`, greater than zero.
    pub net_content: i64,
    /// Unit of the net content.
    pub net_unit: NetUnit,
    /// Units per lot, greater than zero.
    pub lot_size: i64,
    /// An order line is a multiple of this, greater than zero.
    pub order_multiple: i64,
    /// Ingredients in Spanish.
    pub ingredients_es: Option<String>,
    /// Ingredients in English.
    pub ingredients_en: Option<String>,
    /// Codes of allergens; empty = none declared.
    pub allergens: Vec<String>,
    /// Codes of practices.
    pub practices: Vec<String>,
    /// How it is kept.
    pub storage: Storage,
    /// Days from making to best before.
    pub shelf_life_days: i32,
    /// VAT on the net price, basis points.
    pub vat_bps: i32,
    /// Code of an additional tax, and its rate in basis points.
    pub additional_tax: Option<(String, i32)>,
}

/// Those of these products that exist.
pub async fn products(tx: &UnitOfWork, ids: &[ProductId]) -> Result<HashMap<ProductId, product::Model>> {
    Ok(store::products::by_ids(tx, ids).await?.into_iter().map(|p| (p.id, p)).collect())
}

/// Makes a family, or changes the names of the one with this code.
pub async fn put_family(tx: &mut UnitOfWork, new: NewFamily) -> Result<family::Model> {
    let NewFamily { code, name_es, name_en } = new;
    match store::products::family_by_code(tx, &code).await? {
        Some(row) if (&row.name_es, &row.name_en) == (&name_es, &name_en) => Ok(row),
        Some(row) => {
            let changed =
                family::ActiveModel { name_es: Set(name_es), name_en: Set(name_en), ..row.into_active_model() };
            let changed = store::products::update_family(tx, changed).await?;
            tx.audit("family", changed.id.0, "changed", json!({ "code": changed.code }));
            Ok(changed)
        }
        None => {
            let row = family::ActiveModel {
                id: Set(tx.new_id()),
                code: Set(code),
                name_es: Set(name_es),
                name_en: Set(name_en),
            };
            let made = store::products::insert_family(tx, row).await?;
            tx.audit("family", made.id.0, "made", json!({ "code": made.code }));
            Ok(made)
        }
    }
}

/// Makes a product; nobody sees it before it is published.
///
/// # Errors
/// 404 for an unknown family; 409 `code_taken`.
pub async fn create_product(tx: &mut UnitOfWork, terms: ProductTerms) -> Result<product::Model> {
    check(tx, &terms, None).await?;
    let row = product::ActiveModel {
        id: Set(tx.new_id()),
        published_at: Set(None),
        retired_at: Set(None),
        created_at: Set(tx.now()),
        version: Set(1),
        ..columns(terms)
    };
    let made = store::products::insert(tx, row).await?;
    told(tx, &made, "made");
    Ok(made)
}

/// Changes what is said about a product. The version was compared by the caller.
///
/// # Errors
/// 404 for an unknown family; 409 `code_taken`, `product_retired`.
pub async fn edit_product(tx: &mut UnitOfWork, row: product::Model, terms: ProductTerms) -> Result<product::Model> {
    if row.retired_at.is_some() {
        return Err(retired());
    }
    check(tx, &terms, Some(row.id)).await?;
    let changed = product::ActiveModel {
        id: Set(row.id),
        published_at: Set(row.published_at),
        retired_at: Set(None),
        created_at: Set(row.created_at),
        version: Set(row.version + 1),
        ..columns(terms)
    };
    let changed = store::products::update(tx, changed).await?;
    told(tx, &changed, "changed");
    Ok(changed)
}

/// Shows a product to all; repeated, it changes nothing.
pub async fn publish_product(tx: &mut UnitOfWork, id: ProductId) -> Result<product::Model> {
    let row = store::products::lock(tx, id).await?;
    if row.retired_at.is_some() {
        return Err(retired());
    }
    if row.published_at.is_some() {
        return Ok(row);
    }
    let version = row.version + 1;
    let shown =
        product::ActiveModel { published_at: Set(Some(tx.now())), version: Set(version), ..row.into_active_model() };
    let shown = store::products::update(tx, shown).await?;
    told(tx, &shown, "published");
    Ok(shown)
}

/// Takes a product out of the catalogue for good; orders that have it stay. Repeated, it changes nothing.
pub async fn retire_product(tx: &mut UnitOfWork, id: ProductId) -> Result<product::Model> {
    let row = store::products::lock(tx, id).await?;
    if row.retired_at.is_some() {
        return Ok(row);
    }
    let version = row.version + 1;
    let gone =
        product::ActiveModel { retired_at: Set(Some(tx.now())), version: Set(version), ..row.into_active_model() };
    let gone = store::products::update(tx, gone).await?;
    told(tx, &gone, "retired");
    Ok(gone)
}

fn columns(terms: ProductTerms) -> product::ActiveModel {
    let (tax_code, tax_bps) = terms.additional_tax.map_or((None, 0), |(code, bps)| (Some(code), bps));
    product::ActiveModel {
        code: Set(terms.code),
        family_id: Set(terms.family_id),
        name_es: Set(terms.name_es),
        name_en: Set(terms.name_en),
        description_es: Set(terms.description_es),
        description_en: Set(terms.description_en),
        net_content: Set(terms.net_content),
        net_unit: Set(terms.net_unit),
        lot_size: Set(terms.lot_size),
        order_multiple: Set(terms.order_multiple),
        ingredients_es: Set(terms.ingredients_es),
        ingredients_en: Set(terms.ingredients_en),
        allergens: Set(Tags(terms.allergens)),
        practices: Set(Tags(terms.practices)),
        storage: Set(terms.storage),
        shelf_life_days: Set(terms.shelf_life_days),
        vat_bps: Set(terms.vat_bps),
        additional_tax_code: Set(tax_code),
        additional_tax_bps: Set(tax_bps),
        ..Default::default()
    }
}

async fn check(tx: &UnitOfWork, terms: &ProductTerms, own: Option<ProductId>) -> Result<()> {
    store::products::family(tx, terms.family_id).await?;
    match store::products::by_code(tx, &terms.code).await? {
        Some(other) if Some(other.id) != own => {
            let detail = "Another product has this code.";
            Err(Problem::refused("code_taken", detail).at("/code", "code_taken", detail))
        }
        _ => Ok(()),
    }
}

fn retired() -> Problem {
    Problem::refused("product_retired", "This product was taken out of the catalogue for good.")
}

fn told(tx: &mut UnitOfWork, product: &product::Model, action: &str) {
    tx.audit("product", product.id.0, action, json!({ "code": product.code, "version": product.version }));
    tx.emit(Event::ProductChanged { product_id: product.id });
}
