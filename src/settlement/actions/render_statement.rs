//! Renders the PDF of an issued statement.

use entities::{
    identity::organisation,
    settlement::{statement, statement_line},
    values::{Amount, StatementId, StatementLineKind},
};
use serde_json::{Value, json};

use super::{
    load_statement_fairness::{DeliveryFairness, load_statement_fairness},
    statement_notes::{amount_of, delivery_notes, is_remainder},
};
use crate::{
    identity,
    platform::{
        app::App,
        documents,
        files::FileKey,
        format::{self, DateStyle},
        http::problem::{Problem, Result},
        jobs::Claim,
        locale::{Localizer, localize},
        unit_of_work::{Actor, UnitOfWork},
    },
    settlement::{
        Event, RenderStatement,
        store::{
            statement_deliveries::{StatementDelivery, list_statement_deliveries},
            statements::{self, StatementScope, StatementWithWorkshop},
        },
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
    let key = FileKey::new(format!("statements/{statement_id}.pdf"))?;
    documents::store_pdf(app, &key, TEMPLATE, data).await?;
    let mut tx = claim.begin(app).await?;
    if statements::update_file(&tx, statement_id, key.as_str()).await? {
        tx.emit(Event::StatementFiled { statement_id });
    }
    tx.commit().await
}

/// The PDF of a statement. One that the file store has lost is rendered again from the statement.
///
/// # Errors
/// 404 until it is rendered.
pub async fn load_statement_document(app: &App, id: StatementId) -> Result<Vec<u8>> {
    let tx = app.read(Actor::System).await?;
    let file = statements::get_statement(&tx, &StatementScope::All, id).await?.statement.file;
    let key = FileKey::new(file.ok_or_else(|| Problem::not_found("document"))?)?;
    if let Some(pdf) = documents::find_pdf(app, &key).await? {
        return Ok(pdf);
    }
    let data = document_data(&tx, id).await?;
    drop(tx);
    documents::store_pdf(app, &key, TEMPLATE, data).await
}

/// The data that the template reads.
async fn document_data(tx: &UnitOfWork, id: StatementId) -> Result<Value> {
    let StatementWithWorkshop { statement, workshop } = statements::get_statement(tx, &StatementScope::All, id).await?;
    let lines = statements::list_lines(tx, id).await?;
    let deliveries = list_statement_deliveries(tx, &statement, &lines).await?;
    let fairness = load_statement_fairness(tx, workshop.id, &deliveries).await?;
    let cooperative = identity::find_cooperative(tx).await?;
    let producer = identity::get_organisation(tx, workshop.organisation_id).await?;
    let language = TEXTS.language();
    let number = statement.number.unwrap_or_default().to_string();
    let adjustments = lines.iter().filter(|line| line.pool_id.is_none()).map(|line| adjustment_data(&statement, line));
    let deliveries = deliveries.iter().map(|delivery| group_data(&statement, delivery, &lines));
    let groups = deliveries.chain(adjustments);
    Ok(json!({
        "language": language.word(),
        "title": localize!(TEXTS, "statement-title", number = number),
        "cooperative": cooperative.map(|row| party_data(&row)),
        "producer": party_data(&producer),
        "workshop": workshop.name,
        "period": localize!(TEXTS, "statement-period", from = statement.from_date, until = statement.until_date),
        "label": {
            "tax_id": localize!(TEXTS, "statement-label.tax-id"),
            "description": localize!(TEXTS, "statement-label.description"),
            "units": localize!(TEXTS, "statement-label.units"),
            "sale": localize!(TEXTS, "statement-label.sale"),
            "vat": localize!(TEXTS, "statement-label.vat"),
            "additional_tax": localize!(TEXTS, "statement-label.additional-tax"),
            "commission": localize!(TEXTS, "statement-label.commission"),
            "amount": localize!(TEXTS, "statement-label.amount"),
        },
        "groups": groups.collect::<Vec<_>>(),
        "fairness": fairness_data(&statement, &fairness),
        "total": localize!(TEXTS, "statement-total", total = statement.total.of(statement.currency)),
        "explanation": localize!(TEXTS, "statement-explanation"),
    }))
}

fn party_data(row: &organisation::Model) -> Value {
    json!({ "name": row.legal_name, "tax_id": row.tax_id.as_deref().map(format::tax_id).unwrap_or_default() })
}

/// What was offered, fair, allocated and accepted on the days of the deliveries.
fn fairness_data(statement: &statement::Model, fairness: &[DeliveryFairness]) -> Value {
    let language = TEXTS.language();
    let money = |amount: Amount| format::money(language, amount.of(statement.currency));
    let row = |row: &DeliveryFairness| {
        let figures = row.figures;
        json!([
            format::date(language, row.delivery_date, DateStyle::Long),
            money(figures.offered),
            money(figures.target),
            money(figures.allocated),
            money(figures.accepted),
            format::percent(language, figures.share_bps()),
            format::percent(language, figures.share_accepted_bps()),
        ])
    };
    json!({
        "title": localize!(TEXTS, "statement-fairness"),
        "header": [
            localize!(TEXTS, "statement-fairness-label.delivery"),
            localize!(TEXTS, "statement-fairness-label.offered"),
            localize!(TEXTS, "statement-fairness-label.target"),
            localize!(TEXTS, "statement-fairness-label.allocated"),
            localize!(TEXTS, "statement-fairness-label.accepted"),
            localize!(TEXTS, "statement-fairness-label.share-agreed"),
            localize!(TEXTS, "statement-fairness-label.share-accepted"),
        ],
        "rows": fairness.iter().map(row).collect::<Vec<_>>(),
    })
}

/// An advance or a deduction.
fn adjustment_data(statement: &statement::Model, line: &statement_line::Model) -> Value {
    json!({
        "description": line.description,
        "amount": format::money(TEXTS.language(), line.amount.of(statement.currency)),
    })
}

/// What one product of a delivery brought: one row. A note says what buyers have not paid yet, or what was missing on an
/// earlier statement, which has the units.
fn group_data(statement: &statement::Model, delivery: &StatementDelivery, lines: &[statement_line::Model]) -> Value {
    let pool = delivery.pool_id;
    let of_pool = || lines.iter().filter(move |line| line.pool_id == Some(pool));
    let sum = |kinds: &[StatementLineKind]| -> Amount {
        of_pool().filter(|line| kinds.contains(&line.kind)).map(|line| line.amount).sum()
    };
    let language = TEXTS.language();
    let money = |amount: Amount| format::money(language, amount.of(statement.currency));
    let amount = amount_of(delivery, lines);
    let notes = delivery_notes(delivery, lines, statement.currency);
    let units = of_pool().find_map(|line| line.quantity).filter(|_| !is_remainder(delivery, lines));
    json!({
        "description": format!(
            "{}, {}",
            of_pool().next().map(|line| line.description.as_str()).unwrap_or_default(),
            format::date(language, delivery.delivery_date, DateStyle::Long),
        ),
        "units": units.map(|units| format::number(language, units)).unwrap_or_default(),
        "sale": money(sum(&[StatementLineKind::Share])),
        "vat": money(sum(&[StatementLineKind::SaleVat])),
        "additional_tax": money(sum(&[StatementLineKind::SaleAdditionalTax])),
        "commission": money(sum(&[StatementLineKind::Commission, StatementLineKind::CommissionVat])),
        "amount": money(amount),
        "note": (!notes.is_empty()).then(|| notes.join(" ")),
    })
}
