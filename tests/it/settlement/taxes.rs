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
    members::update_workshop(&mut tx, id, &IfMatch::any(), terms).await.unwrap();
    tx.commit().await.unwrap();
}

async fn shares(app: &TestApp, workshop: WorkshopId) -> Vec<pool_share::Model> {
    let tx = app.app.read(Actor::System).await.unwrap();
    let rows = pool_share::Entity::find().all(tx.db()).await.unwrap();
    rows.into_iter().filter(|row| row.workshop_id == workshop).collect()
}

async fn run(app: &TestApp, market: &Market) -> Value {
    let run = app.post(&market.finance, "/staff/statements/run", Value::Null).await.ok();
    app.run_jobs().await;
    run
}

/// The total of the newest statement of this maker.
async fn total(app: &TestApp, maker: &crate::support::market::Maker) -> Amount {
    let statements = app.get(&maker.someone, "/producer/statements").await.ok();
    Amount(statements[0]["total"]["amount"].as_i64().unwrap())
}

both!(
    async fn an_exempt_workshop_is_not_paid_the_taxes_of_the_sale(app: TestApp) {
        let market = Market::open(&app).await;
        set_status(&app, market.beto.workshop, TaxStatus::Exempt).await;
        market.delivered(&app, &[(&market.lodge, &[("licor", 20)])]).await;
        app.run_jobs().await;
        let (ana, beto) = (shares(&app, market.ana.workshop).await, shares(&app, market.beto.workshop).await);
        assert_eq!((ana[0].sale_taxes, ana[0].kept_tax), (SaleTaxes::Workshop, Amount(0)));
        assert_eq!((beto[0].sale_taxes, beto[0].vat), (SaleTaxes::Cooperative, Amount(0)));
        // 19 % VAT and 31.5 % additional tax, of which a peso may be rounded to the other share.
        let tax = (beto[0].net.0 * 5_050 + 5_000) / 10_000;
        assert!((beto[0].kept_tax.0 - tax).abs() <= 1, "{:?}", beto[0]);
        pay(&app, market.lodge.id, 50).await;
        run(&app, &market).await;
        pay(&app, market.lodge.id, 100).await;
        run(&app, &market).await;
        let (first, second) = (app.get(&market.beto.someone, "/producer/statements").await.ok(), beto[0].clone());
        let paid: i64 = first.as_array().unwrap().iter().map(|row| row["total"]["amount"].as_i64().unwrap()).sum();
        assert_eq!(paid, second.net.0 - second.commission.0 - second.commission_vat.0);
        // What was kept is owed to the treasury: it is all that the account of sales taxes holds.
        let balances = app.get(&market.finance, "/staff/ledger/balances").await.ok();
        let of = |name: &str| {
            let found = balances.as_array().unwrap().iter().find(|row| row["account"] == name);
            found.map_or(0, |row| row["balance"]["amount"].as_i64().unwrap())
        };
        assert_eq!(of("liabilities:sales_tax"), -second.kept_tax.0);
    }
);

both!(
    async fn a_workshop_without_tax_status_is_settled_once_it_has_one(app: TestApp) {
        let market = Market::open(&app).await;
        set_status(&app, market.beto.workshop, TaxStatus::None).await;
        market.delivered(&app, &[(&market.lodge, &[("licor", 20)])]).await;
        app.run_jobs().await;
        pay(&app, market.lodge.id, 100).await;
        let told = run(&app, &market).await;
        assert_eq!(told["unsettleable"][0], market.beto.workshop.to_string());
        assert_eq!(shares(&app, market.beto.workshop).await[0].sale_taxes, SaleTaxes::Undecided);
        set_status(&app, market.beto.workshop, TaxStatus::IssuesDocuments).await;
        let share = shares(&app, market.beto.workshop).await.remove(0);
        assert_eq!((share.sale_taxes, share.kept_tax), (SaleTaxes::Workshop, Amount(0)));
        assert_eq!(run(&app, &market).await["issued"].as_array().unwrap().len(), 1);
        let earned = share.net + share.vat - share.commission - share.commission_vat;
        assert_eq!(total(&app, &market.beto).await, earned);
        // Another status counts from the next pool on.
        set_status(&app, market.beto.workshop, TaxStatus::Exempt).await;
        assert_eq!(shares(&app, market.beto.workshop).await[0], share);
    }
);
