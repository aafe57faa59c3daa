//! The card processor tells what became of a page. Its event is stored as it was signed, and read by a job: one that
//! this version does not understand is kept, and answered like any other.

use poem::{FromRequest, Request, RequestBody, web::Data};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ApiResponse, ExtractParamOptions, OpenApi,
    registry::{MetaMediaType, MetaRequest, MetaSchema, MetaSchemaRef, MetaSecurityScheme, Registry},
};

use super::Tag;
use crate::{
    payments::{
        actions::card_payments::hear,
        cards::{Cards, event::is_signed},
        errors::PaymentError,
    },
    platform::{
        app::App,
        http::problem::{Problem, Result},
        unit_of_work::Actor,
    },
};

const SCHEME: &str = "card-processor";
const HEADER: &str = "Stripe-Signature";
const DOC: &str =
    "The card processor, by its signature over the event: tells what became of a payment, and nothing else.";

/// The card processor with an event that it signed.
pub struct SignedEvent(String);

impl<'a> ApiExtractor<'a> for SignedEvent {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject, ApiExtractorType::SecurityScheme];

    type ParamType = ();

    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        let scheme = MetaSecurityScheme {
            ty: "apiKey",
            description: Some(DOC),
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
        Some(MetaRequest { description: Some("An event, as the card processor writes it."), content, required: true })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        let app = request.data::<App>().ok_or_else(Problem::internal)?;
        let signature = request.header(HEADER).ok_or_else(Problem::unauthenticated)?;
        let cards = app.part::<Cards>().ok_or_else(Problem::unauthenticated)?;
        let bytes = <Vec<u8> as FromRequest>::from_request(request, body).await?;
        if !is_signed(cards.webhook_secret.expose(), signature, &bytes, app.clock.now()) {
            return Err(Problem::unauthenticated().into());
        }
        let text = String::from_utf8(bytes).map_err(|_| Problem::from(PaymentError::EventNotUtf8))?;
        Ok(Self(text))
    }
}

/// The event is kept, or was before.
#[derive(ApiResponse)]
enum Heard {
    /// The event is kept, or was before: it need not be told again.
    #[oai(status = 204)]
    Kept,
}

/// The card processor's operation.
pub struct CardEventsApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Payments")]
impl CardEventsApi {
    /// The card processor tells what became of a payment: its webhook
    #[oai(path = "/card-processor/events", method = "post", operation_id = "receive_card_event")]
    async fn receive_card_event(&self, app: Data<&App>, event: SignedEvent) -> Result<Heard> {
        let mut tx = app.begin(Actor::System).await?;
        hear(&mut tx, event.0).await?;
        tx.commit().await?;
        Ok(Heard::Kept)
    }
}
