//! Staff manage the workshops.

use entities::values::{OrganisationId, TaxStatus, WorkshopId};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    tag::Tag,
    workshop_response::{Workshop, WorkshopDetail, WorkshopsToday, workshop_response},
};
use crate::{
    identity::{Caller, Staff, StaffViewer},
    members::{
        actions::{NewWorkshop, WorkshopTerms, create_share, create_workshop, update_workshop},
        store,
    },
    platform::{
        app::App,
        http::{
            dates::MembershipDate,
            etag::{IfMatch, Versioned},
            idempotency::{Created, Idempotent},
            limits::{NAME, STORY},
            page_request::PageRequest,
            paging::List,
            problem::Result,
            text::{LongText, Text},
        },
    },
};

/// A workshop to create.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct WorkshopCreation {
    /// The member that it belongs to: an organisation of kind `producer`.
    pub organisation_id: OrganisationId,
    /// Stable code, unique; it never changes.
    pub code: Text<1, 40>,
    /// First day in the group.
    pub joined_on: MembershipDate,
    /// Weight of its first share, from the day on which it joins; a share may be agreed later.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000000")))]
    pub weight: Option<i64>,
    /// What may be updated later.
    pub facts: WorkshopProfile,
}

/// What may be updated of a workshop.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct WorkshopProfile {
    /// What people call it.
    pub name: Text<1, NAME>,
    /// Official (CUT) code of its comuna.
    #[oai(validator(pattern = "^[0-9]{5}$"))]
    pub comuna_code: Option<Text<5, 5>>,
    /// Name of its comuna.
    pub comuna: Option<Text<1, NAME>>,
    /// Its story, in Spanish.
    pub story_es: Option<LongText<STORY>>,
    /// Its story, in English.
    pub story_en: Option<LongText<STORY>>,
    /// Whether it issues tax documents.
    pub tax_status: TaxStatus,
    /// The part of the sum of its offers that it can make at once, in basis points; none = all.
    #[oai(validator(minimum(value = "1"), maximum(value = "10000")))]
    pub overall_limit_bps: Option<i32>,
    /// Last day in the group; none while it stays.
    pub left_on: Option<MembershipDate>,
}

impl From<WorkshopProfile> for WorkshopTerms {
    fn from(profile: WorkshopProfile) -> Self {
        Self {
            name: profile.name.into(),
            comuna_code: profile.comuna_code.map(Into::into),
            comuna: profile.comuna.map(Into::into),
            story_es: profile.story_es.map(Into::into),
            story_en: profile.story_en.map(Into::into),
            tax_status: profile.tax_status,
            overall_limit_bps: profile.overall_limit_bps,
            left_on: profile.left_on.map(Into::into),
        }
    }
}

/// Operations of staff on workshops.
pub struct Workshops;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Members")]
impl Workshops {
    /// List workshops
    ///
    /// By code.
    #[oai(path = "/workshops", method = "get", operation_id = "list_workshops")]
    async fn list_workshops(&self, app: Data<&App>, caller: StaffViewer, page: PageRequest) -> Result<List<Workshop>> {
        let tx = app.read(caller.actor()).await?;
        let rows = store::list_workshops(&tx, &page).await?;
        let today = WorkshopsToday::load(&tx, rows.items.iter().map(|row| row.workshop.id)).await?;
        Ok(rows.map(|row| today.response(row)).into())
    }

    /// Create a workshop
    ///
    /// It joins the group. With a weight, its first share is created too.
    #[oai(path = "/workshops", method = "post", operation_id = "create_workshop")]
    async fn create_workshop(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        body: Json<WorkshopCreation>,
    ) -> Result<Created<WorkshopDetail>> {
        request
            .run(body, async |tx, _, WorkshopCreation { organisation_id, code, joined_on, weight, facts }| {
                let joined_on = joined_on.into();
                let new = NewWorkshop { organisation_id, code: code.into(), joined_on, terms: facts.into() };
                let workshop = create_workshop(tx, new).await?;
                if let Some(weight) = weight {
                    create_share(tx, workshop.id, weight, joined_on, None).await?;
                }
                workshop_response(tx, workshop).await
            })
            .await
    }

    /// Get a workshop with its shares, authorisations and pauses
    #[oai(path = "/workshops/:id", method = "get", operation_id = "get_workshop")]
    async fn get_workshop(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<WorkshopId>,
    ) -> Result<Versioned<WorkshopDetail>> {
        let tx = app.read(caller.actor()).await?;
        let workshop = store::get_workshop(&tx, id.0).await?;
        let version = workshop.version;
        Ok(Versioned::of(workshop_response(&tx, workshop).await?, version))
    }

    /// Update a workshop
    ///
    /// With a last day, it leaves the group. That is refused with a list of what is open: quotas of later deliveries, goods
    /// that are not shared yet, what it is to be paid, and, from that day on, certificates.
    #[oai(path = "/workshops/:id", method = "put", operation_id = "update_workshop")]
    async fn update_workshop(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<WorkshopId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        /// Let it leave although it is still to be paid, or owes something: both stay to be settled.
        #[oai(default)]
        debts_stay: Query<bool>,
        body: Json<WorkshopProfile>,
    ) -> Result<Versioned<WorkshopDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let workshop = update_workshop(&mut tx, id.0, &if_match, body.0.into(), debts_stay.0).await?;
        let version = workshop.version;
        let response = workshop_response(&tx, workshop).await?;
        tx.commit().await?;
        Ok(Versioned::of(response, version))
    }
}
