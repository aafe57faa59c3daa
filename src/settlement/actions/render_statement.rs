//! Renders the PDF of an issued statement.

use entities::values::{Amount, StatementId};
use serde_json::{Value, json};

use crate::{
    identity,
    platform::{
        app::App,
        documents,
        files::FileKey,
        format,
        http::problem::Result,
        jobs::Claim,
        locale::{Localizer, localize},
        unit_of_work::{Actor, UnitOfWork},
    },
    settlement::{
        Event, RenderStatement,
        store::statements::{self, StatementScope, StatementWithWorkshop},
    },
};

const TEMPLATE: &str = include_str!("../../../templates/statement.typ");

const TEXTS: Localizer = Localizer::SHARED;

/// Runs [`RenderStatement`]: renders the PDF, stores the file, then records its key.
pub async fn render_statement(app: &App, claim: &Claim) -> Result<()> {
    let RenderStatement { statement_id } = claim.read()?;
    let tx = app.read(Actor::Job).await?;
    let data = document_data(&tx, statement_id).await?;
    drop(tx);
    let pdf = documents::render_in_background(TEMPLATE, data).await.map_err(anyhow::Error::from)?;
    let key = FileKey::new(format!("statements/{statement_id}.pdf")).map_err(anyhow::Error::from)?;
    app.files.write(&key, pdf).await.map_err(anyhow::Error::from)?;
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
    let cooperative = identity::find_cooperative(tx).await?;
    let language = TEXTS.language();
    let money = |amount: Amount| format::money(language, amount.of(statement.currency));
    let lines = lines.iter().map(|line| {
        json!({
            "description": line.description,
            "concept": localize!(TEXTS, "statement-concept", kind = line.kind.word()),
            "units": line.quantity.map(|units| format::number(language, units)).unwrap_or_default(),
            "amount": money(line.amount),
        })
    });
    let number = statement.number.unwrap_or_default().to_string();
    Ok(json!({
        "language": language.word(),
        "title": localize!(TEXTS, "statement-title", number = number),
        "cooperative": cooperative.map(|row| json!({
            "name": row.legal_name,
            "tax_id": row.tax_id.as_deref().map(format::tax_id).unwrap_or_default(),
        })),
        "workshop": workshop.name,
        "period": localize!(TEXTS, "statement-period", from = statement.from_date, until = statement.until_date),
        "label": {
            "tax_id": localize!(TEXTS, "statement-label.tax-id"),
            "description": localize!(TEXTS, "statement-label.description"),
            "concept": localize!(TEXTS, "statement-label.concept"),
            "units": localize!(TEXTS, "statement-label.units"),
            "amount": localize!(TEXTS, "statement-label.amount"),
        },
        "lines": lines.collect::<Vec<_>>(),
        "total": localize!(TEXTS, "statement-total", total = statement.total.of(statement.currency)),
        "explanation": localize!(TEXTS, "statement-explanation"),
    }))
}
