//! Staff add, describe, order and delete the photos of products.

use entities::{
    catalogue::{product, product_photo},
    values::{PhotoId, ProductId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::tag::Tag;
use crate::{
    catalogue::{
        PhotoTexts, ProductPhoto,
        actions::photos::{self, PhotosOfProduct, load_photos},
        create_photo,
        store::products,
        store_photo_files,
    },
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            etag::IfMatch,
            idempotency::{Created, Idempotent},
            limits,
            photo::{Photo, PhotoSize, PhotoUpload},
            problem::Result,
            text::FreeText,
        },
    },
};

/// The photos of a product.
#[derive(Clone, Debug, Object)]
pub struct ProductPhotos {
    /// The photos in their order; the first one is the cover.
    pub photos: Vec<Photo>,
    /// Photos of a product, at most.
    pub maximum: usize,
    /// Bytes of an uploaded picture, at most.
    pub maximum_bytes: usize,
}

impl From<PhotosOfProduct> for ProductPhotos {
    fn from(PhotosOfProduct { product, photos }: PhotosOfProduct) -> Self {
        Self {
            photos: photos.into_iter().map(|photo| photo_response(photo, &product)).collect(),
            maximum: limits::PHOTOS,
            maximum_bytes: limits::UPLOAD_BODY,
        }
    }
}

/// The photo of a product as responses describe it.
pub(super) fn photo_response(photo: product_photo::Model, product: &product::Model) -> Photo {
    ProductPhoto::of(photo, product).into()
}

impl From<ProductPhoto> for Photo {
    fn from(photo: ProductPhoto) -> Self {
        let sizes = photo.sizes.into_iter();
        Self {
            id: photo.id,
            alt_es: photo.alt_es,
            alt_en: photo.alt_en,
            sizes: sizes.map(|(size, path)| PhotoSize { width: size.width, height: size.height, path }).collect(),
            version: photo.version,
        }
    }
}

/// What a photo shows.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct PhotoTextsInput {
    /// In Spanish: its caption, and its text for those who do not see it. Absent = the product's name stands for it.
    pub alt_es: Option<FreeText<1, { limits::LINE }>>,
    /// The same in English.
    pub alt_en: Option<FreeText<1, { limits::LINE }>>,
}

impl From<PhotoTextsInput> for PhotoTexts {
    fn from(input: PhotoTextsInput) -> Self {
        Self { alt_es: input.alt_es.map(FreeText::into_inner), alt_en: input.alt_en.map(FreeText::into_inner) }
    }
}

/// The order of a product's photos.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PhotoOrder {
    /// All photos of the product, each once; the first one is the cover.
    #[oai(validator(max_items = 100))]
    pub photo_ids: Vec<PhotoId>,
}

/// Operations of staff on photos.
pub struct Photos;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Catalogue")]
impl Photos {
    /// List the photos of a product
    #[oai(path = "/products/:id/photos", method = "get", operation_id = "list_photos")]
    async fn list_photos(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<ProductId>,
    ) -> Result<Json<ProductPhotos>> {
        let tx = app.read(caller.actor()).await?;
        let product = products::get_product(&tx, id.0).await?;
        Ok(Json(load_photos(&tx, product).await?.into()))
    }

    /// Add a photo to a product, after the others
    ///
    /// It is turned upright and stored in several sizes without what the camera wrote beside it, such as the place.
    #[oai(path = "/products/:id/photos", method = "post", operation_id = "create_photo")]
    async fn create_photo(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        app: Data<&App>,
        id: Path<ProductId>,
        upload: PhotoUpload,
    ) -> Result<Created<Photo>> {
        let digest = upload.digest();
        let stored = store_photo_files(&app, id.0, request.actor(), upload.0).await?;
        request
            .run(Json(digest), async |tx, _, _| {
                let photo = create_photo(tx, id.0, stored, PhotoTexts::default()).await?;
                let product = products::get_product(tx, id.0).await?;
                Ok(photo_response(photo, &product))
            })
            .await
    }

    /// Say what a photo shows
    #[oai(path = "/products/:id/photos/:photo", method = "put", operation_id = "update_photo")]
    async fn update_photo(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<ProductId>,
        photo: Path<PhotoId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<PhotoTextsInput>,
    ) -> Result<Json<ProductPhotos>> {
        let mut tx = app.begin(caller.actor()).await?;
        let photos = photos::update_photo(&mut tx, id.0, photo.0, &if_match, body.0.into()).await?;
        tx.commit().await?;
        Ok(Json(photos.into()))
    }

    /// Put the photos of a product in an order
    #[oai(path = "/products/:id/photo-order", method = "put", operation_id = "update_photo_order")]
    async fn update_photo_order(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<ProductId>,
        body: Json<PhotoOrder>,
    ) -> Result<Json<ProductPhotos>> {
        let mut tx = app.begin(caller.actor()).await?;
        let photos = photos::update_photo_order(&mut tx, id.0, &body.0.photo_ids).await?;
        tx.commit().await?;
        Ok(Json(photos.into()))
    }

    /// Delete a photo of a product
    #[oai(path = "/products/:id/photos/:photo/remove", method = "post", operation_id = "delete_photo")]
    async fn delete_photo(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<ProductId>,
        photo: Path<PhotoId>,
    ) -> Result<Json<ProductPhotos>> {
        let mut tx = app.begin(caller.actor()).await?;
        let photos = photos::delete_photo(&mut tx, id.0, photo.0).await?;
        tx.commit().await?;
        Ok(Json(photos.into()))
    }
}
