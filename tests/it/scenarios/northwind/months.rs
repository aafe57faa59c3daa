//! One month: its orders are split, made, delivered, invoiced, paid, stated and paid out, by the actions that people
//! and jobs use.

use std::{collections::HashMap, fmt::Write};

use chrono::NaiveDate;
use entities::{
    cycles::cycle,
    invoicing::invoice,
    payments::bank_line,
    settlement::payout,
    values::{BankLineState, CycleId, CycleState, InvoiceState, PayoutBatchId, PayoutState, PersonId},
};
use minga::{
    allocation::{self, QuotaAnswer},
    fulfilment::{self, Goods, NewBatch, NewGoodsReceipt},
    payments::{self, InvoiceAllocation, read_bank_statement},
    platform::{
        app::App,
        http::etag::IfMatch,
        jobs,
        unit_of_work::{Actor, UnitOfWork},
    },
    settlement,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{FORMAT, noon};
use crate::support::TestApp;

/// Runs the month that delivers on `delivery`.
pub async fn run(
    app: &TestApp,
    node: &App,
    month: &str,
    delivery: NaiveDate,
    paid_by: &(PersonId, PersonId),
) -> anyhow::Result<()> {
    app.clock.set(noon(delivery, -5));
    jobs::run_due(node, "test").await?;
    let tx = node.read(Actor::System).await?;
    let cycle = cycle::Entity::find().filter(cycle::Column::Code.eq(month)).one(tx.db()).await?.expect("imported");
    drop(tx);
    assert_eq!(cycle.state, CycleState::Allocated, "{month} closed and was split by itself");
    split(node, cycle.id).await?;
    app.clock.set(noon(delivery, 0));
    deliver(node, cycle.id, delivery).await?;
    jobs::run_due(node, "test").await?;
    app.clock.set(noon(delivery, 5));
    pay(node, cycle.id, noon(delivery, 5).date_naive()).await?;
    app.clock.set(noon(delivery, 6));
    pay_out(app, node, noon(delivery, 7), paid_by).await
}

/// The quotas go out, every workshop accepts its own, and they freeze.
async fn split(node: &App, cycle: CycleId) -> anyhow::Result<()> {
    let mut tx = node.begin(Actor::System).await?;
    assert!(allocation::publish_quotas(&mut tx, cycle).await?);
    tx.commit().await?;
    let mut tx = node.begin(Actor::System).await?;
    for quota in published(&tx, cycle).await? {
        allocation::answer_quota(&mut tx, None, quota, QuotaAnswer::Accept, &IfMatch::any()).await?;
    }
    allocation::freeze_quotas(&mut tx, cycle).await?;
    Ok(tx.commit().await?)
}

async fn published(tx: &UnitOfWork, cycle: CycleId) -> anyhow::Result<Vec<entities::values::QuotaId>> {
    use entities::allocation::quota;
    let open = quota::Entity::find()
        .filter(quota::Column::CycleId.eq(cycle))
        .filter(quota::Column::State.eq(entities::values::QuotaState::Published));
    Ok(open.all(tx.db()).await?.into_iter().map(|quota| quota.id).collect())
}

/// Every quota is made and accepted whole; all of it leaves and arrives.
async fn deliver(node: &App, cycle: CycleId, made_on: NaiveDate) -> anyhow::Result<()> {
    let mut tx = node.begin(Actor::System).await?;
    for quota in allocation::list_live_quotas(&tx, cycle).await? {
        let receipt = NewGoodsReceipt {
            quota_id: quota.id,
            goods: Goods::New(NewBatch { made_on, quantity: quota.units }),
            accepted: quota.units,
            rejected: 0,
            rejection: None,
            reason: None,
            replaces: None,
        };
        fulfilment::record_goods_receipt(&mut tx, receipt).await?;
    }
    tx.commit().await?;
    let mut tx = node.begin(Actor::System).await?;
    assert!(fulfilment::prepare_deliveries(&mut tx, cycle).await?);
    tx.commit().await?;
    let mut tx = node.begin(Actor::System).await?;
    let left = fulfilment::dispatch_cycle(&mut tx, cycle).await?;
    tx.commit().await?;
    let mut tx = node.begin(Actor::System).await?;
    assert_eq!(fulfilment::confirm_cycle(&mut tx, cycle).await?, left);
    Ok(tx.commit().await?)
}

/// The bank statement shows one line for every invoice, and each is recognised.
async fn pay(node: &App, cycle: CycleId, booked_on: NaiveDate) -> anyhow::Result<()> {
    let mut tx = node.begin(Actor::System).await?;
    let open = invoice::Entity::find()
        .filter(invoice::Column::CycleId.eq(cycle))
        .filter(invoice::Column::State.eq(InvoiceState::Issued));
    let open = open.all(tx.db()).await?;
    assert!(!open.is_empty());
    let mut statement = "booked_on,amount,reference\n".to_owned();
    for invoice in &open {
        let cents = invoice.total.0;
        let number = invoice.number.expect("issued");
        writeln!(statement, "{booked_on},{}.{:02},Invoice {number}", cents / 100, cents % 100)?;
    }
    let rows = read_bank_statement(statement.as_bytes(), tx.currency(), tx.today())?.rows;
    payments::import_bank_lines(&mut tx, rows).await?;
    let by_number: HashMap<String, &invoice::Model> =
        open.iter().map(|invoice| (format!("Invoice {}", invoice.number.unwrap_or_default()), invoice)).collect();
    let lines = bank_line::Entity::find().filter(bank_line::Column::State.eq(BankLineState::Unmatched));
    for line in lines.all(tx.db()).await? {
        let invoice = by_number[&line.reference];
        let paid = InvoiceAllocation { invoice_id: invoice.id, amount: line.amount };
        payments::match_bank_line(&mut tx, line.id, invoice.buyer_id, vec![paid]).await?;
    }
    Ok(tx.commit().await?)
}

/// Statements are issued; one person prepares the payouts, another approves them, and the bank's lines confirm them.
async fn pay_out(
    app: &TestApp,
    node: &App,
    confirmed: chrono::DateTime<chrono::Utc>,
    (one, other): &(PersonId, PersonId),
) -> anyhow::Result<()> {
    let mut tx = node.begin(Actor::System).await?;
    let statements = settlement::issue_statements(&mut tx).await?;
    assert!(!statements.issued.is_empty() && statements.unsettleable.is_empty() && statements.carried.is_empty());
    tx.commit().await?;
    let mut tx = node.begin(Actor::Person(*one, None)).await?;
    let prepared = settlement::create_payout_batch(&mut tx, *one, FORMAT).await?;
    assert_eq!(prepared.without_account, []);
    tx.commit().await?;
    let mut tx = node.begin(Actor::Person(*other, None)).await?;
    assert!(settlement::approve_payout_batch(&mut tx, *other, prepared.batch.id).await?);
    let file = settlement::export_payout_batch(&mut tx, prepared.batch.id).await?;
    tx.commit().await?;

    app.clock.set(confirmed);
    let statement = bank_statement(&file.content, confirmed.date_naive());
    let mut tx = node.begin(Actor::System).await?;
    let rows = read_bank_statement(statement.as_bytes(), tx.currency(), tx.today())?.rows;
    assert_eq!(payments::import_bank_lines(&mut tx, rows).await?.payouts, statements.issued.len());
    tx.commit().await?;
    assert_eq!(unconfirmed(node, prepared.batch.id).await?, 0);
    jobs::run_due(node, "test").await?;
    Ok(())
}

/// What the bank did with the file: one line for each transfer, by its reference and amount.
fn bank_statement(pain001: &str, booked_on: NaiveDate) -> String {
    let tagged = |tag: &str| -> Vec<String> {
        let opening = format!("<{tag}");
        let parts = pain001.split(opening.as_str()).skip(1);
        parts.map(|part| part[part.find('>').unwrap() + 1..part.find('<').unwrap()].to_owned()).collect()
    };
    let (references, amounts) = (tagged("EndToEndId"), tagged("InstdAmt"));
    assert_eq!(references.len(), amounts.len());
    let lines =
        references.iter().zip(amounts).map(|(reference, amount)| format!("{booked_on},-{amount},{reference}\n"));
    format!("booked_on,amount,reference\n{}", lines.collect::<String>())
}

async fn unconfirmed(node: &App, batch: PayoutBatchId) -> anyhow::Result<usize> {
    let tx = node.read(Actor::System).await?;
    let payouts = payout::Entity::find().filter(payout::Column::BatchId.eq(batch)).all(tx.db()).await?;
    Ok(payouts.iter().filter(|payout| payout.state != PayoutState::Confirmed).count())
}
