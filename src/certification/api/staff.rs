//! Quality staff grant certificates and change their state; all of the staff reads them.

use chrono::NaiveDate;
use entities::{
    certification::certificate,
    values::{CertificateId, ProductId, UnitId},
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
            paging::{Cursor, Here, Limit, List, Page},
            problem::Answer,
        },
        work::Work,
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
        /// Only of this production unit.
        unit_id: Query<Option<UnitId>>,
        /// Only for this product.
        product_id: Query<Option<ProductId>>,
        /// Only those that end by this day and have neither ended nor been withdrawn yet.
        expiring_by: Query<Option<NaiveDate>>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        here: Here,
    ) -> Answer<List<Certificate>> {
        let page = Page::new(limit.0, after.0);
        let work = app.read(caller.actor()).await?;
        let wanted = Wanted {
            units: unit_id.0.map(|id| vec![id]),
            product: product_id.0,
            expiring: expiring_by.0.map(|by| (work.today(), by)),
        };
        let rows = store::page(&work, &wanted, page.key()?, page.fetch()).await?;
        let told = reads::listed(&work, rows).await?;
        Ok(List::page(told, &page, &here, |row| Cursor::of(&row.number), |row| row))
    }

    /// Grant a certificate
    #[oai(path = "/certificates", method = "post", operation_id = "grant_certificate")]
    async fn grant_certificate(
        &self,
        app: Data<&App>,
        caller: StaffQuality,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewCertificate>,
    ) -> Answer<Created<Certificate>> {
        match once(&app, caller.actor(), &caller.key_owner(), "grant_certificate", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let made = grant(&mut begun.work, body.0.into()).await?;
                // Catalogue answers with the product's name, or refuses.
                begun.work.settle().await?;
                let named = store::certificate(&begun.work, made.id).await?;
                let told = reads::detail(&begun.work, named).await?;
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
    ) -> Answer<Versioned<Certificate>> {
        let work = app.read(caller.actor()).await?;
        let row = store::certificate(&work, id.0).await?;
        let version = row.version;
        Ok(Versioned::of(reads::detail(&work, row).await?, version))
    }

    /// Suspend a certificate at once, until its cause is mended
    #[oai(path = "/certificates/:id/suspend", method = "post", operation_id = "suspend_certificate")]
    async fn suspend_certificate(
        &self,
        app: Data<&App>,
        caller: StaffQuality,
        id: Path<CertificateId>,
        body: Json<CertificateReason>,
    ) -> Answer<Versioned<Certificate>> {
        let mut work = app.begin(caller.actor()).await?;
        let row = suspend(&mut work, id.0, &body.0.reason).await?;
        done(work, row).await
    }

    /// Put a suspended certificate back in force
    #[oai(path = "/certificates/:id/reinstate", method = "post", operation_id = "reinstate_certificate")]
    async fn reinstate_certificate(
        &self,
        app: Data<&App>,
        caller: StaffQuality,
        id: Path<CertificateId>,
        body: Json<CertificateReason>,
    ) -> Answer<Versioned<Certificate>> {
        let mut work = app.begin(caller.actor()).await?;
        let row = reinstate(&mut work, id.0, &body.0.reason).await?;
        done(work, row).await
    }

    /// Withdraw a certificate at once and for good
    #[oai(path = "/certificates/:id/withdraw", method = "post", operation_id = "withdraw_certificate")]
    async fn withdraw_certificate(
        &self,
        app: Data<&App>,
        caller: StaffQuality,
        id: Path<CertificateId>,
        body: Json<CertificateReason>,
    ) -> Answer<Versioned<Certificate>> {
        let mut work = app.begin(caller.actor()).await?;
        let row = withdraw(&mut work, id.0, &body.0.reason).await?;
        done(work, row).await
    }
}

async fn done(work: Work, row: certificate::Model) -> Answer<Versioned<Certificate>> {
    let (version, told) = (row.version, reads::detail(&work, row).await?);
    work.commit().await?;
    Ok(Versioned::of(told, version))
}
