//! What follows from settlement: a statement's PDF.

use entities::values::StatementId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Event,
    store::{self, statements::Scope},
};
use crate::{
    identity, members,
    platform::{
        app::App,
        documents,
        files::FileKey,
        http::problem::{Answer, Problem},
        jobs::Claim,
        table::decimal,
        work::{Actor, Job, Work},
    },
};

/// Makes the PDF of an issued statement.
#[derive(Debug, Serialize, Deserialize)]
pub struct RenderStatement {
    /// The statement.
    pub statement_id: StatementId,
}

impl Job for RenderStatement {
    const KIND: &'static str = "settlement.render_statement";

    fn key(&self) -> String {
        self.statement_id.to_string()
    }
}

const TEMPLATE: &str = include_str!("../../templates/statement.typ");

/// Runs the job: reads, renders, stores the file, then records its key.
pub async fn render_statement(app: &App, claim: &Claim) -> Answer<()> {
    let job: RenderStatement = claim.read()?;
    let work = app.read(Actor::Job).await?;
    let data = statement_data(&work, job.statement_id).await?;
    drop(work);
    let pdf = documents::render_apart(TEMPLATE, data).await.map_err(anyhow::Error::from)?;
    let key = FileKey::new(format!("statements/{}.pdf", job.statement_id)).map_err(anyhow::Error::from)?;
    app.files.put(&key, pdf).await.map_err(anyhow::Error::from)?;
    let mut work = claim.begin(app).await?;
    if store::statements::set_file(&work, job.statement_id, key.as_str()).await? {
        work.emit(Event::StatementFiled { statement_id: job.statement_id });
    }
    work.commit().await
}

async fn statement_data(work: &Work, id: StatementId) -> Answer<Value> {
    let statement = store::statements::one(work, &Scope::All, id).await?;
    let lines = store::statements::lines(work, id).await?;
    let units = members::units(work, &[statement.unit_id]).await?;
    let unit = units.get(&statement.unit_id).ok_or_else(|| Problem::not_found("production_unit"))?;
    let cooperative = identity::cooperative(work).await?;
    let money = |amount: entities::values::Amount| decimal(amount.0, statement.currency.minor_digits());
    let lines: Vec<Value> = lines
        .iter()
        .map(|line| {
            json!({
                "kind": line.kind.word(),
                "description": line.description,
                "quantity": line.quantity.map(|q| q.to_string()).unwrap_or_default(),
                "amount": money(line.amount),
            })
        })
        .collect();
    Ok(json!({
        "number": statement.number,
        "cooperative": cooperative.map(|c| json!({ "name": c.legal_name, "tax_id": c.tax_id.unwrap_or_default() })),
        "unit": unit.name,
        "from": statement.from_date.to_string(),
        "until": statement.until_date.to_string(),
        "currency": statement.currency.code(),
        "lines": lines,
        "total": money(statement.total),
    }))
}
