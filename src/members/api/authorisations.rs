//! Staff record the sanitary authorisations of workshops.

use chrono::NaiveDate;
use entities::{members::sanitary_authorisation, values::WorkshopId};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::tag::Tag;
use crate::{
    identity::Staff,
    members::actions::{NewAuthorisation, create_authorisation},
    platform::http::{
        dates::MembershipDate,
        idempotency::{Created, Idempotent},
        problem::Result,
        text::Text,
    },
};

/// A sanitary authorisation.
#[derive(Clone, Debug, Object)]
pub struct WorkshopAuthorisation {
    /// Number of the health authority's resolution.
    pub number: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day.
    pub valid_until: NaiveDate,
}

impl From<sanitary_authorisation::Model> for WorkshopAuthorisation {
    fn from(row: sanitary_authorisation::Model) -> Self {
        Self { number: row.number, valid_from: row.valid_from, valid_until: row.valid_until }
    }
}

/// A sanitary authorisation to create.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct NewSanitaryAuthorisation {
    /// Number of the health authority's resolution.
    pub number: Text<1, 60>,
    /// First day.
    pub valid_from: MembershipDate,
    /// Last day; three years later by default.
    pub valid_until: Option<MembershipDate>,
}

impl From<NewSanitaryAuthorisation> for NewAuthorisation {
    fn from(new: NewSanitaryAuthorisation) -> Self {
        Self {
            number: new.number.into(),
            valid_from: new.valid_from.into(),
            valid_until: new.valid_until.map(Into::into),
        }
    }
}

/// Operations on sanitary authorisations.
pub struct Authorisations;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Members")]
impl Authorisations {
    /// Create a sanitary authorisation of a workshop
    #[oai(path = "/workshops/:id/authorisations", method = "post", operation_id = "create_authorisation")]
    async fn create_authorisation(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        id: Path<WorkshopId>,
        body: Json<NewSanitaryAuthorisation>,
    ) -> Result<Created<WorkshopAuthorisation>> {
        request.run(body, async |tx, _, new| Ok(create_authorisation(tx, id.0, new.into()).await?.into())).await
    }
}
