//! Ids in requests: every id in the body or the query of an operation is looked up, within what the caller may see, before
//! anything is stored. An id of nothing, or of a record that is not the caller's, is refused with a documented problem.

mod examples;
mod jobs;
mod operations;
mod season;
mod tables;

use std::collections::BTreeSet;

use entities::platform::job;
use minga::{platform::unit_of_work::Actor, router};
use poem::test::TestClient;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use self::{
    examples::{Example, Reach, examples},
    operations::{Operation, described_codes, operations},
    season::Season,
    tables::{Tables, read_tables},
};
use crate::support::{TestApp, api_client::ApiResponse, both};

/// An id that no record has.
const UNKNOWN: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// Parameters that an operation needs beside a filter.
const REQUIRED: &[(&str, &str)] = &[("download_fairness", "table=workshops&format=csv")];

/// Sends the requests of one season.
struct Sender<'a> {
    app: &'a TestApp,
    season: &'a Season,
    operations: Vec<Operation>,
    codes: BTreeSet<String>,
    faults: Vec<String>,
}

impl Sender<'_> {
    fn operation(&self, id: &str) -> Operation {
        let found = self.operations.iter().find(|operation| operation.id == id);
        found.unwrap_or_else(|| panic!("{id} is no operation")).clone()
    }

    async fn send(&self, operation: &Operation, path: &str, body: Option<&Value>) -> ApiResponse {
        let client = TestClient::new(router::endpoint(&self.season.node));
        let key = self.app.app.ids.uuid(self.app.now()).to_string();
        let mut request = client.request(operation.method.clone(), path).header("idempotency-key", key);
        if let Some(bearer) = self.season.bearer(&operation.caller) {
            request = request.header("authorization", bearer);
        }
        // Only an operation that knows versions may ask for one.
        if operation.takes_if_match {
            request = request.header("if-match", "*");
        }
        if let Some(body) = body {
            request = request.body_json(body);
        }
        ApiResponse::receive(request).await
    }

    /// Sends an example with `id` in the place of one of its ids: it is refused, and nothing is stored.
    async fn refuse(&mut self, example: &Example, before: &Tables, pointer: &str, id: &str, what: &str) {
        let operation = self.operation(example.operation);
        let mut changed = example.clone();
        changed.set(pointer, id);
        let response = self.send(&operation, &changed.path(&operation), changed.body.as_ref()).await;
        let after = read_tables(self.app).await;
        let place = format!("{} {pointer}: {what}", operation.id);
        let code = response.body["code"].as_str().unwrap_or_default().to_owned();
        if !matches!(response.status, 404 | 409 | 422) || !self.codes.contains(&code) {
            self.faults.push(format!("{place} is answered with {} {}", response.status, response.body));
        }
        if code == "reference_unknown" {
            self.faults.push(format!("{place} is noticed by a constraint of the database alone"));
        }
        let changed: Vec<&String> = before.keys().filter(|table| before[*table] != after[*table]).collect();
        if !changed.is_empty() {
            self.faults.push(format!("{place} is answered with {} and changes {changed:?}", response.status));
        }
    }

    async fn try_example(&mut self, example: &Example) {
        let before = read_tables(self.app).await;
        for (pointer, reach) in &example.ids {
            self.refuse(example, &before, pointer, UNKNOWN, "an unknown id").await;
            if let Reach::Others(foreign) = reach {
                let foreign = foreign.as_str().unwrap_or_else(|| panic!("{} {pointer}: no id", example.operation));
                self.refuse(example, &before, pointer, foreign, "an id of another's record").await;
            }
        }
        // The rest of the request is valid.
        let operation = self.operation(example.operation);
        let response = self.send(&operation, &example.path(&operation), example.body.as_ref()).await;
        if !(200..300).contains(&response.status) {
            let (status, body) = (response.status, response.body);
            self.faults.push(format!("{}: the example itself is answered with {status} {body}", operation.id));
        }
    }

    /// Filters a list by an id of nothing: it is empty, or the id is refused.
    async fn try_filter(&mut self, operation: &Operation, name: &str) {
        let required = REQUIRED.iter().find(|(id, _)| *id == operation.id).map_or("", |(_, required)| required);
        let path = format!("{}?{name}={UNKNOWN}&{required}", operation.path);
        let response = self.send(operation, path.trim_end_matches('&'), None).await;
        let is_empty = match &response.body {
            Value::Array(rows) => rows.iter().all(counts_nothing),
            body => counts_nothing(body),
        };
        match response.status {
            200 if is_empty => {}
            404 | 422 => {}
            status => self.faults.push(format!("{} ?{name}: {status} {}", operation.id, response.body)),
        }
    }

    fn assert_no_faults(self) {
        assert!(self.faults.is_empty(), "{} faults:\n{}", self.faults.len(), self.faults.join("\n"));
    }
}

async fn run_all_jobs(app: &TestApp) -> Vec<job::Model> {
    while app.run_jobs().await > 0 {}
    let tx = app.app.read(Actor::System).await.unwrap();
    job::Entity::find().filter(job::Column::DeadAt.is_not_null()).all(tx.db()).await.unwrap()
}

both!(
    async fn every_id_in_a_request_is_looked_up_before_anything_is_stored(app: TestApp) {
        let season = Season::open(&app).await;
        let examples = examples(&season).await;
        let (operations, codes) = (operations(), described_codes());
        let tried: BTreeSet<(&str, &str)> =
            examples.iter().flat_map(|example| example.ids.iter().map(|(at, _)| (example.operation, *at))).collect();
        for operation in &operations {
            for pointer in &operation.ids {
                let is_tried = tried.contains(&(operation.id.as_str(), pointer.as_str()));
                assert!(is_tried, "{} has the id {pointer}: add it to an example in examples.rs", operation.id);
            }
        }
        let mut sender = Sender { app: &app, season: &season, operations, codes, faults: Vec::new() };
        for example in &examples {
            sender.try_example(example).await;
        }
        sender.assert_no_faults();
        let dead = run_all_jobs(&app).await;
        assert!(dead.is_empty(), "jobs failed for good: {dead:#?}");
    }
);

both!(
    async fn a_list_that_is_filtered_by_an_unknown_id_is_empty(app: TestApp) {
        let season = Season::open(&app).await;
        let (operations, codes) = (operations(), described_codes());
        let mut sender = Sender { app: &app, season: &season, operations, codes, faults: Vec::new() };
        for operation in sender.operations.clone() {
            for name in &operation.filters {
                sender.try_filter(&operation, name).await;
            }
        }
        sender.assert_no_faults();
    }
);

/// Whether an object has counts, all of which are zero.
fn counts_nothing(row: &Value) -> bool {
    let mut counts = row.as_object().into_iter().flat_map(|row| row.values()).filter_map(Value::as_i64).peekable();
    counts.peek().is_some() && counts.all(|count| count == 0)
}

/// An amount of pesos as the API writes it.
fn clp(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "CLP" })
}
