//! The cooperative's stock: goods that were accepted and that no buyer got. Their makers are paid for them.

use entities::{
    settlement::{pool, pool_share},
    values::{OrderId, PoolState},
};
use minga::{orders as minga_orders, platform::app::App};

use super::*;
use crate::support::market::price;

/// Cancels the order of the lodge after the quotas are frozen, and brings everything in.
async fn cancelled_after_freezing(app: &TestApp, market: &Market, shop: i64, lodge: i64) -> CycleId {
    let mut wanted = vec![(&market.lodge, vec![("miel", lodge)])];
    if shop > 0 {
        wanted.push((&market.shop, vec![("miel", shop)]));
    }
    let wanted: Vec<_> = wanted.iter().map(|(who, lines)| (*who, lines.as_slice())).collect();
    let cycle = market.frozen(app, &wanted).await;
    let order = app.get(&market.lodge.user, "/buyer/orders").await.ok()[0]["id"].clone();
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let order = OrderId(order.as_str().unwrap().parse().unwrap());
    minga_orders::cancel_order(&mut tx, order, Some("cerró".into())).await.unwrap();
    tx.commit().await.unwrap();
    for workshop in ["U01", "U02"] {
        let list = app.get(&market.staff, &format!("/staff/cycles/{cycle}/receiving")).await.ok();
        let rows = list.as_array().unwrap().iter().filter(|q| q["workshop_code"] == workshop);
        for row in rows.cloned().collect::<Vec<_>>() {
            accept_rest(app, market, &row).await;
        }
    }
    cycle
}

async fn deliver(app: &TestApp, market: &Market, cycle: CycleId) {
    let path = format!("/staff/cycles/{cycle}");
    for step in ["deliveries", "dispatch", "confirm"] {
        app.post(&market.staff, &format!("{path}/{step}"), Value::Null).await.ok();
    }
    app.run_jobs().await;
}

async fn stock(app: &TestApp, market: &Market) -> Vec<Value> {
    app.get(&market.staff, "/staff/stock-items").await.ok().as_array().unwrap().clone()
}

fn sum(rows: &[Value], field: &str) -> i64 {
    rows.iter().map(|row| row[field].as_i64().or_else(|| row[field]["amount"].as_i64()).unwrap()).sum()
}

/// The pool of the honey of a cycle, with the sum of what its makers may be paid.
async fn pool_of(app: &TestApp, cycle: CycleId) -> (pool::Model, i64) {
    let tx = app.app.read(Actor::System).await.unwrap();
    let found = pool::Entity::find().filter(pool::Column::CycleId.eq(cycle)).one(tx.db()).await.unwrap().unwrap();
    let shares = pool_share::Entity::find().filter(pool_share::Column::PoolId.eq(found.id)).all(tx.db()).await.unwrap();
    (found, shares.iter().map(|share| share.net.0).sum())
}

fn disposals(item: &Value) -> String {
    format!("/staff/stock-items/{}/disposals", item["id"].as_str().unwrap())
}

both!(
    async fn a_maker_is_paid_for_what_was_made_for_an_order_that_was_cancelled(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = cancelled_after_freezing(&app, &market, 0, 16).await;
        deliver(&app, &market, cycle).await;
        assert_eq!(state(&app, cycle).await, CycleState::Delivered);
        let items = stock(&app, &market).await;
        assert_eq!((sum(&items, "units"), sum(&items, "remaining")), (16, 16));
        let value = 16 * price("miel");
        assert_eq!(sum(&items, "value"), value);
        let (pool, shares) = pool_of(&app, cycle).await;
        assert_eq!((pool.state, pool.purchased.0, pool.paid_net.0), (PoolState::Closed, value, value));
        assert_eq!((pool.net.0, shares), (value, value), "both makers share all of it");
        app.assert_no_violations().await;
    }
);

both!(
    async fn what_one_buyer_cancelled_is_paid_beside_what_another_bought(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = cancelled_after_freezing(&app, &market, 8, 8).await;
        deliver(&app, &market, cycle).await;
        let items = stock(&app, &market).await;
        assert_eq!(sum(&items, "units"), 8);
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let until = tx.today();
        minga::invoicing::issue_pending_invoices(&mut tx, until).await.unwrap();
        tx.commit().await.unwrap();
        app.run_jobs().await;
        let (pool, shares) = pool_of(&app, cycle).await;
        assert_eq!((pool.net.0, pool.purchased.0), (16 * price("miel"), 8 * price("miel")));
        assert!(pool.state == PoolState::Open || shares == 16 * price("miel"));
        app.assert_no_violations().await;
    }
);

both!(
    async fn the_cooperative_pays_for_what_was_lost_and_keeps_what_came_back(app: TestApp) {
        let market = Market::open(&app).await;
        let wanted = [(&market.lodge, &[("miel", 6)][..]), (&market.shop, &[("miel", 4)][..])];
        let cycle = market.received(&app, &wanted).await;
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        fulfilment::prepare_deliveries(&mut tx, cycle).await.unwrap();
        fulfilment::dispatch_cycle(&mut tx, cycle).await.unwrap();
        tx.commit().await.unwrap();
        let of = async |user| app.get(user, "/buyer/deliveries").await.ok()[0]["id"].as_str().unwrap().to_owned();
        let (lodge, shop) = (of(&market.lodge.user).await, of(&market.shop.user).await);
        for (id, failure) in [(&lodge, "lost"), (&shop, "refused")] {
            let body = json!({ "failure": failure, "reason": "volcó el camión" });
            app.post(&market.staff, &format!("/staff/deliveries/{id}/end"), body).await.ok();
        }
        app.run_jobs().await;
        let items = stock(&app, &market).await;
        let left: Vec<Value> = items.iter().filter(|item| item["remaining"] != 0).cloned().collect();
        assert_eq!((sum(&items, "units"), sum(&left, "units")), (10, 4));
        assert!(left.iter().all(|item| item["source"] == "refused"));
        let (pool, shares) = pool_of(&app, cycle).await;
        assert_eq!((pool.net.0, pool.vat.0, shares), (10 * price("miel"), 0, 10 * price("miel")));
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_sale_of_stock_has_its_vat_and_its_additional_tax_apart(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.received(&app, &[(&market.lodge, &[("licor", 4)])]).await;
        app.post(&market.staff, &format!("/staff/cycles/{cycle}/deliveries"), Value::Null).await.ok();
        let deliveries = app.get(&market.staff, &format!("/staff/deliveries?cycle_id={cycle}")).await.ok();
        let end = format!("/staff/deliveries/{}/end", deliveries[0]["id"].as_str().unwrap());
        app.post(&market.staff, &end, json!({ "failure": "returned", "reason": "cerrado" })).await.ok();
        let item = stock(&app, &market).await.remove(0);
        let total = json!({ "currency": "CLP", "amount": 15_050 });
        let sale = json!({ "kind": "sold", "units": 1, "total": total, "recipient": "Feria", "document": "B-8" });
        let sold = app.post(&market.staff, &disposals(&item), sale).await.ok();
        let disposal = &sold["disposals"][0];
        assert_eq!((&disposal["vat"]["amount"], &disposal["additional_tax"]["amount"]), (&json!(1_900), &json!(3_150)));
        let balances = app.get(&market.finance, "/staff/ledger/balances").await.ok();
        let balance = |code: &str| {
            let rows = balances.as_array().unwrap();
            rows.iter().find(|row| row["account"] == code).map_or(0, |row| row["balance"]["amount"].as_i64().unwrap())
        };
        let accounts =
            ["assets:cash", "income:stock_sales", "liabilities:stock_tax", "liabilities:stock_additional_tax"];
        assert_eq!(accounts.map(balance), [15_050, -10_000, -1_900, -3_150]);
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

both!(
    async fn stock_is_sold_given_away_and_written_off(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = cancelled_after_freezing(&app, &market, 0, 16).await;
        deliver(&app, &market, cycle).await;
        let item = stock(&app, &market).await.remove(0);
        let all = item["units"].as_i64().unwrap();
        let path = disposals(&item);
        let clp = |amount: i64| json!({ "currency": "CLP", "amount": amount });
        let sale = json!({ "kind": "sold", "units": 2, "total": clp(11_900), "recipient": "Feria", "document": "B-7" });
        app.post(&market.lodge.user, &path, sale.clone()).await.assert_refusal(403, "forbidden");
        let sold = app.post(&market.staff, &path, sale.clone()).await.ok();
        assert_eq!(
            (sold["remaining"].as_i64(), sold["disposals"][0]["vat"]["amount"].as_i64()),
            (Some(all - 2), Some(1_900))
        );
        let mut unpriced = sale.clone();
        unpriced["total"] = Value::Null;
        app.post(&market.staff, &path, unpriced).await.assert_refusal(409, "sale_total");
        let gift = json!({ "kind": "given_away", "units": 1 });
        app.post(&market.staff, &path, gift).await.assert_refusal(409, "disposal_unexplained");
        let gift = json!({ "kind": "given_away", "units": 1, "recipient": "Escuela" });
        app.post(&market.staff, &path, gift).await.ok();
        let off = json!({ "kind": "written_off", "units": all - 2, "reason": "vencido" });
        app.post(&market.staff, &path, off.clone()).await.assert_refusal(409, "stock_too_low");
        // A sale recorded by mistake is reversed once.
        let id = sold["disposals"][0]["id"].as_str().unwrap();
        let reverse = format!("/staff/stock-disposals/{id}/reverse");
        let reason = json!({ "reason": "se anotó dos veces" });
        let back = app.post(&market.staff, &reverse, reason.clone()).await.ok();
        assert_eq!(back["remaining"].as_i64(), Some(all - 1));
        app.post(&market.staff, &reverse, reason).await.assert_refusal(409, "disposal_not_reversible");
        app.assert_no_violations().await;
        let ledger = app.get(&market.finance, "/staff/ledger/balances").await.ok();
        let balance = |code: &str| {
            let rows = ledger.as_array().unwrap();
            rows.iter().find(|row| row["account"] == code).map_or(0, |row| row["balance"]["amount"].as_i64().unwrap())
        };
        assert_eq!((balance("assets:cash"), balance("liabilities:stock_tax")), (0, 0));
        assert_eq!(balance("expenses:stock_given"), price("miel"));
    }
);

both!(
    async fn two_sales_at_once_do_not_sell_the_same_units(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = cancelled_after_freezing(&app, &market, 0, 16).await;
        deliver(&app, &market, cycle).await;
        let item = stock(&app, &market).await.remove(0);
        let other = app.other_node().await;
        let id = entities::values::StockItemId(item["id"].as_str().unwrap().parse().unwrap());
        let units = item["units"].as_i64().unwrap();
        let write_off = |app: App| async move {
            let mut tx = app.begin(Actor::System).await.unwrap();
            let new = fulfilment::NewDisposal {
                kind: entities::values::StockDisposalKind::WrittenOff,
                units,
                total: None,
                recipient: None,
                document: None,
                reason: Some("vencido".into()),
            };
            fulfilment::dispose_stock(&mut tx, id, new).await.is_ok() && tx.commit().await.is_ok()
        };
        let (first, second) = futures_util::join!(write_off(app.app.clone()), write_off(other));
        assert!(first != second, "the units leave once");
        app.assert_no_violations().await;
    }
);
