//! Photos over HTTP: how a response describes one, how one is uploaded, and its files.

use entities::values::PhotoId;
use poem::{FromRequest, Request, RequestBody};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ApiResponse, ExtractParamOptions, Object,
    payload::Binary,
    registry::{MetaMediaType, MetaRequest, MetaSchema, MetaSchemaRef},
};

use sha2::{Digest, Sha256};

use super::{
    errors::RequestError,
    etag,
    problem::{Problem, Result},
};
use crate::platform::{app::App, photos};

/// A photo.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Photo {
    /// Identifies the photo.
    pub id: PhotoId,
    /// What it shows, in Spanish: its caption, and its text for those who do not see it.
    pub alt_es: Option<String>,
    /// The same in English.
    pub alt_en: Option<String>,
    /// Its sizes, smallest first.
    pub sizes: Vec<PhotoSize>,
    /// The version, for `If-Match` of a change of its texts.
    pub version: i32,
}

/// A size of a photo.
#[derive(Clone, Debug, Object)]
pub struct PhotoSize {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Where it is: a path of this server. What it answers never changes.
    pub path: String,
}

/// An uploaded picture, not decoded yet: JPEG, PNG or WebP, up to the size of an upload.
pub struct PhotoUpload(pub Vec<u8>);

impl PhotoUpload {
    /// A digest of the bytes, to compare requests by.
    pub fn digest(&self) -> String {
        hex::encode(Sha256::digest(&self.0))
    }
}

const CONTENT_TYPES: [&str; 3] = ["image/jpeg", "image/png", "image/webp"];

impl<'a> ApiExtractor<'a> for PhotoUpload {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();

    type ParamRawType = ();

    fn request_meta() -> Option<MetaRequest> {
        let content = CONTENT_TYPES.map(|content_type| {
            let schema = MetaSchema { format: Some("binary"), ..MetaSchema::new("string") };
            MetaMediaType { content_type, schema: MetaSchemaRef::Inline(Box::new(schema)) }
        });
        let description = "The picture. What a camera writes beside it, such as the place, is not kept.";
        Some(MetaRequest { description: Some(description), content: content.into(), required: true })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        // What it is, its first bytes say: a picture in another format is refused with the formats that are read.
        if !request.content_type().unwrap_or_default().trim().to_ascii_lowercase().starts_with("image/") {
            return Err(Problem::from(RequestError::UnsupportedMediaType).into());
        }
        Ok(Self(<Vec<u8> as FromRequest>::from_request(request, body).await?))
    }
}

/// Who may keep a photo's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoCache {
    /// Everybody, and what lies between.
    Public,
    /// The reader's browser.
    Private,
}

/// A file of a photo.
#[derive(ApiResponse)]
pub enum PhotoFile {
    /// The photo as JPEG.
    #[oai(status = 200)]
    File(
        Binary<Vec<u8>>,
        /// `image/jpeg`.
        #[oai(header = "Content-Type")]
        String,
        /// The file never changes.
        #[oai(header = "Cache-Control")]
        String,
        /// Names the file, for `If-None-Match`.
        #[oai(header = "ETag")]
        String,
    ),
    /// The file is the one that `If-None-Match` names.
    #[oai(status = 304)]
    NotModified(
        /// The file never changes.
        #[oai(header = "Cache-Control")]
        String,
        /// Names the file.
        #[oai(header = "ETag")]
        String,
    ),
}

impl PhotoFile {
    /// The file of this width; `known` is the `If-None-Match` of the request.
    ///
    /// # Errors
    /// 404 where the file is missing; 503 where the file store is absent.
    pub async fn load(app: &App, digest: &str, width: u32, cache: PhotoCache, known: Option<&str>) -> Result<Self> {
        let tag = format!("\"{digest}-{width}\"");
        let scope = if cache == PhotoCache::Public { "public" } else { "private" };
        let control = format!("{scope}, max-age=31536000, immutable");
        if known.is_some_and(|known| etag::names(known, &tag)) {
            return Ok(Self::NotModified(control, tag));
        }
        let key = photos::file_key(digest, width)?;
        let Some(bytes) = app.files.get(&key).await? else {
            tracing::error!(key = key.as_str(), "a photo is missing in the file store");
            return Err(Problem::not_found("photo"));
        };
        Ok(Self::File(Binary(bytes), "image/jpeg".to_owned(), control, tag))
    }
}
