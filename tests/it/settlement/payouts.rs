//! Payouts through the API: each state, and what it refuses.

use chrono::TimeDelta;
use serde_json::json;

use super::steps::{export_batch, issue_statements, pay, set_accounts};
use crate::support::{TestApp, both, market::Market};

both!(
    async fn a_payout_is_not_confirmed_before_its_day(app: TestApp) {
        let market = Market::open(&app).await;
        set_accounts(&app, &market).await;
        market.delivered(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        app.run_jobs().await;
        pay(&app, market.lodge.id, 100).await;
        issue_statements(&app).await;
        let batch = export_batch(&app, &market).await;
        let path = format!("/staff/payout-batches/{batch}");
        let sent = app.get(&market.finance, &path).await.ok();
        let confirm = format!("/staff/payouts/{}/confirm", sent["payouts"][0]["id"].as_str().unwrap());
        let today = app.now().date_naive();
        let on = |days: i64| json!({ "confirmed_on": (today + TimeDelta::days(days)).to_string() });
        app.post(&market.finance, &confirm, on(1)).await.refused(409, "confirmed_in_future");
        let held = app.get(&market.finance, &path).await.ok();
        assert_eq!(held["payouts"][0]["state"], "exported", "nothing was booked");
        let done = app.post(&market.finance, &confirm, on(0)).await.ok();
        assert_eq!(done["payouts"][0]["state"], "confirmed");
    }
);
