//! Renders the PDF of an issued statement.

use entities::values::{Amount, StatementId};
use serde_json::{Value, json};

use crate::{
    identity,
    platform::{
        app::App,
        documents,
        files::FileKey,
        http::problem::Result,
        jobs::Claim,
        table::decimal,
        unit_of_work::{Actor, UnitOfWork},
    },
    settlement::{
        Event, RenderStatement,
        store::statements::{self, StatementScope, StatementWithWorkshop},
    },
};

const TEMPLATE: &str = include_str!("../../../templates/statement.typ");

/// Runs [`RenderStatement`]: renders the PDF, stores the file, then records its key.
pub async fn render_statement(app: &App, claim: &Claim) -> Result<()> {
    let RenderStatement { statement_id } = claim.read()?;
    let tx = app.read(Actor::Job).await?;
    let data = document_data(&tx, statement_id).await?;
    drop(tx);
    let pdf = documents::render_apart(TEMPLATE, data).await.map_err(anyhow::Error::from)?;
    let key = FileKey::new(format!("statements/{statement_id}.pdf")).map_err(anyhow::Error::from)?;
    app.files.put(&key, pdf).await.map_err(anyhow::Error::from)?;
    let mut tx = claim.begin(app).await?;
    if statements::update_file(&tx, statement_id, key.as_str()).await? {
        tx.emit(Event::StatementFiled { statement_id });
    }
    tx.commit().await
}

/// The data that the template reads.
async fn document_data(tx: &UnitOfWork, id: StatementId) -> Result<Value> {
    let StatementWithWorkshop { statement, workshop } = statements::get_statement(tx, &StatementScope::All, id).await?;
    let lines = statements::list_lines(tx, id).await?;
    let cooperative = identity::cooperative(tx).await?;
    let money = |amount: Amount| decimal(amount.0, statement.currency.minor_digits());
    let lines = lines.iter().map(|line| {
        json!({
            "kind": line.kind.word(),
            "description": line.description,
            "quantity": line.quantity.map(|quantity| quantity.to_string()).unwrap_or_default(),
            "amount": money(line.amount),
        })
    });
    Ok(json!({
        "number": statement.number,
        "cooperative": cooperative.map(|row| json!({ "name": row.legal_name, "tax_id": row.tax_id.unwrap_or_default() })),
        "workshop": workshop.name,
        "from": statement.from_date.to_string(),
        "until": statement.until_date.to_string(),
        "currency": statement.currency.code(),
        "lines": lines.collect::<Vec<_>>(),
        "total": money(statement.total),
    }))
}
