//! What clients write while something fails: products, orders and payments, each with an idempotency key.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::TimeDelta;
use entities::values::Role;
use minga::platform::{
    clock::{Clock, SystemClock},
    unit_of_work::Actor,
};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::{Counts, process};
use crate::{
    money::world::World,
    support::{PATIENCE, TestApp},
};

/// Clients that write at the same time.
const WRITERS: u64 = 4;

/// An installation whose clock is this machine's, with a cycle that takes orders.
pub struct Workload {
    /// The installation.
    pub app: Arc<TestApp>,
    /// Its market and people.
    pub world: World,
    staff: String,
    cycle: Value,
    family: Value,
}

/// A request that a client sent.
#[derive(Clone)]
struct Request {
    bearer: String,
    path: &'static str,
    key: String,
    body: Value,
}

/// Requests by key, with whether each was acknowledged.
type Sent = Arc<Mutex<BTreeMap<String, (Request, bool)>>>;

/// Clients that write.
pub struct Writers {
    tasks: Vec<JoinHandle<()>>,
    sent: Sent,
    seed: u64,
}

impl Workload {
    /// Opens a market now.
    pub async fn open(app: &Arc<TestApp>) -> Self {
        app.advance(SystemClock.now() - app.now());
        let world = World::open(app).await;
        let cycle = json!(world.market.ordered(app, &[]).await);
        let staff = app.staff(Role::Staff).await.bearer;
        let family = world.ids("SELECT id FROM family").await[0];
        Self { app: app.clone(), world, staff, cycle, family: json!(family) }
    }

    fn request(&self, number: u64, key: String) -> Request {
        let market = &self.world.market;
        let (bearer, path, body) = match number % 3 {
            0 => (self.staff.clone(), "/staff/products", self.product(&key)),
            1 => {
                let lines = json!([{ "product_id": market.products["miel"], "quantity": 1 }]);
                let body = json!({
                    "cycle_id": self.cycle, "delivery_point_id": market.lodge.point, "lines": lines,
                    "purchase_order_number": key,
                });
                (market.lodge.user.bearer.clone(), "/buyer/orders", body)
            }
            _ => {
                let received_on = (self.app.now() - TimeDelta::days(1)).date_naive();
                let body = json!({
                    "buyer_id": market.lodge.id, "method": "transfer", "received_on": received_on,
                    "amount": { "amount": 1_000, "currency": "CLP" }, "note": key, "allocations": [],
                });
                (market.finance.bearer.clone(), "/staff/payments", body)
            }
        };
        Request { bearer, path, key, body }
    }

    fn product(&self, code: &str) -> Value {
        json!({
            "code": code, "family_id": self.family, "name_es": code, "name_en": code, "net_content": 250,
            "net_unit": "g", "lot_size": 12, "allergens": [], "practices": [], "storage": "ambient",
            "shelf_life_days": 365, "vat_bps": 1900,
        })
    }

    /// Lets clients write to the processes at these addresses. A client ends at the first request that is not
    /// acknowledged, unless `goes_on` is true: then it writes until that changes.
    pub fn write(self: &Arc<Self>, seed: u64, addresses: &[&str], goes_on: Arc<AtomicBool>) -> Writers {
        let sent = Sent::default();
        let tasks = (0..WRITERS).map(|writer| {
            let (workload, sent, goes_on) = (self.clone(), sent.clone(), goes_on.clone());
            let endless = goes_on.load(Ordering::Relaxed);
            let address = addresses[usize::try_from(writer).unwrap() % addresses.len()].to_owned();
            tokio::spawn(async move {
                for number in 0.. {
                    let request = workload.request(number + writer, format!("F{seed}X{writer}X{number}"));
                    let acknowledged = request.send(&address).await;
                    sent.lock().unwrap().insert(request.key.clone(), (request, acknowledged));
                    let ends = if endless { !goes_on.load(Ordering::Relaxed) } else { !acknowledged };
                    if ends {
                        return;
                    }
                }
            })
        });
        Writers { tasks: tasks.collect(), sent, seed }
    }

    /// Waits until this node reaches the database again: its server may have been killed.
    async fn wait_until_ready(&self) {
        let ready = async {
            while !self.app.app.db.is_ready().await {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::time::timeout(PATIENCE, ready).await.expect("the database is reached again");
    }

    async fn count(&self, seed: u64) -> i64 {
        self.wait_until_ready().await;
        let tx = self.app.app.read(Actor::System).await.unwrap();
        let sql = format!(
            "SELECT (SELECT count(*) FROM product WHERE code LIKE 'F{seed}X%') \
             + (SELECT count(*) FROM orders WHERE purchase_order_number LIKE 'F{seed}X%') \
             + (SELECT count(*) FROM payment WHERE note LIKE 'F{seed}X%') AS n"
        );
        let row = tx.db().query_one_raw(Statement::from_string(tx.db().get_database_backend(), sql)).await;
        row.unwrap().unwrap().try_get("", "n").unwrap()
    }

    /// Asserts that no invariant is violated. That jobs wait is none.
    pub async fn assert_no_violations(&self, seed: u64) {
        let mut broken = self.app.violations().await;
        // The index waits for a job.
        broken.retain(|violation| violation.invariant != "I10");
        assert!(broken.is_empty(), "seed {seed}: {broken:#?}");
    }
}

impl Request {
    async fn send(&self, address: &str) -> bool {
        let response = process::post(address, &self.bearer, self.path, &self.key, &self.body).await;
        matches!(response, Some((201, _)))
    }
}

impl Writers {
    /// How many requests were acknowledged so far.
    pub fn acknowledged(&self) -> usize {
        self.sent.lock().unwrap().values().filter(|(_, acknowledged)| *acknowledged).count()
    }

    /// Waits until all clients have ended, repeats every request with its key at `address`, and asserts that each is
    /// stored once.
    pub async fn verify(self, workload: &Workload, address: &str, counts: &mut Counts) {
        for task in self.tasks {
            task.await.unwrap();
        }
        let sent = std::mem::take(&mut *self.sent.lock().unwrap());
        for (request, acknowledged) in sent.values() {
            *counts.entry(if *acknowledged { "acknowledged" } else { "repeated" }).or_default() += 1;
            let (seed, key) = (self.seed, &request.key);
            let again = process::post(address, &request.bearer, request.path, key, &request.body).await;
            assert!(matches!(again, Some((201, _))), "seed {seed}: {key}, acknowledged: {acknowledged}: {again:?}");
        }
        let stored = workload.count(self.seed).await;
        assert_eq!(stored, i64::try_from(sent.len()).unwrap(), "seed {}: each is stored once", self.seed);
    }
}
