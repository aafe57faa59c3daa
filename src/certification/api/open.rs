//! Whoever holds a jar in the hand may ask about its seal.

use poem::web::Data;
use poem_openapi::{OpenApi, param::Path, payload::Json};

use super::{Tag, wire::PublicCertificate};
use crate::{
    certification::store,
    members,
    platform::{
        app::App,
        http::problem::{Problem, Result},
        http::text::Text,
        unit_of_work::Actor,
    },
};

/// Operations for everybody.
pub struct Seal;

#[OpenApi(prefix_path = "/api/v1/public", tag = "Tag::Certification")]
impl Seal {
    /// What a certificate's number stands for
    #[oai(path = "/certificates/:number", method = "get", operation_id = "check_certificate")]
    async fn check_certificate(&self, app: Data<&App>, number: Path<Text<1, 40>>) -> Result<Json<PublicCertificate>> {
        let tx = app.read(Actor::System).await?;
        // People copy it from a label: in capitals or not.
        let number = number.0.to_uppercase();
        let row = store::by_number(&tx, &number).await?.ok_or_else(|| Problem::not_found("certificate"))?;
        let workshop = members::get_workshop(&tx, row.workshop_id).await?;
        Ok(Json(PublicCertificate::of(row, workshop, tx.today())))
    }
}
