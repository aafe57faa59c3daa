//! The season, hour by hour: standing orders and arrivals, orders, allocation, answers, goods, deliveries, payments,
//! statements and payouts. Each step calls the actions that people use, at the hour at which they would.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use entities::{
    payments::bank_line,
    settlement::payout,
    values::{
        Amount, BankBalanceKind, BankFileFormat, BankLineState, BuyerId, CycleId, InvoiceState, PayoutState,
        QuotaState, RejectionCause,
    },
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Dates, after, before, cooperative::Cooperative, incidents, late_changes};
use minga::{
    allocation, buyers, catalogue, cycles, fulfilment, invoicing, orders, payments,
    platform::{
        app::App,
        clock::MovableClock,
        http::{etag::IfMatch, problem::Result},
        jobs,
        unit_of_work::{Actor, UnitOfWork},
    },
    settlement,
};

/// A step of a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Buyers order.
    Order,
    /// Staff publish the quotas.
    Publish,
    /// Units answer.
    Answer,
    /// Something changes after the answers, and workshops answer their new quotas.
    ChangeLate,
    /// The quotas freeze.
    Freeze,
    /// Goods arrive at the cooperative.
    Receive,
    /// Deliveries leave and arrive.
    Deliver,
    /// Suspended certificates are reinstated.
    Reinstate,
    /// Something is found after the delivery.
    Incident,
    /// Buyers pay.
    Pay,
    /// Producers receive statements and payouts.
    Settle,
}

/// Runs all steps until `now`.
pub async fn run(
    app: &App,
    clock: &MovableClock,
    dates: &Dates,
    cooperative: &Cooperative,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    standing_orders(app, dates, cooperative).await?;
    let mut steps = Vec::new();
    for (week, (cycle, delivery)) in cooperative.cycles.iter().zip(dates.deliveries()).enumerate() {
        let mut at = |day: NaiveDate, hour, step| steps.push((dates.at(day, hour), week, *cycle, step));
        at(before(delivery, 11), 10, Step::Order);
        at(before(delivery, 4), 19, Step::Publish);
        at(before(delivery, 3), 10, Step::Answer);
        if late_changes::change_in(week).is_some() {
            at(before(delivery, 3), 16, Step::ChangeLate);
        }
        at(before(delivery, 2), 13, Step::Freeze);
        at(before(delivery, 1), 9, Step::Receive);
        at(delivery, 9, Step::Deliver);
        if late_changes::change_in(week) == Some(late_changes::Change::CertificateSuspended) {
            at(after(delivery, 3), 10, Step::Reinstate);
        }
        if incidents::incident_in(week).is_some() {
            at(after(delivery, 2), 10, Step::Incident);
        }
        at(after(delivery, 10), 11, Step::Pay);
        if week % 2 == 1 {
            at(after(delivery, 12), 11, Step::Settle);
        }
    }
    steps.sort_by_key(|(at, week, ..)| (*at, *week));
    for (at, week, cycle, step) in steps.into_iter().take_while(|(at, ..)| *at <= now) {
        clock.set(at);
        jobs::run_due(app, "demo").await?;
        run_step(app, cooperative, week, cycle, step)
            .await
            .map_err(|problem| anyhow::anyhow!("week {week} of the season, {step:?}: {problem}"))?;
        jobs::run_due(app, "demo").await?;
    }
    clock.set(now);
    let mut tx = app.begin(Actor::System).await?;
    add_calendar(&mut tx, cooperative).await.map_err(|problem| anyhow::anyhow!("the calendar: {problem}"))?;
    this_week(&mut tx, cooperative).await.map_err(|problem| anyhow::anyhow!("the money of this week: {problem}"))?;
    tx.commit().await?;
    jobs::run_due(app, "demo").await?;
    Ok(())
}

/// Adds a calendar, which creates the cycles from today on.
async fn add_calendar(tx: &mut UnitOfWork, cooperative: &Cooperative) -> Result<()> {
    let Some(open) = cooperative.cycles.last() else { return Ok(()) };
    let open = cycles::get_cycle(tx, *open).await?;
    let weekday = i32::try_from(open.delivery_date.weekday().number_from_monday()).unwrap_or(1);
    let terms = cycles::CalendarTerms {
        opens_days_before: 10,
        cut_off_days_before: 4,
        cut_off_time: open.cut_off_at.with_timezone(&tx.zone()).time(),
        weeks_ahead: 4,
    };
    cycles::create_calendar(tx, open.zone_id, weekday, terms).await.map(drop)
}

/// Records what finance writes down by hand: an advance, a deduction, the bank's closing balance, and a rate of current
/// interest of our own, for what is overdue.
async fn this_week(tx: &mut UnitOfWork, cooperative: &Cooperative) -> Result<()> {
    let today = tx.today();
    if let [first, second, ..] = cooperative.workshops[..] {
        let advance = settlement::NewCashAdvance {
            workshop_id: first,
            amount: Amount(20_000),
            paid_on: today,
            reason: "Compra de frascos para la próxima entrega".to_owned(),
        };
        settlement::record_cash_advance(tx, advance).await?;
        let deduction = settlement::NewDeduction {
            workshop_id: second,
            amount: Amount(5_000),
            reason: "Etiquetas impresas por la cooperativa".to_owned(),
            consent: "Recibo firmado N° 12".to_owned(),
        };
        settlement::record_deduction(tx, deduction).await?;
    }
    let lines = bank_line::Entity::find().all(tx.db()).await?;
    let closing = payments::NewBankBalance {
        kind: BankBalanceKind::Closing,
        balance_on: today,
        amount: Amount(lines.iter().map(|line| line.amount.0).sum()),
    };
    payments::record_bank_balance(tx, closing).await?;
    let rate = invoicing::NewInterestRate { effective_from: before(today, 365), annual_bps: 1_200, replaces: false };
    invoicing::record_interest_rate(tx, rate).await.map(drop)
}

async fn run_step(app: &App, cooperative: &Cooperative, week: usize, cycle: CycleId, step: Step) -> Result<()> {
    match step {
        Step::Order => order(app, cooperative, week, cycle).await,
        Step::Publish => change(app, async |tx| allocation::publish_quotas(tx, cycle).await.map(drop)).await,
        Step::Answer => answer(app, week, cycle).await,
        Step::ChangeLate => {
            change(app, async |tx| late_changes::apply(tx, cooperative, week, cycle).await).await?;
            answer(app, week, cycle).await
        }
        Step::Freeze => change(app, async |tx| allocation::freeze_quotas(tx, cycle).await.map(drop)).await,
        Step::Receive => receive(app, week, cycle).await,
        Step::Deliver => deliver(app, week, cycle).await,
        Step::Reinstate => change(app, late_changes::reinstate).await,
        Step::Incident => change(app, async |tx| incidents::apply(tx, cooperative, week, cycle).await).await,
        Step::Pay => pay(app, cooperative, week).await,
        Step::Settle => settle(app, cooperative).await,
    }
}

/// Runs `act` in a transaction of its own.
async fn change(app: &App, act: impl AsyncFnOnce(&mut UnitOfWork) -> Result<()>) -> Result<()> {
    let mut tx = app.begin(Actor::System).await?;
    act(&mut tx).await?;
    tx.commit().await
}

/// A pseudo-random number below 1,009, the same for the same arguments.
fn pick(a: usize, b: usize) -> usize {
    (a * 7_919 + b * 104_729 + a * b * 31) % 1_009
}

async fn standing_orders(app: &App, dates: &Dates, cooperative: &Cooperative) -> anyhow::Result<()> {
    let mut tx = app.begin(Actor::System).await?;
    let starts_on = dates.deliveries().first().copied().unwrap_or(dates.founded());
    for (position, (buyer, point, data)) in cooperative.buyers.iter().enumerate() {
        let per_guest = data.segment == "lodge";
        if !(per_guest || position % 3 == 0) {
            continue;
        }
        let items = (0..3).filter_map(|i| {
            let product_id = *cooperative.products.get((position * 5 + i * 7) % 16)?;
            Some(orders::OrderItem {
                product_id,
                quantity: if per_guest { 1 } else { 6 },
                per_guest: per_guest && i == 0,
            })
        });
        let account = buyers::get_buyer(&tx, *buyer).await?;
        let terms = orders::StandingOrderTerms {
            name: if per_guest { "Canasta de bienvenida" } else { "Pedido de la semana" }.to_owned(),
            delivery_point_id: *point,
            rule: dates.weekly(),
            starts_on,
            ends_on: None,
            items: items.collect(),
        };
        orders::create_standing_order(&mut tx, &account, None, terms).await?;
        if per_guest {
            let rows = (1..).zip(dates.deliveries().into_iter().enumerate()).map(|(line, (week, delivery))| {
                let terms = orders::ArrivalTerms {
                    reference: format!("grupo-{}", week + 1),
                    date: after(delivery, 1),
                    guests: i32::try_from(2 + pick(position, week) % 9).unwrap_or(2),
                };
                orders::ArrivalRow { line, terms }
            });
            let list = orders::ArrivalList { rows: rows.collect(), complete: false };
            orders::upsert_arrivals(&mut tx, &account, list).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

async fn order(app: &App, cooperative: &Cooperative, week: usize, cycle_id: CycleId) -> Result<()> {
    for (position, (buyer, point, _)) in cooperative.buyers.iter().enumerate() {
        if pick(position, week) % 10 < 3 {
            continue;
        }
        let mut tx = app.begin(Actor::System).await?;
        let account = buyers::get_buyer(&tx, *buyer).await?;
        let slot = cycles::delivery_slot(&cycles::get_cycle(&tx, cycle_id).await?);
        let mut items: Vec<orders::OrderItem> = Vec::new();
        for i in 0..2 + pick(week, position) % 3 {
            let at = (position * 3 + week * 5 + i * 11) % cooperative.products.len().max(1);
            let Some(product_id) = cooperative.products.get(at).copied() else { continue };
            let left =
                catalogue::list_sellable(&tx, slot, &[product_id]).await?.remove(&product_id).unwrap_or_default();
            let wanted = i64::try_from(4 + pick(position + i, week) % 9).unwrap_or(4).min(left.units);
            if wanted > 0 && left.more_needed <= wanted && items.iter().all(|item| item.product_id != product_id) {
                items.push(orders::OrderItem { product_id, quantity: wanted, per_guest: false });
            }
        }
        let terms = orders::OrderTerms { delivery_point_id: *point, details: Default::default(), items };
        if terms.items.is_empty() {
            continue;
        }
        match orders::place_order(&mut tx, account.organisation_id, cycle_id, terms).await {
            Ok(_) => tx.commit().await?,
            // Refused by a rule: below the order minimum, or no capacity left.
            Err(problem) if problem.status().is_client_error() => drop(tx),
            Err(problem) => return Err(problem),
        }
    }
    Ok(())
}

async fn answer(app: &App, week: usize, cycle: CycleId) -> Result<()> {
    // A declined quantity is offered again at once, so there may be new quotas to answer.
    for round in 0.. {
        let tx = app.read(Actor::System).await?;
        let waiting = allocation::list_quotas_in_states(&tx, cycle, &[QuotaState::Published]).await?;
        drop(tx);
        if waiting.is_empty() {
            return Ok(());
        }
        for (position, quota) in waiting.into_iter().enumerate() {
            let reply = match pick(position, week) {
                c if round == 0 && c % 37 == 0 => {
                    allocation::QuotaAnswer::Decline { reason: "Se enfermó quien nos ayuda".to_owned() }
                }
                c if round == 0 && c % 23 == 0 && quota.lots > 1 => allocation::QuotaAnswer::Amend {
                    lots: quota.lots - 1,
                    reason: "Faltan frascos esta semana".to_owned(),
                },
                _ => allocation::QuotaAnswer::Accept,
            };
            let answered = async |tx: &mut UnitOfWork| {
                // A re-offer within this round may have changed the quota; the next round answers it.
                match allocation::answer_quota(tx, None, quota.id, reply, &IfMatch::any()).await {
                    Err(problem) if !problem.status().is_client_error() => Err(problem),
                    _ => Ok(()),
                }
            };
            change(app, answered).await?;
        }
    }
    Ok(())
}

async fn receive(app: &App, week: usize, cycle: CycleId) -> Result<()> {
    let tx = app.read(Actor::System).await?;
    let quotas = allocation::list_live_quotas(&tx, cycle).await?;
    let made_on = before(tx.today(), 1);
    drop(tx);
    for (position, quota) in quotas.into_iter().enumerate() {
        let spoilt = if pick(week, position).is_multiple_of(29) { 1 } else { 0 };
        change(app, async |tx| {
            let batch = fulfilment::NewBatch { made_on, quantity: quota.units };
            fulfilment::record_goods_receipt(
                tx,
                fulfilment::NewGoodsReceipt {
                    quota_id: quota.id,
                    goods: fulfilment::Goods::New(batch),
                    accepted: quota.units - spoilt,
                    rejected: spoilt,
                    rejection: (spoilt > 0).then_some(RejectionCause::Damaged),
                    reason: (spoilt > 0).then(|| "Llegó quebrado".to_owned()),
                    replaces: None,
                },
            )
            .await
            .map(drop)
        })
        .await?;
    }
    change(app, async |tx| fulfilment::prepare_deliveries(tx, cycle).await.map(drop)).await
}

async fn deliver(app: &App, week: usize, cycle: CycleId) -> Result<()> {
    change(app, async |tx| fulfilment::dispatch_cycle(tx, cycle).await.map(drop)).await?;
    if incidents::incident_in(week).is_some() {
        change(app, async |tx| incidents::refuse_part(tx, cycle).await).await?;
    }
    change(app, async |tx| fulfilment::confirm_cycle(tx, cycle).await.map(drop)).await
}

/// Imports the bank statement of the week: most buyers pay what they owe, by transfers that name the invoice.
async fn pay(app: &App, cooperative: &Cooperative, week: usize) -> Result<()> {
    let mut tx = app.begin(Actor::System).await?;
    let mut rows = Vec::new();
    let mut payers: Vec<(String, BuyerId, payments::InvoiceAllocation)> = Vec::new();
    for (position, (buyer, _, data)) in cooperative.buyers.iter().enumerate() {
        if pick(position, week).is_multiple_of(7) {
            continue;
        }
        for invoice in invoicing::list_open_invoices(&tx, *buyer).await? {
            if !matches!(invoice.state, InvoiceState::Issued | InvoiceState::PartlyPaid | InvoiceState::Overdue) {
                continue;
            }
            let (key, amount) = (format!("demo-{}", invoice.id), invoicing::open_amount(&invoice));
            rows.push(payments::BankStatementRow {
                line: 0,
                bank_id: Some(key.clone()),
                booked_on: tx.today(),
                amount,
                reference: format!("Pago factura {}", invoicing::document_name(&invoice)),
                counterparty: Some(data.name.to_owned()),
            });
            payers.push((key, *buyer, payments::InvoiceAllocation { invoice_id: invoice.id, amount }));
        }
    }
    payments::import_bank_lines(&mut tx, rows).await?;
    for (key, buyer, allocation) in payers {
        let line = bank_line::Entity::find()
            .filter(bank_line::Column::BankId.eq(key))
            .filter(bank_line::Column::State.eq(BankLineState::Unmatched))
            .one(tx.db())
            .await?;
        if let Some(line) = line {
            payments::match_bank_line(&mut tx, line.id, buyer, vec![allocation]).await?;
        }
    }
    tx.commit().await
}

/// Issues statements and pays them out: finance prepares, the manager approves, finance exports, and the bank statement
/// confirms.
async fn settle(app: &App, cooperative: &Cooperative) -> Result<()> {
    change(app, async |tx| settlement::issue_statements(tx).await.map(drop)).await?;
    let mut tx = app.begin(Actor::Person(cooperative.finance, None)).await?;
    let created = match settlement::create_payout_batch(&mut tx, cooperative.finance, BankFileFormat::Pain001).await {
        Ok(created) => created,
        // No producer has earned anything yet.
        Err(problem) if matches!(problem.error(), Some(settlement::SettlementError::NothingToPay)) => return Ok(()),
        Err(problem) => return Err(problem),
    };
    tx.commit().await?;
    let id = created.batch.id;
    let mut tx = app.begin(Actor::Person(cooperative.manager, None)).await?;
    settlement::approve_payout_batch(&mut tx, cooperative.manager, id).await?;
    tx.commit().await?;
    let mut tx = app.begin(Actor::Person(cooperative.finance, None)).await?;
    settlement::export_payout_batch(&mut tx, id).await?;
    let sent = payout::Entity::find()
        .filter(payout::Column::BatchId.eq(id))
        .filter(payout::Column::State.eq(PayoutState::Exported))
        .all(tx.db())
        .await?;
    let rows = sent.into_iter().map(|p| payments::BankStatementRow {
        line: 0,
        bank_id: Some(format!("demo-{}", p.id)),
        booked_on: tx.today(),
        amount: Amount(-p.amount.0),
        reference: payments::payout_reference(p.id),
        counterparty: None,
    });
    let rows = rows.collect();
    payments::import_bank_lines(&mut tx, rows).await?;
    tx.commit().await
}
