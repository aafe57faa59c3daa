//! The caller of operations that anyone may call and that take an idempotency key.

use poem::{Request, RequestBody};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use super::caller::Caller;
use crate::platform::unit_of_work::Actor;

/// Anyone, signed in or not. All share one set of idempotency keys, which clients choose at random; a response that is
/// stored under one therefore holds nothing that another may not read.
#[derive(Clone, Copy, Debug)]
pub struct Anyone;

impl Caller for Anyone {
    fn actor(&self) -> Actor {
        Actor::Applicant
    }

    fn key_owner(&self) -> String {
        "anyone".to_owned()
    }
}

impl<'a> ApiExtractor<'a> for Anyone {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];

    type ParamType = ();

    type ParamRawType = ();

    async fn from_request(_: &'a Request, _: &mut RequestBody, _: ExtractParamOptions<()>) -> poem::Result<Self> {
        Ok(Self)
    }
}
