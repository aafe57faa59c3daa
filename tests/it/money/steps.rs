//! What happens in an episode: a weighted list of steps, each a request to the API, or time that passes.

use chrono::{Days, TimeDelta};
use entities::values::CycleId;
use minga::{
    cycles::{self, CycleTerms},
    platform::{jobs, unit_of_work::Actor},
};
use poem::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    random::Random,
    world::{Request, World},
};
use crate::support::market::Customer;

/// A kind of step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Time passes, and a node runs the jobs that are due.
    PassTime,
    /// Staff open a cycle.
    OpenCycle,
    /// A buyer places an order.
    PlaceOrder,
    /// A buyer amends an order.
    AmendOrder,
    /// A buyer cancels an order.
    CancelOwnOrder,
    /// Staff cancel an order, also after the cut-off.
    CancelOrder,
    /// Staff publish the quotas of a cycle.
    PublishQuotas,
    /// A workshop accepts, amends or declines a quota.
    AnswerQuota,
    /// Staff freeze the quotas of a cycle.
    FreezeQuotas,
    /// Staff record what a workshop brought.
    RecordReceipt,
    /// Staff prepare the deliveries of a cycle.
    PrepareDeliveries,
    /// Staff dispatch a delivery.
    DispatchDelivery,
    /// Staff confirm a delivery.
    ConfirmDelivery,
    /// A delivery is lost, refused or returned.
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
}

/// All steps with their weights.
pub const STEPS: &[(i64, Step)] = &[
    (10, Step::PassTime),
    (4, Step::OpenCycle),
    (12, Step::PlaceOrder),
    (4, Step::AmendOrder),
    (1, Step::CancelOwnOrder),
    (2, Step::CancelOrder),
    (4, Step::PublishQuotas),
    (8, Step::AnswerQuota),
    (4, Step::FreezeQuotas),
    (12, Step::RecordReceipt),
    (4, Step::PrepareDeliveries),
    (6, Step::DispatchDelivery),
    (6, Step::ConfirmDelivery),
    (2, Step::EndDelivery),
    (3, Step::DisposeStock),
    (1, Step::ReverseDisposal),
    (1, Step::SuspendCertificate),
    (2, Step::ReinstateCertificate),
    (3, Step::IssueInvoices),
    (8, Step::RecordPayment),
    (3, Step::AllocatePayment),
    (4, Step::CreateCreditNote),
    (3, Step::ImportBankStatement),
    (3, Step::MatchBankLine),
    (3, Step::NameBankLine),
    (2, Step::UndoBankLine),
    (2, Step::ReversePayment),
    (2, Step::RequestRefund),
    (1, Step::CancelRefund),
    (4, Step::IssueStatements),
    (3, Step::CreatePayoutBatch),
    (3, Step::ApprovePayoutBatch),
    (3, Step::ExportPayoutBatch),
    (5, Step::ConfirmPayout),
    (2, Step::FailPayout),
    (2, Step::ReturnPayout),
    (1, Step::CancelPayoutBatch),
];

impl Step {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::PassTime => "pass time",
            Self::OpenCycle => "open cycle",
            Self::PlaceOrder => "place order",
            Self::AmendOrder => "amend order",
            Self::CancelOwnOrder => "cancel own order",
            Self::CancelOrder => "cancel order",
            Self::PublishQuotas => "publish quotas",
            Self::AnswerQuota => "answer quota",
            Self::FreezeQuotas => "freeze quotas",
            Self::RecordReceipt => "record receipt",
            Self::PrepareDeliveries => "prepare deliveries",
            Self::DispatchDelivery => "dispatch delivery",
            Self::ConfirmDelivery => "confirm delivery",
            Self::EndDelivery => "end delivery",
            Self::DisposeStock => "dispose stock",
            Self::ReverseDisposal => "reverse disposal",
            Self::SuspendCertificate => "suspend certificate",
            Self::ReinstateCertificate => "reinstate certificate",
            Self::IssueInvoices => "issue invoices",
            Self::RecordPayment => "record payment",
            Self::AllocatePayment => "allocate payment",
            Self::CreateCreditNote => "create credit note",
            Self::ImportBankStatement => "import bank statement",
            Self::MatchBankLine => "match bank line",
            Self::NameBankLine => "name bank line",
            Self::UndoBankLine => "undo bank line",
            Self::ReversePayment => "reverse payment",
            Self::RequestRefund => "request refund",
            Self::CancelRefund => "cancel refund",
            Self::IssueStatements => "issue statements",
            Self::CreatePayoutBatch => "create payout batch",
            Self::ApprovePayoutBatch => "approve payout batch",
            Self::ExportPayoutBatch => "export payout batch",
            Self::ConfirmPayout => "confirm payout",
            Self::FailPayout => "fail payout",
            Self::ReturnPayout => "return payout",
            Self::CancelPayoutBatch => "cancel payout batch",
        }
    }
}

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

/// Takes a step on one node, or the same step on both at the same instant.
pub async fn take(world: &World, step: Step, random: &mut Random, at_once: bool) -> Outcome {
    match step {
        Step::PassTime => pass_time(world, random).await,
        Step::OpenCycle => open_cycle(world).await,
        _ => match build(world, step, random).await {
            Some(request) => send(world, &request, random, at_once).await,
            None => Outcome::default(),
        },
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
    let hours = random.between(1, 60);
    world.app.advance(TimeDelta::hours(hours));
    let node = &world.nodes[usize::from(random.percent(50))];
    let mut outcome = Outcome { accepted: true, log: vec![format!("{hours} h")], ..Outcome::default() };
    // Jobs that a job enqueues run as well.
    for _ in 0..20 {
        match jobs::run_due(node, "episode").await {
            Ok(0) => break,
            Ok(_) => {}
            Err(problem) => outcome.failures.push(format!("{problem:?}")),
        }
    }
    let dead = world.ids("SELECT id FROM job WHERE dead_at IS NOT NULL").await;
    if !dead.is_empty() {
        outcome.failures.push(format!("jobs failed for good: {dead:?}"));
    }
    outcome
}

async fn open_cycle(world: &World) -> Outcome {
    if world.ids("SELECT id FROM cycle WHERE state IN ('draft', 'open')").await.len() >= 2 {
        return Outcome::default();
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
    Outcome { accepted: opened.is_ok(), log: vec![format!("{opened:?}")], ..Outcome::default() }
}

/// The request of a step; none where nothing can be done.
async fn build<'a>(world: &'a World, step: Step, random: &mut Random) -> Option<Request<'a>> {
    let market = &world.market;
    let (staff, finance) = (&market.staff, &market.finance);
    let post = |by, path: String, body: Value| Some(Request { by, method: Method::POST, path, body });
    match step {
        Step::PassTime | Step::OpenCycle => None,
        Step::PlaceOrder => {
            let cycle = world.pick(random, "SELECT id FROM cycle WHERE state = 'open'").await?;
            let customer = choose_customer(world, random);
            let body = json!({ "cycle_id": cycle, "delivery_point_id": customer.point, "lines": lines(world, random) });
            post(&customer.someone, "/buyer/orders".into(), body)
        }
        Step::AmendOrder => {
            let customer = choose_customer(world, random);
            let order = pick_order(world, random, customer, "open").await?;
            let body = json!({ "delivery_point_id": customer.point, "lines": lines(world, random) });
            Some(Request { by: &customer.someone, method: Method::PUT, path: format!("/buyer/orders/{order}"), body })
        }
        Step::CancelOwnOrder => {
            let customer = choose_customer(world, random);
            let order = pick_order(world, random, customer, "open").await?;
            post(&customer.someone, format!("/buyer/orders/{order}/cancel"), json!({ "reason": "Cambio de planes" }))
        }
        Step::CancelOrder => {
            let order = world.pick(random, "SELECT id FROM orders WHERE state = 'placed'").await?;
            post(staff, format!("/staff/orders/{order}/cancel"), json!({ "reason": "El cliente avisó" }))
        }
        Step::PublishQuotas => {
            let cycle = world.pick(random, "SELECT id FROM cycle WHERE state = 'allocated'").await?;
            post(staff, format!("/staff/cycles/{cycle}/allocation/publish"), Value::Null)
        }
        Step::AnswerQuota => answer_quota(world, random).await,
        Step::FreezeQuotas => {
            let cycle = world.pick(random, "SELECT id FROM cycle WHERE state = 'published'").await?;
            post(staff, format!("/staff/cycles/{cycle}/allocation/freeze"), Value::Null)
        }
        Step::RecordReceipt => record_receipt(world, random).await,
        Step::PrepareDeliveries => {
            let cycle = world.pick(random, "SELECT id FROM cycle WHERE state IN ('published', 'delivering')").await?;
            post(staff, format!("/staff/cycles/{cycle}/deliveries"), Value::Null)
        }
        Step::DispatchDelivery => {
            let delivery = world.pick(random, "SELECT id FROM delivery WHERE state = 'prepared'").await?;
            post(staff, format!("/staff/deliveries/{delivery}/dispatch"), Value::Null)
        }
        Step::ConfirmDelivery => {
            let delivery = world.pick(random, "SELECT id FROM delivery WHERE state = 'dispatched'").await?;
            post(staff, format!("/staff/deliveries/{delivery}/confirm"), Value::Null)
        }
        Step::EndDelivery => {
            let delivery = world.pick(random, "SELECT id FROM delivery WHERE state <> 'prepared'").await?;
            let failure = *random.choose(&["lost", "refused", "returned"])?;
            let body = json!({ "failure": failure, "reason": "El camino estaba cortado" });
            post(staff, format!("/staff/deliveries/{delivery}/end"), body)
        }
        Step::DisposeStock => dispose_stock(world, random).await,
        Step::ReverseDisposal => {
            let disposal = world.pick(random, "SELECT id FROM stock_disposal").await?;
            post(staff, format!("/staff/stock-disposals/{disposal}/reverse"), json!({ "reason": "Mal anotado" }))
        }
        Step::SuspendCertificate => {
            let certificate = world.pick(random, "SELECT id FROM certificate WHERE suspended_at IS NULL").await?;
            let path = format!("/staff/certificates/{certificate}/suspend");
            let kind = *random.choose(&["safety", "paperwork"])?;
            post(&world.approver, path, json!({ "kind": kind, "reason": "Falta un análisis" }))
        }
        Step::ReinstateCertificate => {
            let certificate = world.pick(random, "SELECT id FROM certificate WHERE suspended_at IS NOT NULL").await?;
            let path = format!("/staff/certificates/{certificate}/reinstate");
            post(&world.approver, path, json!({ "reason": "El análisis llegó" }))
        }
        _ => build_money(world, step, random, finance).await,
    }
}

/// The request of a step of finance.
async fn build_money<'a>(
    world: &'a World,
    step: Step,
    random: &mut Random,
    finance: &'a crate::support::people::Someone,
) -> Option<Request<'a>> {
    let post = |by, path: String, body: Value| Some(Request { by, method: Method::POST, path, body });
    let today = world.app.now().date_naive();
    match step {
        Step::IssueInvoices => post(finance, "/staff/invoice-runs".into(), json!({ "until": today })),
        Step::RecordPayment => record_payment(world, random).await,
        Step::AllocatePayment => allocate_payment(world, random).await,
        Step::CreateCreditNote => create_credit_note(world, random).await,
        Step::ImportBankStatement => import_bank_statement(world, random).await,
        Step::MatchBankLine => match_bank_line(world, random).await,
        Step::NameBankLine => name_bank_line(world, random).await,
        Step::UndoBankLine => {
            let line = world.pick(random, "SELECT id FROM bank_line").await?;
            post(finance, format!("/staff/bank-lines/{line}/undo"), json!({ "reason": "Era de otro" }))
        }
        Step::ReversePayment => {
            let payment = world.pick(random, "SELECT id FROM payment").await?;
            post(finance, format!("/staff/payments/{payment}/reverse"), json!({ "reason": "Un cero de más" }))
        }
        Step::RequestRefund => {
            let payment = world.pick(random, "SELECT id FROM payment WHERE unallocated > 0").await?;
            let amount = clp(random.between(1, 30_000));
            post(finance, format!("/staff/payments/{payment}/refunds"), json!({ "amount": amount }))
        }
        Step::CancelRefund => {
            let refund = world.pick(random, "SELECT id FROM refund").await?;
            post(finance, format!("/staff/refunds/{refund}/cancel"), Value::Null)
        }
        Step::IssueStatements => post(finance, "/staff/statements/run".into(), Value::Null),
        Step::CreatePayoutBatch => post(finance, "/staff/payout-batches".into(), json!({ "format": "pain001" })),
        Step::ApprovePayoutBatch => {
            let batch = world.pick(random, "SELECT id FROM payout_batch WHERE state = 'prepared'").await?;
            post(&world.approver, format!("/staff/payout-batches/{batch}/approve"), Value::Null)
        }
        Step::ExportPayoutBatch => {
            let batch =
                world.pick(random, "SELECT id FROM payout_batch WHERE state IN ('approved', 'exported')").await?;
            post(finance, format!("/staff/payout-batches/{batch}/export"), Value::Null)
        }
        Step::ConfirmPayout => {
            let payout = world.pick(random, "SELECT id FROM payout").await?;
            post(finance, format!("/staff/payouts/{payout}/confirm"), json!({ "confirmed_on": today }))
        }
        Step::FailPayout => {
            let payout = world.pick(random, "SELECT id FROM payout").await?;
            post(finance, format!("/staff/payouts/{payout}/fail"), json!({ "reason": "Cuenta cerrada" }))
        }
        Step::ReturnPayout => {
            let payout = world.pick(random, "SELECT id FROM payout").await?;
            let body = json!({ "returned_on": today, "reason": "Cuenta inexistente" });
            post(finance, format!("/staff/payouts/{payout}/return"), body)
        }
        Step::CancelPayoutBatch => {
            let batch = world.pick(random, "SELECT id FROM payout_batch").await?;
            post(finance, format!("/staff/payout-batches/{batch}/cancel"), json!({ "reason": "Falta una firma" }))
        }
        _ => None,
    }
}

fn choose_customer<'a>(world: &'a World, random: &mut Random) -> &'a Customer {
    if random.percent(60) { &world.market.lodge } else { &world.market.shop }
}

/// Lines of one to three products.
fn lines(world: &World, random: &mut Random) -> Vec<Value> {
    let codes: Vec<&&str> = world.market.products.keys().collect();
    let first = random.between(0, 2);
    (0..random.between(1, 3))
        .map(|at| {
            let code = codes[usize::try_from((first + at) % 3).unwrap()];
            json!({ "product_id": world.market.products[*code], "quantity": random.between(1, 40) })
        })
        .collect()
}

async fn pick_order(world: &World, random: &mut Random, customer: &Customer, cycle: &str) -> Option<Uuid> {
    let id = id_literal(world, customer.id.0);
    let sql = format!(
        "SELECT o.id FROM orders o JOIN cycle c ON c.id = o.cycle_id WHERE o.state = 'placed' AND c.state = '{cycle}' \
         AND o.buyer_id = {id}"
    );
    world.pick(random, &sql).await
}

/// An id in SQL: SQLite stores bytes.
fn id_literal(world: &World, id: Uuid) -> String {
    match world.app.kind() {
        crate::support::Kind::Sqlite => format!("X'{}'", id.simple()),
        crate::support::Kind::Postgres => format!("'{id}'"),
    }
}

async fn answer_quota<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let quota = world.pick(random, "SELECT id FROM quota WHERE state = 'published'").await?;
    let (answer, body) = match random.between(1, 10) {
        1 => ("decline", json!({ "reason": "No alcanzo" })),
        2 | 3 => ("amend", json!({ "lots": random.between(0, 20).max(1), "reason": "Menos leche" })),
        _ => ("accept", Value::Null),
    };
    let path = format!("/staff/quotas/{quota}/{answer}");
    Some(Request { by: &world.market.staff, method: Method::POST, path, body })
}

async fn record_receipt<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let sql = "SELECT q.id FROM quota q WHERE q.state IN ('accepted', 'amended', 'frozen', 'fulfilled')";
    let quota = world.pick(random, sql).await?;
    let read = Request {
        by: &world.market.staff,
        method: Method::GET,
        path: format!("/staff/quotas/{quota}"),
        body: Value::Null,
    };
    let units = world.send(0, &read).await.1["units"].as_i64()?;
    let rejected = if random.percent(20) { random.between(0, units) } else { 0 };
    let accepted = if random.percent(70) { units - rejected } else { random.between(0, units - rejected) };
    let mut body = json!({
        "quota_id": quota,
        "made_on": world.app.now().date_naive(),
        "accepted": accepted,
        "rejected": rejected,
    });
    if rejected > 0 {
        body["rejection"] = json!(*random.choose(&["quality", "damaged"]).unwrap());
        body["reason"] = json!("Revisado en la recepción");
    }
    Some(Request { by: &world.market.staff, method: Method::POST, path: "/staff/goods-receipts".into(), body })
}

async fn dispose_stock<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let item = world.pick(random, "SELECT id FROM stock_item WHERE remaining > 0").await?;
    let mut body = json!({ "units": random.between(1, 10), "reason": "Feria del pueblo" });
    match random.between(1, 3) {
        1 => {
            body["kind"] = json!("sold");
            body["total"] = clp(random.between(1_000, 90_000));
            body["document"] = json!("BOLETA 12");
        }
        2 => {
            body["kind"] = json!("given_away");
            body["recipient"] = json!("Escuela");
        }
        _ => body["kind"] = json!("written_off"),
    }
    let path = format!("/staff/stock-items/{item}/disposals");
    Some(Request { by: &world.market.staff, method: Method::POST, path, body })
}

/// An open invoice with what it is owed.
async fn open_invoice(world: &World, random: &mut Random) -> Option<Value> {
    let sql = "SELECT id FROM invoice WHERE kind = 'invoice' AND state <> 'paid' AND state <> 'credited'";
    let invoice = world.pick(random, sql).await?;
    read_invoice(world, invoice).await
}

async fn read_invoice(world: &World, invoice: Uuid) -> Option<Value> {
    let path = format!("/staff/invoices/{invoice}");
    let read = Request { by: &world.market.finance, method: Method::GET, path, body: Value::Null };
    let (status, body) = world.send(0, &read).await;
    (status == 200).then_some(body)
}

fn owed(invoice: &Value) -> i64 {
    let amount = |name: &str| invoice[name]["amount"].as_i64().unwrap();
    amount("total") - amount("paid")
}

async fn record_payment<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let invoice = open_invoice(world, random).await?;
    let owed = owed(&invoice);
    if owed <= 0 {
        return None;
    }
    let allocated = if random.percent(60) { owed } else { random.between(1, owed) };
    let amount = if random.percent(15) { allocated + random.between(1, 50_000) } else { allocated };
    let body = json!({
        "buyer_id": invoice["buyer_id"],
        "method": "transfer",
        "received_on": world.app.now().date_naive(),
        "amount": clp(amount),
        "allocations": [{ "invoice_id": invoice["id"], "amount": clp(allocated) }],
    });
    Some(Request { by: &world.market.finance, method: Method::POST, path: "/staff/payments".into(), body })
}

fn clp(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "CLP" })
}

async fn allocate_payment<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let payment = world.pick(random, "SELECT id FROM payment WHERE unallocated > 0").await?;
    let path = format!("/staff/payments/{payment}");
    let read = Request { by: &world.market.finance, method: Method::GET, path: path.clone(), body: Value::Null };
    let payment = world.send(0, &read).await.1;
    let left = payment["unallocated"]["amount"].as_i64()?;
    let invoice = open_invoice(world, random).await?;
    let amount = left.min(owed(&invoice));
    if amount <= 0 || invoice["buyer_id"] != payment["buyer_id"] {
        return None;
    }
    let body = json!({ "allocations": [{ "invoice_id": invoice["id"], "amount": clp(amount) }] });
    Some(Request { by: &world.market.finance, method: Method::POST, path: format!("{path}/allocations"), body })
}

async fn create_credit_note<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let invoice = world.pick(random, "SELECT id FROM invoice WHERE kind = 'invoice'").await?;
    let invoice = read_invoice(world, invoice).await?;
    let body = if random.percent(25) {
        json!({ "code": "annul", "reason": "Se facturó dos veces" })
    } else {
        let line = random.choose(invoice["lines"].as_array()?)?.clone();
        let quantity = random.between(1, line["quantity"].as_i64()?.max(1));
        let lines = [json!({ "invoice_line_id": line["id"], "quantity": quantity })];
        json!({ "code": "amounts", "reason": "Frascos rotos", "lines": lines })
    };
    let path = format!("/staff/invoices/{}/credit-notes", invoice["id"].as_str()?);
    Some(Request { by: &world.market.finance, method: Method::POST, path, body })
}

async fn import_bank_statement<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let today = world.app.now().date_naive();
    let mut csv = "booked_on,amount,reference,bank_id\n".to_owned();
    if let Some(invoice) = open_invoice(world, random).await {
        let amount = owed(&invoice).max(1);
        csv += &format!("{today},{amount},FACTURA {},D{}\n", invoice["number"], random.between(1, 1_000_000));
    }
    if let Some(payout) = world.pick(random, "SELECT id FROM payout WHERE state = 'exported'").await {
        let reference = minga::payments::payout_reference(entities::values::PayoutId(payout));
        let amount = payout_amount(world, payout).await;
        csv += &format!("{today},-{amount},{reference},P{}\n", random.between(1, 1_000_000));
    }
    if let Some(refund) = world.pick(random, "SELECT id FROM refund").await {
        let amount = refund_amount(world, refund).await;
        csv += &format!("{today},-{amount},DEVOLUCION,R{}\n", random.between(1, 1_000_000));
    }
    csv += &format!("{today},-{},COMISION,C{}\n", random.between(1, 2_000), random.between(1, 1_000_000));
    let path = "/staff/bank-statements".to_owned();
    Some(Request { by: &world.market.finance, method: Method::POST, path, body: Value::String(csv) })
}

async fn payout_amount(world: &World, payout: Uuid) -> i64 {
    use entities::settlement::payout::Entity;
    use sea_orm::EntityTrait;
    let read = world.app.app.read(Actor::System).await.unwrap();
    Entity::find_by_id(entities::values::PayoutId(payout)).one(read.db()).await.unwrap().unwrap().amount.0
}

async fn refund_amount(world: &World, refund: Uuid) -> i64 {
    use entities::payments::refund::Entity;
    use sea_orm::EntityTrait;
    let read = world.app.app.read(Actor::System).await.unwrap();
    Entity::find_by_id(entities::values::RefundId(refund)).one(read.db()).await.unwrap().unwrap().amount.0
}

async fn name_bank_line<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let line = world.pick(random, "SELECT id FROM bank_line").await?;
    let kind = *random.choose(&["bank_fee", "interest", "own_transfer", "payout", "refund"])?;
    let mut body = json!({ "kind": kind });
    if kind == "payout" {
        body["payout_id"] = json!(world.pick(random, "SELECT id FROM payout").await?);
    }
    if kind == "refund" {
        body["refund_id"] = json!(world.pick(random, "SELECT id FROM refund").await?);
    }
    let path = format!("/staff/bank-lines/{line}/name");
    Some(Request { by: &world.market.finance, method: Method::POST, path, body })
}

async fn match_bank_line<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let line = world.pick(random, "SELECT id FROM bank_line WHERE amount > 0").await?;
    let invoice = open_invoice(world, random).await?;
    let body = json!({ "buyer_id": invoice["buyer_id"], "allocations": [] });
    let path = format!("/staff/bank-lines/{line}/match");
    Some(Request { by: &world.market.finance, method: Method::POST, path, body })
}
