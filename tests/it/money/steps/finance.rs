//! The steps of finance.

use minga::platform::unit_of_work::Actor;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Step;
use crate::money::{
    random::Random,
    world::{Request, World},
};

/// The request of a step; none where nothing can be done.
pub async fn build<'a>(world: &'a World, step: Step, random: &mut Random) -> Option<Request<'a>> {
    let finance = &world.market.finance;
    let today = world.app.now().date_naive();
    match step {
        Step::IssueInvoices => Request::post(finance, "/staff/invoice-runs".into(), json!({ "until": today })),
        Step::RecordPayment => record_payment(world, random).await,
        Step::AllocatePayment => allocate_payment(world, random).await,
        Step::CreateCreditNote => create_credit_note(world, random).await,
        Step::CreateDebitNote => create_debit_note(world, random).await,
        Step::ReversePoolFault => {
            let fault = world.pick(random, "SELECT id FROM pool_fault").await?;
            let body = json!({ "reason": "El frasco venía de otro" });
            Request::post(finance, format!("/staff/pool-faults/{fault}/reverse"), body)
        }
        Step::RequestWriteOff => {
            let late = "SELECT id FROM invoice WHERE state IN ('overdue', 'partly_paid')";
            let invoice = world.pick(random, late).await?;
            let decision = world.pick(random, "SELECT id FROM decision").await?;
            let body = json!({ "decision_id": decision, "reason": "El comprador cerró" });
            Request::post(finance, format!("/staff/invoices/{invoice}/write-offs"), body)
        }
        Step::DecideWriteOff => {
            let write_off = world.pick_in_state(random, "write_off", "requested").await?;
            let path = format!("/staff/write-offs/{write_off}");
            if random.percent(25) {
                Request::post(&world.approver, format!("{path}/cancel"), json!({ "reason": "Va a pagar" }))
            } else {
                Request::post(&world.approver, format!("{path}/approve"), Value::Null)
            }
        }
        Step::ImportBankStatement => import_bank_statement(world, random).await,
        Step::MatchBankLine => match_bank_line(world, random).await,
        Step::NameBankLine => name_bank_line(world, random).await,
        Step::UndoBankLine => {
            let line = world.pick(random, "SELECT id FROM bank_line").await?;
            Request::post(finance, format!("/staff/bank-lines/{line}/undo"), json!({ "reason": "Era de otro" }))
        }
        Step::ReversePayment => {
            let payment = world.pick(random, "SELECT id FROM payment").await?;
            Request::post(finance, format!("/staff/payments/{payment}/reverse"), json!({ "reason": "Un cero de más" }))
        }
        Step::RequestRefund => {
            let payment = world.pick(random, "SELECT id FROM payment WHERE unallocated > 0").await?;
            let amount = clp(random.between(1, 30_000));
            Request::post(finance, format!("/staff/payments/{payment}/refunds"), json!({ "amount": amount }))
        }
        Step::CancelRefund => {
            let refund = world.pick_in_state(random, "refund", "requested").await?;
            Request::post(finance, format!("/staff/refunds/{refund}/cancel"), Value::Null)
        }
        Step::IssueStatements => Request::post(finance, "/staff/statements/run".into(), Value::Null),
        Step::RecordAdjustment => record_adjustment(world, random).await,
        Step::RecordTransferredAdvance => {
            let workshop = world.pick(random, "SELECT id FROM workshop").await?;
            let line = world.pick(random, "SELECT id FROM bank_line WHERE state = 'unmatched'").await?;
            let body = json!({ "workshop_id": workshop, "reason": "Leña" });
            Request::post(finance, format!("/staff/bank-lines/{line}/advance"), body)
        }
        Step::ReverseAdjustment => {
            let adjustment = world.pick(random, "SELECT id FROM adjustment").await?;
            let body = json!({ "reason": "Mal anotado" });
            Request::post(finance, format!("/staff/adjustments/{adjustment}/reverse"), body)
        }
        Step::CreatePayoutBatch => {
            Request::post(finance, "/staff/payout-batches".into(), json!({ "format": "pain001" }))
        }
        Step::ApprovePayoutBatch => {
            let batch = world.pick(random, "SELECT id FROM payout_batch WHERE state = 'prepared'").await?;
            Request::post(&world.approver, format!("/staff/payout-batches/{batch}/approve"), Value::Null)
        }
        Step::ExportPayoutBatch => {
            let batch =
                world.pick(random, "SELECT id FROM payout_batch WHERE state IN ('approved', 'exported')").await?;
            Request::post(finance, format!("/staff/payout-batches/{batch}/export"), Value::Null)
        }
        Step::ConfirmPayout => {
            let payout = world.pick_in_state(random, "payout", "exported").await?;
            Request::post(finance, format!("/staff/payouts/{payout}/confirm"), json!({ "confirmed_on": today }))
        }
        Step::FailPayout => {
            let payout = world.pick_in_state(random, "payout", "exported").await?;
            Request::post(finance, format!("/staff/payouts/{payout}/fail"), json!({ "reason": "Cuenta cerrada" }))
        }
        Step::ReturnPayout => {
            let payout = world.pick_in_state(random, "payout", "confirmed").await?;
            let body = json!({ "returned_on": today, "reason": "Cuenta inexistente" });
            Request::post(finance, format!("/staff/payouts/{payout}/return"), body)
        }
        Step::CancelPayoutBatch => {
            let batch = world.pick_in_state(random, "payout_batch", "prepared").await?;
            Request::post(
                finance,
                format!("/staff/payout-batches/{batch}/cancel"),
                json!({ "reason": "Falta una firma" }),
            )
        }
        Step::SettleCards => {
            let deposit = "SELECT id FROM bank_line WHERE state = 'unmatched' AND amount > 0";
            let line = world.pick(random, deposit).await?;
            let body = json!({ "fee": clp(random.between(0, 300)) });
            Request::post(finance, format!("/staff/bank-lines/{line}/settle-cards"), body)
        }
        _ => None,
    }
}

/// An open invoice with what it is owed.
pub async fn open_invoice(world: &World, random: &mut Random) -> Option<Value> {
    let sql = "SELECT id FROM invoice WHERE kind <> 'credit_note' AND state <> 'paid' AND state <> 'credited'";
    let invoice = world.pick(random, sql).await?;
    read_invoice(world, invoice).await
}

async fn read_invoice(world: &World, invoice: Uuid) -> Option<Value> {
    let path = format!("/staff/invoices/{invoice}");
    let read = Request::get(&world.market.finance, path);
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
    Request::post(&world.market.finance, "/staff/payments".into(), body)
}

/// An amount of pesos as the API writes it.
pub fn clp(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "CLP" })
}

async fn record_adjustment<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let workshop = world.pick(random, "SELECT id FROM workshop").await?;
    let mut body = json!({ "workshop_id": workshop, "amount": clp(random.between(1, 60_000)), "reason": "Azúcar" });
    let path = if random.percent(50) {
        body["paid_on"] = json!(world.app.now().date_naive());
        "/staff/advances"
    } else {
        body["consent"] = json!("Papel 12");
        "/staff/deductions"
    };
    Request::post(&world.market.finance, path.into(), body)
}

async fn allocate_payment<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let payment = world.pick(random, "SELECT id FROM payment WHERE unallocated > 0").await?;
    let path = format!("/staff/payments/{payment}");
    let read = Request::get(&world.market.finance, path.clone());
    let payment = world.send(0, &read).await.1;
    let left = payment["unallocated"]["amount"].as_i64()?;
    let invoice = open_invoice(world, random).await?;
    let amount = left.min(owed(&invoice));
    if amount <= 0 || invoice["buyer_id"] != payment["buyer_id"] {
        return None;
    }
    let body = json!({ "allocations": [{ "invoice_id": invoice["id"], "amount": clp(amount) }] });
    Request::post(&world.market.finance, format!("{path}/allocations"), body)
}

async fn create_credit_note<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let invoice = world.pick(random, "SELECT id FROM invoice WHERE kind <> 'credit_note'").await?;
    let invoice = read_invoice(world, invoice).await?;
    let body = if random.percent(25) {
        json!({ "code": "annul", "reason": "Se facturó dos veces" })
    } else {
        let line = random.choose(invoice["lines"].as_array()?)?.clone();
        let mut credited = json!({ "invoice_line_id": line["id"] });
        let mut body = json!({ "code": "amounts", "reason": "Frascos rotos" });
        if random.percent(33) {
            credited["amount"] = clp(random.between(1, line["net"]["amount"].as_i64()?.max(1)));
            body["cause"] = json!("discount");
        } else {
            credited["quantity"] = json!(random.between(1, line["quantity"].as_i64()?.max(1)));
        }
        if random.percent(40) {
            credited["faults"] = json!(faults(random, &line, credited["quantity"].as_i64()));
        }
        body["lines"] = json!([credited]);
        body
    };
    let path = format!("/staff/invoices/{}/credit-notes", invoice["id"].as_str()?);
    Request::post(&world.market.finance, path, body)
}

/// Faulty units of a batch that the buyer received of a line, no more than are credited of it.
fn faults(random: &mut Random, line: &Value, credited: Option<i64>) -> Vec<Value> {
    let batches = line["batches"].as_array().map(Vec::as_slice).unwrap_or_default();
    let Some(batch) = random.choose(batches) else { return Vec::new() };
    let delivered = batch["quantity"].as_i64().unwrap();
    let quantity = random.between(1, credited.unwrap_or(delivered).min(delivered));
    vec![json!({ "batch_id": batch["batch_id"], "quantity": quantity })]
}

async fn create_debit_note<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let invoice = world.pick(random, "SELECT id FROM invoice WHERE kind = 'invoice'").await?;
    let invoice = read_invoice(world, invoice).await?;
    let amount = clp(random.between(1, 20_000));
    let body = if random.percent(50) {
        let offered = invoice["late_charge"].get("total").cloned().unwrap_or(amount);
        json!({ "cause": "late_interest", "reason": "Pagó tarde", "amount": offered })
    } else {
        let line = random.choose(invoice["lines"].as_array()?)?.clone();
        let lines = [json!({ "invoice_line_id": line["id"], "amount": amount })];
        json!({ "cause": "price", "reason": "Faltó un alza", "lines": lines })
    };
    let path = format!("/staff/invoices/{}/debit-notes", invoice["id"].as_str()?);
    Request::post(&world.market.finance, path, body)
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
    if world.stripe.pages() > 0 {
        csv += &format!("{today},{},STRIPE,S{}\n", random.between(1_000, 20_000), random.between(1, 1_000_000));
    }
    csv += &format!("{today},-{},COMISION,C{}\n", random.between(1, 2_000), random.between(1, 1_000_000));
    let path = "/staff/bank-statements".to_owned();
    Request::post(&world.market.finance, path, Value::String(csv))
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
    Request::post(&world.market.finance, path, body)
}

async fn match_bank_line<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let line = world.pick(random, "SELECT id FROM bank_line WHERE amount > 0").await?;
    let invoice = open_invoice(world, random).await?;
    let body = json!({ "buyer_id": invoice["buyer_id"], "allocations": [] });
    let path = format!("/staff/bank-lines/{line}/match");
    Request::post(&world.market.finance, path, body)
}
