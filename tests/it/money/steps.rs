//! What happens in an episode: a weighted list of steps, each a request to the API, or time that passes.

mod cards;
mod finance;
mod fulfilment;
mod orders;

use chrono::{Days, TimeDelta};
use entities::{platform::job, values::CycleId};
use minga::{
    cycles::{self, CycleTerms},
    platform::{app::App, jobs, unit_of_work::Actor},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{
    random::Random,
    world::{Request, World},
};

/// A kind of step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Time passes, and a node runs the jobs that are due.
    PassTime,
    /// Staff open a cycle.
    OpenCycle,
    /// Staff change the credit limit of a buyer.
    ChangeCreditLimit,
    /// A buyer places an order.
    PlaceOrder,
    /// A buyer amends an order.
    AmendOrder,
    /// A buyer cancels an order.
    CancelOwnOrder,
    /// Staff cancel an order, also after the cut-off.
    CancelOrder,
    /// A buyer creates a standing order.
    CreateStandingOrder,
    /// A buyer ends a standing order.
    EndStandingOrder,
    /// A buyer announces guests.
    RecordArrival,
    /// A buyer corrects the number of its guests.
    UpdateArrival,
    /// A buyer cancels an arrival.
    CancelArrival,
    /// Staff publish the quotas of a cycle.
    PublishQuotas,
    /// A workshop accepts, amends or declines a quota.
    AnswerQuota,
    /// Staff freeze the quotas of a cycle.
    FreezeQuotas,
    /// Staff record what a workshop brought.
    RecordReceipt,
    /// Staff correct what they recorded.
    CorrectReceipt,
    /// Staff prepare the deliveries of a cycle.
    PrepareDeliveries,
    /// Staff dispatch a delivery.
    DispatchDelivery,
    /// Staff confirm a delivery.
    ConfirmDelivery,
    /// A delivery, or a part of one, is lost, refused or returned.
    EndDelivery,
    /// Staff sell, give away or write off goods in stock.
    DisposeStock,
    /// Staff reverse a disposal.
    ReverseDisposal,
    /// Quality suspends a certificate.
    SuspendCertificate,
    /// Quality reinstates a certificate.
    ReinstateCertificate,
    /// Finance invoices what was delivered.
    IssueInvoices,
    /// Finance records a payment: a part, all, or too much of an invoice.
    RecordPayment,
    /// Finance allocates what is left of a payment.
    AllocatePayment,
    /// Finance corrects amounts of an invoice, or annuls it.
    CreateCreditNote,
    /// Finance issues a debit note.
    CreateDebitNote,
    /// Finance reverses a quality fault that a credit note named.
    ReversePoolFault,
    /// Finance requests that an invoice is written off.
    RequestWriteOff,
    /// Another person approves or cancels a write-off.
    DecideWriteOff,
    /// Finance imports a bank statement with a deposit and a transfer to a workshop.
    ImportBankStatement,
    /// Finance matches a deposit.
    MatchBankLine,
    /// Finance names a bank line that is no payment.
    NameBankLine,
    /// Finance takes back what was decided of a bank line.
    UndoBankLine,
    /// Finance reverses a payment that was recorded wrongly.
    ReversePayment,
    /// Finance returns a buyer's balance.
    RequestRefund,
    /// Finance cancels a refund that was not transferred.
    CancelRefund,
    /// Finance issues statements.
    IssueStatements,
    /// Finance records an advance in cash, or a deduction.
    RecordAdjustment,
    /// Finance says of a bank line that it is an advance.
    RecordTransferredAdvance,
    /// Finance reverses an advance or a deduction.
    ReverseAdjustment,
    /// Finance prepares a payout batch.
    CreatePayoutBatch,
    /// Another person approves it.
    ApprovePayoutBatch,
    /// Finance exports it.
    ExportPayoutBatch,
    /// Finance confirms a payout.
    ConfirmPayout,
    /// The bank refuses a payout.
    FailPayout,
    /// The bank returns a confirmed payout.
    ReturnPayout,
    /// A batch that was not exported is cancelled.
    CancelPayoutBatch,
    /// Finance says of a bank line that it is a payout of the card processor.
    SettleCards,
    /// A buyer pays an invoice by card.
    PayByCard,
    /// Finance returns a buyer's balance to the card that paid.
    RequestCardRefund,
    /// The card processor decides such a refund.
    DecideCardRefund,
}

/// All steps with their weights.
pub const STEPS: &[(i64, Step)] = &[
    (10, Step::PassTime),
    (4, Step::OpenCycle),
    (1, Step::ChangeCreditLimit),
    (12, Step::PlaceOrder),
    (4, Step::AmendOrder),
    (1, Step::CancelOwnOrder),
    (1, Step::CancelOrder),
    (1, Step::CreateStandingOrder),
    (1, Step::EndStandingOrder),
    (2, Step::RecordArrival),
    (1, Step::UpdateArrival),
    (1, Step::CancelArrival),
    (20, Step::PublishQuotas),
    (30, Step::AnswerQuota),
    (12, Step::FreezeQuotas),
    (40, Step::RecordReceipt),
    (3, Step::CorrectReceipt),
    (12, Step::PrepareDeliveries),
    (16, Step::DispatchDelivery),
    (16, Step::ConfirmDelivery),
    (4, Step::EndDelivery),
    (3, Step::DisposeStock),
    (2, Step::ReverseDisposal),
    (1, Step::SuspendCertificate),
    (3, Step::ReinstateCertificate),
    (3, Step::IssueInvoices),
    (16, Step::RecordPayment),
    (6, Step::AllocatePayment),
    (6, Step::CreateCreditNote),
    (3, Step::CreateDebitNote),
    (2, Step::ReversePoolFault),
    (3, Step::RequestWriteOff),
    (5, Step::DecideWriteOff),
    (4, Step::ImportBankStatement),
    (6, Step::MatchBankLine),
    (4, Step::NameBankLine),
    (3, Step::UndoBankLine),
    (2, Step::ReversePayment),
    (4, Step::RequestRefund),
    (2, Step::CancelRefund),
    (4, Step::IssueStatements),
    (3, Step::RecordAdjustment),
    (2, Step::RecordTransferredAdvance),
    (2, Step::ReverseAdjustment),
    (5, Step::CreatePayoutBatch),
    (8, Step::ApprovePayoutBatch),
    (8, Step::ExportPayoutBatch),
    (8, Step::ConfirmPayout),
    (5, Step::FailPayout),
    (5, Step::ReturnPayout),
    (2, Step::CancelPayoutBatch),
    (3, Step::SettleCards),
    (6, Step::PayByCard),
    (6, Step::RequestCardRefund),
    (3, Step::DecideCardRefund),
];

/// What came of a step.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Whether something was done.
    pub accepted: bool,
    /// Requests and responses.
    pub log: Vec<String>,
    /// Responses that no request may get.
    pub failures: Vec<String>,
}

/// Takes a step on one node, or the same step on both at the same instant; none where there is nothing to do it with.
pub async fn take(world: &World, step: Step, random: &mut Random, at_once: bool) -> Option<Outcome> {
    match step {
        Step::PassTime => Some(pass_time(world, random).await),
        Step::OpenCycle => open_cycle(world).await,
        Step::PayByCard | Step::RequestCardRefund | Step::DecideCardRefund => {
            cards::take(world, step, random, at_once).await
        }
        _ => {
            let request = build(world, step, random).await?;
            Some(send(world, &request, random, at_once).await)
        }
    }
}

async fn send(world: &World, request: &Request<'_>, random: &mut Random, at_once: bool) -> Outcome {
    let mut responses = Vec::new();
    if at_once {
        let (one, other) = tokio::join!(world.send(0, request), world.send(1, request));
        responses.extend([one, other]);
    } else {
        responses.push(world.send(usize::from(random.percent(50)), request).await);
    }
    let mut outcome = Outcome::default();
    for (status, body) in responses {
        let code = body["code"].as_str().unwrap_or_default();
        let line = format!("{} {} {}: {status} {code}", request.method, request.path, request.body);
        match status {
            200..=299 => outcome.accepted = true,
            409 | 404 | 412 => {}
            _ => outcome.failures.push(format!("{line} {body}")),
        }
        outcome.log.push(line);
    }
    outcome
}

async fn pass_time(world: &World, random: &mut Random) -> Outcome {
    let hours = random.between(1, 36);
    world.app.advance(TimeDelta::hours(hours));
    let node = &world.nodes[usize::from(random.percent(50))];
    Outcome { accepted: true, log: vec![format!("{hours} h")], failures: run_due_jobs(world, node).await }
}

/// Runs the jobs that are due, and those that they enqueue; the failures.
async fn run_due_jobs(world: &World, node: &App) -> Vec<String> {
    let mut failures = Vec::new();
    for _ in 0..20 {
        match jobs::run_due(node, "episode").await {
            Ok(0) => break,
            Ok(_) => {}
            Err(problem) => failures.push(format!("{problem:?}")),
        }
    }
    let read = world.app.app.read(Actor::System).await.unwrap();
    let dead = job::Entity::find().filter(job::Column::DeadAt.is_not_null()).all(read.db()).await.unwrap();
    if !dead.is_empty() {
        failures.push(format!("jobs failed for good: {dead:#?}"));
    }
    failures
}

/// Opens a cycle and lets its standing orders be placed. No more than three are under way at the same time.
async fn open_cycle(world: &World) -> Option<Outcome> {
    if world.ids("SELECT id FROM cycle WHERE state <> 'delivered'").await.len() >= 3 {
        return None;
    }
    let mut tx = world.nodes[0].begin(Actor::System).await.unwrap();
    let now = tx.now();
    let new = CycleTerms {
        code: None,
        zone_id: world.market.zone,
        delivery_date: tx.today().checked_add_days(Days::new(11)).unwrap(),
        opens_at: now,
        cut_off_at: now + TimeDelta::days(2),
        respond_by: now + TimeDelta::days(5),
    };
    let opened: Result<CycleId, _> = async {
        let id = cycles::create(&mut tx, new).await?.id;
        cycles::open(&mut tx, id).await?;
        tx.commit().await.map(|()| id)
    }
    .await;
    let failures = run_due_jobs(world, &world.nodes[0]).await;
    Some(Outcome { accepted: opened.is_ok(), log: vec![format!("{opened:?}")], failures })
}

/// The request of a step; none where nothing can be done.
async fn build<'a>(world: &'a World, step: Step, random: &mut Random) -> Option<Request<'a>> {
    if step < Step::PublishQuotas {
        orders::build(world, step, random).await
    } else if step < Step::IssueInvoices {
        fulfilment::build(world, step, random).await
    } else {
        finance::build(world, step, random).await
    }
}
