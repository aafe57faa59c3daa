//! A document as the body of a request: a PDF or a picture, up to the size of an upload.

use poem::{FromRequest, Request, RequestBody, Result};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ExtractParamOptions,
    registry::{MetaMediaType, MetaRequest, MetaSchema, MetaSchemaRef},
};
use sha2::{Digest, Sha256};

use super::{errors::RequestError, problem::Problem};

/// The bytes of an uploaded document. What it is, they say themselves: the media type of the request is not believed.
pub struct DocumentUpload(pub Vec<u8>);

impl DocumentUpload {
    /// SHA-256 of the bytes, in hex.
    pub fn digest(&self) -> String {
        hex::encode(Sha256::digest(&self.0))
    }
}

const CONTENT_TYPES: [&str; 4] = ["application/pdf", "image/jpeg", "image/png", "image/webp"];

impl<'a> ApiExtractor<'a> for DocumentUpload {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();

    type ParamRawType = ();

    fn request_meta() -> Option<MetaRequest> {
        let content = CONTENT_TYPES.map(|content_type| {
            let schema = MetaSchema { format: Some("binary"), ..MetaSchema::new("string") };
            MetaMediaType { content_type, schema: MetaSchemaRef::Inline(Box::new(schema)) }
        });
        Some(MetaRequest { description: Some("The document."), content: content.into(), required: true })
    }

    async fn from_request(request: &'a Request, body: &mut RequestBody, _: ExtractParamOptions<()>) -> Result<Self> {
        let given =
            request.content_type().unwrap_or_default().split(';').next().unwrap_or_default().trim().to_lowercase();
        if given != "application/pdf" && !given.starts_with("image/") {
            return Err(Problem::from(RequestError::UnsupportedMediaType).into());
        }
        Ok(Self(<Vec<u8> as FromRequest>::from_request(request, body).await?))
    }
}
