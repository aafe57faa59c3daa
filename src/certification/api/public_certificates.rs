//! Anyone can look up a certificate by the number that is printed on a label.

use chrono::NaiveDate;
use entities::values::CertificateState;
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::tag::Tag;
use crate::{
    certification::{
        rules,
        store::certificates::{self, WorkshopCertificate},
    },
    platform::{
        app::App,
        http::{problem::Result, text::Text},
        unit_of_work::Actor,
    },
};

/// The public part of a certificate.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct PublicCertificate {
    /// Public number.
    pub number: String,
    /// State today.
    pub state: CertificateState,
    /// Name of the workshop.
    pub workshop: String,
    /// Comuna of the workshop.
    pub comuna: Option<String>,
    /// Name of the product when it was certified, in Spanish.
    pub product_es: Option<String>,
    /// The same in English.
    pub product_en: Option<String>,
    /// First day of validity.
    pub valid_from: NaiveDate,
    /// Last day of validity.
    pub valid_until: NaiveDate,
}

impl PublicCertificate {
    fn of(row: WorkshopCertificate, today: NaiveDate) -> Self {
        let WorkshopCertificate { certificate, workshop } = row;
        Self {
            state: rules::certificates::state(&certificate, today),
            number: certificate.number,
            workshop: workshop.name,
            comuna: workshop.comuna,
            product_es: certificate.product_name_es,
            product_en: certificate.product_name_en,
            valid_from: certificate.valid_from,
            valid_until: certificate.valid_until,
        }
    }
}

/// Public operations.
pub struct PublicCertificates;

#[OpenApi(prefix_path = "/api/v1/public", tag = "Tag::Certification")]
impl PublicCertificates {
    /// Get a certificate by its number
    #[oai(path = "/certificates/:number", method = "get", operation_id = "get_public_certificate")]
    async fn get_public_certificate(
        &self,
        app: Data<&App>,
        number: Path<Text<1, 40>>,
    ) -> Result<Json<PublicCertificate>> {
        let tx = app.read(Actor::System).await?;
        // People type the number from a label, in capitals or not.
        let row = certificates::get_by_number(&tx, &number.0.to_uppercase()).await?;
        Ok(Json(PublicCertificate::of(row, tx.today())))
    }
}
