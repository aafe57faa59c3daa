//! What becomes of baskets after the cut-off: their components are made, delivered and invoiced, and their makers share
//! them; their packaging is the cooperative's.

use std::collections::BTreeMap;

use entities::{
    invoicing::{invoice, invoice_line},
    settlement::pool,
    values::{Amount, CreditReason, InvoiceId, InvoiceKind},
};
use minga::{
    fulfilment::{self, Goods, NewBatch, NewGoodsReceipt},
    invoicing::{self, CreditedLine, CreditedPart, NewCreditNote},
    platform::unit_of_work::Actor,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement};
use serde_json::json;

use crate::{
    settlement::steps::{issue_statements, pay, set_accounts},
    support::{TestApp, baskets::open_shop, both, market::Market},
};

async fn lines_of(app: &TestApp, id: InvoiceId) -> Vec<invoice_line::Model> {
    let tx = app.app.read(Actor::System).await.unwrap();
    invoicing::list_invoice_lines(&tx, &[id]).await.unwrap()
}

async fn invoices(app: &TestApp, kind: InvoiceKind) -> Vec<invoice::Model> {
    let tx = app.app.read(Actor::System).await.unwrap();
    let all = invoice::Entity::find().filter(invoice::Column::Kind.eq(kind)).order_by_asc(invoice::Column::Number);
    all.all(tx.db()).await.unwrap()
}

/// Net of the pools, by the codes of their products.
async fn pools(app: &TestApp, market: &Market) -> BTreeMap<&'static str, i64> {
    let tx = app.app.read(Actor::System).await.unwrap();
    let pools = pool::Entity::find().all(tx.db()).await.unwrap();
    let code =
        |pool: &pool::Model| *market.products.iter().find(|(_, id)| **id == pool.product_id).expect("a product").0;
    pools.iter().map(|pool| (code(pool), pool.net.0)).collect()
}

/// What the ledger has on an account of the cooperative, as income.
async fn income(app: &TestApp, kind: &str) -> i64 {
    let tx = app.app.read(Actor::System).await.unwrap();
    let sql = format!(
        "SELECT CAST(COALESCE(-SUM(p.amount), 0) AS BIGINT) AS total FROM posting p \
         JOIN account a ON a.id = p.account_id WHERE a.kind = '{kind}'"
    );
    let statement = Statement::from_string(tx.db().get_database_backend(), sql);
    tx.db().query_one_raw(statement).await.unwrap().unwrap().try_get("", "total").unwrap()
}

/// The lodge orders three baskets and five honeys, and the cut-off passes.
async fn ordered(app: &TestApp, market: &Market) -> entities::values::CycleId {
    let basket = open_shop(app, market).await;
    set_accounts(app, market).await;
    let cycle = market.ordered(app, &[]).await;
    app.run_jobs().await;
    let lines = json!([
        { "product_id": market.products["miel"], "quantity": 5 },
        { "product_id": basket, "quantity": 3 },
    ]);
    let body = json!({ "cycle_id": cycle, "delivery_point_id": market.lodge.point, "lines": lines });
    let placed = app.post(&market.lodge.user, "/buyer/orders", body).await.ok();
    // 2 × 4990 + 8350 + 3333 = 21663, less 5 % is 20580, and 1500 for the packaging; five honeys cost 24950.
    assert_eq!(placed["baskets"][0]["unit_price"]["amount"], 22_080);
    assert_eq!(placed["order"]["net"]["amount"], 3 * 22_080 + 24_950);
    market.freeze(app, cycle).await;
    cycle
}

async fn credit(app: &TestApp, invoice_id: InvoiceId, parts: &[(usize, CreditedPart)]) -> invoice::Model {
    let invoiced = lines_of(app, invoice_id).await;
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let line = |(place, part): &(usize, CreditedPart)| CreditedLine {
        invoice_line_id: invoiced[*place].id,
        part: *part,
        faults: Vec::new(),
    };
    let code = if parts.is_empty() { CreditReason::Annul } else { CreditReason::Amounts };
    let lines = parts.iter().map(line).collect();
    let new = NewCreditNote { invoice_id, code, reason: "prueba".into(), lines, cause: None, recall_id: None };
    let note = invoicing::create_credit_note(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    app.run_jobs().await;
    note
}

both!(
    async fn makers_share_what_is_in_baskets_and_the_packaging_is_the_cooperatives(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = ordered(&app, &market).await;
        market.receive(&app, cycle).await;
        market.deliver(&app, cycle).await;
        app.run_jobs().await;
        let invoice = invoices(&app, InvoiceKind::Invoice).await.remove(0);
        let lines = lines_of(&app, invoice.id).await;
        let rows: Vec<_> =
            lines.iter().map(|l| (l.quantity, l.unit_price.0, l.price_units, l.net.0, l.packaging)).collect();
        // 20580 in proportion to 9980, 8350 and 3333.
        assert_eq!(
            rows,
            [
                (5, 4_990, 1, 24_950, false),
                (6, 9_481, 2, 28_443, false),
                (3, 7_933, 1, 23_799, false),
                (3, 3_166, 1, 9_498, false),
                (3, 1_500, 1, 4_500, true),
            ]
        );
        assert!(lines[4].description.ends_with("Canasta canasta"), "{}", lines[4].description);
        assert_eq!(invoice.net.0, 3 * 22_080 + 24_950);
        // The exposure is what the order expected: its invoice.
        let tx = app.app.read(Actor::System).await.unwrap();
        let exposure = minga::buyers::get_buyer(&tx, market.lodge.id).await.unwrap().exposure;
        drop(tx);
        assert_eq!(exposure, invoice.total);
        let shared = BTreeMap::from([("miel", 24_950 + 28_443), ("licor", 23_799), ("libro", 9_498)]);
        assert_eq!(pools(&app, &market).await, shared);
        assert_eq!((income(&app, "packaging_sales").await, income(&app, "packaging_tax").await), (4_500, 855));
        app.assert_no_violations().await;

        // Half is paid, then one basket's honey and packaging are credited, then the rest is paid and stated.
        pay(&app, market.lodge.id, 50).await;
        let note = credit(&app, invoice.id, &[(1, CreditedPart::Units(1)), (4, CreditedPart::Units(1))]).await;
        // One honey of two for 9481: half of it, rounded once.
        assert_eq!(note.net.0, 4_741 + 1_500);
        assert_eq!(income(&app, "packaging_sales").await, 3_000);
        assert_eq!(pools(&app, &market).await["miel"], 24_950 + 28_443 - 4_741);
        app.assert_no_violations().await;
        pay(&app, market.lodge.id, 100).await;
        issue_statements(&app).await;
        app.assert_no_violations().await;
        // All of it is credited after all.
        credit(&app, invoice.id, &[]).await;
        assert_eq!((income(&app, "packaging_sales").await, income(&app, "packaging_tax").await), (0, 0));
        assert!(pools(&app, &market).await.values().all(|net| *net == 0));
        app.assert_no_violations().await;
        let page = app.get(&market.lodge.user, &format!("/buyer/invoices/{}", invoice.id)).await.ok();
        assert_eq!(page["lines"][1]["price_units"], 2);
    }
);

both!(
    async fn a_missing_component_is_not_invoiced_and_the_basket_is(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = ordered(&app, &market).await;
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let today = tx.today();
        for quota in minga::allocation::list_live_quotas(&tx, cycle).await.unwrap() {
            // No liqueur comes.
            if quota.product_id == market.products["licor"] {
                continue;
            }
            let new = NewGoodsReceipt {
                quota_id: quota.id,
                goods: Goods::New(NewBatch { made_on: today, quantity: quota.units }),
                accepted: quota.units,
                rejected: 0,
                rejection: None,
                reason: None,
                replaces: None,
            };
            fulfilment::record_goods_receipt(&mut tx, new).await.unwrap();
        }
        tx.commit().await.unwrap();
        market.deliver(&app, cycle).await;
        app.run_jobs().await;
        let invoice = invoices(&app, InvoiceKind::Invoice).await.remove(0);
        let nets: Vec<_> = lines_of(&app, invoice.id).await.iter().map(|line| line.net).collect();
        assert_eq!(nets, [24_950, 28_443, 9_498, 4_500].map(Amount));
        let exposure = {
            let tx = app.app.read(Actor::System).await.unwrap();
            minga::buyers::get_buyer(&tx, market.lodge.id).await.unwrap().exposure
        };
        assert_eq!(exposure, invoice.total);
        app.assert_no_violations().await;
    }
);

both!(
    async fn baskets_of_which_nothing_comes_are_not_invoiced(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = ordered(&app, &market).await;
        market.deliver(&app, cycle).await;
        app.run_jobs().await;
        assert!(invoices(&app, InvoiceKind::Invoice).await.is_empty());
        let tx = app.app.read(Actor::System).await.unwrap();
        assert_eq!(minga::buyers::get_buyer(&tx, market.lodge.id).await.unwrap().exposure, Amount::ZERO);
        drop(tx);
        app.assert_no_violations().await;
    }
);
