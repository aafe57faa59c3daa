//! Paying by card: one page per attempt whatever is lost, the money taken in once whoever tells of it, and what the
//! processor keeps.

use chrono::TimeDelta;
use entities::{
    buyers::buyer,
    invoicing::invoice,
    payments::{bank_line, card_event, card_payment, payment},
    platform::job,
    settlement::{account, posting},
    values::{AccountKind, InvoiceState, PaymentMethod},
};
use futures_util::future::join_all;
use minga::platform::{app::App, jobs, unit_of_work::Actor};
use poem::test::TestClient;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::support::{
    TestApp, both,
    market::{Customer, Market, Told},
    people::Someone,
    stripe::{Mood, Stripe, signature},
};

/// What 2 jars cost with VAT: 9,980 + 1,896.
const TOTAL: i64 = 11_876;

/// An installation that takes cards, where the lodge owes an invoice.
struct Till {
    app: std::sync::Arc<TestApp>,
    market: Market,
    stripe: Stripe,
    /// The process that takes cards.
    node: App,
    invoice: invoice::Model,
}

impl Till {
    async fn open(app: &std::sync::Arc<TestApp>) -> Self {
        let market = Market::open(app).await;
        market.delivered(app, &[(&market.lodge, &[("miel", 2)])]).await;
        app.run_jobs().await;
        let stripe = Stripe::start().await;
        let node = app.node_set(&stripe.settings()).await;
        let invoice = {
            let tx = app.app.read(Actor::System).await.unwrap();
            invoice::Entity::find().one(tx.db()).await.unwrap().unwrap()
        };
        assert_eq!(invoice.total.0, TOTAL);
        Self { app: app.clone(), market, stripe, node, invoice }
    }

    async fn send(&self, who: &Someone, method: &str, path: &str, body: Option<Value>) -> Told {
        let client = TestClient::new(minga::router::endpoint(&self.node));
        let request = client.request(method.parse().unwrap(), format!("/api/v1{path}"));
        let request = request
            .header("authorization", &who.bearer)
            .header("idempotency-key", self.node.ids.uuid(self.app.now()).to_string());
        let answer = match body {
            Some(body) => request.body_json(&body).send().await.0,
            None => request.send().await.0,
        };
        let status = answer.status().as_u16();
        let bytes = answer.into_body().into_bytes().await.unwrap();
        Told { status, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null), etag: None }
    }

    fn path(&self) -> String {
        format!("/buyer/invoices/{}/card-payments", self.invoice.id)
    }

    async fn pay(&self, who: &Customer) -> Told {
        self.send(&who.someone, "POST", &self.path(), None).await
    }

    /// The lodge's attempts, as it sees them.
    async fn attempts(&self) -> Vec<Value> {
        let told = self.send(&self.market.lodge.someone, "GET", &self.path(), None).await.ok();
        told.as_array().unwrap().clone()
    }

    /// The lodge asks to pay, and the page is made.
    async fn page(&self) -> Value {
        self.pay(&self.market.lodge).await.ok();
        self.tx().await;
        self.attempts().await[0].clone()
    }

    async fn tx(&self) {
        jobs::run_due(&self.node, "cards").await.unwrap();
    }

    /// The processor tells something; the status of our answer.
    async fn tell(&self, node: &App, body: &str, signature: Option<String>) -> u16 {
        let client = TestClient::new(minga::router::endpoint(node));
        let mut request = client.post("/api/v1/card-processor/events").content_type("application/json");
        if let Some(signature) = signature {
            request = request.header("stripe-signature", signature);
        }
        request.body(body.to_owned()).send().await.0.status().as_u16()
    }

    /// The processor tells of the latest page, and it is read.
    async fn told(&self, kind: &str, name: &str) {
        let body = self.stripe.event(kind, name);
        assert_eq!(self.tell(&self.node, &body, Some(signature(&body, self.app.now()))).await, 204);
        self.tx().await;
    }

    async fn invoice_now(&self) -> invoice::Model {
        let tx = self.app.app.read(Actor::System).await.unwrap();
        invoice::Entity::find_by_id(self.invoice.id).one(tx.db()).await.unwrap().unwrap()
    }

    async fn payments(&self) -> Vec<payment::Model> {
        let tx = self.app.app.read(Actor::System).await.unwrap();
        payment::Entity::find().all(tx.db()).await.unwrap()
    }

    async fn attempt(&self) -> card_payment::Model {
        let tx = self.app.app.read(Actor::System).await.unwrap();
        card_payment::Entity::find().one(tx.db()).await.unwrap().unwrap()
    }

    async fn exposure(&self) -> i64 {
        let tx = self.app.app.read(Actor::System).await.unwrap();
        buyer::Entity::find_by_id(self.market.lodge.id).one(tx.db()).await.unwrap().unwrap().exposure.0
    }

    async fn balance(&self, kind: AccountKind) -> i64 {
        let tx = self.app.app.read(Actor::System).await.unwrap();
        let of_kind = account::Entity::find().filter(account::Column::Kind.eq(kind)).all(tx.db()).await.unwrap();
        let ids = of_kind.into_iter().map(|a| a.id);
        let postings = posting::Entity::find().filter(posting::Column::AccountId.is_in(ids));
        postings.all(tx.db()).await.unwrap().into_iter().map(|p| p.amount.0).sum()
    }

    /// Why jobs of this kind wait or are dead.
    async fn troubles(&self, kind: &str) -> Vec<String> {
        let tx = self.app.app.read(Actor::System).await.unwrap();
        let jobs = job::Entity::find().filter(job::Column::Kind.eq(kind)).filter(job::Column::DoneAt.is_null());
        jobs.all(tx.db()).await.unwrap().into_iter().filter_map(|j| j.last_error).collect()
    }
}

both!(
    async fn an_invoice_is_paid_by_card(app: TestApp) {
        let till = Till::open(&app).await;
        assert_eq!(till.exposure().await, TOTAL);
        let attempt = till.pay(&till.market.lodge).await.ok();
        assert_eq!(attempt["state"], "requested");
        assert_eq!(attempt["amount"], json!({ "amount": TOTAL, "currency": "CLP" }));
        assert!(attempt.get("checkout_url").is_none() && till.stripe.pages() == 0, "nothing is called in a request");
        let open = till.page().await;
        assert_eq!(
            (&open["state"], &open["checkout_url"]),
            (&json!("open"), &json!("https://stripe.example/pay/cs_test_1"))
        );
        assert_eq!(till.stripe.asked().len(), 1);
        let form = till.stripe.asked()[0].form.clone();
        let page = format!("http://minga.example/compras/facturas/{}", till.invoice.id);
        let id = open["id"].as_str().unwrap();
        for (name, value) in [
            ("line_items[0][price_data][unit_amount]", "11876"),
            ("line_items[0][price_data][currency]", "clp"),
            ("metadata[card_payment]", id),
            ("payment_intent_data[metadata][card_payment]", id),
            ("client_reference_id", id),
            ("success_url", &format!("{page}?tarjeta=pagada")),
            ("cancel_url", &page),
            ("expires_at", &(app.now() + TimeDelta::hours(1)).timestamp().to_string()),
        ] {
            assert_eq!(form.get(name).map(String::as_str), Some(value), "{name}");
        }

        till.told("checkout.session.completed", "evt_1").await;
        assert_eq!(till.payments().await.len(), 0, "the page is done, and not paid");
        till.stripe.becomes("complete");
        till.told("checkout.session.completed", "evt_2").await;
        let payments = till.payments().await;
        let [paid] = &payments[..] else { panic!("{payments:?}") };
        assert_eq!((paid.amount.0, paid.unallocated.0, paid.method), (TOTAL, 0, PaymentMethod::Card));
        assert_eq!(till.invoice_now().await.state, InvoiceState::Paid);
        assert_eq!(till.exposure().await, 0);
        let done = till.attempts().await[0].clone();
        assert_eq!((&done["state"], &done["payment_id"]), (&json!("paid"), &json!(paid.id.to_string())));
        assert!(done.get("checkout_url").is_none());
        assert_eq!((till.balance(AccountKind::CardClearing).await, till.balance(AccountKind::Bank).await), (TOTAL, 0));
        till.pay(&till.market.lodge).await.refused(409, "nothing_open");
        let seen = till.send(&till.market.finance, "GET", "/staff/card-payments?state=paid", None).await.ok();
        assert_eq!((&seen[0]["id"], &seen[0]["buyer_code"]), (&open["id"], &json!("LODGE")));
    }
);

both!(
    async fn an_attempt_is_one_for_its_buyer_alone(app: TestApp) {
        let till = Till::open(&app).await;
        let first = till.pay(&till.market.lodge).await.ok();
        assert_eq!(till.pay(&till.market.lodge).await.ok()["id"], first["id"], "asked twice it is one");
        till.tx().await;
        assert_eq!(till.pay(&till.market.lodge).await.ok()["id"], first["id"]);
        assert_eq!(till.stripe.pages(), 1);
        till.pay(&till.market.shop).await.refused(404, "not_found");
        till.send(&till.market.shop.someone, "GET", &till.path(), None).await.refused(404, "not_found");
        till.send(&till.market.staff, "GET", "/staff/card-payments", None).await.refused(403, "forbidden");
        let paths = [till.path(), "/buyer/invoices/01890a5d-ac96-774b-bcce-b302099a8057/card-payments".to_owned()];
        app.post(&till.market.lodge.someone, &paths[0], Value::Null).await.refused(409, "no_card_payments");
        till.send(&till.market.lodge.someone, "POST", &paths[1], None).await.refused(404, "not_found");
        // Somebody transfers a part meanwhile: the page asks for too much.
        let part = json!({ "buyer_id": till.market.lodge.id.to_string(), "method": "transfer", "received_on": "2026-03-02",
                           "amount": { "amount": 1_876, "currency": "CLP" },
                           "allocations": [{ "invoice_id": till.invoice.id.to_string(),
                                             "amount": { "amount": 1_876, "currency": "CLP" } }] });
        till.send(&till.market.finance, "POST", "/staff/payments", Some(part)).await.ok();
        till.pay(&till.market.lodge).await.refused(409, "card_payment_under_way");
        // It is paid all the same: what the invoice does not need stays the buyer's.
        till.stripe.becomes("complete");
        till.told("checkout.session.completed", "evt_1").await;
        let by_card = till.payments().await.into_iter().find(|p| p.method == PaymentMethod::Card).unwrap();
        assert_eq!((by_card.amount.0, by_card.unallocated.0), (TOTAL, 1_876));
        assert_eq!(till.invoice_now().await.state, InvoiceState::Paid);
        assert_eq!(till.exposure().await, -1_876);
    }
);

both!(
    async fn two_who_ask_at_once_get_one_attempt(app: TestApp) {
        let till = Till::open(&app).await;
        let done = join_all((0..4).map(|_| till.pay(&till.market.lodge))).await;
        let mut ids: Vec<_> = done.iter().filter(|t| t.status == 200).map(|t| t.body["id"].to_string()).collect();
        ids.dedup();
        assert_eq!(ids.len(), 1);
        assert!(done.iter().all(|t| t.status == 200 || t.body["code"] == "card_payment_under_way"), "{done:?}");
        assert_eq!(till.attempts().await.len(), 1);
    }
);

both!(
    async fn whoever_tells_of_a_payment_and_however_often_it_is_taken_in_once(app: TestApp) {
        let till = Till::open(&app).await;
        till.page().await;
        till.stripe.becomes("complete");
        let other = app.node_set(&till.stripe.settings()).await;
        let events = [
            till.stripe.event("payment_intent.succeeded", "evt_1"),
            till.stripe.event("checkout.session.completed", "evt_2"),
        ];
        let tell = |body: &String, node| {
            let (body, signature) = (body.clone(), signature(body, app.now()));
            let till = &till;
            async move { till.tell(node, &body, Some(signature)).await }
        };
        let told = join_all(
            [&till.node, &other]
                .into_iter()
                .flat_map(|node| events.iter().map(move |e| (e, node)))
                .map(|(e, n)| tell(e, n)),
        )
        .await;
        assert_eq!(told, [204; 4]);
        {
            let tx = app.app.read(Actor::System).await.unwrap();
            assert_eq!(card_event::Entity::find().all(tx.db()).await.unwrap().len(), 2, "told twice an event is one");
        }
        app.advance(TimeDelta::minutes(6));
        // The look at the page is due too.
        let ran = join_all([jobs::run_due(&till.node, "a"), jobs::run_due(&other, "b")]).await;
        assert!(ran.into_iter().all(|ran| ran.is_ok()));
        app.advance(TimeDelta::minutes(6));
        till.tx().await;
        assert_eq!(till.payments().await.len(), 1);
        assert_eq!(till.balance(AccountKind::CardClearing).await, TOTAL);
        // What comes late, or out of order, changes nothing.
        till.stripe.becomes("expired");
        till.told("checkout.session.expired", "evt_3").await;
        assert_eq!(till.attempts().await[0]["state"], "paid");
    }
);

both!(
    async fn only_what_the_processor_signed_is_heard(app: TestApp) {
        let till = Till::open(&app).await;
        till.page().await;
        till.stripe.becomes("complete");
        let body = till.stripe.event("payment_intent.succeeded", "evt_1");
        let good = signature(&body, app.now());
        let old = signature(&body, app.now() - TimeDelta::minutes(6));
        let other = body.replace("11876", "1");
        for (body, signature) in
            [(&body, None), (&body, Some("nada".to_owned())), (&body, Some(old)), (&other, Some(good.clone()))]
        {
            assert_eq!(till.tell(&till.node, body, signature).await, 401);
        }
        assert_eq!(till.tell(&app.app, &body, Some(good.clone())).await, 401, "where no cards are taken nobody signs");
        let large = format!("{body}{}", " ".repeat(70_000));
        assert_eq!(till.tell(&till.node, &large, Some(signature(&large, app.now()))).await, 413);
        till.tx().await;
        assert_eq!(till.payments().await.len(), 0);
        // What is about somebody else's payment, or of a kind or shape of a later day, is kept and stops nothing.
        for strange in [r#"{"id":"evt_9","type":"a.b","data":{"object":{}}}"#, "{}", "no es JSON"] {
            assert_eq!(till.tell(&till.node, strange, Some(signature(strange, app.now()))).await, 204);
        }
        till.tx().await;
        assert_eq!(till.tell(&till.node, &body, Some(good)).await, 204);
        till.tx().await;
        assert_eq!(till.payments().await.len(), 1);
        let troubles = till.troubles("payments.read_card_event").await;
        assert_eq!(troubles.len(), 2, "what cannot be read waits for a person: {troubles:?}");
    }
);

both!(
    async fn money_that_is_not_as_asked_or_goes_back_waits_for_a_person(app: TestApp) {
        let till = Till::open(&app).await;
        till.page().await;
        till.stripe.becomes("complete");
        for (name, changed) in [("evt_1", ("11876", "11875")), ("evt_2", ("\"clp\"", "\"usd\""))] {
            let body = till.stripe.event("payment_intent.succeeded", name).replace(changed.0, changed.1);
            assert_eq!(till.tell(&till.node, &body, Some(signature(&body, app.now()))).await, 204);
        }
        till.told("charge.refunded", "evt_3").await;
        assert_eq!(till.payments().await.len(), 0);
        let troubles = till.troubles("payments.read_card_event").await;
        assert_eq!(troubles.len(), 3, "{troubles:?}");
        for code in ["card_amount_differs", "card_money_taken_back"] {
            assert!(troubles.iter().any(|t| t.contains(code)), "{code}: {troubles:?}");
        }
    }
);

both!(
    async fn a_word_that_is_lost_is_asked_for(app: TestApp) {
        let till = Till::open(&app).await;
        till.page().await;
        app.advance(TimeDelta::minutes(6));
        till.tx().await;
        assert_eq!((till.stripe.looks(), till.attempt().await.state.word()), (1, "open"));
        till.stripe.is(Mood::Away);
        app.advance(TimeDelta::minutes(6));
        till.tx().await;
        till.stripe.is(Mood::Well);
        till.stripe.becomes("complete");
        app.advance(TimeDelta::minutes(1));
        till.tx().await;
        assert_eq!(till.attempt().await.state.word(), "paid");
        let looks = till.stripe.looks();
        app.advance(TimeDelta::hours(2));
        till.tx().await;
        assert_eq!(till.stripe.looks(), looks, "what is decided is not looked at");
        assert_eq!(till.payments().await.len(), 1);
    }
);

both!(
    async fn a_page_that_closes_frees_the_invoice(app: TestApp) {
        let till = Till::open(&app).await;
        let first = till.page().await;
        till.stripe.becomes("expired");
        app.advance(TimeDelta::hours(1));
        till.tx().await;
        assert_eq!(till.attempts().await[0]["state"], "expired");
        let second = till.page().await;
        assert_ne!(second["id"], first["id"]);
        assert_eq!((till.stripe.pages(), till.attempts().await.len()), (2, 2));
        // Stripe keeps its word: what was paid in the last moment counts, whatever was thought of the page.
        till.stripe.becomes("expired");
        till.told("checkout.session.expired", "evt_1").await;
        till.stripe.becomes("complete");
        till.told("payment_intent.succeeded", "evt_2").await;
        assert_eq!(till.attempts().await[0]["state"], "paid");
        assert_eq!(till.invoice_now().await.state, InvoiceState::Paid);
    }
);

both!(
    async fn an_answer_that_is_lost_makes_no_second_page(app: TestApp) {
        let till = Till::open(&app).await;
        till.stripe.is(Mood::AnswerLost);
        till.pay(&till.market.lodge).await.ok();
        till.tx().await;
        assert_eq!((till.stripe.pages(), till.attempt().await.state.word()), (1, "requested"));
        app.advance(TimeDelta::seconds(10));
        till.tx().await;
        till.stripe.is(Mood::Well);
        app.advance(TimeDelta::seconds(30));
        till.tx().await;
        let asked = till.stripe.asked();
        assert!(asked.len() == 3 && asked.iter().all(|a| *a == asked[0]), "{asked:?}");
        assert_eq!((till.stripe.pages(), till.attempt().await.state.word()), (1, "open"));
    }
);

both!(
    async fn a_kill_between_the_page_and_its_record_makes_no_second_page(app: TestApp) {
        let till = Till::open(&app).await;
        till.pay(&till.market.lodge).await.ok();
        // Who dies there leaves what a lost answer leaves: a page, and a job whose lease runs out.
        till.stripe.is(Mood::AnswerLost);
        let dying = app.node_set(&till.stripe.settings()).await;
        let stripe = &till.stripe;
        tokio::select! {
            _ = jobs::run_due(&dying, "dying") => {}
            () = async { while stripe.pages() == 0 { tokio::task::yield_now().await } } => {}
        }
        till.stripe.is(Mood::Well);
        app.advance(TimeDelta::minutes(3));
        till.tx().await;
        assert_eq!((till.stripe.pages(), till.attempt().await.state.word()), (1, "open"));
    }
);

both!(
    async fn a_processor_that_stays_away_or_refuses_is_told_to_the_buyer(app: TestApp) {
        let till = Till::open(&app).await;
        till.stripe.is(Mood::Away);
        till.pay(&till.market.lodge).await.ok();
        for _ in 0..30 {
            till.tx().await;
            app.advance(TimeDelta::minutes(1));
        }
        till.stripe.is(Mood::Well);
        till.tx().await;
        assert_eq!(till.attempts().await[0]["failure"], "no_answer");
        assert_eq!(till.stripe.pages(), 0, "after its time it is not asked for again");
        for (mood, failure, words) in
            [(Mood::Refuses, "refused", "too small"), (Mood::KeyUnknown, "key_refused", "Invalid API Key")]
        {
            till.stripe.is(mood);
            let attempt = till.page().await;
            assert_eq!((&attempt["state"], &attempt["failure"]), (&json!("failed"), &json!(failure)));
            assert!(attempt.get("failure_detail").is_none(), "the processor's words are for finance");
            let seen = till.send(&till.market.finance, "GET", "/staff/card-payments?state=failed", None).await.ok();
            assert!(seen[0]["failure_detail"].as_str().unwrap().contains(words), "{seen}");
        }
        till.stripe.is(Mood::Well);
        assert_eq!(till.page().await["state"], "open", "another attempt may go well");
    }
);

both!(
    async fn what_the_processor_pays_out_reaches_the_bank_less_its_fee(app: TestApp) {
        let till = Till::open(&app).await;
        till.page().await;
        till.stripe.becomes("complete");
        till.told("payment_intent.succeeded", "evt_1").await;
        let client = TestClient::new(minga::router::endpoint(&till.node));
        let rows =
            "booked_on,amount,reference\n2026-03-14,11476,STRIPE\n2026-03-14,-5,comisión\n2026-03-15,11476,STRIPE\n";
        let import = client.post("/api/v1/staff/bank-statements").content_type("text/csv");
        import.header("authorization", &till.market.finance.bearer).body(rows).send().await.assert_status_is_ok();
        let lines = {
            let tx = app.app.read(Actor::System).await.unwrap();
            let mut lines = bank_line::Entity::find().all(tx.db()).await.unwrap();
            lines.sort_by_key(|l| l.id);
            lines
        };
        let settle = async |line: usize, fee: Value| {
            let path = format!("/staff/bank-lines/{}/settle-cards", lines[line].id);
            till.send(&till.market.finance, "POST", &path, Some(json!({ "fee": fee }))).await
        };
        let clp = |amount: i64| json!({ "amount": amount, "currency": "CLP" });
        settle(0, clp(401)).await.refused(409, "more_than_paid_by_card");
        settle(0, clp(-1)).await.refused(409, "negative_amount");
        settle(0, json!({ "amount": 1, "currency": "USD" })).await.refused(409, "other_currency");
        settle(1, clp(0)).await.refused(409, "not_received");
        // A transfer of the same amount is not taken for the card's money.
        let paid = till.send(&till.market.finance, "GET", "/staff/payments", None).await.ok();
        let link = format!("/staff/bank-lines/{}/link", lines[0].id);
        let body = json!({ "payment_id": paid[0]["id"] });
        till.send(&till.market.finance, "POST", &link, Some(body)).await.refused(409, "paid_by_card");
        // Two lines that say the same: one of them is something else.
        let both = join_all([settle(0, clp(400)), settle(2, clp(400))]).await;
        let (done, refused): (Vec<_>, Vec<_>) = both.iter().partition(|told| told.status == 200);
        assert_eq!((done.len(), refused.len()), (1, 1), "{both:?}");
        refused[0].refused(409, "more_than_paid_by_card");
        assert_eq!(done[0].body["state"], "matched");
        let again = if both[0].status == 200 { 0 } else { 2 };
        settle(again, clp(400)).await.refused(409, "line_taken");
        for (kind, balance) in
            [(AccountKind::Bank, 11_476), (AccountKind::CardFees, 400), (AccountKind::CardClearing, 0)]
        {
            assert_eq!(till.balance(kind).await, balance, "{kind:?}");
        }
    }
);

both!(
    async fn a_payment_past_the_actions_is_found(app: TestApp) {
        app.breaks_laws();
        let till = Till::open(&app).await;
        till.page().await;
        till.stripe.becomes("complete");
        till.told("payment_intent.succeeded", "evt_1").await;
        let broken = async || {
            let broken = minga::audit::find_violations(&app.app).await.unwrap();
            broken.into_iter().filter(|b| b.invariant == "I12").map(|b| b.subjects.len()).collect::<Vec<_>>()
        };
        assert_eq!(broken().await, Vec::<usize>::new());
        let tx = app.app.begin(Actor::System).await.unwrap();
        let paid = payment::Entity::find().one(tx.db()).await.unwrap().unwrap();
        let changed = payment::ActiveModel { method: Set(PaymentMethod::Transfer), ..paid.into() };
        changed.update(tx.db()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(broken().await, [1, 1]);
    }
);
