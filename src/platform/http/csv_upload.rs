//! A CSV file as the body of a request: `text/csv`, up to the size of an upload.

use poem::{FromRequest, Request, RequestBody, Result};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ExtractParamOptions,
    registry::{MetaMediaType, MetaRequest, MetaSchema, MetaSchemaRef},
};

use super::{errors::RequestError, problem::Problem};

/// The bytes of an uploaded CSV file, not parsed yet.
pub struct CsvUpload(pub Vec<u8>);

const CONTENT_TYPE: &str = "text/csv";

impl<'a> ApiExtractor<'a> for CsvUpload {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();

    type ParamRawType = ();

    fn request_meta() -> Option<MetaRequest> {
        let schema = MetaSchema { format: Some("binary"), ..MetaSchema::new("string") };
        let content =
            vec![MetaMediaType { content_type: CONTENT_TYPE, schema: MetaSchemaRef::Inline(Box::new(schema)) }];
        Some(MetaRequest {
            description: Some("CSV with a header row, in UTF-8, UTF-16 or Windows-1252."),
            content,
            required: true,
        })
    }

    async fn from_request(request: &'a Request, body: &mut RequestBody, _: ExtractParamOptions<()>) -> Result<Self> {
        let essence = request.content_type().unwrap_or_default().split(';').next().unwrap_or_default();
        if !essence.trim().eq_ignore_ascii_case(CONTENT_TYPE) {
            return Err(Problem::from(RequestError::UnsupportedMediaType).into());
        }
        Ok(Self(<Vec<u8> as FromRequest>::from_request(request, body).await?))
    }
}
