//! Quality faults that are borne by their makers: what a credit note takes off because of a batch.

use std::{io::Write, process::Command};

use entities::values::Role;
use serde_json::{Value, json};

use super::steps::{issue_statements, pay};
use crate::support::{
    TestApp, both,
    market::{Market, price},
};

fn int(value: &Value) -> i64 {
    value["amount"].as_i64().unwrap_or_else(|| panic!("no amount: {value}"))
}

/// The only pool of honey, as staff see it.
async fn pool(app: &TestApp, market: &Market) -> Value {
    let pools = app.get(&market.finance, "/staff/pools").await.ok();
    let honey = market.products["miel"].to_string();
    let pool = pools.as_array().unwrap().iter().find(|pool| pool["product_id"] == honey.as_str()).unwrap();
    app.get(&market.finance, &format!("/staff/pools/{}", pool["id"].as_str().unwrap())).await.ok()
}

/// Net shares of Ana and of Beto in it.
async fn shares(app: &TestApp, market: &Market) -> [i64; 2] {
    let pool = pool(app, market).await;
    [&market.ana, &market.beto].map(|maker| {
        let id = maker.workshop.to_string();
        let share = pool["shares"].as_array().unwrap().iter().find(|share| share["workshop_id"] == id.as_str());
        int(&share.unwrap()["net"])
    })
}

/// The invoice of the lodge with its lines.
async fn invoice(app: &TestApp, market: &Market) -> Value {
    let invoices = app.get(&market.finance, "/staff/invoices?kind=invoice").await.ok();
    app.get(&market.finance, &format!("/staff/invoices/{}", invoices[0]["id"].as_str().unwrap())).await.ok()
}

/// The line of honey, and Ana's batch in it.
fn honey(market: &Market, invoice: &Value) -> (Value, Value) {
    let product = market.products["miel"].to_string();
    let lines = invoice["lines"].as_array().unwrap();
    let line = lines.iter().find(|line| line["product_id"] == product.as_str()).unwrap();
    let batches = line["batches"].as_array().unwrap();
    let batch = batches.iter().find(|batch| batch["workshop"].as_str().unwrap().contains("U01"));
    (line["id"].clone(), batch.unwrap_or_else(|| panic!("{batches:?}")).clone())
}

fn notes(invoice: &Value) -> String {
    format!("/staff/invoices/{}/credit-notes", invoice["id"].as_str().unwrap())
}

/// The number of rows of each sheet of a spreadsheet, and its texts.
async fn spreadsheet(app: &TestApp, market: &Market, path: &str) -> (Vec<usize>, String) {
    let client = app.client();
    let request = client.get(format!("/api/v1{path}")).header("authorization", &market.ana.user.bearer);
    let bytes = request.send().await.0.into_body().into_vec().await.unwrap();
    let mut saved = tempfile::NamedTempFile::new().unwrap();
    saved.write_all(&bytes).unwrap();
    let script = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); read = lambda name: z.read(name).decode(); \
                  print([read(f'xl/worksheets/sheet{n}.xml').count('<row ') for n in (1, 2, 3)]); \
                  print(read('xl/sharedStrings.xml'))";
    let read = Command::new("python3").args(["-c", script]).arg(saved.path()).output().unwrap();
    let text = String::from_utf8(read.stdout).unwrap();
    let (rows, texts) = text.split_once('\n').unwrap();
    (serde_json::from_str(rows).unwrap(), texts.to_owned())
}

async fn own_fault(app: &TestApp, market: &Market) -> Value {
    let deliveries = app.get(&market.ana.user, "/producer/earnings/deliveries").await.ok();
    deliveries.as_array().unwrap().iter().find_map(|row| row["faults"].get(0)).unwrap().clone()
}

both!(
    async fn a_quality_fault_is_borne_by_its_maker_alone(app: TestApp) {
        let market = Market::open(&app).await;
        market.delivered(&app, &[(&market.lodge, &[("miel", 20), ("licor", 4)])]).await;
        app.run_jobs().await;
        pay(&app, market.lodge.id, 100).await;
        issue_statements(&app).await;
        let [ana, beto] = shares(&app, &market).await;
        let invoice = invoice(&app, &market).await;
        let (line, batch) = honey(&market, &invoice);
        let credit = |units: i64, batch: &Value, faulty: i64| {
            json!({ "code": "amounts", "reason": "Fermentó", "lines": [{ "invoice_line_id": line, "quantity": units,
                "faults": [{ "batch_id": batch, "quantity": faulty }] }] })
        };
        let unknown = json!("01890a5d-ac96-774b-bcce-b302099a8057");
        for (body, rule) in [
            (credit(3, &unknown, 3), "batch_not_delivered"),
            (credit(3, &batch["batch_id"], 4), "too_many_faulty"),
            (credit(20, &batch["batch_id"], batch["quantity"].as_i64().unwrap() + 1), "too_many_faulty"),
        ] {
            let refused = app.post(&market.finance, &notes(&invoice), body).await;
            refused.assert_refusal(409, "credit_lines");
            assert!(refused.body.to_string().contains(rule), "{:?}", refused.body);
        }
        // Three units of Ana's batch are taken back: Beto loses nothing.
        let note = app.post(&market.finance, &notes(&invoice), credit(3, &batch["batch_id"], 3)).await.ok();
        assert_eq!(note["lines"][0]["faults"][0]["batch_code"], batch["batch_code"]);
        assert_eq!(shares(&app, &market).await, [ana - 3 * price("miel"), beto]);
        app.run_jobs().await;
        app.assert_no_violations().await;
        // Of two units, one is her fault: half of them is shared.
        app.post(&market.finance, &notes(&invoice), credit(2, &batch["batch_id"], 1)).await.ok();
        let [now, beto_now] = shares(&app, &market).await;
        assert_eq!(ana + beto - now - beto_now, 5 * price("miel"));
        assert!(beto - beto_now > 0 && beto - beto_now < price("miel"));
        // She sees why; Beto and the lodge do not see it.
        let fault = own_fault(&app, &market).await;
        assert_eq!((int(&fault["net"]), &fault["reason"]), (3 * price("miel"), &json!("Fermentó")));
        let of_beto = app.get(&market.beto.user, "/producer/earnings/deliveries").await.ok();
        assert!(of_beto.as_array().unwrap().iter().all(|row| row["faults"] == json!([])));
        let own =
            app.get(&market.lodge.user, &format!("/buyer/invoices/{}", invoice["id"].as_str().unwrap())).await.ok();
        assert_eq!(own["lines"][0]["batches"], json!([]));
        let trace = format!("order-lines/{}/trace", fault["order_line_id"].as_str().unwrap());
        let traced = app.get(&market.ana.user, &format!("/producer/{trace}")).await.ok();
        assert_eq!(traced["earnings"][0]["faults"][0]["batch_code"], batch["batch_code"]);
        let traced = app.get(&market.beto.user, &format!("/producer/{trace}")).await.ok();
        assert_eq!(traced["earnings"][0]["faults"], json!([]));
        // What was stated is corrected by the next statement.
        market.delivered(&app, &[(&market.lodge, &[("libro", 40)])]).await;
        app.run_jobs().await;
        pay(&app, market.lodge.id, 100).await;
        issue_statements(&app).await;
        let statements = app.get(&market.ana.user, "/producer/statements").await.ok();
        let latest = format!("/producer/statements/{}", statements[0]["id"].as_str().unwrap());
        let detail = app.get(&market.ana.user, &latest).await.ok();
        let honeyed = detail["deliveries"].as_array().unwrap().iter().find(|d| d["faults"] != json!([])).unwrap();
        assert_eq!(honeyed["faults"].as_array().unwrap().len(), 2);
        let negative = detail["lines"].as_array().unwrap().iter().find(|line| int(&line["amount"]) == now - ana);
        assert_eq!(negative.unwrap()["kind"], "share");
        app.run_jobs().await;
        assert_eq!(app.get(&market.ana.user, &format!("{latest}/pdf")).await.status, 200);
        let (rows, texts) = spreadsheet(&app, &market, &format!("{latest}/xlsx")).await;
        let [lines, days] = ["lines", "fairness"].map(|field| detail[field].as_array().unwrap().len());
        assert_eq!(rows, [lines + 2, 9 + 1, days + 1]);
        for text in ["Fermentó", "RUT", "Participación (%)", "Cómo se lee"] {
            assert!(texts.contains(text), "{text} in {texts}");
        }
    }
);

both!(
    async fn a_fault_beyond_a_share_takes_all_of_it_and_is_reversed_once(app: TestApp) {
        let market = Market::open(&app).await;
        market.delivered(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        app.run_jobs().await;
        pay(&app, market.lodge.id, 50).await;
        let [ana, beto] = shares(&app, &market).await;
        let invoice = invoice(&app, &market).await;
        let (line, batch) = honey(&market, &invoice);
        let fault = json!({ "batch_id": batch["batch_id"], "quantity": 1 });
        let amount = json!({ "amount": ana + 5_000, "currency": "CLP" });
        let body = json!({ "code": "amounts", "reason": "Se cayó la venta de la fiesta",
            "lines": [{ "invoice_line_id": line, "amount": amount, "faults": [fault] }] });
        app.post(&market.finance, &notes(&invoice), body).await.ok();
        assert_eq!(shares(&app, &market).await, [0, beto - 5_000], "what she cannot bear is spread");
        app.run_jobs().await;
        app.assert_no_violations().await;
        let id = pool(&app, &market).await["faults"][0]["id"].as_str().unwrap().to_owned();
        let reverse = format!("/staff/pool-faults/{id}/reverse");
        app.post(&market.staff, &reverse, json!({ "reason": "x" })).await.assert_refusal(403, "forbidden");
        let shared = app.post(&market.finance, &reverse, json!({ "reason": "El frasco venía de otro" })).await.ok();
        assert_eq!(shared["faults"][0]["reversal_reason"], "El frasco venía de otro");
        let [ana_now, beto_now] = shares(&app, &market).await;
        assert_eq!((ana_now + beto_now, ana_now * beto), (beto - 5_000, beto_now * ana), "shared by all again");
        app.post(&market.finance, &reverse, json!({ "reason": "x" })).await.assert_refusal(409, "fault_reversed");
        assert_eq!(own_fault(&app, &market).await["reversal_reason"], "El frasco venía de otro");
        pay(&app, market.lodge.id, 100).await;
        issue_statements(&app).await;
    }
);

both!(
    async fn a_recall_names_its_batches_until_it_is_lifted(app: TestApp) {
        let market = Market::open(&app).await;
        market.delivered(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        app.run_jobs().await;
        let [ana, beto] = shares(&app, &market).await;
        let quality = app.staff(Role::Quality).await;
        let of_ana = format!("/staff/certificates?workshop_id={}", market.ana.workshop);
        let certificates = app.get(&quality, &of_ana).await.ok();
        let honey = market.products["miel"].to_string();
        let of_honey = certificates.as_array().unwrap().iter().find(|one| one["product_id"] == honey.as_str());
        let certificate = format!("/staff/certificates/{}", of_honey.unwrap()["id"].as_str().unwrap());
        let suspension = json!({ "kind": "safety", "reason": "contaminación" });
        app.post(&quality, &format!("{certificate}/suspend"), suspension).await.ok();
        let recall = app.get(&market.staff, "/staff/recalls").await.ok()[0]["id"].as_str().unwrap().to_owned();
        let proposals = app.get(&market.finance, &format!("/staff/recalls/{recall}/credit-proposals")).await.ok();
        let invoice = invoice(&app, &market).await;
        let proposed = &proposals[0]["lines"][0];
        let line = json!({ "invoice_line_id": proposed["invoice_line_id"], "quantity": proposed["quantity"] });
        let body = json!({ "code": "amounts", "reason": "Retiro", "recall_id": recall, "lines": [line] });
        app.post(&market.finance, &notes(&invoice), body).await.ok();
        assert_eq!(shares(&app, &market).await, [0, beto], "all that is recalled is hers");
        app.assert_no_violations().await;
        let lift = format!("/staff/recalls/{recall}/lift");
        let reinstate = json!({ "reason": "El laboratorio se equivocó" });
        app.post(&quality, &format!("{certificate}/reinstate"), reinstate).await.ok();
        app.post(&quality, &lift, json!({ "reason": "Falsa alarma" })).await.ok();
        let [ana_now, beto_now] = shares(&app, &market).await;
        assert_eq!((ana_now + beto_now, ana_now * beto), (beto, beto_now * ana), "a false alarm is nobody's fault");
        assert_eq!(own_fault(&app, &market).await["reversal_reason"], "Falsa alarma");
    }
);
