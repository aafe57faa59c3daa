//! Invoices and credit notes of confirmed deliveries: numbers, taxes, immutability, corrections, PDFs, due dates.

use std::{io::Write, process::Command};

use chrono::TimeDelta;
use entities::{
    buyers::buyer,
    invoicing::{invoice, invoice_line, invoiced_delivery},
    values::{Amount, BuyerId, CreditReason, CycleId, DeliveryId, InvoiceId, InvoiceKind, InvoiceState},
};
use futures_util::future::join_all;
use minga::{
    fulfilment, invoicing,
    invoicing::{CreditedLine, CreditedPart, NewCreditNote},
    platform::{app::App, unit_of_work::Actor},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::support::{
    TestApp, both,
    market::{Market, price},
};

async fn documents(app: &TestApp) -> Vec<invoice::Model> {
    let tx = app.app.read(Actor::System).await.unwrap();
    let all = invoice::Entity::find().order_by_asc(invoice::Column::Series).order_by_asc(invoice::Column::Number);
    all.all(tx.db()).await.unwrap()
}

async fn exposure(app: &TestApp, id: BuyerId) -> Amount {
    let tx = app.app.read(Actor::System).await.unwrap();
    buyer::Entity::find_by_id(id).one(tx.db()).await.unwrap().unwrap().exposure
}

async fn confirmed(app: &TestApp, cycle: CycleId) -> Vec<DeliveryId> {
    let tx = app.app.read(Actor::System).await.unwrap();
    fulfilment::list_confirmed_deliveries(&tx, cycle).await.unwrap().into_iter().map(|d| d.id).collect()
}

async fn invoice_run(app: &App, until: &str) -> Result<usize, minga::platform::http::problem::Problem> {
    invoicing::issue_all_invoices(app, Actor::System, until.parse().unwrap()).await
}

fn pdf_text(bytes: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let output = Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(file.path()).arg("-").output();
    let text = String::from_utf8(output.expect("scripts/install-system installs pdftotext").stdout).unwrap();
    text.replace('\u{a0}', " ")
}

/// Net, VAT and additional tax of 10 jars, 4 bottles and 3 books, by hand.
fn expected() -> (i64, i64, i64) {
    let (honey, liqueur, books) = (10 * price("miel"), 4 * price("licor"), 3 * price("libro"));
    // 19 % of 83,300 = 15,827; 31.5 % of 33,400 = 10,521.
    assert_eq!((honey, liqueur, books), (49_900, 33_400, 9_999));
    (honey + liqueur + books, 15_827, 10_521)
}

const BASKET: &[(&str, i64)] = &[("miel", 10), ("licor", 4), ("libro", 3)];

both!(
    async fn a_confirmed_delivery_is_invoiced_once(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.delivered(&app, &[(&market.lodge, BASKET)]).await;
        let held = exposure(&app, market.lodge.id).await;
        app.run_jobs().await;
        let (net, vat, additional) = expected();
        let list = app.get(&market.lodge.user, "/buyer/invoices").await.ok();
        let mine = &list[0];
        assert_eq!(mine["name"], "F-1");
        assert_eq!(mine["net"]["amount"].as_i64(), Some(net));
        assert_eq!(mine["tax"]["amount"].as_i64(), Some(vat + additional));
        assert_eq!(mine["total"], mine["open"]);
        assert_eq!(exposure(&app, market.lodge.id).await.0, net + vat + additional);
        assert_eq!(held.0, net + vat + additional, "the order held what its invoice says");
        let path = format!("/buyer/invoices/{}", mine["id"].as_str().unwrap());
        let detail = app.get(&market.lodge.user, &path).await.ok();
        let taxes: Vec<_> =
            detail["taxes"].as_array().unwrap().iter().map(|t| (&t["code"], &t["amount"]["amount"])).collect();
        assert_eq!(taxes, [(&json!("vat"), &json!(vat)), (&json!("24"), &json!(additional))]);
        assert_eq!((detail["due_on"].as_str(), detail["issued_on"].as_str()), (Some("2026-04-03"), Some("2026-03-04")));
        assert_eq!(detail["buyer"]["address"], "Camino lodge 7");
        assert_eq!(detail["seller"]["activity"], "Venta de alimentos artesanales");
        app.get(&market.shop.user, &path).await.assert_refusal(404, "not_found");
        app.get(&market.shop.user, &format!("{path}/pdf")).await.assert_refusal(404, "not_found");

        // A repeated run issues nothing.
        for id in confirmed(&app, cycle).await {
            let mut tx = app.app.begin(Actor::System).await.unwrap();
            assert_eq!(invoicing::issue_delivery_invoice(&mut tx, id).await.unwrap(), []);
            tx.commit().await.unwrap();
        }
        assert_eq!(invoice_run(&app.app, "2026-03-31").await.unwrap(), 0);
        assert_eq!(documents(&app).await.len(), 1);
        app.assert_no_violations().await;
    }
);

both!(
    async fn concurrent_issues_invoice_a_delivery_once(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.delivered(&app, &[(&market.lodge, BASKET), (&market.shop, &[("miel", 2)])]).await;
        let other = app.other_node().await;
        let [first, second] = confirmed(&app, cycle).await[..] else { panic!("two deliveries") };
        let issue = |app: App, id: DeliveryId| async move {
            let mut tx = app.begin(Actor::System).await?;
            let issued = invoicing::issue_delivery_invoice(&mut tx, id).await?;
            tx.commit().await?;
            Ok::<_, minga::platform::http::problem::Problem>(issued.len())
        };
        let nodes = [app.app.clone(), other.clone()];
        let tries = nodes.iter().flat_map(|node| [issue(node.clone(), first), issue(node.clone(), second)]);
        let done: Vec<usize> = join_all(tries).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(done.iter().sum::<usize>(), 1, "the lodge's, once; the shop waits for its month");
        let runs = nodes.iter().map(|node| invoice_run(node, "2026-03-31"));
        let runs: Vec<usize> = join_all(runs).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(runs.iter().sum::<usize>(), 1);
        let numbers: Vec<_> = documents(&app).await.iter().map(|d| d.number).collect();
        assert_eq!(numbers, [Some(1), Some(2)]);
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_failed_issue_uses_no_number(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.delivered(&app, &[(&market.lodge, BASKET)]).await;
        let [id] = confirmed(&app, cycle).await[..] else { panic!("one delivery") };
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        assert_eq!(invoicing::issue_delivery_invoice(&mut tx, id).await.unwrap().len(), 1);
        drop(tx);
        assert!(documents(&app).await.is_empty());
        app.run_jobs().await;
        assert_eq!(documents(&app).await[0].number, Some(1));
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_month_is_one_document_of_at_most_sixty_lines(app: TestApp) {
        let market = Market::open(&app).await;
        let mut wanted = Vec::new();
        for _ in 0..21 {
            wanted.push((&market.shop, BASKET));
        }
        let first = market.delivered(&app, &wanted).await;
        market.delivered(&app, &[(&market.shop, &[("miel", 1)])]).await;
        app.run_jobs().await;
        assert!(documents(&app).await.is_empty(), "it is invoiced by month");
        let early = app.post(&market.finance, "/staff/invoice-runs", json!({ "until": "2026-04-01" })).await;
        early.assert_refusal(409, "until_in_future");
        let path = "/staff/invoice-runs";
        let none = app.post(&market.finance, path, json!({ "until": "2026-03-03" })).await.ok();
        assert_eq!(none["issued"], 0);
        let run = app.post(&market.finance, path, json!({ "until": "2026-03-06" })).await.ok();
        assert_eq!(run["issued"], 2, "64 order lines");
        let all = documents(&app).await;
        assert_eq!(all.iter().map(|d| d.number).collect::<Vec<_>>(), [Some(1), Some(2)]);
        assert_eq!(all[0].cycle_id, Some(first));
        assert!(all[0].delivery_id.is_some() && all[1].delivery_id.is_none() && all[1].cycle_id.is_none());
        let tx = app.app.read(Actor::System).await.unwrap();
        let lines = invoicing::list_invoice_lines(&tx, &[all[0].id, all[1].id]).await.unwrap();
        assert_eq!(lines.iter().filter(|l| l.invoice_id == all[0].id).count(), 60);
        assert_eq!(lines.iter().filter(|l| l.invoice_id == all[1].id).count(), 4);
        let sold: i64 = lines.iter().map(|l| l.net.0).sum();
        assert_eq!(sold, 21 * expected().0 + price("miel"));
        drop(tx);
        assert_eq!(exposure(&app, market.shop.id).await, all[0].total + all[1].total);
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

both!(
    async fn the_first_of_a_month_invoices_the_month_before(app: TestApp) {
        let market = Market::open(&app).await;
        market.delivered(&app, &[(&market.shop, &[("miel", 1)])]).await;
        app.run_jobs().await;
        app.advance(TimeDelta::days(27));
        app.run_jobs().await;
        assert!(documents(&app).await.is_empty(), "it is 31 March");
        app.advance(TimeDelta::days(1));
        app.run_jobs().await;
        let all = documents(&app).await;
        assert_eq!(all.len(), 1);
        // It belongs to the VAT period of what it documents, and is due from then.
        let day = |text: &str| Some(text.parse::<chrono::NaiveDate>().unwrap());
        assert_eq!((all[0].issued_on, all[0].due_on), (day("2026-03-31"), day("2026-04-30")));
        app.assert_no_violations().await;
    }
);

both!(
    async fn an_issued_document_never_changes(app: TestApp) {
        let market = Market::open(&app).await;
        market.delivered(&app, &[(&market.lodge, BASKET)]).await;
        app.run_jobs().await;
        for change in [
            "UPDATE invoice SET total = total + 1, net = net + 1",
            "UPDATE invoice SET number = number + 1",
            "UPDATE invoice SET due_on = NULL",
            "UPDATE invoice SET issued_at = NULL",
            "UPDATE invoice SET parties = '{}'",
            "DELETE FROM invoice",
            "UPDATE invoice_line SET quantity = 1",
            "DELETE FROM invoice_tax",
            "DELETE FROM invoiced_delivery",
            "INSERT INTO invoice_tax SELECT id, invoice_id, 'x', rate_bps, base, amount FROM invoice_tax",
        ] {
            let tx = app.app.begin(Actor::System).await.unwrap();
            let result = tx.db().execute_unprepared(change).await;
            let said = result.expect_err(change).to_string();
            assert!(said.contains("never changes") || said.contains("append-only"), "{change}: {said}");
        }
        let tx = app.app.begin(Actor::System).await.unwrap();
        let moves = "UPDATE invoice SET paid = 1, state = 'partly_paid', version = version + 1";
        tx.db().execute_unprepared(moves).await.unwrap();
    }
);

both!(
    async fn the_pdf_has_the_parties_lines_taxes_and_dates(app: TestApp) {
        let market = Market::open(&app).await;
        market.delivered(&app, &[(&market.lodge, BASKET)]).await;
        app.run_jobs().await;
        let id = documents(&app).await[0].id;
        let path = format!("/api/v1/staff/invoices/{id}/pdf");
        let answer = app.client().get(&path).header("authorization", &market.finance.bearer).send().await;
        answer.assert_status_is_ok();
        answer.assert_header("content-type", "application/pdf");
        answer.assert_header("content-disposition", "attachment; filename=\"F-1.pdf\"");
        let text = pdf_text(&answer.0.into_body().into_vec().await.unwrap());
        for part in [
            "FACTURA",
            "N.º 1",
            "Organización cooperativa SpA",
            "Giro: Venta de alimentos artesanales",
            "Calle Prat 123, Coyhaique",
            "Organización lodge SpA",
            "Camino lodge 7",
            "4 de marzo de 2026",
            "3 de abril de 2026",
            "Ñam miel 250 g",
            "$4.990",
            "$49.900",
            "Monto exento",
            "IVA 19%",
            "$15.827",
            "Impuesto adicional 24 (31,5%)",
            "$10.521",
            "TOTAL",
            "$119.647",
            "BancoEstado, cuenta corriente",
            "84300112233",
            "F-1",
        ] {
            assert!(text.contains(part), "{part} is not in:\n{text}");
        }
    }
);

async fn create_credit_note(
    app: &App,
    invoice_id: InvoiceId,
    code: CreditReason,
    lines: &[(usize, i64)],
) -> Result<invoice::Model, String> {
    let mut tx = app.begin(Actor::System).await.unwrap();
    let invoiced = invoicing::list_invoice_lines(&tx, &[invoice_id]).await.unwrap();
    let units = |(place, quantity): &(usize, i64)| CreditedLine {
        invoice_line_id: invoiced[*place].id,
        part: CreditedPart::Units(*quantity),
        faults: Vec::new(),
    };
    let lines = lines.iter().map(units).collect();
    let new = NewCreditNote { invoice_id, code, reason: "prueba".into(), lines, cause: None, recall_id: None };
    let made = invoicing::create_credit_note(&mut tx, new).await.map_err(|p| p.code().to_owned())?;
    tx.commit().await.map_err(|p| p.code().to_owned())?;
    Ok(made)
}

both!(
    async fn credit_notes_credit_what_was_invoiced_and_no_more(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.delivered(&app, &[(&market.lodge, BASKET)]).await;
        app.run_jobs().await;
        let invoice = documents(&app).await.remove(0);
        let path = format!("/staff/invoices/{}/credit-notes", invoice.id);
        let line = app.get(&market.finance, &format!("/staff/invoices/{}", invoice.id)).await.ok()["lines"][0].clone();
        let body = json!({ "code": "amounts", "reason": "Tres frascos rotos",
            "lines": [{ "invoice_line_id": line["id"], "quantity": 3 }] });
        app.post(&market.staff, &path, body.clone()).await.assert_refusal(403, "forbidden");
        let made = app.post(&market.finance, &path, body).await.ok();
        assert_eq!((made["name"].as_str(), made["net"]["amount"].as_i64()), (Some("NC-1"), Some(3 * 4_990)));
        assert_eq!(made["tax"]["amount"], 2_844);
        let now = documents(&app).await.remove(0);
        assert_eq!((now.paid, now.credited), (Amount(17_814), Amount(17_814)));
        assert_eq!(now.state, InvoiceState::PartlyPaid);
        assert_eq!(exposure(&app, market.lodge.id).await, now.total - now.credited);

        let amounts = CreditReason::Amounts;
        assert_eq!(create_credit_note(&app.app, invoice.id, amounts, &[(0, 8)]).await.unwrap_err(), "credit_exceeds");
        assert_eq!(create_credit_note(&app.app, invoice.id, amounts, &[]).await.unwrap_err(), "credit_lines");
        assert_eq!(
            create_credit_note(&app.app, invoice.id, CreditReason::Annul, &[(0, 1)]).await.unwrap_err(),
            "credit_lines"
        );
        let text = create_credit_note(&app.app, invoice.id, CreditReason::Text, &[]).await.unwrap();
        assert_eq!((text.total, text.number), (Amount::ZERO, Some(2)));
        assert_eq!(
            create_credit_note(&app.app, text.id, CreditReason::Annul, &[]).await.unwrap_err(),
            "not_creditable"
        );

        // Two concurrent credit notes annul the rest.
        let other = app.other_node().await;
        let both = [app.app.clone(), other];
        let tries = both.iter().map(|node| create_credit_note(node, invoice.id, CreditReason::Annul, &[]));
        let done = join_all(tries).await;
        assert_eq!(done.iter().filter(|d| d.is_ok()).count(), 1, "{done:?}");
        assert!(done.iter().any(|d| d.as_ref().is_err_and(|code| code == "nothing_left")), "{done:?}");
        let now = documents(&app).await.remove(0);
        assert_eq!((now.state, now.credited, now.paid), (InvoiceState::Credited, now.total, now.total));
        assert_eq!(exposure(&app, market.lodge.id).await, Amount::ZERO);
        let tx = app.app.read(Actor::System).await.unwrap();
        let lines = invoice_line::Entity::find()
            .filter(invoice_line::Column::CycleId.eq(cycle))
            .find_also_related(invoice::Entity);
        let net_of = |(line, document): (invoice_line::Model, Option<invoice::Model>)| match document.unwrap().kind {
            InvoiceKind::Invoice | InvoiceKind::DebitNote => line.net.0,
            InvoiceKind::CreditNote => -line.net.0,
        };
        let nets: Vec<i64> = lines.all(tx.db()).await.unwrap().into_iter().map(net_of).collect();
        assert_eq!(nets.iter().sum::<i64>(), 0);
        assert!(nets.iter().any(|net| *net < 0));
        drop(tx);
        app.run_jobs().await;
        app.assert_no_violations().await;
        let printed = documents(&app).await.pop().unwrap();
        let path = format!("/api/v1/staff/invoices/{}/pdf", printed.id);
        let answer = app.client().get(&path).header("authorization", &market.finance.bearer).send().await;
        let text = pdf_text(&answer.0.into_body().into_vec().await.unwrap());
        for part in ["NOTA DE CRÉDITO", "Factura N.º 1 del 4 de marzo de 2026", "1 · Anula", "prueba", "A SU FAVOR"]
        {
            assert!(text.contains(part), "{part} is not in:\n{text}");
        }
    }
);

both!(
    async fn an_overdue_invoice_can_be_paid(app: TestApp) {
        let market = Market::open(&app).await;
        market.delivered(&app, &[(&market.lodge, BASKET)]).await;
        app.run_jobs().await;
        let id = documents(&app).await[0].id;
        let mark = || async {
            let mut tx = app.app.begin(Actor::System).await.unwrap();
            let marked = invoicing::mark_overdue(&mut tx).await.unwrap();
            tx.commit().await.unwrap();
            marked
        };
        app.advance(TimeDelta::days(30));
        assert_eq!(mark().await, 0, "today is its day");
        app.run_jobs().await;
        assert_eq!(documents(&app).await[0].state, InvoiceState::Issued);
        app.advance(TimeDelta::days(1));
        app.run_jobs().await;
        assert_eq!(mark().await, 0, "its job has marked it");
        assert_eq!(documents(&app).await[0].state, InvoiceState::Overdue);
        let total = documents(&app).await[0].total;
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        assert_eq!(
            invoicing::record_invoice_payment(&mut tx, id, Amount(5)).await.unwrap().state,
            InvoiceState::Overdue
        );
        assert_eq!(invoicing::record_invoice_payment(&mut tx, id, total).await.unwrap_err().code(), "more_than_open");
        assert_eq!(invoicing::record_invoice_payment(&mut tx, id, Amount(0)).await.unwrap_err().code(), "not_payable");
        assert_eq!(
            invoicing::record_invoice_payment(&mut tx, id, total - Amount(5)).await.unwrap().state,
            InvoiceState::Paid
        );
    }
);

both!(
    async fn an_update_of_billing_details_names_the_version_read(app: TestApp) {
        let market = Market::open(&app).await;
        let path = format!("/staff/organisations/{}/billing-details", market.lodge.user.organisation);
        app.get(&market.finance, &path).await.assert_refusal(404, "not_found");
        let body = json!({ "activity": "Hospedaje", "address": "Ruta 7 km 3", "comuna": "Cochrane" });
        let put = |version: Option<&str>, body: &Value| {
            let header = version.map(|v| ("if-match", v.to_owned()));
            app.send(&market.finance, poem::http::Method::PUT, &path, Some(body.clone()), header)
        };
        assert_eq!(put(None, &body).await.etag.as_deref(), Some("\"v1\""));
        put(None, &body).await.assert_refusal(400, "if_match_missing");
        assert_eq!(put(Some("\"v1\""), &body).await.etag.as_deref(), Some("\"v2\""));
        put(Some("\"v1\""), &body).await.assert_refusal(412, "stale");
        market.delivered(&app, &[(&market.lodge, &[("miel", 1)])]).await;
        app.run_jobs().await;
        let mine = app.get(&market.lodge.user, "/buyer/invoices").await.ok()[0]["id"].as_str().unwrap().to_owned();
        let detail = app.get(&market.lodge.user, &format!("/buyer/invoices/{mine}")).await.ok();
        assert_eq!(
            (&detail["buyer"]["activity"], &detail["buyer"]["comuna"]),
            (&json!("Hospedaje"), &json!("Cochrane"))
        );
    }
);

both!(
    async fn undelivered_units_are_not_invoiced(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.frozen(&app, &[(&market.lodge, &[("miel", 10)])]).await;
        let list = app.get(&market.staff, &format!("/staff/cycles/{cycle}/receiving")).await.ok();
        let quota = list.as_array().unwrap().iter().max_by_key(|q| q["units"].as_i64()).unwrap();
        let came = quota["units"].as_i64().unwrap();
        let body = json!({ "quota_id": quota["quota_id"], "accepted": came });
        app.post(&market.staff, "/staff/goods-receipts", body).await.ok();
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        fulfilment::prepare_deliveries(&mut tx, cycle).await.unwrap();
        fulfilment::dispatch_cycle(&mut tx, cycle).await.unwrap();
        fulfilment::confirm_cycle(&mut tx, cycle).await.unwrap();
        tx.commit().await.unwrap();
        app.run_jobs().await;
        let tx = app.app.read(Actor::System).await.unwrap();
        let lines = invoice_line::Entity::find().all(tx.db()).await.unwrap();
        assert_eq!(lines.iter().map(|l| (l.quantity, l.net.0)).collect::<Vec<_>>(), [(came, came * price("miel"))]);
        let marked = invoiced_delivery::Entity::find()
            .filter(invoiced_delivery::Column::InvoiceLineId.eq(lines[0].id))
            .all(tx.db())
            .await
            .unwrap();
        assert!(!marked.is_empty());
        let total = documents(&app).await[0].total;
        assert_eq!(exposure(&app, market.lodge.id).await, total, "the order's part is gone with its invoice");
    }
);
