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
        http::problem::{Problem, Result},
        jobs::Claim,
        table::decimal,
        unit_of_work::{Actor, Job, UnitOfWork},
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
pub async fn render_statement(app: &App, claim: &Claim) -> Result<()> {
    let job: RenderStatement = claim.read()?;
    let tx = app.read(Actor::Job).await?;
    let data = statement_data(&tx, job.statement_id).await?;
    drop(tx);
    let pdf = documents::render_apart(TEMPLATE, data).await.map_err(anyhow::Error::from)?;
    let key = FileKey::new(format!("statements/{}.pdf", job.statement_id)).map_err(anyhow::Error::from)?;
    app.files.put(&key, pdf).await.map_err(anyhow::Error::from)?;
    let mut tx = claim.begin(app).await?;
    if store::statements::set_file(&tx, job.statement_id, key.as_str()).await? {
        tx.emit(Event::StatementFiled { statement_id: job.statement_id });
    }
    tx.commit().await
}

async fn statement_data(tx: &UnitOfWork, id: StatementId) -> Result<Value> {
    let statement = store::statements::one(tx, &Scope::All, id).await?;
    let lines = store::statements::lines(tx, id).await?;
    let workshops = members::workshops(tx, &[statement.workshop_id]).await?;
    let workshop = workshops.get(&statement.workshop_id).ok_or_else(|| Problem::not_found("workshop"))?;
    let cooperative = identity::cooperative(tx).await?;
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
        "workshop": workshop.name,
        "from": statement.from_date.to_string(),
        "until": statement.until_date.to_string(),
        "currency": statement.currency.code(),
        "lines": lines,
        "total": money(statement.total),
    }))
}
