//! Payments by card: one checkout page for each card payment whatever is lost, one payment however often and by whom it
//! is reported, and the payouts of the processor with its fee.

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
use poem::{http::StatusCode, test::TestClient};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::support::{
    TestApp,
    api_client::ApiResponse,
    both,
    market::{Customer, Market},
    people::TestUser,
    stripe::{Behaviour, Stripe, signature},
};

/// What 2 jars cost with VAT: 9,980 + 1,896.
pub const TOTAL: i64 = 11_876;

/// An installation that accepts cards, where the lodge owes an invoice.
pub struct CardSetup {
    pub app: std::sync::Arc<TestApp>,
    /// Its market.
    pub market: Market,
    /// The card processor.
    pub stripe: Stripe,
    /// The process that accepts cards.
    pub node: App,
    pub invoice: invoice::Model,
}

impl CardSetup {
    /// Opens the market with an invoice of the lodge.
    pub async fn open(app: &std::sync::Arc<TestApp>) -> Self {
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

    pub async fn send(&self, who: &TestUser, method: &str, path: &str, body: Option<Value>) -> ApiResponse {
        let client = TestClient::new(minga::router::endpoint(&self.node));
        let request = client.request(method.parse().unwrap(), format!("/api/v1{path}"));
        let request = request
            .header("authorization", &who.bearer)
            .header("idempotency-key", self.node.ids.uuid(self.app.now()).to_string());
        ApiResponse::receive(match body {
            Some(body) => request.body_json(&body),
            None => request,
        })
        .await
    }

    pub fn path(&self) -> String {
        format!("/buyer/invoices/{}/card-payments", self.invoice.id)
    }

    /// Requests a card payment of the invoice.
    pub async fn pay(&self, who: &Customer) -> ApiResponse {
        self.send(&who.user, "POST", &self.path(), None).await
    }

    /// The card payments that the lodge sees, newest first.
    pub async fn card_payments(&self) -> Vec<Value> {
        let response = self.send(&self.market.lodge.user, "GET", &self.path(), None).await.ok();
        response.as_array().unwrap().clone()
    }

    /// The lodge requests a card payment, and its page is created.
    pub async fn open_page(&self) -> Value {
        self.pay(&self.market.lodge).await.ok();
        self.run_jobs().await;
        self.card_payments().await[0].clone()
    }

    pub async fn run_jobs(&self) {
        jobs::run_due(&self.node, "cards").await.unwrap();
    }

    /// Sends an event of the processor, and returns the status of the response.
    pub async fn send_event(&self, node: &App, body: &str, signature: Option<String>) -> u16 {
        let client = TestClient::new(minga::router::endpoint(node));
        let mut request = client.post("/api/v1/card-processor/events").content_type("application/json");
        if let Some(signature) = signature {
            request = request.header("stripe-signature", signature);
        }
        request.body(body.to_owned()).send().await.0.status().as_u16()
    }

    /// Sends a signed event about the latest page, and runs the job that reads it.
    pub async fn report(&self, kind: &str, name: &str) {
        let body = self.stripe.event(kind, name);
        assert_eq!(self.send_event(&self.node, &body, Some(signature(&body, self.app.now()))).await, 204);
        self.run_jobs().await;
    }

    pub async fn invoice_now(&self) -> invoice::Model {
        let tx = self.app.app.read(Actor::System).await.unwrap();
        invoice::Entity::find_by_id(self.invoice.id).one(tx.db()).await.unwrap().unwrap()
    }

    pub async fn payments(&self) -> Vec<payment::Model> {
        let tx = self.app.app.read(Actor::System).await.unwrap();
        payment::Entity::find().all(tx.db()).await.unwrap()
    }

    pub async fn attempt(&self) -> card_payment::Model {
        let tx = self.app.app.read(Actor::System).await.unwrap();
        card_payment::Entity::find().one(tx.db()).await.unwrap().unwrap()
    }

    pub async fn exposure(&self) -> i64 {
        let tx = self.app.app.read(Actor::System).await.unwrap();
        buyer::Entity::find_by_id(self.market.lodge.id).one(tx.db()).await.unwrap().unwrap().exposure.0
    }

    pub async fn balance(&self, kind: AccountKind) -> i64 {
        let tx = self.app.app.read(Actor::System).await.unwrap();
        let of_kind = account::Entity::find().filter(account::Column::Kind.eq(kind)).all(tx.db()).await.unwrap();
        let ids = of_kind.into_iter().map(|a| a.id);
        let postings = posting::Entity::find().filter(posting::Column::AccountId.is_in(ids));
        postings.all(tx.db()).await.unwrap().into_iter().map(|p| p.amount.0).sum()
    }

    /// The errors of the jobs of this kind that are not done.
    pub async fn job_errors(&self, kind: &str) -> Vec<String> {
        let tx = self.app.app.read(Actor::System).await.unwrap();
        let jobs = job::Entity::find().filter(job::Column::Kind.eq(kind)).filter(job::Column::DoneAt.is_null());
        jobs.all(tx.db()).await.unwrap().into_iter().filter_map(|j| j.last_error).collect()
    }
}

both!(
    async fn an_invoice_is_paid_by_card(app: TestApp) {
        let setup = CardSetup::open(&app).await;
        assert_eq!(setup.exposure().await, TOTAL);
        let attempt = setup.pay(&setup.market.lodge).await.ok();
        assert_eq!(attempt["state"], "requested");
        assert_eq!(attempt["amount"], json!({ "amount": TOTAL, "currency": "CLP" }));
        assert!(
            attempt.get("checkout_url").is_none() && setup.stripe.pages() == 0,
            "the processor is not called within a request"
        );
        let open = setup.open_page().await;
        assert_eq!(
            (&open["state"], &open["checkout_url"]),
            (&json!("open"), &json!("https://stripe.example/pay/cs_test_1"))
        );
        assert_eq!(setup.stripe.asked().len(), 1);
        let form = setup.stripe.asked()[0].form.clone();
        let page = format!("http://minga.example/compras/facturas/{}", setup.invoice.id);
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

        setup.report("checkout.session.completed", "evt_1").await;
        assert_eq!(setup.payments().await.len(), 0, "the page is done, and not paid");
        setup.stripe.becomes("complete");
        setup.report("checkout.session.completed", "evt_2").await;
        let payments = setup.payments().await;
        let [paid] = &payments[..] else { panic!("{payments:?}") };
        assert_eq!((paid.amount.0, paid.unallocated.0, paid.method), (TOTAL, 0, PaymentMethod::Card));
        assert_eq!(setup.invoice_now().await.state, InvoiceState::Paid);
        assert_eq!(setup.exposure().await, 0);
        let done = setup.card_payments().await[0].clone();
        assert_eq!((&done["state"], &done["payment_id"]), (&json!("paid"), &json!(paid.id.to_string())));
        assert!(done.get("checkout_url").is_none());
        assert_eq!(
            (setup.balance(AccountKind::CardClearing).await, setup.balance(AccountKind::Bank).await),
            (TOTAL, 0)
        );
        setup.pay(&setup.market.lodge).await.assert_refusal(409, "nothing_open");
        let seen = setup.send(&setup.market.finance, "GET", "/staff/card-payments?state=paid", None).await.ok();
        assert_eq!((&seen[0]["id"], &seen[0]["buyer_code"]), (&open["id"], &json!("LODGE")));
    }
);

both!(
    async fn an_attempt_is_one_for_its_buyer_alone(app: TestApp) {
        let setup = CardSetup::open(&app).await;
        let first = setup.pay(&setup.market.lodge).await.ok();
        assert_eq!(setup.pay(&setup.market.lodge).await.ok()["id"], first["id"], "asked twice it is one");
        setup.run_jobs().await;
        assert_eq!(setup.pay(&setup.market.lodge).await.ok()["id"], first["id"]);
        assert_eq!(setup.stripe.pages(), 1);
        setup.pay(&setup.market.shop).await.assert_refusal(404, "not_found");
        setup.send(&setup.market.shop.user, "GET", &setup.path(), None).await.assert_refusal(404, "not_found");
        setup.send(&setup.market.staff, "GET", "/staff/card-payments", None).await.assert_refusal(403, "forbidden");
        let paths = [setup.path(), "/buyer/invoices/01890a5d-ac96-774b-bcce-b302099a8057/card-payments".to_owned()];
        app.post(&setup.market.lodge.user, &paths[0], Value::Null).await.assert_refusal(409, "no_card_payments");
        setup.send(&setup.market.lodge.user, "POST", &paths[1], None).await.assert_refusal(404, "not_found");
        // A part is paid by transfer meanwhile, so the page requests too much.
        let part = json!({ "buyer_id": setup.market.lodge.id.to_string(), "method": "transfer", "received_on": "2026-03-02",
                           "amount": { "amount": 1_876, "currency": "CLP" },
                           "allocations": [{ "invoice_id": setup.invoice.id.to_string(),
                                             "amount": { "amount": 1_876, "currency": "CLP" } }] });
        setup.send(&setup.market.finance, "POST", "/staff/payments", Some(part)).await.ok();
        setup.pay(&setup.market.lodge).await.assert_refusal(409, "card_payment_under_way");
        // It is paid all the same: what the invoice does not need stays unallocated.
        setup.stripe.becomes("complete");
        setup.report("checkout.session.completed", "evt_1").await;
        let by_card = setup.payments().await.into_iter().find(|p| p.method == PaymentMethod::Card).unwrap();
        assert_eq!((by_card.amount.0, by_card.unallocated.0), (TOTAL, 1_876));
        assert_eq!(setup.invoice_now().await.state, InvoiceState::Paid);
        assert_eq!(setup.exposure().await, -1_876);
    }
);

both!(
    async fn two_who_ask_at_once_get_one_attempt(app: TestApp) {
        let setup = CardSetup::open(&app).await;
        let done = join_all((0..4).map(|_| setup.pay(&setup.market.lodge))).await;
        let mut ids: Vec<_> = done.iter().filter(|t| t.status == 201).map(|t| t.body["id"].to_string()).collect();
        ids.dedup();
        assert_eq!(ids.len(), 1);
        assert!(done.iter().all(|t| t.status == 201 || t.body["code"] == "card_payment_under_way"), "{done:?}");
        assert_eq!(setup.card_payments().await.len(), 1);
    }
);

both!(
    async fn a_payment_is_recorded_once_whoever_reports_it_and_however_often(app: TestApp) {
        let setup = CardSetup::open(&app).await;
        setup.open_page().await;
        setup.stripe.becomes("complete");
        let other = app.node_set(&setup.stripe.settings()).await;
        let events = [
            setup.stripe.event("payment_intent.succeeded", "evt_1"),
            setup.stripe.event("checkout.session.completed", "evt_2"),
        ];
        let send = |body: &String, node| {
            let (body, signature) = (body.clone(), signature(body, app.now()));
            let setup = &setup;
            async move { setup.send_event(node, &body, Some(signature)).await }
        };
        let statuses = join_all(
            [&setup.node, &other]
                .into_iter()
                .flat_map(|node| events.iter().map(move |e| (e, node)))
                .map(|(e, n)| send(e, n)),
        )
        .await;
        assert_eq!(statuses, [204; 4]);
        {
            let tx = app.app.read(Actor::System).await.unwrap();
            assert_eq!(
                card_event::Entity::find().all(tx.db()).await.unwrap().len(),
                2,
                "an event sent twice is stored once"
            );
        }
        app.advance(TimeDelta::minutes(6));
        // The poll of the page is due too.
        let ran = join_all([jobs::run_due(&setup.node, "a"), jobs::run_due(&other, "b")]).await;
        assert!(ran.into_iter().all(|ran| ran.is_ok()));
        app.advance(TimeDelta::minutes(6));
        setup.run_jobs().await;
        assert_eq!(setup.payments().await.len(), 1);
        assert_eq!(setup.balance(AccountKind::CardClearing).await, TOTAL);
        // Events that arrive late or out of order change nothing.
        setup.stripe.becomes("expired");
        setup.report("checkout.session.expired", "evt_3").await;
        assert_eq!(setup.card_payments().await[0]["state"], "paid");
    }
);

both!(
    async fn only_what_the_processor_signed_is_accepted(app: TestApp) {
        let setup = CardSetup::open(&app).await;
        setup.open_page().await;
        setup.stripe.becomes("complete");
        let body = setup.stripe.event("payment_intent.succeeded", "evt_1");
        let good = signature(&body, app.now());
        let old = signature(&body, app.now() - TimeDelta::minutes(6));
        let other = body.replace("11876", "1");
        for (body, signature) in
            [(&body, None), (&body, Some("nada".to_owned())), (&body, Some(old)), (&other, Some(good.clone()))]
        {
            assert_eq!(setup.send_event(&setup.node, body, signature).await, 401);
        }
        assert_eq!(
            setup.send_event(&app.app, &body, Some(good.clone())).await,
            401,
            "an installation without cards accepts no signature"
        );
        let large = format!("{body}{}", " ".repeat(70_000));
        assert_eq!(setup.send_event(&setup.node, &large, Some(signature(&large, app.now()))).await, 413);
        setup.run_jobs().await;
        assert_eq!(setup.payments().await.len(), 0);
        // Events about other payments, or of kinds and shapes of a later version, are stored and do no harm.
        for strange in [r#"{"id":"evt_9","type":"a.b","data":{"object":{}}}"#, "{}", "no es JSON"] {
            assert_eq!(setup.send_event(&setup.node, strange, Some(signature(strange, app.now()))).await, 204);
        }
        setup.run_jobs().await;
        assert_eq!(setup.send_event(&setup.node, &body, Some(good)).await, 204);
        setup.run_jobs().await;
        assert_eq!(setup.payments().await.len(), 1);
        let errors = setup.job_errors("payments.read_card_event").await;
        assert_eq!(errors.len(), 2, "what cannot be read is left to a person: {errors:?}");
    }
);

both!(
    async fn money_of_another_amount_or_returned_is_left_to_a_person(app: TestApp) {
        let setup = CardSetup::open(&app).await;
        setup.open_page().await;
        setup.stripe.becomes("complete");
        for (name, changed) in [("evt_1", ("11876", "11875")), ("evt_2", ("\"clp\"", "\"usd\""))] {
            let body = setup.stripe.event("payment_intent.succeeded", name).replace(changed.0, changed.1);
            assert_eq!(setup.send_event(&setup.node, &body, Some(signature(&body, app.now()))).await, 204);
        }
        setup.run_jobs().await;
        assert_eq!(setup.payments().await.len(), 0);
        let errors = setup.job_errors("payments.read_card_event").await;
        assert_eq!(errors.len(), 2, "{errors:?}");
        assert!(errors.iter().all(|text| text.contains("card_amount_differs")), "{errors:?}");
        // Money went back to the card, and the buyer has no balance that explains it.
        setup.stripe.refund_by_hand(5_000);
        setup.report("charge.refunded", "evt_3").await;
        setup.run_jobs().await;
        let errors = setup.job_errors("payments.review_card_refunds").await;
        assert!(errors.len() == 1 && errors[0].contains("card_money_taken_back"), "{errors:?}");
    }
);

both!(
    async fn a_lost_event_is_replaced_by_a_poll(app: TestApp) {
        let setup = CardSetup::open(&app).await;
        setup.open_page().await;
        app.advance(TimeDelta::minutes(6));
        setup.run_jobs().await;
        assert_eq!((setup.stripe.looks(), setup.attempt().await.state.word()), (1, "open"));
        setup.stripe.is(Behaviour::Away);
        app.advance(TimeDelta::minutes(6));
        setup.run_jobs().await;
        setup.stripe.is(Behaviour::Well);
        setup.stripe.becomes("complete");
        app.advance(TimeDelta::minutes(1));
        setup.run_jobs().await;
        assert_eq!(setup.attempt().await.state.word(), "paid");
        let looks = setup.stripe.looks();
        app.advance(TimeDelta::hours(2));
        setup.run_jobs().await;
        assert_eq!(setup.stripe.looks(), looks, "a card payment that has ended is not polled");
        assert_eq!(setup.payments().await.len(), 1);
    }
);

both!(
    async fn a_page_that_closes_frees_the_invoice(app: TestApp) {
        let setup = CardSetup::open(&app).await;
        let first = setup.open_page().await;
        setup.stripe.becomes("expired");
        app.advance(TimeDelta::hours(1));
        setup.run_jobs().await;
        assert_eq!(setup.card_payments().await[0]["state"], "expired");
        let second = setup.open_page().await;
        assert_ne!(second["id"], first["id"]);
        assert_eq!((setup.stripe.pages(), setup.card_payments().await.len()), (2, 2));
        // What was paid in the last moment counts, even after the page was recorded as expired.
        setup.stripe.becomes("expired");
        setup.report("checkout.session.expired", "evt_1").await;
        setup.stripe.becomes("complete");
        setup.report("payment_intent.succeeded", "evt_2").await;
        assert_eq!(setup.card_payments().await[0]["state"], "paid");
        assert_eq!(setup.invoice_now().await.state, InvoiceState::Paid);
    }
);

both!(
    async fn an_answer_that_is_lost_makes_no_second_page(app: TestApp) {
        let setup = CardSetup::open(&app).await;
        setup.stripe.is(Behaviour::AnswerLost);
        setup.pay(&setup.market.lodge).await.ok();
        setup.run_jobs().await;
        assert_eq!((setup.stripe.pages(), setup.attempt().await.state.word()), (1, "requested"));
        app.advance(TimeDelta::seconds(30));
        setup.run_jobs().await;
        setup.stripe.is(Behaviour::Well);
        app.advance(TimeDelta::seconds(30));
        setup.run_jobs().await;
        let asked = setup.stripe.asked();
        assert!(asked.len() == 3 && asked.iter().all(|a| *a == asked[0]), "{asked:?}");
        assert_eq!((setup.stripe.pages(), setup.attempt().await.state.word()), (1, "open"));
    }
);

both!(
    async fn a_kill_between_the_page_and_its_record_makes_no_second_page(app: TestApp) {
        let setup = CardSetup::open(&app).await;
        setup.pay(&setup.market.lodge).await.ok();
        // A process that dies there leaves what a lost response leaves: a page, and a job whose lease expires.
        setup.stripe.is(Behaviour::AnswerLost);
        let dying = app.node_set(&setup.stripe.settings()).await;
        let stripe = &setup.stripe;
        tokio::select! {
            _ = jobs::run_due(&dying, "dying") => {}
            () = async { while stripe.pages() == 0 { tokio::task::yield_now().await } } => {}
        }
        setup.stripe.is(Behaviour::Well);
        app.advance(TimeDelta::minutes(3));
        setup.run_jobs().await;
        assert_eq!((setup.stripe.pages(), setup.attempt().await.state.word()), (1, "open"));
    }
);

both!(
    async fn a_processor_that_does_not_answer_or_refuses_is_a_failure_that_the_buyer_sees(app: TestApp) {
        let setup = CardSetup::open(&app).await;
        setup.stripe.is(Behaviour::Away);
        setup.pay(&setup.market.lodge).await.ok();
        for _ in 0..30 {
            setup.run_jobs().await;
            app.advance(TimeDelta::minutes(1));
        }
        setup.stripe.is(Behaviour::Well);
        setup.run_jobs().await;
        assert_eq!(setup.card_payments().await[0]["failure"], "no_answer");
        assert_eq!(setup.stripe.pages(), 0, "after its time the page is not requested again");
        for (behaviour, failure, words) in
            [(Behaviour::Refuses, "refused", "too small"), (Behaviour::KeyUnknown, "key_refused", "Invalid API Key")]
        {
            setup.stripe.is(behaviour);
            let attempt = setup.open_page().await;
            assert_eq!((&attempt["state"], &attempt["failure"]), (&json!("failed"), &json!(failure)));
            assert!(attempt.get("failure_detail").is_none(), "the message of the processor is for finance staff");
            let seen = setup.send(&setup.market.finance, "GET", "/staff/card-payments?state=failed", None).await.ok();
            assert!(seen[0]["failure_detail"].as_str().unwrap().contains(words), "{seen}");
        }
        setup.stripe.is(Behaviour::Well);
        assert_eq!(setup.open_page().await["state"], "open", "another attempt may go well");
    }
);

both!(
    async fn what_the_processor_pays_out_reaches_the_bank_less_its_fee(app: TestApp) {
        let setup = CardSetup::open(&app).await;
        setup.open_page().await;
        setup.stripe.becomes("complete");
        setup.report("payment_intent.succeeded", "evt_1").await;
        let client = TestClient::new(minga::router::endpoint(&setup.node));
        let rows =
            "booked_on,amount,reference\n2026-03-03,11476,STRIPE\n2026-03-03,-5,comisión\n2026-03-04,11476,STRIPE\n";
        let import = client.post("/api/v1/staff/bank-statements").content_type("text/csv");
        let import = import.header("authorization", &setup.market.finance.bearer).header("idempotency-key", "cartola");
        import.body(rows).send().await.assert_status(StatusCode::CREATED);
        let lines = {
            let tx = app.app.read(Actor::System).await.unwrap();
            let mut lines = bank_line::Entity::find().all(tx.db()).await.unwrap();
            lines.sort_by_key(|l| l.id);
            lines
        };
        let settle = async |line: usize, fee: Value| {
            let path = format!("/staff/bank-lines/{}/settle-cards", lines[line].id);
            setup.send(&setup.market.finance, "POST", &path, Some(json!({ "fee": fee }))).await
        };
        let clp = |amount: i64| json!({ "amount": amount, "currency": "CLP" });
        settle(0, clp(401)).await.assert_refusal(409, "more_than_paid_by_card");
        settle(0, clp(-1)).await.assert_refusal(409, "negative_amount");
        settle(0, json!({ "amount": 1, "currency": "USD" })).await.assert_refusal(409, "other_currency");
        // A transfer of the same amount does not settle a card payment.
        let paid = setup.send(&setup.market.finance, "GET", "/staff/payments", None).await.ok();
        let link = format!("/staff/bank-lines/{}/link", lines[0].id);
        let body = json!({ "payment_id": paid[0]["id"] });
        setup.send(&setup.market.finance, "POST", &link, Some(body)).await.assert_refusal(409, "paid_by_card");
        // Of two equal bank lines only one can be the payout.
        let both = join_all([settle(0, clp(400)), settle(2, clp(400))]).await;
        let (done, refused): (Vec<_>, Vec<_>) = both.iter().partition(|response| response.status == 201);
        assert_eq!((done.len(), refused.len()), (1, 1), "{both:?}");
        refused[0].assert_refusal(409, "more_than_paid_by_card");
        assert_eq!(done[0].body["state"], "matched");
        let again = if both[0].status == 201 { 0 } else { 2 };
        settle(again, clp(400)).await.assert_refusal(409, "line_taken");
        for (kind, balance) in
            [(AccountKind::Bank, 11_476), (AccountKind::CardFees, 400), (AccountKind::CardClearing, 0)]
        {
            assert_eq!(setup.balance(kind).await, balance, "{kind:?}");
        }
        // What the processor takes back for refunds is a payout below zero, and the processor holds it again.
        settle(1, clp(0)).await.ok();
        for (kind, balance) in [(AccountKind::Bank, 11_471), (AccountKind::CardClearing, 5)] {
            assert_eq!(setup.balance(kind).await, balance, "{kind:?}");
        }
        let undo = format!("/staff/bank-lines/{}/undo", lines[1].id);
        let body = json!({ "reason": "Era otra cosa" });
        setup.send(&setup.market.finance, "POST", &undo, Some(body)).await.ok();
        assert_eq!(setup.balance(AccountKind::CardClearing).await, 0);
    }
);

both!(
    async fn a_payment_past_the_actions_is_found(app: TestApp) {
        app.expect_violations();
        let setup = CardSetup::open(&app).await;
        setup.open_page().await;
        setup.stripe.becomes("complete");
        setup.report("payment_intent.succeeded", "evt_1").await;
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
