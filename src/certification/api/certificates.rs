//! Quality staff grant certificates and change their state; all staff read them.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    certification::{certificate, protocol},
    values::{CertificateId, CertificateState, ProductId, ProtocolId, SuspensionKind, WorkshopId},
};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::tag::Tag;
use crate::{
    certification::{
        CertificateTerms, grant, reinstate, rules,
        store::{
            certificates::{self, CertificateFilter, WorkshopCertificate},
            protocols,
        },
        suspend, withdraw,
    },
    identity::{Caller, StaffQuality, StaffViewer},
    platform::{
        app::App,
        http::{
            dates::{FilterDate, MembershipDate},
            etag::Versioned,
            idempotency::{Created, Idempotent},
            limits::NOTE,
            page_request::{PageRequest, Rows},
            paging::List,
            problem::Result,
            text::Text,
        },
        unit_of_work::UnitOfWork,
    },
};

/// A certificate.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Certificate {
    /// Identifies the certificate.
    pub id: CertificateId,
    /// Public number.
    pub number: String,
    /// State today.
    pub state: CertificateState,
    /// The workshop that holds it.
    pub workshop_id: WorkshopId,
    /// Name of the workshop.
    pub workshop: String,
    /// The certified product.
    pub product_id: ProductId,
    /// Name of the product when it was certified, in Spanish.
    pub product_es: Option<String>,
    /// The same in English.
    pub product_en: Option<String>,
    /// First day of validity.
    pub valid_from: NaiveDate,
    /// Last day of validity.
    pub valid_until: NaiveDate,
    /// When it was granted.
    pub granted_at: DateTime<Utc>,
    /// Since when it is suspended.
    pub suspended_at: Option<DateTime<Utc>>,
    /// For safety or for paperwork, where it is suspended.
    pub suspension: Option<SuspensionKind>,
    /// Since when it is withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Why it is suspended or withdrawn.
    pub reason: Option<String>,
    /// The version of the protocol that was in force when it was granted.
    pub protocol_id: Option<ProtocolId>,
    /// The number of this version.
    pub protocol_number: Option<i32>,
    /// The day by which it is to be renewed, because a later version of the protocol says so.
    pub renew_by: Option<NaiveDate>,
}

impl Certificate {
    /// The certificate, among the versions of the protocol that it was granted by.
    pub(super) fn of(row: WorkshopCertificate, versions: &[protocol::Model], today: NaiveDate) -> Self {
        let WorkshopCertificate { certificate, workshop } = row;
        let protocol = versions.iter().find(|version| Some(version.id) == certificate.protocol_id);
        Self {
            state: rules::certificates::state(&certificate, today),
            id: certificate.id,
            number: certificate.number,
            workshop_id: workshop.id,
            workshop: workshop.name,
            product_id: certificate.product_id,
            product_es: certificate.product_name_es,
            product_en: certificate.product_name_en,
            valid_from: certificate.valid_from,
            valid_until: certificate.valid_until,
            granted_at: certificate.granted_at,
            suspended_at: certificate.suspended_at,
            suspension: certificate.suspension,
            withdrawn_at: certificate.withdrawn_at,
            reason: certificate.reason,
            protocol_id: certificate.protocol_id,
            protocol_number: protocol.map(|protocol| protocol.number),
            renew_by: protocol.and_then(|protocol| rules::protocols::renew_by(protocol, versions)),
        }
    }
}

/// A certificate to grant. Its number is the next of this year's series.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewCertificate {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The product.
    pub product_id: ProductId,
    /// First day of validity.
    pub valid_from: MembershipDate,
    /// Last day of validity.
    pub valid_until: MembershipDate,
}

impl From<NewCertificate> for CertificateTerms {
    fn from(new: NewCertificate) -> Self {
        Self {
            number: None,
            workshop_id: new.workshop_id,
            product_id: new.product_id,
            valid_from: new.valid_from.into(),
            valid_until: new.valid_until.into(),
        }
    }
}

/// Why the state of a certificate changes.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct CertificateReason {
    /// The reason, which the workshop can read.
    pub reason: Text<1, NOTE>,
}

/// Why a certificate is suspended.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct CertificateSuspension {
    /// For safety or for paperwork.
    pub kind: SuspensionKind,
    /// The reason in words.
    pub reason: Text<1, NOTE>,
}

/// Operations of staff.
pub struct Certificates;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Certification")]
impl Certificates {
    /// List certificates, by number
    #[oai(path = "/certificates", method = "get", operation_id = "list_certificates")]
    async fn list_certificates(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only of this workshop.
        workshop_id: Query<Option<WorkshopId>>,
        /// Only for this product.
        product_id: Query<Option<ProductId>>,
        /// Only those that end by this day and have neither ended nor been withdrawn.
        expiring_by: Query<Option<FilterDate>>,
        page: PageRequest,
    ) -> Result<List<Certificate>> {
        let tx = app.read(caller.actor()).await?;
        let filter = CertificateFilter {
            workshops: workshop_id.0.map(|id| vec![id]),
            product: product_id.0,
            expiring_by: expiring_by.0.map(Into::into),
        };
        let rows = certificates::list_certificates(&tx, filter, &page).await?;
        certificate_list(&tx, rows).await
    }

    /// Grant a certificate
    #[oai(path = "/certificates", method = "post", operation_id = "grant_certificate")]
    async fn grant_certificate(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffQuality>,
        body: Json<NewCertificate>,
    ) -> Result<Created<Certificate>> {
        request
            .run(body, async |tx, _, new| {
                let certificate = grant(tx, new.into()).await?;
                // Catalogue stores the product's name and family's protocol, or refuses an unknown product.
                tx.deliver_events().await?;
                let certificate = certificates::get_certificate(tx, certificate.id).await?;
                certificate_response(tx, certificate).await
            })
            .await
    }

    /// Get a certificate
    #[oai(path = "/certificates/:id", method = "get", operation_id = "get_certificate")]
    async fn get_certificate(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<CertificateId>,
    ) -> Result<Versioned<Certificate>> {
        let tx = app.read(caller.actor()).await?;
        let certificate = certificates::get_certificate(&tx, id.0).await?;
        versioned(&tx, certificate).await
    }

    /// Suspend a certificate
    ///
    /// For safety, goods that have not left are blocked and those that have left are recalled; for paperwork, goods that
    /// were accepted may go.
    #[oai(path = "/certificates/:id/suspend", method = "post", operation_id = "suspend_certificate")]
    async fn suspend_certificate(
        &self,
        app: Data<&App>,
        caller: StaffQuality,
        id: Path<CertificateId>,
        body: Json<CertificateSuspension>,
    ) -> Result<Versioned<Certificate>> {
        let mut tx = app.begin(caller.actor()).await?;
        let certificate = suspend(&mut tx, id.0, body.0.kind, &body.0.reason).await?;
        commit(tx, certificate).await
    }

    /// Reinstate a suspended certificate
    #[oai(path = "/certificates/:id/reinstate", method = "post", operation_id = "reinstate_certificate")]
    async fn reinstate_certificate(
        &self,
        app: Data<&App>,
        caller: StaffQuality,
        id: Path<CertificateId>,
        body: Json<CertificateReason>,
    ) -> Result<Versioned<Certificate>> {
        let mut tx = app.begin(caller.actor()).await?;
        let certificate = reinstate(&mut tx, id.0, &body.0.reason).await?;
        commit(tx, certificate).await
    }

    /// Withdraw a certificate for good
    #[oai(path = "/certificates/:id/withdraw", method = "post", operation_id = "withdraw_certificate")]
    async fn withdraw_certificate(
        &self,
        app: Data<&App>,
        caller: StaffQuality,
        id: Path<CertificateId>,
        body: Json<CertificateReason>,
    ) -> Result<Versioned<Certificate>> {
        let mut tx = app.begin(caller.actor()).await?;
        let certificate = withdraw(&mut tx, id.0, &body.0.reason).await?;
        commit(tx, certificate).await
    }
}

async fn versioned(tx: &UnitOfWork, certificate: certificate::Model) -> Result<Versioned<Certificate>> {
    let version = certificate.version;
    Ok(Versioned::of(certificate_response(tx, certificate).await?, version))
}

async fn certificate_response(tx: &UnitOfWork, certificate: certificate::Model) -> Result<Certificate> {
    let versions = protocols::list_versions_beside(tx, certificate.protocol_id.into_iter().collect()).await?;
    let row = certificates::load_workshop(tx, certificate).await?;
    Ok(Certificate::of(row, &versions, tx.today()))
}

/// A page of certificates, with the versions of their protocols.
pub(super) async fn certificate_list(tx: &UnitOfWork, rows: Rows<WorkshopCertificate>) -> Result<List<Certificate>> {
    let protocols = rows.items.iter().filter_map(|row| row.certificate.protocol_id).collect();
    let versions = protocols::list_versions_beside(tx, protocols).await?;
    Ok(rows.map(|row| Certificate::of(row, &versions, tx.today())).into())
}

async fn commit(tx: UnitOfWork, certificate: certificate::Model) -> Result<Versioned<Certificate>> {
    let response = versioned(&tx, certificate).await?;
    tx.commit().await?;
    Ok(response)
}
