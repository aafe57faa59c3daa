//! What this installation is.

use entities::values::Currency;
use poem::web::Data;
use poem_openapi::{Object, OpenApi, payload::Json};

use super::tag::Tag;
use crate::{
    identity::store,
    platform::{app::App, http::problem::Result, unit_of_work::Actor},
};

/// What this installation is, for everybody.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct InstallationDetail {
    /// The cooperative's name; none before its first administrator was created.
    pub cooperative: Option<String>,
    /// Currency of all amounts.
    pub currency: Currency,
    /// Name of the time zone of dates and cut-offs.
    pub time_zone: String,
    /// Whether this is the demo. If so, `/public/demo-people` lists the people to sign in as.
    pub demo: bool,
    /// Whether buyers can pay by card.
    pub card_payments: bool,
}

/// Operations on the installation.
pub struct Installations;

#[OpenApi(prefix_path = "/api/v1/public", tag = "Tag::Identity")]
impl Installations {
    /// Get the installation
    #[oai(path = "/installation", method = "get", operation_id = "get_installation")]
    async fn get_installation(&self, app: Data<&App>) -> Result<Json<InstallationDetail>> {
        let tx = app.read(Actor::System).await?;
        Ok(Json(InstallationDetail {
            cooperative: store::find_cooperative(&tx).await?.map(|cooperative| cooperative.name),
            currency: tx.currency(),
            time_zone: tx.zone().name().to_owned(),
            demo: app.config.demo,
            card_payments: app.config.stripe.is_some(),
        }))
    }
}
