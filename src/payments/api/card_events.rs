//! The webhook of the card processor.
//!
//! An event is stored as it was signed and read by a job, so an event that this version does not understand is kept too,
//! and gets the same response.

use poem::{FromRequest, Request, RequestBody, web::Data};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ApiResponse, ExtractParamOptions, OpenApi,
    registry::{MetaMediaType, MetaRequest, MetaSchema, MetaSchemaRef, MetaSecurityScheme, Registry},
};

use super::tag::Tag;
use crate::{
    payments::{CardProcessing, actions::receive_card_event, cards::is_signed, errors::PaymentError},
    platform::{
        app::App,
        http::problem::{Problem, Result},
        unit_of_work::Actor,
    },
};

const SCHEME: &str = "card-processor";
const HEADER: &str = "Stripe-Signature";
const DESCRIPTION: &str = "The card processor's signature over the event. It authorises sending events only.";

/// An event with a valid signature of the card processor.
pub struct SignedEvent(String);

impl<'a> ApiExtractor<'a> for SignedEvent {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject, ApiExtractorType::SecurityScheme];

    type ParamType = ();

    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        let scheme = MetaSecurityScheme {
            ty: "apiKey",
            description: Some(DESCRIPTION),
            name: Some(HEADER),
            key_in: Some("header"),
            scheme: None,
            bearer_format: None,
            flows: None,
            openid_connect_url: None,
        };
        registry.create_security_scheme(SCHEME, scheme);
    }

    fn security_schemes() -> Vec<&'static str> {
        vec![SCHEME]
    }

    fn request_meta() -> Option<MetaRequest> {
        let schema = MetaSchemaRef::Inline(Box::new(MetaSchema::new("object")));
        let content = vec![MetaMediaType { content_type: "application/json", schema }];
        Some(MetaRequest { description: Some("An event, as the card processor sends it."), content, required: true })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        let app = request.data::<App>().ok_or_else(Problem::internal)?;
        let signature = request.header(HEADER).ok_or_else(Problem::unauthenticated)?;
        let cards = app.part::<CardProcessing>().ok_or_else(Problem::unauthenticated)?;
        let bytes = <Vec<u8> as FromRequest>::from_request(request, body).await?;
        if !is_signed(cards.webhook_secret.expose(), signature, &bytes, app.clock.now()) {
            return Err(Problem::unauthenticated().into());
        }
        let text = String::from_utf8(bytes).map_err(|_| Problem::from(PaymentError::EventNotUtf8))?;
        Ok(Self(text))
    }
}

/// The outcome of receiving an event.
#[derive(ApiResponse)]
enum WebhookOutcome {
    /// The event is stored now, or was stored before: it need not be sent again.
    #[oai(status = 204)]
    Stored,
}

/// Operations of the card processor.
pub struct CardEvents;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Payments")]
impl CardEvents {
    /// Receive an event of the card processor
    ///
    /// The webhook that the card processor calls when a checkout page was paid or has expired.
    #[oai(path = "/card-processor/events", method = "post", operation_id = "receive_card_event")]
    async fn receive_card_event(&self, app: Data<&App>, event: SignedEvent) -> Result<WebhookOutcome> {
        let mut tx = app.begin(Actor::System).await?;
        receive_card_event(&mut tx, event.0).await?;
        tx.commit().await?;
        Ok(WebhookOutcome::Stored)
    }
}
