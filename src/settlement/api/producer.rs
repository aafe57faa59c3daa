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
            paging::{Cursor, Here, Limit, List, Page},
            problem::Answer,
        },
        work::Work,
    },
    settlement::store::{ledger, statements::Scope},
};

/// A producer's money.
#[derive(Clone, Copy)]
pub struct ProducerApi;

#[OpenApi(prefix_path = "/api/v1", tag = "super::Tag::Settlement")]
impl ProducerApi {
    /// What my units have earned and where it is.
    #[oai(path = "/producer/earnings", method = "get", operation_id = "get_my_earnings")]
    async fn get_my_earnings(&self, app: Data<&App>, caller: Producer) -> Answer<Json<Earnings>> {
        let work = app.read(caller.actor()).await?;
        let units: Vec<_> = members::units_of(&work, &caller).await?.into_iter().map(|u| u.id).collect();
        let currency = work.currency();
        let owed = |kind| ledger::owed_to(&work, &units, kind);
        Ok(Json(Earnings {
            pending: owed(AccountKind::ProducerPending).await?.of(currency),
            payable: owed(AccountKind::ProducerPayable).await?.of(currency),
            paid_out: ledger::paid_out(&work, &units).await?.of(currency),
        }))
    }

    /// My units' statements, newest first.
    #[oai(path = "/producer/statements", method = "get", operation_id = "list_my_statements")]
    async fn list_my_statements(
        &self,
        app: Data<&App>,
        caller: Producer,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        here: Here,
    ) -> Answer<List<Statement>> {
        let work = app.read(caller.actor()).await?;
        finance::statement_page(&work, &scope(&work, &caller).await?, Page::new(limit.0, after.0), &here).await
    }

    /// One of my units' statements with its lines.
    #[oai(path = "/producer/statements/:id", method = "get", operation_id = "get_my_statement")]
    async fn get_my_statement(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<StatementId>,
    ) -> Answer<Json<StatementDetail>> {
        let work = app.read(caller.actor()).await?;
        finance::statement_detail(&work, &scope(&work, &caller).await?, id.0).await.map(Json)
    }

    /// One of my units' statements as PDF.
    #[oai(path = "/producer/statements/:id/pdf", method = "get", operation_id = "get_my_statement_pdf")]
    async fn get_my_statement_pdf(&self, app: Data<&App>, caller: Producer, id: Path<StatementId>) -> Answer<Download> {
        let work = app.read(caller.actor()).await?;
        finance::statement_pdf(&app, &work, &scope(&work, &caller).await?, id.0).await
    }
}

async fn scope(work: &Work, caller: &Producer) -> Answer<Scope> {
    Ok(Scope::Units(members::units_of(work, caller).await?.into_iter().map(|u| u.id).collect()))
}
