//! Finance staff: pools, statements, the ledger.

use std::collections::HashMap;

use entities::{
    settlement::pool,
    values::{CycleId, EntryId, PoolId, StatementId},
};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    files::{self, Download},
    wire::{LedgerBalance, Pool, PoolDetail, PoolShare, Statement, StatementDetail, StatementLine, StatementRunResult},
};
use crate::{
    catalogue,
    identity::{Caller, StaffFinance, StaffViewer},
    members,
    platform::{
        app::App,
        http::{
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
    settlement::{
        actions, journal,
        store::{self, ledger, statements::Scope},
    },
};

/// Pools, statements and the ledger.
#[derive(Clone, Copy)]
pub struct FinanceApi;

#[OpenApi(prefix_path = "/api/v1", tag = "super::Tag::Settlement")]
impl FinanceApi {
    /// Pools of a cycle, or all, newest first.
    #[oai(path = "/staff/pools", method = "get", operation_id = "list_pools")]
    async fn list_pools(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only those of this cycle.
        cycle_id: Query<Option<CycleId>>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Pool>> {
        let tx = app.read(caller.actor()).await?;
        let page = Page::new(limit.0, after.0);
        let rows = store::list_pools(&tx, cycle_id.0, page.key::<PoolId>()?, page.fetch()).await?;
        let names = product_names(&tx, &rows).await?;
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&row.id), |row| named(row, &names)))
    }

    /// One pool with the parts of its makers.
    #[oai(path = "/staff/pools/:id", method = "get", operation_id = "get_pool")]
    async fn get_pool(&self, app: Data<&App>, caller: StaffViewer, id: Path<PoolId>) -> Result<Json<PoolDetail>> {
        let tx = app.read(caller.actor()).await?;
        let row = store::statements::pools(&tx, &[id.0]).await?.pop().ok_or_else(|| Problem::not_found("pool"))?;
        let names = product_names(&tx, std::slice::from_ref(&row)).await?;
        let currency = row.currency;
        let mut shares = actions::pools::ordered_shares(&tx, &row).await?;
        let ids: Vec<_> = shares.iter().map(|(_, s)| s.workshop_id).collect();
        let workshops = members::workshops(&tx, &ids).await?;
        let name = |id| workshops.get(&id).map(|u| u.name.clone()).unwrap_or_default();
        let shares = shares.drain(..).map(|(_, s)| {
            let workshop = name(s.workshop_id);
            PoolShare::of(s, workshop, currency)
        });
        Ok(Json(PoolDetail { shares: shares.collect(), pool: named(row, &names) }))
    }

    /// Issues a statement to every workshop that earned something since its last one.
    #[oai(path = "/staff/statements/run", method = "post", operation_id = "run_statements")]
    async fn run_statements(&self, app: Data<&App>, caller: StaffFinance) -> Result<Json<StatementRunResult>> {
        let mut tx = app.begin(caller.actor()).await?;
        let run = actions::statements::run(&mut tx).await?;
        tx.commit().await?;
        Ok(Json(StatementRunResult { issued: run.issued, unsettleable: run.unsettleable, carried: run.carried }))
    }

    /// Statements, newest first.
    #[oai(path = "/staff/statements", method = "get", operation_id = "list_statements")]
    async fn list_statements(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Statement>> {
        let tx = app.read(caller.actor()).await?;
        statement_page(&tx, &Scope::All, Page::new(limit.0, after.0), &uri).await
    }

    /// One statement with its lines.
    #[oai(path = "/staff/statements/:id", method = "get", operation_id = "get_statement")]
    async fn get_statement(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<StatementId>,
    ) -> Result<Json<StatementDetail>> {
        let tx = app.read(caller.actor()).await?;
        statement_detail(&tx, &Scope::All, id.0).await.map(Json)
    }

    /// A statement as PDF.
    #[oai(path = "/staff/statements/:id/pdf", method = "get", operation_id = "get_statement_pdf")]
    async fn get_statement_pdf(&self, app: Data<&App>, caller: StaffViewer, id: Path<StatementId>) -> Result<Download> {
        let tx = app.read(caller.actor()).await?;
        statement_pdf(&app, &tx, &Scope::All, id.0).await
    }

    /// Every account of the ledger with its balance.
    #[oai(path = "/staff/ledger/balances", method = "get", operation_id = "list_ledger_balances")]
    async fn list_ledger_balances(&self, app: Data<&App>, caller: StaffViewer) -> Result<List<LedgerBalance>> {
        let tx = app.read(caller.actor()).await?;
        let currency = tx.currency();
        let rows = ledger::balances(&tx).await?.into_iter();
        let wire =
            rows.map(|b| LedgerBalance { account: b.code, balance: entities::values::Amount(b.balance).of(currency) });
        Ok(List::all(wire.collect()))
    }

    /// Entries of the ledger in the order of recording.
    #[oai(path = "/staff/ledger/entries", method = "get", operation_id = "list_journal_entries")]
    async fn list_journal_entries(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<super::wire::JournalEntry>> {
        let tx = app.read(caller.actor()).await?;
        let page = Page::new(limit.0, after.0);
        let currency = tx.currency();
        let rows = ledger::entries(&tx, page.key::<EntryId>()?, page.fetch()).await?;
        Ok(List::page(
            rows,
            &page,
            &uri,
            |(e, _)| Cursor::of(&e.id),
            |row| super::wire::JournalEntry::of(row, currency),
        ))
    }

    /// The whole ledger as an hledger journal.
    #[oai(path = "/staff/ledger/journal", method = "get", operation_id = "get_ledger_journal")]
    async fn get_ledger_journal(&self, app: Data<&App>, caller: StaffViewer) -> Result<Download> {
        let tx = app.read(caller.actor()).await?;
        let text = journal::hledger_journal(&tx).await?;
        Ok(Download::new("ledger.journal", "text/plain; charset=utf-8", text.into_bytes()))
    }
}

/// The names of the pools' products, in Spanish and English.
async fn product_names(tx: &UnitOfWork, pools: &[pool::Model]) -> Result<HashMap<PoolId, (String, String)>> {
    let products: Vec<_> = pools.iter().map(|p| p.product_id).collect();
    let products = catalogue::products(tx, &products).await?;
    let name = |p: &pool::Model| {
        products
            .get(&p.product_id)
            .map(|product| (product.name_es.clone(), product.name_en.clone()))
            .unwrap_or_default()
    };
    Ok(pools.iter().map(|p| (p.id, name(p))).collect())
}

fn named(row: pool::Model, names: &HashMap<PoolId, (String, String)>) -> Pool {
    let name = names.get(&row.id).cloned().unwrap_or_default();
    Pool::of(row, name)
}

/// A page of the statements in a scope.
pub(super) async fn statement_page(
    tx: &UnitOfWork,
    scope: &Scope,
    page: Page,
    uri: &RequestUri,
) -> Result<List<Statement>> {
    let rows = store::statements::list(tx, scope, page.key::<StatementId>()?, page.fetch()).await?;
    let ids: Vec<_> = rows.iter().map(|s| s.workshop_id).collect();
    let workshops = members::workshops(tx, &ids).await?;
    Ok(List::page(
        rows,
        &page,
        uri,
        |row| Cursor::of(&row.id),
        |row| {
            let workshop = workshops.get(&row.workshop_id).map(|u| u.name.clone()).unwrap_or_default();
            Statement::of(row, workshop)
        },
    ))
}

/// One statement of a scope with its lines.
pub(super) async fn statement_detail(tx: &UnitOfWork, scope: &Scope, id: StatementId) -> Result<StatementDetail> {
    let row = store::statements::one(tx, scope, id).await?;
    let lines = store::statements::lines(tx, id).await?;
    let workshops = members::workshops(tx, &[row.workshop_id]).await?;
    let workshop = workshops.get(&row.workshop_id).map(|u| u.name.clone()).unwrap_or_default();
    let currency = row.currency;
    let lines = lines.into_iter().map(|line| StatementLine::of(line, currency));
    Ok(StatementDetail { lines: lines.collect(), statement: Statement::of(row, workshop) })
}

/// The PDF of one statement of a scope.
pub(super) async fn statement_pdf(app: &App, tx: &UnitOfWork, scope: &Scope, id: StatementId) -> Result<Download> {
    let row = store::statements::one(tx, scope, id).await?;
    let name = format!("liquidacion-{}.pdf", row.number.unwrap_or_default());
    files::pdf(app, row.file, &name).await
}
