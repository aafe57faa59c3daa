//! The installation of an episode: the market of the tests with a price list, and two nodes.

use std::{collections::HashMap, sync::Mutex};

use entities::values::{DecisionSettings, PersonId, ProductId};
use minga::{
    members,
    platform::{app::App, unit_of_work::Actor},
};
use poem::{endpoint::BoxEndpoint, http::Method, test::TestClient};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;
use uuid::Uuid;

use super::random::Random;
use crate::{
    settlement::steps::set_accounts,
    support::{
        Kind, TestApp,
        baskets::open_shop,
        market::Market,
        people::TestUser,
        stripe::{Stripe, signature},
    },
};

/// A request to the API.
pub struct Request<'a> {
    /// Who sends it.
    pub by: &'a TestUser,
    /// HTTP method.
    pub method: Method,
    /// The path below `/api/v1`.
    pub path: String,
    /// The body; null = none.
    pub body: Value,
}

impl<'a> Request<'a> {
    /// A request to read.
    pub fn get(by: &'a TestUser, path: String) -> Self {
        Self { by, method: Method::GET, path, body: Value::Null }
    }

    /// A request to create or to act.
    pub fn post(by: &'a TestUser, path: String, body: Value) -> Option<Self> {
        Some(Self { by, method: Method::POST, path, body })
    }

    /// A request to update.
    pub fn put(by: &'a TestUser, path: String, body: Value) -> Option<Self> {
        Some(Self { by, method: Method::PUT, path, body })
    }
}

/// The installation of an episode.
pub struct World {
    /// The application of the first node, its clock and database.
    pub app: TestAppRef,
    /// Its people, workshops and products.
    pub market: Market,
    /// A basket of its products.
    pub basket: ProductId,
    /// Finance who approves what `market.finance` prepared.
    pub approver: TestUser,
    /// Both nodes. They accept cards.
    pub nodes: [App; 2],
    /// The card processor.
    pub stripe: Stripe,
    clients: [TestClient<BoxEndpoint<'static>>; 2],
    /// Sessions that replaced an expired one.
    bearers: Mutex<HashMap<PersonId, String>>,
}

/// The application of an episode.
pub type TestAppRef = std::sync::Arc<TestApp>;

impl World {
    /// Opens the market with prices and bank accounts.
    pub async fn open(app: &TestAppRef) -> Self {
        let market = Market::open(app).await;
        let approver = app.staff(entities::values::Role::Admin).await;
        let basket = open_shop(app, &market).await;
        decide_write_offs(app).await;
        set_accounts(app, &market).await;
        let stripe = Stripe::start().await;
        let nodes = [app.node_set(&stripe.settings()).await, app.node_set(&stripe.settings()).await];
        let clients = nodes.each_ref().map(|node| TestClient::new(minga::router::endpoint(node)));
        Self { app: app.clone(), market, basket, approver, nodes, stripe, clients, bearers: Mutex::default() }
    }

    /// The ids that a query returns, in the order of their values, so that the choice depends on the seed alone.
    pub async fn ids(&self, sql: &str) -> Vec<Uuid> {
        let read = self.app.app.read(Actor::System).await.unwrap();
        let backend = read.db().get_database_backend();
        let rows = read.db().query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
        let mut ids: Vec<Uuid> = rows.iter().map(|row| row.try_get("", "id").unwrap()).collect();
        ids.sort();
        ids
    }

    /// One of the ids that a query returns.
    pub async fn pick(&self, random: &mut Random, sql: &str) -> Option<Uuid> {
        random.choose(&self.ids(sql).await).copied()
    }

    /// A row of a table: mostly one in this state, so that the step has something to do, and sometimes any.
    pub async fn pick_in_state(&self, random: &mut Random, table: &str, state: &str) -> Option<Uuid> {
        let in_state = self.pick(random, &format!("SELECT id FROM {table} WHERE state = '{state}'")).await;
        match in_state.filter(|_| random.percent(80)) {
            Some(row) => Some(row),
            None => self.pick(random, &format!("SELECT id FROM {table}")).await,
        }
    }

    /// One of the ids that a query which ends in `= ` returns for this id.
    pub async fn pick_of(&self, random: &mut Random, sql: &str, of: Uuid) -> Option<Uuid> {
        // SQLite stores ids as bytes.
        let literal = match self.app.kind() {
            Kind::Sqlite => format!("X'{}'", of.simple()),
            Kind::Postgres => format!("'{of}'"),
        };
        self.pick(random, &format!("{sql}{literal}")).await
    }

    /// Sends a request to a node with an idempotency key of its own; status and body. Who was signed out by the time
    /// that passed signs in again.
    pub async fn send(&self, node: usize, request: &Request<'_>) -> (u16, Value) {
        let bearer = self.bearers.lock().unwrap().get(&request.by.person).cloned();
        let bearer = bearer.unwrap_or_else(|| request.by.bearer.clone());
        let (status, body) = self.send_as(node, request, &bearer).await;
        if status != 401 {
            return (status, body);
        }
        let bearer = self.app.sign_in(request.by.person).await;
        self.bearers.lock().unwrap().insert(request.by.person, bearer.clone());
        self.send_as(node, request, &bearer).await
    }

    /// Sends a signed event of the card processor to a node, and returns the status of the response.
    pub async fn send_card_event(&self, node: usize, body: &str) -> u16 {
        let request = self.clients[node].post("/api/v1/card-processor/events").content_type("application/json");
        let request = request.header("stripe-signature", signature(body, self.app.now())).body(body.to_owned());
        request.send().await.0.status().as_u16()
    }

    /// The text of a file that the API exports to finance.
    pub async fn export(&self, path: &str) -> String {
        let bearer = self.app.sign_in(self.approver.person).await;
        let request = self.clients[0].get(format!("/api/v1{path}")).header("authorization", bearer);
        let response = request.send().await;
        response.assert_status_is_ok();
        response.0.into_body().into_string().await.unwrap()
    }

    async fn send_as(&self, node: usize, request: &Request<'_>, bearer: &str) -> (u16, Value) {
        let key = self.app.app.ids.uuid(self.app.now()).to_string();
        let mut sent = self.clients[node]
            .request(request.method.clone(), format!("/api/v1{}", request.path))
            .header("authorization", bearer)
            .header("idempotency-key", key)
            .header("if-match", "*");
        if request.body.is_string() {
            sent = sent.header("content-type", "text/csv").body(request.body.as_str().unwrap().to_owned());
        } else if !request.body.is_null() {
            sent = sent.body_json(&request.body);
        }
        let response = sent.send().await.0;
        let status = response.status().as_u16();
        let bytes = response.into_body().into_bytes().await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }
}

async fn decide_write_offs(app: &TestApp) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let today = tx.today();
    let new = members::NewDecision {
        code: "A-9".into(),
        title: "Deudas que se dan por perdidas".into(),
        decided_on: today,
        effective_from: today,
        settings: DecisionSettings::default(),
    };
    members::create_decision(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
}
