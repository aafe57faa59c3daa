//! Producers: what they earned, where it is, and the statements that say why.

use entities::values::{AccountKind, StatementId};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    files::Download,
    finance,
    wire::{Earnings, Statement, StatementDetail},
};
use crate::{
    identity::{Caller, Producer},
    members,
    platform::{
        app::App,
        http::{
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
        },
        unit_of_work::UnitOfWork,
    },
    settlement::store::{ledger, statements::Scope},
};

/// A producer's money.
#[derive(Clone, Copy)]
pub struct ProducerApi;

#[OpenApi(prefix_path = "/api/v1", tag = "super::Tag::Settlement")]
impl ProducerApi {
    /// What my workshops have earned and where it is.
    #[oai(path = "/producer/earnings", method = "get", operation_id = "get_my_earnings")]
    async fn get_my_earnings(&self, app: Data<&App>, caller: Producer) -> Result<Json<Earnings>> {
        let tx = app.read(caller.actor()).await?;
        let workshops: Vec<_> = members::workshops_of(&tx, &caller).await?.into_iter().map(|u| u.id).collect();
        let currency = tx.currency();
        let owed = |kind| ledger::owed_to(&tx, &workshops, kind);
        Ok(Json(Earnings {
            pending: owed(AccountKind::ProducerPending).await?.of(currency),
            payable: owed(AccountKind::ProducerPayable).await?.of(currency),
            paid_out: ledger::paid_out(&tx, &workshops).await?.of(currency),
        }))
    }

    /// My workshops' statements, newest first.
    #[oai(path = "/producer/statements", method = "get", operation_id = "list_my_statements")]
    async fn list_my_statements(
        &self,
        app: Data<&App>,
        caller: Producer,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Statement>> {
        let tx = app.read(caller.actor()).await?;
        finance::statement_page(&tx, &scope(&tx, &caller).await?, Page::new(limit.0, after.0), &uri).await
    }

    /// One of my workshops' statements with its lines.
    #[oai(path = "/producer/statements/:id", method = "get", operation_id = "get_my_statement")]
    async fn get_my_statement(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<StatementId>,
    ) -> Result<Json<StatementDetail>> {
        let tx = app.read(caller.actor()).await?;
        finance::statement_detail(&tx, &scope(&tx, &caller).await?, id.0).await.map(Json)
    }

    /// One of my workshops' statements as PDF.
    #[oai(path = "/producer/statements/:id/pdf", method = "get", operation_id = "get_my_statement_pdf")]
    async fn get_my_statement_pdf(&self, app: Data<&App>, caller: Producer, id: Path<StatementId>) -> Result<Download> {
        let tx = app.read(caller.actor()).await?;
        finance::statement_pdf(&app, &tx, &scope(&tx, &caller).await?, id.0).await
    }
}

async fn scope(tx: &UnitOfWork, caller: &Producer) -> Result<Scope> {
    Ok(Scope::Workshops(members::workshops_of(tx, caller).await?.into_iter().map(|u| u.id).collect()))
}
