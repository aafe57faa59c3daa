//! Requests of finance: payments, bank lines, corrections of invoices, advances.

use serde_json::{Value, json};

use super::{Example, Reach, STAFF};
use crate::references::{clp, season::Season};

pub async fn examples(season: &Season) -> Vec<Example> {
    let mut examples = corrections(season).await;
    examples.extend(payments(season).await);
    examples.extend(bank_lines(season).await);
    examples.extend(adjustments(season).await);
    examples
}

async fn corrections(season: &Season) -> Vec<Example> {
    let market = &season.world.market;
    let (own, foreign) = (season.invoice(market.lodge.id).await, season.invoice(market.shop.id).await);
    let invoice = &own["id"];
    let honey = line_of(&own, season.product("miel"));
    let others_line = Reach::Others(foreign["lines"][0]["id"].clone());
    let other_quota = season.quota(season.received, market.ana.workshop).await.id;
    let other_batch = json!(season.batch(other_quota).await.id);
    let fault = json!({ "batch_id": honey["batches"][0]["batch_id"], "quantity": 1 });
    let note = json!({
        "code": "amounts", "reason": "Fermentó",
        "lines": [{ "invoice_line_id": honey["id"], "quantity": 1, "faults": [fault] }],
    });
    let proposals =
        season.staff(&format!("/staff/recalls/{}/credit-proposals", season.recall.as_str().unwrap()), None).await;
    let recalled = &proposals[0]["lines"][0];
    let recall = json!({
        "code": "amounts", "reason": "Retiro", "recall_id": season.recall,
        "lines": [{ "invoice_line_id": recalled["invoice_line_id"], "quantity": recalled["quantity"] }],
    });
    let debit = json!({
        "cause": "price", "reason": "Faltó un alza", "lines": [{ "invoice_line_id": honey["id"], "amount": clp(100) }],
    });
    let decision = season.id("SELECT id FROM decision").await;
    let write_off = json!({ "decision_id": decision, "reason": "El comprador cerró" });
    let line = ("/lines/0/invoice_line_id", others_line);
    let batch = ("/lines/0/faults/0/batch_id", Reach::Others(other_batch));
    vec![
        Example::new("create_credit_note", &[invoice], note, &[line.clone(), batch]),
        Example::new("create_credit_note", &[invoice], recall, &[("/recall_id", STAFF)]),
        Example::new("create_debit_note", &[invoice], debit, &[line]),
        Example::new("request_write_off", &[&foreign["id"]], write_off, &[("/decision_id", STAFF)]),
    ]
}

async fn payments(season: &Season) -> Vec<Example> {
    let market = &season.world.market;
    let own = season.invoice(market.lodge.id).await["id"].clone();
    let foreign = Reach::Others(season.invoice(market.shop.id).await["id"].clone());
    let invoice = ("/allocations/0/invoice_id", foreign);
    let allocations = json!([{ "invoice_id": own, "amount": clp(100) }]);
    let payment = json!({
        "buyer_id": market.lodge.id, "method": "transfer", "received_on": season.world.app.now().date_naive(),
        "amount": clp(2_000), "allocations": allocations,
    });
    let surplus = season.id("SELECT id FROM payment WHERE unallocated > 0").await;
    let buyer = ("/buyer_id", Reach::Others(json!(market.shop.id)));
    vec![
        Example::new("record_payment", &[], payment, &[invoice.clone(), buyer]),
        Example::new("allocate_payment", &[&surplus], json!({ "allocations": allocations }), &[invoice]),
    ]
}

async fn bank_lines(season: &Season) -> Vec<Example> {
    let market = &season.world.market;
    let own = season.invoice(market.lodge.id).await["id"].clone();
    let foreign = Reach::Others(season.invoice(market.shop.id).await["id"].clone());
    let payment = season.id("SELECT id FROM payment WHERE amount = 50000").await;
    let refund = season.id("SELECT id FROM refund").await;
    let batch = season.id("SELECT id FROM payout_batch").await;
    let batch = season.staff(&format!("/staff/payout-batches/{}", batch.as_str().unwrap()), None).await;
    let (payout, sent) = (&batch["payouts"][0]["id"], batch["payouts"][0]["amount"]["amount"].as_i64().unwrap());
    let today = season.world.app.now().date_naive();
    let amounts = [50_000, 7_777, -1_000, -sent, -2_000, 33_333, -33_333];
    let rows = amounts.map(|amount| format!("{today},{amount},SIN REFERENCIA,B{amount}\n"));
    let csv = format!("booked_on,amount,reference,bank_id\n{}", rows.concat());
    season.world.app.post_csv(&season.world.approver, "/staff/bank-statements", csv).await.ok();
    let mut lines: Vec<Value> = Vec::new();
    for amount in amounts {
        lines.push(season.id(&format!("SELECT id FROM bank_line WHERE amount = {amount}")).await);
    }
    let other_payment = season.id("SELECT id FROM payment WHERE amount <> 50000").await;
    let (app, finance) = (&season.world.app, &season.world.approver);
    let cheque = json!({
        "buyer_id": market.lodge.id, "method": "transfer", "received_on": today, "amount": clp(33_333), "allocations": [],
    });
    let returned = app.post(finance, "/staff/payments", cheque).await.ok()["id"].clone();
    let link = format!("/staff/bank-lines/{}/link", lines[5].as_str().unwrap());
    app.post(finance, &link, json!({ "payment_id": returned })).await.ok();
    let matched = json!({ "buyer_id": market.lodge.id, "allocations": [{ "invoice_id": own, "amount": clp(100) }] });
    vec![
        Example::new(
            "link_bank_line",
            &[&lines[0]],
            json!({ "payment_id": payment }),
            &[("/payment_id", Reach::Others(other_payment))],
        ),
        Example::new(
            "match_bank_line",
            &[&lines[1]],
            matched,
            &[("/allocations/0/invoice_id", foreign), ("/buyer_id", Reach::Others(json!(market.shop.id)))],
        ),
        Example::new(
            "name_bank_line",
            &[&lines[2]],
            json!({ "kind": "refund", "refund_id": refund }),
            &[("/refund_id", Reach::Others(payout.clone()))],
        ),
        Example::new(
            "name_bank_line",
            &[&lines[3]],
            json!({ "kind": "payout", "payout_id": payout }),
            &[("/payout_id", Reach::Others(refund.clone()))],
        ),
        Example::new(
            "name_bank_line",
            &[&lines[6]],
            json!({ "kind": "payment_return", "payment_id": returned }),
            &[("/payment_id", Reach::Others(refund))],
        ),
        Example::new(
            "record_transferred_advance",
            &[&lines[4]],
            json!({ "reason": "Leña", "workshop_id": market.ana.workshop }),
            &[("/workshop_id", STAFF)],
        ),
    ]
}

async fn adjustments(season: &Season) -> Vec<Example> {
    let workshop = season.world.market.ana.workshop;
    let of_workshop = ("/workshop_id", STAFF);
    let today = season.world.app.now().date_naive();
    let decision = season.id("SELECT id FROM decision").await;
    let family = season.id("SELECT id FROM family").await;
    let rate = json!({
        "decision_id": decision, "family_id": family, "workshop_id": workshop, "rate_bps": 900, "valid_from": today,
    });
    let advance = json!({ "workshop_id": workshop, "amount": clp(1_000), "reason": "Azúcar", "paid_on": today });
    let deduction = json!({ "workshop_id": workshop, "amount": clp(1_000), "reason": "Azúcar", "consent": "Papel 12" });
    vec![
        Example::new("record_cash_advance", &[], advance, std::slice::from_ref(&of_workshop)),
        Example::new("record_deduction", &[], deduction, std::slice::from_ref(&of_workshop)),
        Example::new(
            "create_commission_rate",
            &[],
            rate,
            &[("/decision_id", STAFF), ("/family_id", STAFF), of_workshop],
        ),
    ]
}

/// The line of a product in an invoice.
fn line_of(invoice: &Value, product: entities::values::ProductId) -> Value {
    let product = json!(product);
    let lines = invoice["lines"].as_array().unwrap();
    lines.iter().find(|line| line["product_id"] == product).unwrap().clone()
}
