//! Staff create, update, publish and retire products.

use chrono::{DateTime, Utc};
use entities::{
    catalogue::{product, product_photo},
    values::{Allergen, AllergenDeclaration, FamilyId, NetUnit, ProductId, Storage},
};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{photos::photo_response, tag::Tag};
use crate::{
    catalogue::{
        CatalogueError, LotSize, NetContent, OrderMultiple, ProductTerms, ShelfLifeDays, create_product,
        publish_product, read_declaration, retire_product,
        store::{
            photos,
            products::{self, ProductFilter},
        },
        update_product,
    },
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            api_error::ApiError,
            etag::{IfMatch, Versioned},
            idempotency::{Created, Idempotent},
            limits::{NAME, STORY},
            page_request::{PageRequest, Rows},
            paging::List,
            photo::Photo,
            problem::{Problem, Result},
            text::{LongText, Text},
        },
        unit_of_work::UnitOfWork,
    },
};

/// A product of the catalogue, which one or more workshops make.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Product {
    /// Identifies the product.
    pub id: ProductId,
    /// Stable code.
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
    /// Net content, in `net_unit`.
    pub net_content: i64,
    /// Unit of the net content.
    pub net_unit: NetUnit,
    /// Units per lot.
    pub lot_size: i64,
    /// An order line is a multiple of this.
    pub order_multiple: i64,
    /// Ingredients in Spanish.
    pub ingredients_es: Option<String>,
    /// Ingredients in English.
    pub ingredients_en: Option<String>,
    /// What it contains. Without `allergens_declared_at` nothing is known of its allergens.
    pub allergens: Vec<Allergen>,
    /// What it may contain in traces.
    pub may_contain: Vec<Allergen>,
    /// When its allergens were declared.
    pub allergens_declared_at: Option<DateTime<Utc>>,
    /// What an earlier version held as its allergens and nobody could read; staff declare them anew.
    pub allergens_unresolved: Option<String>,
    /// Codes of practices, such as organic.
    pub practices: Vec<String>,
    /// How it is stored.
    pub storage: Storage,
    /// Days from production to best before.
    pub shelf_life_days: i32,
    /// VAT on its net price, in basis points.
    pub vat_bps: i32,
    /// Code of an additional tax.
    pub additional_tax_code: Option<String>,
    /// Its rate on the net price, in basis points.
    pub additional_tax_bps: i32,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was taken out of the catalogue.
    pub retired_at: Option<DateTime<Utc>>,
    /// Its first photo, where it has any.
    pub cover: Option<Photo>,
}

impl Product {
    /// The product with its first photo.
    pub(super) fn of(row: product::Model, cover: Option<product_photo::Model>) -> Self {
        Self {
            cover: cover.map(|photo| photo_response(photo, &row)),
            id: row.id,
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
            allergens: row.allergens.into(),
            may_contain: row.may_contain.into(),
            allergens_declared_at: row.allergens_declared_at,
            allergens_unresolved: row.allergens_unresolved,
            practices: row.practices.0,
            storage: row.storage,
            shelf_life_days: row.shelf_life_days,
            vat_bps: row.vat_bps,
            additional_tax_code: row.additional_tax_code,
            additional_tax_bps: row.additional_tax_bps,
            published_at: row.published_at,
            retired_at: row.retired_at,
        }
    }
}

/// The response for a page of products.
pub(super) async fn list_response(tx: &UnitOfWork, rows: Rows<product::Model>) -> Result<List<Product>> {
    let covers = photos::list_covers(tx, &rows.items).await?;
    let response = |product: product::Model| {
        let cover = covers.get(&product.id).cloned();
        Product::of(product, cover)
    };
    Ok(rows.map(response).into())
}

/// What a product is created or updated with.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct ProductInput {
    /// Stable code, unique.
    pub code: Text<1, 40>,
    /// Its family.
    pub family_id: FamilyId,
    /// Name in Spanish.
    pub name_es: Text<1, NAME>,
    /// Name in English.
    pub name_en: Text<1, NAME>,
    /// Description in Spanish.
    pub description_es: Option<LongText<STORY>>,
    /// Description in English.
    pub description_en: Option<LongText<STORY>>,
    /// Net content, in `net_unit`.
    pub net_content: NetContent,
    /// Unit of the net content.
    pub net_unit: NetUnit,
    /// Units per lot. Quotas are whole lots.
    pub lot_size: LotSize,
    /// An order line is a multiple of this; absent = 1.
    #[oai(default)]
    pub order_multiple: OrderMultiple,
    /// Ingredients in Spanish.
    pub ingredients_es: Option<LongText<STORY>>,
    /// Ingredients in English.
    pub ingredients_en: Option<LongText<STORY>>,
    /// What it contains: words of `Allergen` or their usual names in Spanish or English. Empty = it contains none;
    /// absent = not declared, and no search without an allergen finds it.
    #[oai(validator(max_items = 30))]
    pub allergens: Option<Vec<Text<1, 120>>>,
    /// What it may contain in traces, in the same words.
    #[oai(default, validator(max_items = 30))]
    pub may_contain: Vec<Text<1, 120>>,
    /// Codes of practices, such as organic, wild_harvest.
    #[oai(default, validator(max_items = 30))]
    pub practices: Vec<Text<1, 40>>,
    /// How it is stored.
    pub storage: Storage,
    /// Days from production to best before.
    pub shelf_life_days: ShelfLifeDays,
    /// VAT on its net price, in basis points: 1900, or 0 where exempt.
    #[oai(validator(minimum(value = "0"), maximum(value = "10000")))]
    pub vat_bps: i32,
    /// An additional tax on its net price.
    pub additional_tax: Option<AdditionalTax>,
}

/// An additional tax on a product's net price (ILA, Ley 18.455 and DL 825, art. 42).
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct AdditionalTax {
    /// Code of the tax office, e.g. 24 for liqueurs.
    pub code: Text<1, 10>,
    /// Rate in basis points.
    #[oai(validator(minimum(value = "1"), maximum(value = "10000")))]
    pub bps: i32,
}

impl TryFrom<ProductInput> for ProductTerms {
    type Error = Problem;

    fn try_from(input: ProductInput) -> Result<Self> {
        let texts = |list: Vec<Text<1, 40>>| list.into_iter().map(String::from).collect();
        Ok(Self {
            code: input.code.into(),
            family_id: input.family_id,
            name_es: input.name_es.into(),
            name_en: input.name_en.into(),
            description_es: input.description_es.map(String::from),
            description_en: input.description_en.map(String::from),
            net_content: input.net_content.get(),
            net_unit: input.net_unit,
            lot_size: input.lot_size.get(),
            order_multiple: input.order_multiple.get(),
            ingredients_es: input.ingredients_es.map(String::from),
            ingredients_en: input.ingredients_en.map(String::from),
            allergens: declaration(input.allergens, &input.may_contain)?,
            practices: texts(input.practices),
            storage: input.storage,
            shelf_life_days: input.shelf_life_days.small(),
            vat_bps: input.vat_bps,
            additional_tax: input.additional_tax.map(|tax| (tax.code.into(), tax.bps)),
        })
    }
}

/// What the lists of a request declare.
fn declaration(
    contains: Option<Vec<Text<1, 120>>>,
    may_contain: &[Text<1, 120>],
) -> Result<Option<AllergenDeclaration>> {
    let read = |name: &str, texts: &[Text<1, 120>], in_traces: bool| -> Result<Vec<AllergenDeclaration>> {
        let unknown = |place, word| CatalogueError::unknown_allergen(word).at(format!("/{name}/{place}"));
        let texts = texts.iter().enumerate();
        texts.map(|(place, text)| read_declaration(text, in_traces).map_err(|word| unknown(place, word))).collect()
    };
    let Some(contains) = contains else {
        if may_contain.is_empty() {
            return Ok(None);
        }
        return Err(CatalogueError::AllergensMissing.at("/allergens"));
    };
    let parts = [read("allergens", &contains, false)?, read("may_contain", may_contain, true)?].concat();
    Ok(Some(AllergenDeclaration::combine(&parts)))
}

/// Operations of staff on products.
pub struct Products;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Catalogue")]
impl Products {
    /// List all products, by code
    ///
    /// Unpublished and retired ones too.
    #[oai(path = "/products", method = "get", operation_id = "list_staff_products")]
    async fn list_staff_products(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only of this family.
        family: Query<Option<FamilyId>>,
        page: PageRequest,
    ) -> Result<List<Product>> {
        let tx = app.read(caller.actor()).await?;
        let filter = ProductFilter { family: family.0, ..ProductFilter::default() };
        list_response(&tx, products::list_products(&tx, filter, &page).await?).await
    }

    /// Create a product
    ///
    /// Buyers see it only after it is published.
    #[oai(path = "/products", method = "post", operation_id = "create_product")]
    async fn create_product(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        body: Json<ProductInput>,
    ) -> Result<Created<Product>> {
        request
            .run(body, async |tx, _, input| Ok(Product::of(create_product(tx, input.try_into()?).await?, None)))
            .await
    }

    /// Get a product
    #[oai(path = "/products/:id", method = "get", operation_id = "get_staff_product")]
    async fn get_staff_product(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<ProductId>,
    ) -> Result<Versioned<Product>> {
        let tx = app.read(caller.actor()).await?;
        versioned(&tx, products::get_product(&tx, id.0).await?).await
    }

    /// Update a product
    #[oai(path = "/products/:id", method = "put", operation_id = "update_product")]
    async fn update_product(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<ProductId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<ProductInput>,
    ) -> Result<Versioned<Product>> {
        let mut tx = app.begin(caller.actor()).await?;
        let product = update_product(&mut tx, id.0, &if_match, body.0.try_into()?).await?;
        commit(tx, product).await
    }

    /// Publish a product
    #[oai(path = "/products/:id/publish", method = "post", operation_id = "publish_product")]
    async fn publish_product(&self, app: Data<&App>, caller: Staff, id: Path<ProductId>) -> Result<Versioned<Product>> {
        let mut tx = app.begin(caller.actor()).await?;
        let product = publish_product(&mut tx, id.0).await?;
        commit(tx, product).await
    }

    /// Take a product out of the catalogue for good
    #[oai(path = "/products/:id/retire", method = "post", operation_id = "retire_product")]
    async fn retire_product(&self, app: Data<&App>, caller: Staff, id: Path<ProductId>) -> Result<Versioned<Product>> {
        let mut tx = app.begin(caller.actor()).await?;
        let product = retire_product(&mut tx, id.0).await?;
        commit(tx, product).await
    }
}

async fn versioned(tx: &UnitOfWork, product: product::Model) -> Result<Versioned<Product>> {
    let version = product.version;
    let cover = photos::list_covers(tx, [&product]).await?.remove(&product.id);
    Ok(Versioned::of(Product::of(product, cover), version))
}

async fn commit(tx: UnitOfWork, product: product::Model) -> Result<Versioned<Product>> {
    let response = versioned(&tx, product).await?;
    tx.commit().await?;
    Ok(response)
}
