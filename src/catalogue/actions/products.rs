//! Creates, updates, publishes and retires products. They are never deleted.

use chrono::{DateTime, Utc};
use entities::{
    catalogue::{product, product_version},
    values::{AllergenDeclaration, FamilyId, NetUnit, ProductId, Storage, Tags},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use super::basket_facts::refresh_baskets_with;
use crate::{
    catalogue::{
        Event,
        errors::CatalogueError,
        rules::allergens::declaration,
        store::{baskets, families, product_versions, products},
    },
    platform::{
        http::{api_error::ApiError, bounded::Bounded, etag::IfMatch, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Net content of a product, in its `net_unit`.
pub type NetContent = Bounded<1, 1_000_000>;
/// Units per lot of a product.
pub type LotSize = Bounded<1, 100_000>;
/// What an order line of a product is a multiple of.
pub type OrderMultiple = Bounded<1, 100_000>;
/// Days from production to best before.
pub type ShelfLifeDays = Bounded<1, 3_650>;

/// What a product is created or updated with.
///
/// Requests and imports read its numbers with the bounded types above, so both accept the same values.
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
    /// See [`NetContent`].
    pub net_content: i64,
    /// Unit of the net content.
    pub net_unit: NetUnit,
    /// See [`LotSize`].
    pub lot_size: i64,
    /// See [`OrderMultiple`].
    pub order_multiple: i64,
    /// Ingredients in Spanish.
    pub ingredients_es: Option<String>,
    /// Ingredients in English.
    pub ingredients_en: Option<String>,
    /// What is declared of its allergens; `None` = nothing.
    pub allergens: Option<AllergenDeclaration>,
    /// Codes of practices.
    pub practices: Vec<String>,
    /// How it is stored.
    pub storage: Storage,
    /// See [`ShelfLifeDays`].
    pub shelf_life_days: i32,
    /// VAT on the net price, in basis points.
    pub vat_bps: i32,
    /// Code of an additional tax, and its rate in basis points.
    pub additional_tax: Option<(String, i32)>,
}

impl From<product::Model> for ProductTerms {
    fn from(row: product::Model) -> Self {
        Self {
            allergens: declaration(&row),
            code: row.code,
            family_id: row.family_id,
            name_es: row.name_es,
            name_en: row.name_en,
            description_es: row.description_es,
            description_en: row.description_en,
            net_content: row.net_content,
            net_unit: row.net_unit,
            lot_size: row.lot_size,
            order_multiple: row.order_multiple,
            ingredients_es: row.ingredients_es,
            ingredients_en: row.ingredients_en,
            practices: row.practices.0,
            storage: row.storage,
            shelf_life_days: row.shelf_life_days,
            vat_bps: row.vat_bps,
            additional_tax: row.additional_tax_code.map(|code| (code, row.additional_tax_bps)),
        }
    }
}

impl ProductTerms {
    fn into_columns(self) -> product::ActiveModel {
        let (tax_code, tax_bps) = self.additional_tax.map_or((None, 0), |(code, bps)| (Some(code), bps));
        product::ActiveModel {
            code: Set(self.code),
            family_id: Set(self.family_id),
            name_es: Set(self.name_es),
            name_en: Set(self.name_en),
            description_es: Set(self.description_es),
            description_en: Set(self.description_en),
            net_content: Set(self.net_content),
            net_unit: Set(self.net_unit),
            lot_size: Set(self.lot_size),
            order_multiple: Set(self.order_multiple),
            ingredients_es: Set(self.ingredients_es),
            ingredients_en: Set(self.ingredients_en),
            practices: Set(Tags(self.practices)),
            storage: Set(self.storage),
            shelf_life_days: Set(self.shelf_life_days),
            vat_bps: Set(self.vat_bps),
            additional_tax_code: Set(tax_code),
            additional_tax_bps: Set(tax_bps),
            ..Default::default()
        }
    }
}

/// Creates a product. Buyers see it only after it is published.
///
/// # Errors
/// 404 for an unknown family; `CodeTaken`.
pub async fn create_product(tx: &mut UnitOfWork, terms: ProductTerms) -> Result<product::Model> {
    check(tx, &terms, None).await?;
    let declared = terms.allergens.clone();
    let columns = set_allergens(terms.into_columns(), declared, tx.now());
    let row = product::ActiveModel {
        id: Set(tx.new_id()),
        published_at: Set(None),
        retired_at: Set(None),
        created_at: Set(tx.now()),
        version: Set(1),
        ..columns
    };
    let product = products::insert_product(tx, row).await?;
    product_versions::insert_product_version(tx, version_of(&product, tx.now())).await?;
    record(tx, &product, "made");
    Ok(product)
}

/// Updates a product.
///
/// # Errors
/// 404 for an unknown product or family; 412 where `if_match` names another version; `CodeTaken`, `ProductRetired`,
/// `ProductIsBasket`.
pub async fn update_product(
    tx: &mut UnitOfWork,
    id: ProductId,
    if_match: &IfMatch,
    terms: ProductTerms,
) -> Result<product::Model> {
    let before = products::lock_product(tx, id).await?;
    if_match.check(before.version)?;
    check_no_basket(tx, id).await?;
    let product = update_locked_product(tx, before, terms).await?;
    refresh_baskets_with(tx, id).await?;
    Ok(product)
}

/// Updates a product whose row is locked.
///
/// # Errors
/// 404 for an unknown family; `CodeTaken`, `ProductRetired`.
pub async fn update_locked_product(
    tx: &mut UnitOfWork,
    before: product::Model,
    terms: ProductTerms,
) -> Result<product::Model> {
    let id = before.id;
    check_not_retired(&before)?;
    check(tx, &terms, Some(id)).await?;
    let declared = terms.allergens.clone();
    let mut change = product::ActiveModel { id: Set(id), version: Set(before.version + 1), ..terms.into_columns() };
    // An unchanged declaration keeps its day, and what could not be read stays until somebody declares it.
    if declared != declaration(&before) {
        change = set_allergens(change, declared, tx.now());
    }
    let product = products::update_product(tx, change).await?;
    if is_sold_otherwise(&before, &product) {
        product_versions::insert_product_version(tx, version_of(&product, tx.now())).await?;
    }
    record(tx, &product, "changed");
    Ok(product)
}

/// Publishes a product. Repeated, it changes nothing.
///
/// # Errors
/// 404; `ProductRetired`.
pub async fn publish_product(tx: &mut UnitOfWork, id: ProductId) -> Result<product::Model> {
    let before = products::lock_product(tx, id).await?;
    check_not_retired(&before)?;
    if before.published_at.is_some() {
        return Ok(before);
    }
    let version = before.version + 1;
    let change =
        product::ActiveModel { published_at: Set(Some(tx.now())), version: Set(version), ..before.into_active_model() };
    let product = products::update_product(tx, change).await?;
    record(tx, &product, "published");
    Ok(product)
}

/// Takes a product out of the catalogue for good. Existing orders keep it. Repeated, it changes nothing.
///
/// # Errors
/// 404.
pub async fn retire_product(tx: &mut UnitOfWork, id: ProductId) -> Result<product::Model> {
    let before = products::lock_product(tx, id).await?;
    if before.retired_at.is_some() {
        return Ok(before);
    }
    let version = before.version + 1;
    let change =
        product::ActiveModel { retired_at: Set(Some(tx.now())), version: Set(version), ..before.into_active_model() };
    let product = products::update_product(tx, change).await?;
    record(tx, &product, "retired");
    Ok(product)
}

/// What the product is called and how it is sold from an instant on.
fn version_of(product: &product::Model, valid_from: DateTime<Utc>) -> product_version::Model {
    product_version::Model {
        product_id: product.id,
        version: product.version,
        valid_from,
        code: product.code.clone(),
        name_es: product.name_es.clone(),
        name_en: product.name_en.clone(),
        net_content: product.net_content,
        net_unit: product.net_unit,
        lot_size: product.lot_size,
        order_multiple: product.order_multiple,
    }
}

/// Whether an update changed what its versions keep of a product.
fn is_sold_otherwise(before: &product::Model, after: &product::Model) -> bool {
    let of = |row: &product::Model| product_version::Model { version: 0, ..version_of(row, row.created_at) };
    of(before) != of(after)
}

/// Sets what is declared of the allergens; `None` withdraws it.
fn set_allergens(
    row: product::ActiveModel,
    declared: Option<AllergenDeclaration>,
    now: DateTime<Utc>,
) -> product::ActiveModel {
    let declared_at = declared.is_some().then_some(now);
    let AllergenDeclaration { contains, may_contain } = declared.unwrap_or_default();
    product::ActiveModel {
        allergens: Set(contains),
        may_contain: Set(may_contain),
        allergens_declared_at: Set(declared_at),
        allergens_unresolved: Set(None),
        ..row
    }
}

/// Refuses to change a product that was taken out of the catalogue.
pub(super) fn check_not_retired(product: &product::Model) -> Result<()> {
    match product.retired_at {
        Some(retired_at) => Err(CatalogueError::ProductRetired { retired_at }.into()),
        None => Ok(()),
    }
}

/// Refuses for a basket what makes sense only for what a workshop makes.
pub(super) async fn check_no_basket(tx: &UnitOfWork, id: ProductId) -> Result<()> {
    match baskets::is_basket(tx, id).await? {
        true => Err(CatalogueError::ProductIsBasket.into()),
        false => Ok(()),
    }
}

/// Checks that the family exists and that no product other than `own` has the code.
async fn check(tx: &UnitOfWork, terms: &ProductTerms, own: Option<ProductId>) -> Result<()> {
    families::get_family(tx, terms.family_id).await?;
    match products::find_product_by_code(tx, &terms.code).await? {
        Some(other) if Some(other.id) != own => Err(CatalogueError::CodeTaken { code: other.code }.at("/code")),
        _ => Ok(()),
    }
}

fn record(tx: &mut UnitOfWork, product: &product::Model, action: &str) {
    tx.audit("product", product.id.0, action, json!({ "code": product.code, "version": product.version }));
    tx.emit(Event::ProductChanged { product_id: product.id });
}
