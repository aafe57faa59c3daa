//! The files of photos: of products in the catalogue for everybody, of others for staff.

use entities::catalogue::product_photo;
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path},
};

use super::tag::Tag;
use crate::{
    catalogue::{rules::photos::has_width, store::photos},
    identity::{Caller, StaffViewer},
    platform::{
        app::App,
        http::{
            photo::{PhotoCache, PhotoFile},
            problem::{Problem, Result},
        },
        unit_of_work::Actor,
    },
};

/// Operations that read the files of photos.
pub struct PhotoFiles;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Catalogue")]
impl PhotoFiles {
    /// Read a photo of a product in the catalogue, in one of its sizes
    #[oai(path = "/public/photos/:digest/:width", method = "get", operation_id = "get_photo_file")]
    async fn get_photo_file(
        &self,
        app: Data<&App>,
        /// Names the files of the photo.
        #[oai(validator(max_length = 32, pattern = "^[0-9a-f]{32}$"))]
        digest: Path<String>,
        /// Pixels from side to side.
        #[oai(validator(minimum(value = "1"), maximum(value = "10000")))]
        width: Path<u32>,
        #[oai(name = "If-None-Match")] known: Header<Option<String>>,
    ) -> Result<PhotoFile> {
        let tx = app.read(Actor::System).await?;
        let photo = photos::get_public_photo(&tx, &digest.0).await?;
        drop(tx);
        load(&app, &photo, width.0, PhotoCache::Public, known.0.as_deref()).await
    }

    /// Read a photo of any product, in one of its sizes
    #[oai(path = "/staff/photos/:digest/:width", method = "get", operation_id = "get_staff_photo_file")]
    async fn get_staff_photo_file(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Names the files of the photo.
        #[oai(validator(max_length = 32, pattern = "^[0-9a-f]{32}$"))]
        digest: Path<String>,
        /// Pixels from side to side.
        #[oai(validator(minimum(value = "1"), maximum(value = "10000")))]
        width: Path<u32>,
        #[oai(name = "If-None-Match")] known: Header<Option<String>>,
    ) -> Result<PhotoFile> {
        let tx = app.read(caller.actor()).await?;
        let photo = photos::get_photo_by_digest(&tx, &digest.0).await?;
        drop(tx);
        load(&app, &photo, width.0, PhotoCache::Private, known.0.as_deref()).await
    }
}

async fn load(
    app: &App,
    photo: &product_photo::Model,
    width: u32,
    cache: PhotoCache,
    known: Option<&str>,
) -> Result<PhotoFile> {
    if !has_width(photo, width) {
        return Err(Problem::not_found("photo"));
    }
    PhotoFile::load(app, &photo.digest, width, cache, known).await
}
