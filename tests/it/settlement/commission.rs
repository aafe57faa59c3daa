//! Rates of commission of workshops and families: the most specific one of the day of delivery is frozen with the pool.

use entities::{
    settlement::pool_share,
    values::{CycleId, Role, WorkshopId},
};
use minga::platform::unit_of_work::Actor;
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::support::{TestApp, both, market::Market, people::TestUser};

/// The frozen rates of both workshops for the honey of a cycle.
async fn frozen(app: &TestApp, market: &Market, cycle: CycleId) -> [i32; 2] {
    let tx = app.app.read(Actor::System).await.unwrap();
    let pools = entities::settlement::pool::Entity::find().all(tx.db()).await.unwrap();
    let pool = pools.iter().find(|pool| pool.cycle_id == cycle).unwrap();
    let shares = pool_share::Entity::find().all(tx.db()).await.unwrap();
    [market.ana.workshop, market.beto.workshop].map(|workshop: WorkshopId| {
        shares.iter().find(|row| row.pool_id == pool.id && row.workshop_id == workshop).unwrap().commission_bps
    })
}

async fn decide(app: &TestApp, admin: &TestUser, code: &str, settings: Value) -> Value {
    let body = json!({ "code": code, "title": "Comisiones", "decided_on": "2026-01-10",
        "effective_from": "2026-02-01", "settings": settings });
    app.post(admin, "/staff/decisions", body).await.ok()["id"].clone()
}

both!(
    async fn the_most_specific_rate_of_commission_is_frozen_with_the_pool(app: TestApp) {
        let market = Market::open(&app).await;
        let admin = app.staff(Role::Admin).await;
        let decision = decide(&app, &admin, "A-1", json!({ "commission_bps": 1_100 })).await;
        let family = app.get(&admin, "/public/families").await.ok()[0]["id"].clone();
        let rate = |workshop: Option<WorkshopId>, family: Option<&Value>, bps: Option<i32>, from: &str| {
            let mut body = json!({ "decision_id": decision, "valid_from": from });
            if let Some(id) = workshop {
                body["workshop_id"] = json!(id.to_string());
            }
            if let Some(id) = family {
                body["family_id"] = id.clone();
            }
            if let Some(bps) = bps {
                body["rate_bps"] = json!(bps);
            }
            body
        };
        let path = "/staff/commission-rates";
        let ana = Some(market.ana.workshop);
        app.post(&admin, path, rate(None, None, Some(1), "2026-02-01"))
            .await
            .assert_refusal(422, "commission_rate_of_all");
        app.post(&admin, path, rate(ana, None, Some(1), "2026-01-31"))
            .await
            .assert_refusal(409, "rate_before_decision");
        app.post(&market.finance, path, rate(ana, None, Some(1), "2026-02-01")).await.assert_refusal(403, "forbidden");
        let body = rate(ana, Some(&family), Some(10_001), "2026-02-01");
        assert_eq!(app.post(&admin, path, body).await.status, 400);

        let general = market.delivered(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        app.run_jobs().await;
        assert_eq!(frozen(&app, &market, general).await, [1_100, 1_100]);
        app.post(&admin, path, rate(None, Some(&family), Some(900), "2026-02-01")).await.ok();
        app.post(&admin, path, rate(ana, None, Some(700), "2026-02-01")).await.ok();
        let again = rate(ana, None, Some(710), "2026-02-01");
        app.post(&admin, path, again.clone()).await.assert_refusal(409, "commission_rate_of_day_exists");
        let second = market.delivered(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        app.run_jobs().await;
        assert_eq!(frozen(&app, &market, second).await, [700, 900]);
        assert_eq!(frozen(&app, &market, general).await, [1_100, 1_100], "a closed pool keeps its rates");
        app.post(&admin, path, rate(ana, Some(&family), Some(0), "2026-02-01")).await.ok();
        app.post(&admin, path, rate(None, Some(&family), None, "2026-02-02")).await.ok();
        app.post(&admin, path, rate(None, Some(&family), Some(50), "2027-01-01")).await.ok();
        let third = market.delivered(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        app.run_jobs().await;
        assert_eq!(frozen(&app, &market, third).await, [0, 1_100]);
        // Everybody reads the rates of families; those of a workshop it alone and the cooperative.
        let all = app.get(&market.finance, path).await.ok();
        let number = |rates: &Value| rates.as_array().unwrap().len();
        assert_eq!((number(&all), &all[0]["decision_code"]), (5, &json!("A-1")));
        let own = "/producer/commission-rates";
        assert_eq!(number(&app.get(&market.ana.user, own).await.ok()), 5);
        assert_eq!(number(&app.get(&market.beto.user, own).await.ok()), 3);
    }
);
