//! Producers read the statements of their workshops.

use entities::values::StatementId;
use poem::web::Data;
use poem_openapi::{OpenApi, param::Path, payload::Json};

use super::{
    statements::{Statement, StatementDetail, statement_detail, statement_pdf, statement_spreadsheet},
    tag::Tag,
};
use crate::{
    identity::{Caller, Producer},
    members,
    platform::{
        app::App,
        http::{download::Download, page_request::PageRequest, paging::List, problem::Result},
        unit_of_work::UnitOfWork,
    },
    settlement::store::statements::{self, StatementScope},
};

/// Operations of producers on their statements.
pub struct OwnStatements;

#[OpenApi(prefix_path = "/api/v1/producer", tag = "Tag::Settlement")]
impl OwnStatements {
    /// List the statements of own workshops, newest first
    #[oai(path = "/statements", method = "get", operation_id = "list_own_statements")]
    async fn list_own_statements(
        &self,
        app: Data<&App>,
        caller: Producer,
        page: PageRequest,
    ) -> Result<List<Statement>> {
        let tx = app.read(caller.actor()).await?;
        let scope = own_scope(&tx, &caller).await?;
        Ok(statements::list_statements(&tx, &scope, &page).await?.map(Statement::from).into())
    }

    /// Get a statement of an own workshop with its lines
    #[oai(path = "/statements/:id", method = "get", operation_id = "get_own_statement")]
    async fn get_own_statement(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<StatementId>,
    ) -> Result<Json<StatementDetail>> {
        let tx = app.read(caller.actor()).await?;
        let scope = own_scope(&tx, &caller).await?;
        statement_detail(&tx, &scope, id.0).await.map(Json)
    }

    /// Get a statement of an own workshop as PDF
    #[oai(path = "/statements/:id/pdf", method = "get", operation_id = "get_own_statement_pdf")]
    async fn get_own_statement_pdf(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<StatementId>,
    ) -> Result<Download> {
        let tx = app.read(caller.actor()).await?;
        let scope = own_scope(&tx, &caller).await?;
        statement_pdf(&app, &tx, &scope, id.0).await
    }

    /// Get a statement of an own workshop as a spreadsheet
    #[oai(path = "/statements/:id/xlsx", method = "get", operation_id = "get_own_statement_spreadsheet")]
    async fn get_own_statement_spreadsheet(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<StatementId>,
    ) -> Result<Download> {
        let tx = app.read(caller.actor()).await?;
        let scope = own_scope(&tx, &caller).await?;
        statement_spreadsheet(&tx, &scope, id.0).await
    }
}

/// The statements of the producer's own workshops.
pub(super) async fn own_scope(tx: &UnitOfWork, caller: &Producer) -> Result<StatementScope> {
    let workshops = members::list_own_workshops(tx, caller).await?;
    Ok(StatementScope::Workshops(workshops.into_iter().map(|workshop| workshop.id).collect()))
}
