//! Bank statements: no row is dropped because of its id, none is counted twice, and none that moves no money refuses a
//! file.

use entities::{payments::bank_line, values::BankLineState};
use futures_util::future::join_all;
use minga::{
    payments,
    platform::{app::App, unit_of_work::Actor},
};
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};

use crate::support::{TestApp, api_client::ApiResponse, both, market::Market};

const OCTOBER: &str = "booked_on,amount,reference,bank_id\n2026-02-05,45000,Abono de octubre,10042\n";
const NOVEMBER: &str = "booked_on,amount,reference,bank_id\r\n2026-02-19,100,otro,10041\r\n\r\n2026-02-19,87000,Abono de noviembre,10042\r\n";

async fn import(app: &TestApp, market: &Market, file: &str) -> Value {
    app.post_csv(&market.finance, "/staff/bank-statements", file.to_owned()).await.ok()
}

async fn lines(app: &TestApp) -> Vec<bank_line::Model> {
    let tx = app.app.read(Actor::System).await.unwrap();
    bank_line::Entity::find().order_by_asc(bank_line::Column::Id).all(tx.db()).await.unwrap()
}

async fn decide(app: &TestApp, market: &Market, line: &bank_line::Model, decision: &str) -> ApiResponse {
    let path = format!("/staff/bank-lines/{}/decide", line.id);
    app.post(&market.finance, &path, json!({ "decision": decision, "reason": "Según la cartola" })).await
}

async fn states(app: &TestApp) -> Vec<BankLineState> {
    lines(app).await.iter().map(|line| line.state).collect()
}

async fn reconciliation(app: &TestApp, market: &Market) -> Value {
    app.get(&market.finance, "/staff/bank-reconciliation").await.ok()
}

both!(
    async fn a_second_deposit_under_a_known_id_is_shown_and_decided(app: TestApp) {
        use BankLineState::{Duplicate, PossibleDuplicate, Unmatched};
        let market = Market::open(&app).await;
        assert_eq!(import(&app, &market, OCTOBER).await["new"], 1);
        assert_eq!(import(&app, &market, OCTOBER).await["known"], 1);
        let done = import(&app, &market, NOVEMBER).await;
        assert_eq!((&done["new"], &done["known"]), (&json!(1), &json!(0)));
        let told = &done["possible_duplicates"][0];
        assert_eq!(told["line"], 4);
        let value =
            |line: &Value| (line["booked_on"].clone(), line["amount"]["amount"].clone(), line["reference"].clone());
        assert_eq!(value(&told["bank_line"]), (json!("2026-02-19"), json!(87_000), json!("Abono de noviembre")));
        let original = value(&told["bank_line"]["duplicate_of"]);
        assert_eq!(original, (json!("2026-02-05"), json!(45_000), json!("Abono de octubre")));
        assert_eq!(states(&app).await, [Unmatched, Unmatched, PossibleDuplicate]);
        // Until somebody decides, it is told at each import and counted nowhere.
        let again = import(&app, &market, NOVEMBER).await;
        assert_eq!((&again["new"], &again["known"]), (&json!(0), &json!(2)));
        assert_eq!(again["possible_duplicates"], done["possible_duplicates"]);
        let now = reconciliation(&app, &market).await;
        assert_eq!(
            now["possible_duplicates"],
            json!({ "count": 1, "amount": { "amount": 87_000, "currency": "CLP" } })
        );
        assert_eq!((&now["unmatched_lines"]["count"], &now["unexplained"]["amount"]), (&json!(2), &json!(0)));

        let all = lines(&app).await;
        let act = |verb: &str, line: usize| format!("/staff/bank-lines/{}/{verb}", all[line].id);
        let fee = json!({ "kind": "interest" });
        app.post(&market.finance, &act("name", 2), fee.clone()).await.assert_refusal(409, "line_undecided");
        let body = json!({ "decision": "separate" });
        app.post(&market.staff, &act("decide", 2), body).await.assert_refusal(403, "forbidden");
        decide(&app, &market, &all[0], "separate").await.assert_refusal(409, "no_possible_duplicate");

        decide(&app, &market, &all[2], "duplicate").await.ok();
        assert_eq!(states(&app).await, [Unmatched, Unmatched, Duplicate]);
        let known = import(&app, &market, NOVEMBER).await;
        assert_eq!((&known["new"], &known["possible_duplicates"]), (&json!(0), &json!([])));
        app.assert_no_violations().await;
        // It can be decided again, until the line is matched.
        decide(&app, &market, &all[2], "separate").await.ok();
        assert_eq!(states(&app).await, [Unmatched, Unmatched, Unmatched]);
        app.post(&market.finance, &act("name", 0), fee.clone()).await.ok();
        decide(&app, &market, &all[2], "replacement").await.assert_refusal(409, "line_taken");
        app.post(&market.finance, &act("undo", 0), json!({ "reason": "Corregido por el banco" })).await.ok();
        let replaced = decide(&app, &market, &all[2], "replacement").await.ok();
        assert_eq!((&replaced["state"], replaced.get("duplicate_of")), (&json!("unmatched"), None));
        assert_eq!(states(&app).await, [Duplicate, Unmatched, Unmatched]);
        app.post(&market.finance, &act("name", 2), fee).await.ok();
        decide(&app, &market, &all[2], "duplicate").await.assert_refusal(409, "no_possible_duplicate");
        assert_eq!(reconciliation(&app, &market).await["imported_lines"]["amount"]["amount"], 87_100);
        app.assert_no_violations().await;
    }
);

both!(
    async fn two_nodes_import_a_line_under_a_known_id_once(app: TestApp) {
        let market = Market::open(&app).await;
        import(&app, &market, OCTOBER).await;
        let other = app.other_node().await;
        let (currency, today) = (entities::values::Currency::Clp, "2026-03-10".parse().unwrap());
        let run = |node: App| {
            let rows = payments::read_bank_statement(NOVEMBER.as_bytes(), currency, today).unwrap().rows;
            async move {
                let mut tx = node.begin(Actor::System).await.unwrap();
                let done = payments::import_bank_lines(&mut tx, rows).await.unwrap();
                tx.commit().await.unwrap();
                (done.new, done.possible_duplicates.len())
            }
        };
        let done = join_all([run(app.app.clone()), run(other)]).await;
        assert_eq!(done.iter().map(|done| done.0).sum::<usize>(), 1);
        assert!(done.iter().all(|done| done.1 == 1), "both tell it");
        assert_eq!(lines(&app).await.len(), 3);
        app.assert_no_violations().await;
    }
);

both!(
    async fn an_id_that_is_twice_in_a_file_or_missing_in_one_drops_and_doubles_nothing(app: TestApp) {
        let market = Market::open(&app).await;
        // A bank that writes 0 where it has no number.
        let file = "booked_on,amount,reference,bank_id\n2026-02-05,10,a,0\n2026-02-05,20,b,0\n2026-02-05,20,b,0\n";
        let done = import(&app, &market, file).await;
        let told: Vec<u64> =
            done["possible_duplicates"].as_array().unwrap().iter().map(|row| row["line"].as_u64().unwrap()).collect();
        assert_eq!((&done["new"], told), (&json!(1), vec![3, 4]));
        assert_eq!(import(&app, &market, file).await["known"], 3);
        // The same statement without ids is not counted a second time without a person.
        let done = import(&app, &market, "booked_on,amount,reference\n2026-02-05,10,a\n2026-02-06,10,a\n").await;
        assert_eq!((&done["new"], &done["possible_duplicates"][0]["line"]), (&json!(1), &json!(2)));
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_row_that_moves_no_money_is_counted_and_refuses_nothing(app: TestApp) {
        let market = Market::open(&app).await;
        let file = "booked_on;amount;reference\n2026-02-05;87000;Abono\n2026-02-05;0;Aviso sin movimiento\n;;Fin\n\
                    2026-02-06;0,00;Aviso\n2026-02-06;-90;comisión\n";
        let done = import(&app, &market, file).await;
        assert_eq!((&done["new"], &done["lines_without_movement"]), (&json!(2), &json!([3, 4, 5])));
        let waiting = app.get(&market.finance, "/staff/bank-lines?state=unmatched").await.ok();
        assert_eq!(waiting.as_array().unwrap().len(), 2, "every other row waits for a person");
    }
);
