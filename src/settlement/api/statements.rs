//! Staff issue and read statements.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    settlement::statement_line,
    values::{Currency, CycleId, Money, PoolId, StatementId, StatementLineKind, StatementState, WorkshopId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::{pool_faults::PoolFault, tag::Tag};
use crate::{
    identity::{Caller, StaffFinance, StaffViewer},
    platform::{
        app::App,
        http::{
            download::Download,
            idempotency::{Created, Idempotent},
            page_request::PageRequest,
            paging::List,
            problem::Result,
        },
        locale::{Localizer, localize},
        unit_of_work::UnitOfWork,
    },
    settlement::{
        StatementRun,
        actions::{DeliveryFairness, export_statement, load_statement_fairness},
        issue_statements, load_statement_document,
        store::{
            statement_deliveries,
            statements::{self, StatementScope, StatementWithWorkshop},
        },
    },
};

/// What a workshop earned since its last statement.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Statement {
    /// Identifies the statement.
    pub id: StatementId,
    /// Its number.
    pub number: Option<i64>,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The workshop's name.
    pub workshop: String,
    /// First day.
    pub from_date: NaiveDate,
    /// Last day.
    pub until_date: NaiveDate,
    /// What is paid to the workshop.
    pub total: Money,
    /// Its state.
    pub state: StatementState,
    /// When it was issued.
    pub issued_at: Option<DateTime<Utc>>,
    /// Whether its PDF is available.
    pub has_pdf: bool,
}

impl From<StatementWithWorkshop> for Statement {
    fn from(StatementWithWorkshop { statement, workshop }: StatementWithWorkshop) -> Self {
        Self {
            id: statement.id,
            number: statement.number,
            workshop_id: statement.workshop_id,
            workshop: workshop.name,
            from_date: statement.from_date,
            until_date: statement.until_date,
            total: statement.total.of(statement.currency),
            state: statement.state,
            issued_at: statement.issued_at,
            has_pdf: statement.file.is_some(),
        }
    }
}

/// A statement with its lines.
#[derive(Clone, Debug, Object)]
pub struct StatementDetail {
    /// The statement.
    pub statement: Statement,
    /// Its lines in order; their amounts add up to its total.
    pub lines: Vec<StatementLine>,
    /// The deliveries that it pays, in whole or in part.
    pub deliveries: Vec<StatementDelivery>,
    /// What the workshop offered, was allocated and had accepted on the days of these deliveries.
    pub fairness: Vec<StatementFairness>,
}

/// What a workshop offered, was allocated and had accepted for one day of delivery, as values of the lots.
#[derive(Clone, Debug, Object)]
pub struct StatementFairness {
    /// The cycle.
    pub cycle_id: CycleId,
    /// Its day of delivery.
    pub delivery_date: NaiveDate,
    /// What it could have made of what was ordered.
    pub offered: Money,
    /// What the split would have given it if lots could be divided.
    pub target: Money,
    /// Its quotas, without those that it declined, let expire or that were withdrawn.
    pub allocated: Money,
    /// What was accepted of them.
    pub accepted: Money,
    /// Its share of the group's shares, in basis points.
    pub share_agreed_bps: i32,
    /// Its part of what was accepted of the group, in basis points.
    pub share_accepted_bps: i32,
}

impl StatementFairness {
    fn of(row: &DeliveryFairness, currency: Currency) -> Self {
        let figures = row.figures;
        Self {
            cycle_id: row.cycle_id,
            delivery_date: row.delivery_date,
            offered: figures.offered.of(currency),
            target: figures.target.of(currency),
            allocated: figures.allocated.of(currency),
            accepted: figures.accepted.of(currency),
            share_agreed_bps: figures.share_bps(),
            share_accepted_bps: figures.share_accepted_bps(),
        }
    }
}

/// A product of a delivery on a statement.
#[derive(Clone, Debug, Object)]
pub struct StatementDelivery {
    /// The pool.
    pub pool_id: PoolId,
    /// The day of delivery.
    pub delivery_date: NaiveDate,
    /// All that the workshop earned of it.
    pub earned: Money,
    /// What of that is on statements, up to this one.
    pub stated: Money,
    /// The quality faults that were taken off it until then.
    pub faults: Vec<PoolFault>,
}

impl StatementDelivery {
    fn of(row: &statement_deliveries::StatementDelivery, currency: Currency) -> Self {
        Self {
            pool_id: row.pool_id,
            delivery_date: row.delivery_date,
            earned: row.earned.of(currency),
            stated: row.stated.of(currency),
            faults: row.faults.iter().map(|fault| PoolFault::of(fault, currency)).collect(),
        }
    }
}

/// One line of a statement.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct StatementLine {
    /// Its place: 1, 2, …
    pub position: i32,
    /// What its amount is.
    pub kind: StatementLineKind,
    /// The pool in which it was earned.
    pub pool_id: Option<PoolId>,
    /// Product and cycle.
    pub description: String,
    /// Units accepted from this workshop in that pool.
    pub quantity: Option<i64>,
    /// Positive for what the workshop receives.
    pub amount: Money,
}

impl StatementLine {
    fn of(row: statement_line::Model, currency: Currency) -> Self {
        Self {
            position: row.position,
            kind: row.kind,
            pool_id: row.pool_id,
            description: row.description,
            quantity: row.quantity,
            amount: row.amount.of(currency),
        }
    }
}

/// What a run of statements did.
#[derive(Clone, Debug, Object)]
pub struct StatementRunResult {
    /// Statements that were issued.
    pub issued: Vec<StatementId>,
    /// Workshops whose earnings cannot be settled, because they have no tax status.
    pub unsettleable: Vec<WorkshopId>,
    /// Workshops whose earnings do not add up to more than zero: they are carried over to the next run.
    pub carried: Vec<WorkshopId>,
}

impl From<StatementRun> for StatementRunResult {
    fn from(run: StatementRun) -> Self {
        Self { issued: run.issued, unsettleable: run.unsettleable, carried: run.carried }
    }
}

/// Operations of staff on statements.
pub struct Statements;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Settlement")]
impl Statements {
    /// Issue a statement to every workshop with earnings that are on no statement
    #[oai(path = "/statements/run", method = "post", operation_id = "issue_statements")]
    async fn issue_statements(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
    ) -> Result<Created<StatementRunResult>> {
        request.run_bodiless(async |tx, _caller| Ok(issue_statements(tx).await?.into())).await
    }

    /// List statements, newest first
    #[oai(path = "/statements", method = "get", operation_id = "list_statements")]
    async fn list_statements(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        page: PageRequest,
    ) -> Result<List<Statement>> {
        let tx = app.read(caller.actor()).await?;
        Ok(statements::list_statements(&tx, &StatementScope::All, &page).await?.map(Statement::from).into())
    }

    /// Get a statement with its lines
    #[oai(path = "/statements/:id", method = "get", operation_id = "get_statement")]
    async fn get_statement(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<StatementId>,
    ) -> Result<Json<StatementDetail>> {
        let tx = app.read(caller.actor()).await?;
        statement_detail(&tx, &StatementScope::All, id.0).await.map(Json)
    }

    /// Get a statement as PDF
    #[oai(path = "/statements/:id/pdf", method = "get", operation_id = "get_statement_pdf")]
    async fn get_statement_pdf(&self, app: Data<&App>, caller: StaffViewer, id: Path<StatementId>) -> Result<Download> {
        let tx = app.read(caller.actor()).await?;
        statement_pdf(&app, &tx, &StatementScope::All, id.0).await
    }

    /// Get a statement as a spreadsheet
    #[oai(path = "/statements/:id/xlsx", method = "get", operation_id = "get_statement_spreadsheet")]
    async fn get_statement_spreadsheet(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<StatementId>,
    ) -> Result<Download> {
        let tx = app.read(caller.actor()).await?;
        statement_spreadsheet(&tx, &StatementScope::All, id.0).await
    }
}

/// One statement in `scope` with its lines.
pub(super) async fn statement_detail(
    tx: &UnitOfWork,
    scope: &StatementScope,
    id: StatementId,
) -> Result<StatementDetail> {
    let row = statements::get_statement(tx, scope, id).await?;
    let currency = row.statement.currency;
    let lines = statements::list_lines(tx, id).await?;
    let deliveries = statement_deliveries::list_statement_deliveries(tx, &row.statement, &lines).await?;
    let fairness = load_statement_fairness(tx, row.statement.workshop_id, &deliveries).await?;
    Ok(StatementDetail {
        fairness: fairness.iter().map(|delivery| StatementFairness::of(delivery, currency)).collect(),
        deliveries: deliveries.iter().map(|delivery| StatementDelivery::of(delivery, currency)).collect(),
        lines: lines.into_iter().map(|line| StatementLine::of(line, currency)).collect(),
        statement: row.into(),
    })
}

/// One statement in `scope` as a spreadsheet.
pub(super) async fn statement_spreadsheet(
    tx: &UnitOfWork,
    scope: &StatementScope,
    id: StatementId,
) -> Result<Download> {
    let file = export_statement(tx, scope, id).await?;
    Ok(Download::new(&file.name, XLSX, file.bytes))
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The PDF of one statement in `scope`.
pub(super) async fn statement_pdf(
    app: &App,
    tx: &UnitOfWork,
    scope: &StatementScope,
    id: StatementId,
) -> Result<Download> {
    let statement = statements::get_statement(tx, scope, id).await?.statement;
    let number = statement.number.unwrap_or_default().to_string();
    let name = localize!(Localizer::SHARED, "statement-file-name", number = number);
    Ok(Download::pdf(&name, load_statement_document(app, id).await?))
}
