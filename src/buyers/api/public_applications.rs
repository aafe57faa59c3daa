//! A business applies as a buyer, without an account.

use chrono::{DateTime, Utc};
use entities::values::{Language, SegmentId};
use poem::{Request, web::Data};
use poem_openapi::{Object, OpenApi, payload::Json};

use super::tag::Tag;
use crate::{
    buyers::{DeliveryPlace, NewApplication, list_segments, rules::confirm_by, submit_application},
    identity::network_of,
    platform::{
        app::App,
        http::{
            address::client_address,
            anyone::Anyone,
            email::Email,
            idempotency::{Created, Idempotent},
            limits::{NAME, NOTE},
            paging::List,
            problem::Result,
            text::{LongText, Text},
        },
        unit_of_work::Actor,
    },
};

/// The most characters of an address, and of a comuna.
const ADDRESS: usize = 140;
const COMUNA: usize = 50;

/// A kind of business that can apply.
#[derive(Clone, Debug, Object)]
pub struct BusinessKind {
    /// Identifies the segment.
    pub id: SegmentId,
    /// Name in Spanish.
    pub name_es: String,
    /// Name in English.
    pub name_en: String,
}

/// An application to send.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct ApplicationInput {
    /// The language of the applicant's mails.
    pub language: Language,
    /// The kind of business.
    pub segment_id: SegmentId,
    /// What people call the business.
    pub name: Text<1, NAME>,
    /// Its name on documents.
    pub legal_name: Text<1, NAME>,
    /// RUT, however it is written; or a foreign tax id after the two letters of its country: `AR 30-71234567-1`.
    pub tax_id: Text<1, 40>,
    /// Giro: what the business does.
    pub activity: Text<1, 80>,
    /// Street and number of the legal address.
    pub address: Text<1, ADDRESS>,
    /// Its comuna.
    pub comuna: Text<1, COMUNA>,
    /// The person to write to, who becomes the first of its people.
    pub contact_name: Text<1, NAME>,
    /// The person's mail address: a link sent there confirms the application.
    pub email: Email,
    /// Telephone number.
    pub phone: Option<Text<1, 40>>,
    /// Street and number where deliveries would go.
    pub delivery_address: Text<1, ADDRESS>,
    /// Its comuna.
    pub delivery_comuna: Text<1, COMUNA>,
    /// When somebody is there.
    pub delivery_hours: Text<1, NAME>,
    /// What the business expects to buy, and when.
    pub expected_purchases: Option<LongText<NOTE>>,
    /// How it came to know the cooperative.
    pub referral: Option<LongText<NAME>>,
}

impl From<ApplicationInput> for NewApplication {
    fn from(input: ApplicationInput) -> Self {
        Self {
            language: input.language,
            segment_id: input.segment_id,
            name: input.name.into(),
            legal_name: input.legal_name.into(),
            tax_id: input.tax_id.into(),
            activity: input.activity.into(),
            address: input.address.into(),
            comuna: input.comuna.into(),
            contact_name: input.contact_name.into(),
            email: input.email.into_inner(),
            phone: input.phone.map(Into::into),
            delivery: DeliveryPlace {
                address: input.delivery_address.into(),
                comuna: input.delivery_comuna.into(),
                hours: input.delivery_hours.into(),
            },
            expected_purchases: input.expected_purchases.and_then(not_empty),
            referral: input.referral.and_then(not_empty),
        }
    }
}

/// The text, unless nothing was written.
fn not_empty<const MAX: usize>(text: LongText<MAX>) -> Option<String> {
    Some(text.into_inner()).filter(|text| !text.is_empty())
}

/// An application that was received. The response is the same whoever has the mail address.
#[derive(Clone, Debug, Object)]
pub struct ReceivedApplication {
    /// Until when the mail address can be confirmed by the link that was sent to it.
    pub confirm_by: DateTime<Utc>,
}

/// Operations of businesses that have no account.
pub struct PublicApplications;

#[OpenApi(prefix_path = "/api/v1/public", tag = "Tag::Buyers")]
impl PublicApplications {
    /// List the kinds of business that can apply
    #[oai(path = "/business-kinds", method = "get", operation_id = "list_business_kinds")]
    async fn list_business_kinds(&self, app: Data<&App>) -> Result<List<BusinessKind>> {
        let tx = app.read(Actor::Applicant).await?;
        let kinds = list_segments(&tx).await?.into_iter();
        let kinds = kinds.map(|row| BusinessKind { id: row.id, name_es: row.name_es, name_en: row.name_en });
        Ok(List::all(kinds.collect()))
    }

    /// Apply as a buyer
    ///
    /// A mail with a link is sent to the address; staff see the application once it is confirmed there. Within 24 hours an
    /// address may be used five times, and a network twenty times (then 429 `applications_limited`).
    #[oai(path = "/applications", method = "post", operation_id = "submit_application")]
    async fn submit_application(
        &self,
        #[oai(name = "Idempotency-Key")] sent: Idempotent<Anyone>,
        app: Data<&App>,
        request: &Request,
        body: Json<ApplicationInput>,
    ) -> Result<Created<ReceivedApplication>> {
        let network = network_of(client_address(request, &app.config.proxies));
        sent.run(body, async |tx, _, input| {
            let application = submit_application(tx, input.into(), network).await?;
            Ok(ReceivedApplication { confirm_by: confirm_by(&application) })
        })
        .await
    }
}
