//! A stand-in for Stripe on loopback: it makes checkout pages as Stripe's published API says, remembers what it was
//! asked under which key, fails when told to, and signs events. It refuses whatever Stripe would not know.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use poem::{
    EndpointExt, Response, Route, Server, get, handler,
    http::StatusCode,
    listener::{Acceptor, Listener, TcpListener},
    post,
    web::{Data, Path},
};
use serde_json::{Value, json};
use sha2::Sha256;

/// What it signs its events with.
pub const WEBHOOK_SECRET: &str = "whsec_de_prueba";
const SECRET_KEY: &str = "sk_test_de_prueba";

/// How it answers the next requests for a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Behaviour {
    /// As it should.
    #[default]
    Well,
    /// It makes the page, and its answer is lost.
    AnswerLost,
    /// It is down.
    Away,
    /// It does not take the payment.
    Refuses,
    /// It does not know the key.
    KeyUnknown,
}

/// One request for a page, as it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckoutRequest {
    /// The idempotency key.
    pub key: String,
    /// The form.
    pub form: BTreeMap<String, String>,
}

/// A refund.
#[derive(Clone, Debug)]
struct StripeRefund {
    id: String,
    key: String,
    form: BTreeMap<String, String>,
    status: &'static str,
}

/// A page.
#[derive(Clone, Debug)]
struct Page {
    id: String,
    asked: CheckoutRequest,
    /// `open`, `complete` or `expired`.
    status: &'static str,
}

#[derive(Default)]
struct State {
    behaviour: Behaviour,
    asked: Vec<CheckoutRequest>,
    pages: Vec<Page>,
    looks: usize,
    refunds: Vec<StripeRefund>,
    /// What becomes of the next refunds: `succeeded` where it is empty.
    refund_status: &'static str,
}

/// The stand-in; it ends with its test's runtime.
pub struct Stripe {
    state: Arc<Mutex<State>>,
    url: String,
}

type Shared = Arc<Mutex<State>>;

impl Stripe {
    /// A stand-in of its own.
    pub async fn start() -> Self {
        let state = Shared::default();
        let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await.unwrap();
        let address = acceptor.local_addr()[0].as_socket_addr().copied().unwrap();
        let route = Route::new()
            .at("/v1/checkout/sessions", post(create))
            .at("/v1/checkout/sessions/:id", get(retrieve))
            .at("/v1/refunds", get(list_refunds).post(create_refund))
            .data(state.clone());
        tokio::spawn(Server::new_with_acceptor(acceptor).run(route));
        Self { state, url: format!("http://{address}/") }
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The settings of an installation that takes cards by this stand-in.
    pub fn settings(&self) -> [(&str, &str); 3] {
        [("STRIPE_SECRET_KEY", SECRET_KEY), ("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET), ("STRIPE_URL", &self.url)]
    }

    /// From now on it answers so.
    pub fn is(&self, behaviour: Behaviour) {
        self.state.lock().unwrap().behaviour = behaviour;
    }

    /// All requests for a page so far.
    pub fn asked(&self) -> Vec<CheckoutRequest> {
        self.state.lock().unwrap().asked.clone()
    }

    /// How many pages there are.
    pub fn pages(&self) -> usize {
        self.state.lock().unwrap().pages.len()
    }

    /// How often it was asked what became of a page.
    pub fn looks(&self) -> usize {
        self.state.lock().unwrap().looks
    }

    /// What became of the latest page.
    pub fn becomes(&self, status: &'static str) {
        self.state.lock().unwrap().pages.last_mut().unwrap().status = status;
    }

    /// How many refunds there are.
    pub fn refunds(&self) -> usize {
        self.state.lock().unwrap().refunds.len()
    }

    /// What becomes of the next refunds.
    pub fn refunds_become(&self, status: &'static str) {
        self.state.lock().unwrap().refund_status = status;
    }

    /// What becomes of the latest refund.
    pub fn refund_becomes(&self, status: &'static str) {
        self.state.lock().unwrap().refunds.last_mut().unwrap().status = status;
    }

    /// The latest refund is decided, or cannot be carried out after all; `false` where that cannot become of it.
    pub fn decide_refund(&self, status: &'static str) -> bool {
        let mut state = self.state.lock().unwrap();
        let Some(refund) = state.refunds.last_mut() else { return false };
        let is_possible =
            matches!((refund.status, status), ("pending", "succeeded" | "failed") | ("succeeded", "failed"));
        if is_possible {
            refund.status = status;
        }
        is_possible
    }

    /// Somebody refunds a part of the latest page's payment at Stripe itself.
    pub fn refund_by_hand(&self, amount: i64) {
        let mut state = self.state.lock().unwrap();
        let intent = intent_id(state.pages.last().unwrap());
        let form = BTreeMap::from([("payment_intent".to_owned(), intent), ("amount".to_owned(), amount.to_string())]);
        let id = format!("re_{}", state.refunds.len() + 1);
        state.refunds.push(StripeRefund { id, key: String::new(), form, status: "succeeded" });
    }

    /// The event of this kind about the latest refund.
    pub fn refund_event(&self, kind: &str, name: &str) -> String {
        let state = self.state.lock().unwrap();
        let object = refund(state.refunds.last().unwrap());
        json!({ "id": name, "object": "event", "type": kind, "data": { "object": object } }).to_string()
    }

    /// The event of this kind about the latest page.
    pub fn event(&self, kind: &str, name: &str) -> String {
        let state = self.state.lock().unwrap();
        let page = state.pages.last().unwrap();
        let object = if kind.starts_with("checkout.") { session(page) } else { intent(page) };
        json!({ "id": name, "object": "event", "api_version": "2099-01-01.otra", "type": kind, "livemode": false,
                "pending_webhooks": 1, "data": { "object": object } })
        .to_string()
    }
}

/// What Stripe's API description allows in what we ask (POST /v1/refunds).
const KNOWN_OF_REFUNDS: [(&str, Shape); 4] = [
    ("payment_intent", |v| v.starts_with("pi_")),
    ("amount", |v| v.parse::<u32>().is_ok_and(|v| v > 0)),
    ("metadata[refund]", |v| v.len() <= 500),
    ("metadata[card_payment]", |v| v.len() <= 500),
];

/// The header with the signature of a body.
pub fn signature(body: &str, at: DateTime<Utc>) -> String {
    let at = at.timestamp();
    let mut mac = Hmac::<Sha256>::new_from_slice(WEBHOOK_SECRET.as_bytes()).unwrap();
    mac.update(format!("{at}.{body}").as_bytes());
    format!("t={at},v1={}", hex::encode(mac.finalize().into_bytes()))
}

/// What a parameter must be.
type Shape = fn(&str) -> bool;

/// What Stripe's API description allows in what we ask (POST /v1/checkout/sessions), with what each must be.
const KNOWN: [(&str, Shape); 16] = [
    ("mode", |v| v == "payment"),
    ("allowed_payment_method_types[0]", |v| v == "card"),
    ("adaptive_pricing[enabled]", |v| v == "false"),
    ("client_reference_id", |v| v.len() <= 200),
    ("metadata[card_payment]", |v| v.len() <= 500),
    ("payment_intent_data[metadata][card_payment]", |v| v.len() <= 500),
    ("payment_intent_data[description]", |v| v.len() <= 1_000),
    ("line_items[0][quantity]", |v| v == "1"),
    ("line_items[0][price_data][currency]", |v| v.len() == 3 && v.chars().all(|c| c.is_ascii_lowercase())),
    ("line_items[0][price_data][unit_amount]", |v| v.parse::<u32>().is_ok_and(|v| v > 0)),
    ("line_items[0][price_data][product_data][name]", |v| !v.is_empty()),
    ("expires_at", |v| v.parse::<i64>().is_ok()),
    ("success_url", |v| v.starts_with("http")),
    ("cancel_url", |v| v.starts_with("http")),
    ("locale", |v| v.len() == 2),
    ("customer_email", |v| v.contains('@')),
];

fn answer(status: StatusCode, body: &Value) -> Response {
    Response::builder().status(status).content_type("application/json").body(body.to_string())
}

fn error(status: u16, kind: &str, message: &str) -> Response {
    let body = json!({ "error": { "type": kind, "message": message } });
    answer(StatusCode::from_u16(status).unwrap(), &body)
}

#[handler]
fn create(request: &poem::Request, body: String, state: Data<&Shared>) -> Response {
    let mut state = state.lock().unwrap();
    if state.behaviour == Behaviour::Away {
        return error(503, "api_error", "away");
    }
    if state.behaviour == Behaviour::KeyUnknown
        || request.header("authorization") != Some(&format!("Bearer {SECRET_KEY}"))
    {
        return error(401, "invalid_request_error", "Invalid API Key provided");
    }
    let form: BTreeMap<String, String> = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    for (name, value) in &form {
        let known = KNOWN.iter().find(|(known, _)| known == name);
        if !known.is_some_and(|(_, is_right)| is_right(value)) {
            return error(400, "invalid_request_error", &format!("Received unknown parameter: {name}={value}"));
        }
    }
    if state.behaviour == Behaviour::Refuses {
        return error(400, "invalid_request_error", "The amount is too small");
    }
    let asked = CheckoutRequest { key: request.header("idempotency-key").unwrap_or_default().to_owned(), form };
    state.asked.push(asked.clone());
    let same = state.pages.iter().find(|page| page.asked.key == asked.key).cloned();
    let page = match same {
        Some(page) if page.asked != asked => return error(400, "idempotency_error", "Another request had this key"),
        Some(page) => page,
        None => {
            let page = Page { id: format!("cs_test_{}", state.pages.len() + 1), asked, status: "open" };
            state.pages.push(page.clone());
            page
        }
    };
    if state.behaviour == Behaviour::AnswerLost {
        return error(500, "api_error", "lost");
    }
    answer(StatusCode::OK, &session(&page))
}

#[handler]
fn retrieve(Path(id): Path<String>, state: Data<&Shared>) -> Response {
    let mut state = state.lock().unwrap();
    state.looks += 1;
    match (state.behaviour, state.pages.iter().find(|page| page.id == id)) {
        (Behaviour::Away, _) => error(503, "api_error", "away"),
        (_, Some(page)) => answer(StatusCode::OK, &session(page)),
        (_, None) => error(404, "invalid_request_error", "No such checkout.session"),
    }
}

#[handler]
fn create_refund(request: &poem::Request, body: String, state: Data<&Shared>) -> Response {
    let mut state = state.lock().unwrap();
    match state.behaviour {
        Behaviour::Away => return error(503, "api_error", "away"),
        Behaviour::Refuses => return error(400, "invalid_request_error", "The charge cannot be refunded"),
        Behaviour::KeyUnknown => return error(401, "invalid_request_error", "Invalid API Key provided"),
        Behaviour::Well | Behaviour::AnswerLost => {}
    }
    let form: BTreeMap<String, String> = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    for (name, value) in &form {
        let known = KNOWN_OF_REFUNDS.iter().find(|(known, _)| known == name);
        if !known.is_some_and(|(_, is_right)| is_right(value)) {
            return error(400, "invalid_request_error", &format!("Received unknown parameter: {name}={value}"));
        }
    }
    let key = request.header("idempotency-key").unwrap_or_default().to_owned();
    let same = state.refunds.iter().find(|refund| refund.key == key).cloned();
    let made = match same {
        Some(same) => same,
        None => {
            let status = if state.refund_status.is_empty() { "succeeded" } else { state.refund_status };
            let made = StripeRefund { id: format!("re_{}", state.refunds.len() + 1), key, form, status };
            state.refunds.push(made.clone());
            made
        }
    };
    if state.behaviour == Behaviour::AnswerLost {
        return error(500, "api_error", "lost");
    }
    answer(StatusCode::OK, &refund(&made))
}

#[handler]
fn list_refunds(request: &poem::Request, state: Data<&Shared>) -> Response {
    let state = state.lock().unwrap();
    if state.behaviour == Behaviour::Away {
        return error(503, "api_error", "away");
    }
    let query = request.uri().query().unwrap_or_default();
    let query: BTreeMap<String, String> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let of_intent = state.refunds.iter().filter(|made| made.form["payment_intent"] == query["payment_intent"]);
    let data: Vec<Value> = of_intent.map(refund).collect();
    answer(StatusCode::OK, &json!({ "object": "list", "url": "/v1/refunds", "has_more": false, "data": data }))
}

fn refund(made: &StripeRefund) -> Value {
    let metadata = |name: &str| made.form.get(&format!("metadata[{name}]")).map(|id| (name.to_owned(), json!(id)));
    let metadata: serde_json::Map<String, Value> =
        ["refund", "card_payment"].into_iter().filter_map(metadata).collect();
    json!({
        "id": made.id, "object": "refund", "amount": made.form["amount"].parse::<i64>().unwrap(), "currency": "clp",
        "created": 1_772_452_800, "payment_intent": made.form["payment_intent"], "metadata": metadata,
        "status": made.status, "failure_reason": if made.status == "failed" { json!("declined") } else { Value::Null },
    })
}

fn intent_id(page: &Page) -> String {
    page.id.replace("cs_test", "pi")
}

fn amount(page: &Page) -> i64 {
    page.asked.form["line_items[0][price_data][unit_amount]"].parse().unwrap()
}

fn session(page: &Page) -> Value {
    let form = &page.asked.form;
    let paid = page.status == "complete";
    json!({
        "id": page.id, "object": "checkout.session", "livemode": false, "mode": "payment",
        "amount_subtotal": amount(page), "amount_total": amount(page),
        "currency": form["line_items[0][price_data][currency]"],
        "automatic_tax": { "enabled": false, "liability": null, "provider": null, "status": null },
        "created": 1_772_452_800, "expires_at": form["expires_at"].parse::<i64>().unwrap(),
        "custom_fields": [],
        "custom_text": { "after_submit": null, "shipping_address": null, "submit": null,
                         "terms_of_service_acceptance": null },
        "client_reference_id": form["client_reference_id"],
        "metadata": { "card_payment": form["metadata[card_payment]"] },
        "payment_intent": if paid { json!(intent_id(page)) } else { Value::Null },
        "payment_method_types": ["card"], "payment_status": if paid { "paid" } else { "unpaid" },
        "shipping_options": [], "status": page.status,
        "success_url": form["success_url"], "cancel_url": form["cancel_url"],
        "url": if page.status == "open" { json!(format!("https://stripe.example/pay/{}", page.id)) } else { Value::Null },
    })
}

fn intent(page: &Page) -> Value {
    json!({
        "id": intent_id(page), "object": "payment_intent", "amount": amount(page), "amount_received": amount(page),
        "currency": page.asked.form["line_items[0][price_data][currency]"], "status": "succeeded",
        "metadata": { "card_payment": page.asked.form["payment_intent_data[metadata][card_payment]"] },
    })
}
