//! Exports a statement as a spreadsheet, with all that its PDF says: lines, parties, and the figures of fairness.

use entities::{
    identity::organisation,
    settlement::{statement, statement_line},
    values::{Amount, StatementId},
};

use super::{
    load_statement_fairness::{DeliveryFairness, load_statement_fairness},
    statement_notes::{delivery_notes, is_remainder},
};
use crate::{
    identity,
    platform::{
        format,
        http::problem::Result,
        locale::{Localizer, localize},
        table::{Cell, Table},
        unit_of_work::UnitOfWork,
        xlsx::{self, NamedTable},
    },
    settlement::store::{
        statement_deliveries::{StatementDelivery, list_statement_deliveries},
        statements::{self, StatementScope, StatementWithWorkshop},
    },
};

const TEXTS: Localizer = Localizer::SHARED;

/// A spreadsheet and the name of its file.
#[derive(Clone, Debug)]
pub struct StatementSpreadsheet {
    /// Name of the file.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// One statement in `scope` as a spreadsheet: a table of its lines, one of its parties and total, one of the figures of
/// fairness.
///
/// # Errors
/// 404.
pub async fn export_statement(
    tx: &UnitOfWork,
    scope: &StatementScope,
    id: StatementId,
) -> Result<StatementSpreadsheet> {
    let row = statements::get_statement(tx, scope, id).await?;
    let lines = statements::list_lines(tx, id).await?;
    let deliveries = list_statement_deliveries(tx, &row.statement, &lines).await?;
    let fairness = load_statement_fairness(tx, row.workshop.id, &deliveries).await?;
    let cooperative = identity::find_cooperative(tx).await?;
    let producer = identity::get_organisation(tx, row.workshop.organisation_id).await?;
    let number = row.statement.number.unwrap_or_default().to_string();
    let tables = [
        NamedTable {
            name: localize!(TEXTS, "statement-title", number = &number),
            table: lines_table(&row.statement, &lines, &deliveries),
        },
        NamedTable {
            name: localize!(TEXTS, "statement-sheet.facts"),
            table: facts_table(&row, cooperative.as_ref(), &producer),
        },
        NamedTable {
            name: localize!(TEXTS, "statement-sheet.fairness"),
            table: fairness_table(&row.statement, &fairness),
        },
    ];
    let bytes = xlsx::write_tables(&tables, row.statement.created_at).map_err(anyhow::Error::from)?;
    Ok(StatementSpreadsheet { name: localize!(TEXTS, "statement-spreadsheet-name", number = number), bytes })
}

fn money(statement: &statement::Model, amount: Amount) -> Cell {
    Cell::Decimal { units: amount.0, digits: statement.currency.minor_digits() }
}

/// One row for each line, and the total. The first line of a delivery has its notes.
fn lines_table(
    statement: &statement::Model,
    lines: &[statement_line::Model],
    deliveries: &[StatementDelivery],
) -> Table {
    let row = |line: &statement_line::Model| {
        let delivery = deliveries.iter().find(|delivery| Some(delivery.pool_id) == line.pool_id);
        let is_first = line.quantity.is_some();
        let notes = delivery.filter(|_| is_first).map(|of| delivery_notes(of, lines, statement.currency).join(" "));
        // The units of a delivery stand on the first statement that has it.
        let quantity = line.quantity.filter(|_| delivery.is_none_or(|of| !is_remainder(of, lines)));
        vec![
            Cell::Text(line.description.clone()),
            delivery.map_or(Cell::Empty, |delivery| Cell::Date(delivery.delivery_date)),
            Cell::Text(localize!(TEXTS, "statement-concept", kind = line.kind.word())),
            quantity.map_or(Cell::Empty, Cell::Whole),
            money(statement, line.amount),
            Cell::optional(notes.filter(|notes| !notes.is_empty())),
        ]
    };
    let total = vec![
        Cell::Text(localize!(TEXTS, "statement-sheet.total")),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        money(statement, statement.total),
        Cell::Empty,
    ];
    Table {
        header: vec![
            localize!(TEXTS, "statement-label.description"),
            localize!(TEXTS, "statement-fairness-label.delivery"),
            localize!(TEXTS, "statement-label.concept"),
            localize!(TEXTS, "statement-label.units"),
            localize!(TEXTS, "statement-label.amount"),
            localize!(TEXTS, "statement-sheet.notes"),
        ],
        rows: lines.iter().map(row).chain([total]).collect(),
    }
}

/// Who pays whom, for which days, and how the statement is read.
fn facts_table(
    StatementWithWorkshop { statement, workshop }: &StatementWithWorkshop,
    cooperative: Option<&organisation::Model>,
    producer: &organisation::Model,
) -> Table {
    let text = |label: String, text: String| vec![Cell::Text(label), Cell::Text(text)];
    let tax_id = |row: &organisation::Model| {
        let tax_id = row.tax_id.as_deref().map(format::tax_id).unwrap_or_default();
        text(localize!(TEXTS, "statement-label.tax-id"), tax_id)
    };
    let mut rows = Vec::new();
    if let Some(cooperative) = cooperative {
        rows.push(text(localize!(TEXTS, "statement-sheet.cooperative"), cooperative.legal_name.clone()));
        rows.push(tax_id(cooperative));
    }
    rows.extend([
        text(localize!(TEXTS, "statement-sheet.workshop"), workshop.name.clone()),
        text(localize!(TEXTS, "statement-sheet.producer"), producer.legal_name.clone()),
        tax_id(producer),
        vec![Cell::Text(localize!(TEXTS, "statement-sheet.from")), Cell::Date(statement.from_date)],
        vec![Cell::Text(localize!(TEXTS, "statement-sheet.until")), Cell::Date(statement.until_date)],
        vec![Cell::Text(localize!(TEXTS, "statement-sheet.total")), money(statement, statement.total)],
        text(localize!(TEXTS, "statement-sheet.explanation"), localize!(TEXTS, "statement-explanation")),
    ]);
    let number = statement.number.unwrap_or_default().to_string();
    Table { header: vec![localize!(TEXTS, "statement-title", number = number), String::new()], rows }
}

/// What was offered, fair, allocated and accepted on the days of the deliveries; shares in percent.
fn fairness_table(statement: &statement::Model, fairness: &[DeliveryFairness]) -> Table {
    let percent = |bps: i32| Cell::Decimal { units: i64::from(bps), digits: 2 };
    let row = |row: &DeliveryFairness| {
        let figures = row.figures;
        vec![
            Cell::Date(row.delivery_date),
            money(statement, figures.offered),
            money(statement, figures.target),
            money(statement, figures.allocated),
            money(statement, figures.accepted),
            percent(figures.share_bps()),
            percent(figures.share_accepted_bps()),
        ]
    };
    Table {
        header: vec![
            localize!(TEXTS, "statement-fairness-label.delivery"),
            localize!(TEXTS, "statement-fairness-label.offered"),
            localize!(TEXTS, "statement-fairness-label.target"),
            localize!(TEXTS, "statement-fairness-label.allocated"),
            localize!(TEXTS, "statement-fairness-label.accepted"),
            format!("{} (%)", localize!(TEXTS, "statement-fairness-label.share-agreed")),
            format!("{} (%)", localize!(TEXTS, "statement-fairness-label.share-accepted")),
        ],
        rows: fairness.iter().map(row).collect(),
    }
}
