//! Credit notes on invoices that are paid, wholly or partly: what is paid beyond what remains of a line is the buyer's.

use chrono::TimeDelta;
use entities::{
    invoicing::invoice,
    payments::{payment, payment_release},
    settlement::pool,
    values::{Amount, BuyerId, CreditReason, InvoiceId, InvoiceKind, InvoiceState, PaymentMethod, ProductId},
};
use futures_util::future::{LocalBoxFuture, join_all};
use minga::{
    invoicing::{self, CreditedLine, CreditedPart, NewCreditNote},
    payments::{self, InvoiceAllocation, NewPayment},
    platform::{app::App, http::problem::Problem, unit_of_work::Actor},
    settlement,
};
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::json;

use crate::support::{
    TestApp, both,
    market::{Market, price},
};

const BASKET: &[(&str, i64)] = &[("miel", 10), ("licor", 4), ("libro", 3)];

async fn invoices(app: &TestApp) -> Vec<invoice::Model> {
    let tx = app.app.read(Actor::System).await.unwrap();
    let all = invoice::Entity::find().order_by_asc(invoice::Column::Series).order_by_asc(invoice::Column::Number);
    all.all(tx.db()).await.unwrap()
}

async fn get_invoice(app: &TestApp, id: InvoiceId) -> invoice::Model {
    let tx = app.app.read(Actor::System).await.unwrap();
    invoicing::get_invoice(&tx, id).await.unwrap()
}

async fn pool_of(app: &TestApp, product: ProductId) -> pool::Model {
    let tx = app.app.read(Actor::System).await.unwrap();
    let all = pool::Entity::find().all(tx.db()).await.unwrap();
    all.into_iter().find(|pool| pool.product_id == product).unwrap()
}

async fn record_payment(app: &App, buyer_id: BuyerId, parts: &[(InvoiceId, i64)]) -> Result<payment::Model, Problem> {
    let mut tx = app.begin(Actor::System).await?;
    let part = |(invoice_id, amount): &(InvoiceId, i64)| InvoiceAllocation {
        invoice_id: *invoice_id,
        amount: Amount(*amount),
    };
    let new = NewPayment {
        buyer_id,
        method: PaymentMethod::Transfer,
        received_on: tx.today(),
        amount: Amount(parts.iter().map(|part| part.1).sum()),
        note: None,
        allocations: parts.iter().map(part).collect(),
    };
    let made = payments::record_payment(&mut tx, new).await?;
    tx.commit().await?;
    Ok(made)
}

/// Credits units of the lines at these positions, or all that is left where there are none.
async fn credit(app: &App, invoice_id: InvoiceId, lines: &[(usize, i64)]) -> Result<invoice::Model, Problem> {
    let mut tx = app.begin(Actor::System).await?;
    let invoiced = invoicing::list_invoice_lines(&tx, &[invoice_id]).await?;
    let units = |(place, quantity): &(usize, i64)| CreditedLine {
        invoice_line_id: invoiced[*place].id,
        part: CreditedPart::Units(*quantity),
        faults: Vec::new(),
    };
    let code = if lines.is_empty() { CreditReason::Annul } else { CreditReason::Amounts };
    let lines = lines.iter().map(units).collect();
    let new = NewCreditNote { invoice_id, code, reason: "prueba".into(), lines, cause: None, recall_id: None };
    let made = invoicing::create_credit_note(&mut tx, new).await?;
    tx.commit().await?;
    Ok(made)
}

async fn issue_statements(app: &TestApp) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    settlement::issue_statements(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

both!(
    async fn what_was_paid_of_a_credited_line_is_the_buyers(app: TestApp) {
        let market = Market::open(&app).await;
        market.delivered(&app, &[(&market.lodge, BASKET)]).await;
        app.run_jobs().await;
        app.advance(TimeDelta::minutes(1));
        market.delivered(&app, &[(&market.lodge, &[("miel", 5)])]).await;
        app.run_jobs().await;
        let [first, second] = &invoices(&app).await[..] else { panic!("two invoices") };
        let paid = record_payment(&app.app, market.lodge.id, &[(first.id, first.total.0)]).await.unwrap();
        let others = [pool_of(&app, market.products["licor"]).await, pool_of(&app, market.products["libro"]).await];
        // All the honey of the paid invoice is credited: 49,900 and 9,481 of VAT.
        let path = format!("/staff/invoices/{}/credit-notes", first.id);
        let lines = app.get(&market.finance, &format!("/staff/invoices/{}", first.id)).await.ok()["lines"].clone();
        let honey = lines.as_array().unwrap().iter().find(|line| line["quantity"] == 10).unwrap()["id"].clone();
        let body = json!({ "code": "amounts", "reason": "Con espuma", "lines": [{ "invoice_line_id": honey, "quantity": 10 }] });
        let note = app.post(&market.finance, &path, body).await.ok();
        let credited = note["total"]["amount"].as_i64().unwrap();
        assert_eq!(credited, 10 * price("miel") + 9_481);
        assert_eq!(note["open"]["amount"], 0, "all of the note corrects the invoice");
        let now = get_invoice(&app, first.id).await;
        assert_eq!((now.state, now.paid, now.credited), (InvoiceState::Paid, first.total, Amount(credited)));
        for before in &others {
            let after = pool_of(&app, before.product_id).await;
            assert_eq!((after.paid_net, after.net), (before.paid_net, before.net), "other makers receive none of it");
        }
        // The buyer and finance see it, and it pays the other invoice.
        let mine = app.get(&market.lodge.user, "/buyer/payments").await.ok();
        assert_eq!(mine[0]["unallocated"]["amount"].as_i64(), Some(credited));
        let loose = app.get(&market.finance, "/staff/payments?unallocated=true").await.ok();
        assert_eq!(loose[0]["id"], paid.id.to_string());
        let path = format!("/staff/payments/{}", paid.id);
        let detail = app.get(&market.finance, &path).await.ok();
        assert_eq!(detail["releases"][0]["invoice_id"], first.id.to_string());
        assert_eq!(detail["releases"][0]["amount"]["amount"].as_i64(), Some(credited));
        assert_eq!(detail["releases"][0]["reason"], "credit_note");
        let part =
            json!({ "invoice_id": second.id.to_string(), "amount": { "amount": second.total.0, "currency": "CLP" } });
        let body = json!({ "allocations": [part] });
        let applied = app.post(&market.finance, &format!("{path}/allocations"), body).await.ok();
        assert_eq!(applied["unallocated"]["amount"].as_i64(), Some(credited - second.total.0));
        assert_eq!(get_invoice(&app, second.id).await.state, InvoiceState::Paid);
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

both!(
    async fn every_credit_note_succeeds_however_much_is_paid(app: TestApp) {
        let market = Market::open(&app).await;
        let notes: [&[(usize, i64)]; 6] = [&[(0, 1)], &[(0, 10)], &[(1, 3), (2, 3)], &[(2, 1)], &[(0, 7), (1, 4)], &[]];
        for percent in [0, 7, 50, 100] {
            for lines in notes {
                market.delivered(&app, &[(&market.lodge, BASKET), (&market.shop, &[("miel", 2)])]).await;
                app.run_jobs().await;
                app.advance(TimeDelta::minutes(1));
                let mut all = invoices(&app).await.into_iter();
                let invoice = all.rfind(|i| i.kind == InvoiceKind::Invoice).unwrap();
                let paid = invoice.total.0 * percent / 100;
                if paid > 0 {
                    record_payment(&app.app, market.lodge.id, &[(invoice.id, paid)]).await.unwrap();
                }
                if percent == 50 {
                    issue_statements(&app).await;
                }
                let note = credit(&app.app, invoice.id, lines).await.unwrap();
                let now = get_invoice(&app, invoice.id).await;
                assert_eq!(now.credited, note.total);
                let released = {
                    let tx = app.app.read(Actor::System).await.unwrap();
                    let all = payment_release::Entity::find().all(tx.db()).await.unwrap();
                    all.iter().filter(|r| r.invoice_id == invoice.id).map(|r| r.amount.0).sum::<i64>()
                };
                assert_eq!(now.paid.0, paid - released + note.total.0, "{percent} % paid, {lines:?}");
                if lines.is_empty() {
                    assert_eq!((released, now.state), (paid, InvoiceState::Credited));
                }
                // The rest is annulled too.
                if !lines.is_empty() {
                    credit(&app.app, invoice.id, &[]).await.unwrap();
                    let now = get_invoice(&app, invoice.id).await;
                    assert_eq!((now.state, now.credited), (InvoiceState::Credited, invoice.total));
                }
            }
        }
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

both!(
    async fn payments_beside_credit_notes_wait_for_each_other(app: TestApp) {
        let market = Market::open(&app).await;
        for _ in 0..2 {
            market.delivered(&app, &[(&market.lodge, BASKET), (&market.shop, BASKET)]).await;
            app.run_jobs().await;
            app.advance(TimeDelta::minutes(1));
        }
        invoicing::issue_all_invoices(&app.app, Actor::System, "2026-03-31".parse().unwrap()).await.unwrap();
        let all = invoices(&app).await;
        let of = |buyer: BuyerId| all.iter().filter(|i| i.buyer_id == buyer).map(|i| i.id).collect::<Vec<_>>();
        let (lodge, shop) = (of(market.lodge.id), of(market.shop.id));
        let nodes = [app.app.clone(), app.other_node().await];
        let mut tasks: Vec<LocalBoxFuture<'_, Result<(), Problem>>> = Vec::new();
        for (round, node) in (0..6_usize).flat_map(|round| nodes.iter().map(move |node| (round, node))) {
            // Both orders of the invoices, from both nodes.
            let (buyer, parts) = match round % 3 {
                0 => (market.lodge.id, vec![(lodge[0], 900), (lodge[1], 700)]),
                1 => (market.lodge.id, vec![(lodge[1], 500), (lodge[0], 300)]),
                _ => (market.shop.id, vec![(shop[0], 1_100)]),
            };
            tasks.push(Box::pin(async move { record_payment(node, buyer, &parts).await.map(drop) }));
            let credited = [lodge[round / 2 % 2], shop[0]][round % 2];
            tasks.push(Box::pin(async move { credit(node, credited, &[(round % 3, 1)]).await.map(drop) }));
        }
        let done = join_all(tasks).await;
        let failed: Vec<&Problem> = done.iter().filter_map(|result| result.as_ref().err()).collect();
        // A line of three units runs out; nothing else may fail, least of all by a deadlock.
        assert!(failed.iter().all(|problem| problem.code() == "credit_exceeds"), "{failed:?}");
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_buyers_account_adds_up_and_says_where_to_pay(app: TestApp) {
        let market = Market::open(&app).await;
        market.delivered(&app, &[(&market.lodge, BASKET)]).await;
        app.run_jobs().await;
        let invoice = invoices(&app).await.remove(0);
        let total = invoice.total.0;
        let path = format!("/buyer/invoices/{}", invoice.id);
        let detail = app.get(&market.lodge.user, &path).await.ok();
        let clp = |amount: i64| json!({ "amount": amount, "currency": "CLP" });
        assert_eq!(detail["payment"]["bank_account"], "84300112233");
        assert_eq!((&detail["payment"]["reference"], &detail["payment"]["amount"]), (&json!("F-1"), &clp(total)));
        let paid = record_payment(&app.app, market.lodge.id, &[(invoice.id, total)]).await.unwrap();
        let detail = app.get(&market.lodge.user, &path).await.ok();
        assert_eq!(detail.get("payment"), None, "nothing is left to pay");
        let note = credit(&app.app, invoice.id, &[(0, 2)]).await.unwrap();
        assert_eq!(note.due_on, None);
        let credited = note.total.0;
        let ask = json!({ "amount": clp(1_000), "note": "cuenta del lodge" });
        app.post(&market.finance, &format!("/staff/payments/{}/refunds", paid.id), ask).await.ok();

        let statement = app.get(&market.lodge.user, "/buyer/account-statement").await.ok();
        let lines: Vec<(&str, i64, i64)> = statement["lines"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| {
                let amount = |name: &str| line[name]["amount"].as_i64().unwrap();
                (line["kind"].as_str().unwrap(), amount("amount"), amount("balance"))
            })
            .collect();
        assert_eq!(lines.iter().map(|line| line.1).sum::<i64>(), 1_000 - credited);
        assert_eq!(lines[0], ("invoice", total, total));
        let kinds: Vec<&str> = lines.iter().map(|line| line.0).collect();
        assert!(["credit_note", "payment", "refund"].iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
        assert_eq!(statement["closing_balance"], clp(1_000 - credited));
        assert_eq!(statement["in_favour"], clp(credited - 1_000));
        assert_eq!(statement["open_invoices"], clp(0));
        let staff = format!("/staff/buyers/{}/account-statement", market.lodge.id);
        assert_eq!(app.get(&market.finance, &staff).await.ok(), statement);
        app.get(&market.staff, &staff).await.assert_refusal(403, "forbidden");
        // What came before the first day is in its opening balance.
        let later = app.get(&market.lodge.user, "/buyer/account-statement?from=2026-12-01").await.ok();
        assert_eq!((&later["opening_balance"], &later["lines"]), (&clp(1_000 - credited), &json!([])));
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);
