//! Staff open, read, change and close buyers' accounts.

use entities::{
    buyers::buyer,
    values::{BuyerId, SegmentId, ZoneId},
};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire::{AccountTerms, BuyerAccount, BuyerDetail, ExposureMovement, NewBuyerAccount},
};
use crate::{
    buyers::{NewBuyer, approve, change_buyer, close, reads, reopen, store},
    identity::{Caller, Staff, StaffViewer},
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

/// Operations of staff on accounts.
pub struct Accounts;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Buyers")]
impl Accounts {
    /// Buyers' accounts, by code
    #[oai(path = "/buyers", method = "get", operation_id = "list_buyers")]
    async fn list_buyers(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only of this kind.
        segment_id: Query<Option<SegmentId>>,
        /// Only delivered in this area.
        zone_id: Query<Option<ZoneId>>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<BuyerAccount>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let rows = store::page_of_buyers(&tx, segment_id.0, zone_id.0, page.key()?, page.fetch()).await?;
        let told = reads::listed(&tx, rows).await?;
        Ok(List::page(told, &page, &uri, |row| Cursor::of(&row.code), |row| row))
    }

    /// Approve a buyer: open its account
    #[oai(path = "/buyers", method = "post", operation_id = "create_buyer")]
    async fn create_buyer(
        &self,
        app: Data<&App>,
        caller: Staff,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewBuyerAccount>,
    ) -> Result<Created<BuyerDetail>> {
        match once(&app, caller.actor(), &caller.key_owner(), "create_buyer", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let NewBuyerAccount { organisation_id, code, terms } = body.0;
                let terms = terms.checked(begun.tx.currency(), "/terms")?;
                let made = approve(&mut begun.tx, NewBuyer { organisation_id, code: code.into(), terms }).await?;
                let told = reads::detail(&begun.tx, made).await?;
                begun.created(told).await
            }
        }
    }

    /// One account with its delivery points
    #[oai(path = "/buyers/:id", method = "get", operation_id = "get_buyer")]
    async fn get_buyer(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<BuyerId>,
    ) -> Result<Versioned<BuyerDetail>> {
        let tx = app.read(caller.actor()).await?;
        let row = store::buyer(&tx, id.0).await?;
        let version = row.version;
        Ok(Versioned::of(reads::detail(&tx, row).await?, version))
    }

    /// Change the terms of an account
    #[oai(path = "/buyers/:id", method = "put", operation_id = "change_buyer")]
    async fn change_buyer(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<BuyerId>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<AccountTerms>,
    ) -> Result<Versioned<BuyerDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let terms = body.0.checked(tx.currency(), "")?;
        let row = change_buyer(&mut tx, id.0, if_match.as_deref(), terms).await?;
        done(tx, row).await
    }

    /// Close an account: it orders nothing any more
    #[oai(path = "/buyers/:id/close", method = "post", operation_id = "close_buyer")]
    async fn close_buyer(&self, app: Data<&App>, caller: Staff, id: Path<BuyerId>) -> Result<Versioned<BuyerDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = close(&mut tx, id.0).await?;
        done(tx, row).await
    }

    /// Open a closed account again
    #[oai(path = "/buyers/:id/reopen", method = "post", operation_id = "reopen_buyer")]
    async fn reopen_buyer(&self, app: Data<&App>, caller: Staff, id: Path<BuyerId>) -> Result<Versioned<BuyerDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = reopen(&mut tx, id.0).await?;
        done(tx, row).await
    }

    /// What moved a buyer's exposure, newest first
    #[oai(path = "/buyers/:id/exposure", method = "get", operation_id = "list_exposure_movements")]
    async fn list_exposure_movements(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<BuyerId>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<ExposureMovement>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let buyer = store::buyer(&tx, id.0).await?;
        let rows = store::page_of_movements(&tx, buyer.id, page.key()?, page.fetch()).await?;
        let wire = |row| ExposureMovement::of(row, tx.currency());
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&row.id), wire))
    }
}

async fn done(tx: UnitOfWork, row: buyer::Model) -> Result<Versioned<BuyerDetail>> {
    let (version, told) = (row.version, reads::detail(&tx, row).await?);
    tx.commit().await?;
    Ok(Versioned::of(told, version))
}
