//! Adds, describes, orders and deletes photos of products. All of them lock the product first.

use entities::{
    catalogue::{product, product_photo},
    values::{PhotoId, ProductId},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use super::products::check_not_retired;
use crate::{
    catalogue::{
        errors::CatalogueError,
        rules::photos::is_order_of,
        store::{photos, products},
    },
    platform::{
        app::App,
        http::{api_error::ApiError, etag::IfMatch, limits, problem::Result},
        photos::{StoredPhoto, store_photo},
        unit_of_work::{Actor, UnitOfWork},
    },
};

/// What a photo shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhotoTexts {
    /// In Spanish.
    pub alt_es: Option<String>,
    /// In English.
    pub alt_en: Option<String>,
}

/// A product's photos in their order.
#[derive(Clone, Debug)]
pub struct PhotosOfProduct {
    /// The product.
    pub product: product::Model,
    /// Its photos.
    pub photos: Vec<product_photo::Model>,
}

/// Stores the files of an uploaded picture, before the transaction that makes it a photo of the product: that takes too
/// long to hold a lock.
///
/// # Errors
/// 404; those of [`store_photo`].
pub async fn store_photo_files(app: &App, id: ProductId, actor: Actor, upload: Vec<u8>) -> Result<StoredPhoto> {
    // Whether there is a place is checked later: the repeated request of the last photo must find its first response.
    products::get_product(&app.read(actor).await?, id).await?;
    store_photo(app, upload).await
}

/// Adds a photo whose files are stored, after the others.
///
/// # Errors
/// 404; `ProductRetired`, `TooManyPhotos`.
pub async fn create_photo(
    tx: &mut UnitOfWork,
    id: ProductId,
    stored: StoredPhoto,
    texts: PhotoTexts,
) -> Result<product_photo::Model> {
    let product = products::lock_product(tx, id).await?;
    let existing = photos::list_photos(tx, id).await?;
    check_place(&product, &existing)?;
    let pixels = |pixels: u32| i32::try_from(pixels).map_err(anyhow::Error::from);
    let row = product_photo::Model {
        id: tx.new_id(),
        product_id: id,
        position: next_position(&existing),
        digest: stored.digest,
        width: pixels(stored.size.width)?,
        height: pixels(stored.size.height)?,
        alt_es: texts.alt_es,
        alt_en: texts.alt_en,
        created_at: tx.now(),
        version: 1,
    };
    let photo = photos::insert_photo(tx, row).await?;
    record(tx, &photo, "made");
    Ok(photo)
}

/// Changes what a photo is said to show.
///
/// # Errors
/// 404; 412 where `if_match` names another version; `ProductRetired`.
pub async fn update_photo(
    tx: &mut UnitOfWork,
    product: ProductId,
    id: PhotoId,
    if_match: &IfMatch,
    texts: PhotoTexts,
) -> Result<PhotosOfProduct> {
    let product = lock_changeable(tx, product).await?;
    let before = photos::get_photo(tx, product.id, id).await?;
    if_match.check(before.version)?;
    let version = before.version + 1;
    let change = product_photo::ActiveModel {
        alt_es: Set(texts.alt_es),
        alt_en: Set(texts.alt_en),
        version: Set(version),
        ..before.into_active_model()
    };
    let photo = photos::update_photo(tx, change).await?;
    record(tx, &photo, "changed");
    load_photos(tx, product).await
}

/// Puts the photos of a product in this order; the first one is its cover.
///
/// # Errors
/// 404; `ProductRetired`; `PhotosChanged` where `order` is not exactly its photos.
pub async fn update_photo_order(tx: &mut UnitOfWork, product: ProductId, order: &[PhotoId]) -> Result<PhotosOfProduct> {
    let product = lock_changeable(tx, product).await?;
    let existing = photos::list_photos(tx, product.id).await?;
    if !is_order_of(order, &existing) {
        return Err(CatalogueError::PhotosChanged.at("/photo_ids"));
    }
    if existing.iter().map(|photo| photo.id).ne(order.iter().copied()) {
        // Behind the last position, so that no two photos have the same one on the way.
        for (position, id) in (next_position(&existing)..).zip(order) {
            let change = product_photo::ActiveModel { id: Set(*id), position: Set(position), ..Default::default() };
            photos::update_photo(tx, change).await?;
        }
        tx.audit("product", product.id.0, "photos_ordered", json!({ "photos": order }));
    }
    load_photos(tx, product).await
}

/// Deletes a photo of a product. Its files are no longer served.
///
/// # Errors
/// 404; `ProductRetired`.
pub async fn delete_photo(tx: &mut UnitOfWork, product: ProductId, id: PhotoId) -> Result<PhotosOfProduct> {
    let product = lock_changeable(tx, product).await?;
    let photo = photos::get_photo(tx, product.id, id).await?;
    photos::delete_photo(tx, photo.id).await?;
    record(tx, &photo, "deleted");
    load_photos(tx, product).await
}

/// The photos of this product.
pub async fn load_photos(tx: &UnitOfWork, product: product::Model) -> Result<PhotosOfProduct> {
    let photos = photos::list_photos(tx, product.id).await?;
    Ok(PhotosOfProduct { product, photos })
}

async fn lock_changeable(tx: &UnitOfWork, id: ProductId) -> Result<product::Model> {
    let product = products::lock_product(tx, id).await?;
    check_not_retired(&product)?;
    Ok(product)
}

fn check_place(product: &product::Model, photos: &[product_photo::Model]) -> Result<()> {
    check_not_retired(product)?;
    if photos.len() >= limits::PHOTOS {
        return Err(CatalogueError::TooManyPhotos { maximum: limits::PHOTOS }.into());
    }
    Ok(())
}

/// The position after these photos, which are in their order.
fn next_position(photos: &[product_photo::Model]) -> i32 {
    photos.last().map_or(1, |last| last.position.saturating_add(1))
}

fn record(tx: &mut UnitOfWork, photo: &product_photo::Model, action: &str) {
    tx.audit("product_photo", photo.id.0, action, json!({ "product_id": photo.product_id, "digest": photo.digest }));
}
