//! The taxes of a sale by the tax status of its maker.

use entities::{
    members::workshop,
    settlement::pool_share,
    values::{Amount, SaleTaxes, TaxStatus, WorkshopId},
};
use minga::{
    members::{self, WorkshopTerms},
    platform::{http::etag::IfMatch, unit_of_work::Actor},
};
use sea_orm::EntityTrait;
use serde_json::Value;

use super::steps::pay;
use crate::support::{TestApp, both, market::Market};

/// Gives a workshop this tax status.
async fn set_status(app: &TestApp, id: WorkshopId, tax_status: TaxStatus) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let row: workshop::Model = members::get_workshop(&tx, id).await.unwrap();
    let terms = WorkshopTerms {
        name: row.name,
        comuna_code: row.comuna_code,
        comuna: row.comuna,
        story_es: row.story_es,
        story_en: row.story_en,
        tax_status,
        overall_limit_bps: row.overall_limit_bps,
        left_on: row.left_on,
    };
    members::update_workshop(&mut tx, id, &IfMatch::any(), terms, false).await.unwrap();
    tx.commit().await.unwrap();
}

async fn shares(app: &TestApp, workshop: WorkshopId) -> Vec<pool_share::Model> {
    let tx = app.app.read(Actor::System).await.unwrap();
    let rows = pool_share::Entity::find().all(tx.db()).await.unwrap();
    rows.into_iter().filter(|row| row.workshop_id == workshop).collect()
}

/// VAT and additional taxes that the cooperative keeps of a share.
fn kept(share: &pool_share::Model) -> [Amount; 2] {
    [share.kept_vat, share.kept_additional_tax]
}

async fn run(app: &TestApp, market: &Market) -> Value {
    let run = app.post(&market.finance, "/staff/statements/run", Value::Null).await.ok();
    app.run_jobs().await;
    run
}

/// The total of the newest statement of this maker.
async fn total(app: &TestApp, maker: &crate::support::market::Maker) -> Amount {
    let statements = app.get(&maker.user, "/producer/statements").await.ok();
    Amount(statements[0]["total"]["amount"].as_i64().unwrap())
}

both!(
    async fn an_exempt_workshop_is_not_paid_the_taxes_of_the_sale(app: TestApp) {
        let market = Market::open(&app).await;
        set_status(&app, market.beto.workshop, TaxStatus::Exempt).await;
        market.delivered(&app, &[(&market.lodge, &[("licor", 20)])]).await;
        app.run_jobs().await;
        let (ana, beto) = (shares(&app, market.ana.workshop).await, shares(&app, market.beto.workshop).await);
        assert_eq!((ana[0].sale_taxes, kept(&ana[0])), (SaleTaxes::Workshop, [Amount(0); 2]));
        let received = (beto[0].vat, beto[0].additional_tax);
        assert_eq!((beto[0].sale_taxes, received), (SaleTaxes::Cooperative, (Amount(0), Amount(0))));
        // 19 % VAT and 31.5 % additional tax, of which a peso may be rounded to the other share.
        for (amount, bps) in kept(&beto[0]).into_iter().zip([1_900, 3_150]) {
            let tax = (beto[0].net.0 * bps + 5_000) / 10_000;
            assert!((amount.0 - tax).abs() <= 1, "{:?}", beto[0]);
        }
        pay(&app, market.lodge.id, 50).await;
        run(&app, &market).await;
        pay(&app, market.lodge.id, 100).await;
        run(&app, &market).await;
        let (first, second) = (app.get(&market.beto.user, "/producer/statements").await.ok(), beto[0].clone());
        let paid: i64 = first.as_array().unwrap().iter().map(|row| row["total"]["amount"].as_i64().unwrap()).sum();
        assert_eq!(paid, second.net.0 - second.commission.0 - second.commission_vat.0);
        // What was kept is owed to the treasury: it is all that the account of sales taxes holds.
        let balances = app.get(&market.finance, "/staff/ledger/balances").await.ok();
        let of = |name: &str| {
            let found = balances.as_array().unwrap().iter().find(|row| row["account"] == name);
            found.map_or(0, |row| row["balance"]["amount"].as_i64().unwrap())
        };
        assert_eq!(of("liabilities:sales_tax"), -second.kept_vat.0);
        assert_eq!(of("liabilities:additional_tax"), -second.kept_additional_tax.0);
    }
);

both!(
    async fn a_workshop_without_tax_status_is_settled_once_it_has_one(app: TestApp) {
        let market = Market::open(&app).await;
        set_status(&app, market.beto.workshop, TaxStatus::None).await;
        market.delivered(&app, &[(&market.lodge, &[("licor", 20)])]).await;
        app.run_jobs().await;
        pay(&app, market.lodge.id, 100).await;
        let response = run(&app, &market).await;
        assert_eq!(response["unsettleable"][0], market.beto.workshop.to_string());
        assert_eq!(shares(&app, market.beto.workshop).await[0].sale_taxes, SaleTaxes::Undecided);
        set_status(&app, market.beto.workshop, TaxStatus::IssuesDocuments).await;
        let share = shares(&app, market.beto.workshop).await.remove(0);
        assert_eq!((share.sale_taxes, kept(&share)), (SaleTaxes::Workshop, [Amount(0); 2]));
        assert_eq!(run(&app, &market).await["issued"].as_array().unwrap().len(), 1);
        let taxes = share.vat + share.additional_tax;
        let earned = share.net + taxes - share.commission - share.commission_vat;
        assert_eq!(total(&app, &market.beto).await, earned);
        // Another status counts from the next pool on.
        set_status(&app, market.beto.workshop, TaxStatus::Exempt).await;
        assert_eq!(shares(&app, market.beto.workshop).await[0], share);
    }
);

both!(
    async fn additional_taxes_have_their_own_line_beside_the_vat(app: TestApp) {
        let market = Market::open(&app).await;
        market.delivered(&app, &[(&market.lodge, &[("licor", 20), ("miel", 6)])]).await;
        app.run_jobs().await;
        pay(&app, market.lodge.id, 30).await;
        run(&app, &market).await;
        let mut lines = Vec::new();
        for maker in [&market.ana, &market.beto] {
            let statement = app.get(&maker.user, "/producer/statements").await.ok()[0].clone();
            let path = format!("/producer/statements/{}", statement["id"].as_str().unwrap());
            lines.extend(app.get(&maker.user, &path).await.ok()["lines"].as_array().unwrap().clone());
        }
        let of = |kind: &str, product: &str| {
            let is_it = |line: &&Value| line["kind"] == kind && line["description"].as_str().unwrap().contains(product);
            lines.iter().find(is_it).map(|line| line["amount"]["amount"].as_i64().unwrap())
        };
        let net = of("share", "licor").unwrap();
        // Each part of a payment may be rounded by a peso.
        assert!((of("sale_vat", "licor").unwrap() - net * 19 / 100).abs() <= 3, "{lines:?}");
        assert!((of("sale_additional_tax", "licor").unwrap() - net * 315 / 1_000).abs() <= 3, "{lines:?}");
        assert!(of("sale_vat", "miel").is_some() && of("sale_additional_tax", "miel").is_none(), "{lines:?}");
        // A credit note takes both taxes back, and the buyer is released what was paid of them.
        let invoice = app.get(&market.finance, "/staff/invoices").await.ok()[0]["id"].as_str().unwrap().to_owned();
        let annul = serde_json::json!({ "code": "annul", "reason": "Se facturó dos veces" });
        app.post(&market.finance, &format!("/staff/invoices/{invoice}/credit-notes"), annul).await.ok();
        app.run_jobs().await;
        let balances = app.get(&market.finance, "/staff/ledger/balances").await.ok();
        for name in ["liabilities:sales_tax", "liabilities:additional_tax"] {
            let row = balances.as_array().unwrap().iter().find(|row| row["account"] == name).unwrap();
            assert_eq!(row["balance"]["amount"], 0, "{row}");
        }
    }
);
