//! Quality staff grant certificates and change their state; all of the staff reads them.

use chrono::NaiveDate;
use entities::{
    certification::certificate,
    values::{CertificateId, ProductId, WorkshopId},
};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire::{Certificate, CertificateReason, NewCertificate},
};
use crate::{
    certification::{
        grant, reads, reinstate,
        store::{self, Wanted},
        suspend, withdraw,
    },
    identity::{Caller, StaffQuality, StaffViewer},
    platform::{
        app::App,
        http::{
            etag::Versioned,
            idempotency::{Created, Once, once},
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
        },
        unit_of_work::UnitOfWork,
    },
};

/// Operations of staff.
pub struct Certificates;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Certification")]
impl Certificates {
    /// Certificates, by number
    #[oai(path = "/certificates", method = "get", operation_id = "list_certificates")]
    async fn list_certificates(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only of this workshop.
        workshop_id: Query<Option<WorkshopId>>,
        /// Only for this product.
        product_id: Query<Option<ProductId>>,
        /// Only those that end by this day and have neither ended nor been withdrawn yet.
        expiring_by: Query<Option<NaiveDate>>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Certificate>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let wanted = Wanted {
            workshops: workshop_id.0.map(|id| vec![id]),
            product: product_id.0,
            expiring: expiring_by.0.map(|by| (tx.today(), by)),
        };
        let rows = store::page(&tx, &wanted, page.key()?, page.fetch()).await?;
        let told = reads::listed(&tx, rows).await?;
        Ok(List::page(told, &page, &uri, |row| Cursor::of(&row.number), |row| row))
    }

    /// Grant a certificate
    #[oai(path = "/certificates", method = "post", operation_id = "grant_certificate")]
    async fn grant_certificate(
        &self,
        app: Data<&App>,
        caller: StaffQuality,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewCertificate>,
    ) -> Result<Created<Certificate>> {
        match once(&app, caller.actor(), &caller.key_owner(), "grant_certificate", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let made = grant(&mut begun.tx, body.0.into()).await?;
                // Catalogue answers with the product's name, or refuses.
                begun.tx.deliver_events().await?;
                let named = store::certificate(&begun.tx, made.id).await?;
                let told = reads::detail(&begun.tx, named).await?;
                begun.created(told).await
            }
        }
    }

    /// One certificate
    #[oai(path = "/certificates/:id", method = "get", operation_id = "get_certificate")]
    async fn get_certificate(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<CertificateId>,
    ) -> Result<Versioned<Certificate>> {
        let tx = app.read(caller.actor()).await?;
        let row = store::certificate(&tx, id.0).await?;
        let version = row.version;
        Ok(Versioned::of(reads::detail(&tx, row).await?, version))
    }

    /// Suspend a certificate at once, until its cause is mended
    #[oai(path = "/certificates/:id/suspend", method = "post", operation_id = "suspend_certificate")]
    async fn suspend_certificate(
        &self,
        app: Data<&App>,
        caller: StaffQuality,
        id: Path<CertificateId>,
        body: Json<CertificateReason>,
    ) -> Result<Versioned<Certificate>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = suspend(&mut tx, id.0, &body.0.reason).await?;
        done(tx, row).await
    }

    /// Put a suspended certificate back in force
    #[oai(path = "/certificates/:id/reinstate", method = "post", operation_id = "reinstate_certificate")]
    async fn reinstate_certificate(
        &self,
        app: Data<&App>,
        caller: StaffQuality,
        id: Path<CertificateId>,
        body: Json<CertificateReason>,
    ) -> Result<Versioned<Certificate>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = reinstate(&mut tx, id.0, &body.0.reason).await?;
        done(tx, row).await
    }

    /// Withdraw a certificate at once and for good
    #[oai(path = "/certificates/:id/withdraw", method = "post", operation_id = "withdraw_certificate")]
    async fn withdraw_certificate(
        &self,
        app: Data<&App>,
        caller: StaffQuality,
        id: Path<CertificateId>,
        body: Json<CertificateReason>,
    ) -> Result<Versioned<Certificate>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = withdraw(&mut tx, id.0, &body.0.reason).await?;
        done(tx, row).await
    }
}

async fn done(tx: UnitOfWork, row: certificate::Model) -> Result<Versioned<Certificate>> {
    let (version, told) = (row.version, reads::detail(&tx, row).await?);
    tx.commit().await?;
    Ok(Versioned::of(told, version))
}
