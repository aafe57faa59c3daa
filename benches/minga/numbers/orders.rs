//! Placing an order over HTTP: three lines, all checks, one durable commit, by clients that keep their connections;
//! beside the rate at which the same database, driven alike, commits the rows that such an order writes.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Context;
use chrono::{NaiveDate, TimeDelta};
use entities::values::{CycleId, OrganisationKind, Role};
use minga::platform::clock::{Clock, SystemClock};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{
    client::Client,
    figures::median,
    group::{Customer, Group, PricedProduct, Size},
    machine,
    raw::{self, Rows},
    server::Server,
};
use crate::support::TestApp;

/// What is measured.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Clients at once.
    pub levels: &'static [usize],
    /// Rounds of each level; each is a turn of the raw limit and a turn of the server.
    pub rounds: usize,
    /// Time of a turn.
    pub turn: Duration,
    /// Whether the client stays on a core of its own.
    pub pinned: bool,
}

/// Orders, buyers and products as a region has them.
const REGION: Size = Size { units: 60, products: 120, offers: 8, buyers: 64, demand: 1_000_000_000 };
/// Lines of an order.
const LINES: usize = 3;

/// What came out at one number of clients.
pub struct Level {
    /// Clients at once.
    pub clients: usize,
    /// Commits of one row a second, median.
    pub one_row: f64,
    /// Commits of an order's rows a second, median.
    pub raw: f64,
    /// Orders a second, median.
    pub orders: f64,
    /// Orders to commits of their rows, median of the rounds.
    pub ratio: f64,
    /// Times from question to answer.
    pub times: Vec<Duration>,
}

/// What came out.
pub struct Placing {
    /// By number of clients.
    pub levels: Vec<Level>,
    /// From the server's start to its first answer.
    pub ready_after: Duration,
    /// What it held in memory after its start, KiB …
    pub resident: u64,
    /// … and at the end, KiB.
    pub resident_after: u64,
    /// Whether the client had a core of its own.
    pub pinned: bool,
    /// Rows that one order writes or changes.
    pub rows: i64,
}

/// Everything that a turn needs.
struct Scene {
    app: Arc<TestApp>,
    group: Group,
    bearers: Vec<String>,
    cycle: CycleId,
    date: NaiveDate,
    server: Server,
    next: AtomicUsize,
}

/// Measures by `plan`.
pub async fn measure(app: Arc<TestApp>, plan: Plan) -> anyhow::Result<Placing> {
    let scene = Arc::new(Scene::open(app).await?);
    let (ready_after, resident) = (scene.server.ready_after, scene.server.resident());
    let (rows, written) = scene.rows().await?;
    let rows = Arc::new(rows);
    let mut levels = Vec::new();
    let mut pinned = plan.pinned;
    for clients in plan.levels.iter().copied() {
        let mut level = Level { clients, one_row: 0.0, raw: 0.0, orders: 0.0, ratio: 0.0, times: Vec::new() };
        let (mut ones, mut raws, mut placed, mut ratios) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for _ in 0..plan.rounds {
            ones.push(scene.raw(clients, plan.turn / 2, &rows, true).await?);
            let raw = scene.raw(clients, plan.turn, &rows, false).await?;
            pinned &= machine::on_one_core(plan.pinned);
            let times = scene.orders(clients, plan.turn).await;
            machine::on_one_core(false);
            let (times, lasted) = times?;
            let orders = times.len() as f64 / lasted.as_secs_f64();
            raws.push(raw);
            placed.push(orders);
            ratios.push(orders / raw);
            level.times.extend(times);
        }
        level.one_row = median(&ones);
        (level.raw, level.orders, level.ratio) = (median(&raws), median(&placed), median(&ratios));
        levels.push(level);
    }
    let resident_after = scene.server.resident();
    Ok(Placing { levels, ready_after, resident, resident_after, pinned, rows: written })
}

impl Scene {
    async fn open(app: Arc<TestApp>) -> anyhow::Result<Self> {
        // The server has the machine's clock; the cycle opened an hour ago, so no standing order is waited for.
        app.clock.set(SystemClock.now() - TimeDelta::hours(1));
        let group = Group::make(&app, REGION).await?;
        let (cycle, date) = group.open_cycle(&app, 0).await?;
        app.run_jobs().await;
        let mut bearers = Vec::with_capacity(REGION.buyers);
        for number in 0..REGION.buyers {
            let code = Group::buyer_code(number);
            bearers.push(app.user(OrganisationKind::Buyer, &code, Role::Admin).await.bearer);
        }
        app.clock.set(SystemClock.now());
        let server = Server::start(&app).await?;
        Ok(Self { app, group, bearers, cycle, date, server, next: AtomicUsize::new(0) })
    }

    /// The next order: who, and what.
    fn next(&self) -> (usize, Customer, [PricedProduct; LINES]) {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let first = number.wrapping_mul(7_919) % self.group.products.len();
        (number, self.group.customers[number % REGION.buyers], [0, 1, 2].map(|line| self.group.product(first, line)))
    }

    fn body(&self, customer: Customer, products: &[PricedProduct]) -> Value {
        let lines: Vec<Value> =
            products.iter().map(|product| json!({ "product_id": product.id, "quantity": 6 })).collect();
        json!({ "cycle_id": self.cycle, "delivery_point_id": customer.point, "lines": lines })
    }

    async fn place(&self, client: &mut Client) -> anyhow::Result<Duration> {
        let (number, customer, products) = self.next();
        let body = self.body(customer, &products);
        let bearer = &self.bearers[number % REGION.buyers];
        let key = format!("bench-{number}");
        let begun = Instant::now();
        let (status, answer) = client.post("/api/v1/buyer/orders", bearer, &key, &body).await?;
        let took = begun.elapsed();
        anyhow::ensure!(status == 201, "{status}: {}", String::from_utf8_lossy(&answer));
        Ok(took)
    }

    /// The rows of an order, and how many they are; makes sure that the raw limit writes as many into each table.
    async fn rows(&self) -> anyhow::Result<(Rows, i64)> {
        let mut client = Client::connect(self.server.address).await?;
        // Products that stand in no sum yet would make rows of their own.
        for _ in 0..self.group.products.len() {
            self.place(&mut client).await?;
        }
        let before = raw::counted(&self.app).await?;
        self.place(&mut client).await?;
        let after = raw::counted(&self.app).await?;
        let rows = Rows::of_newest(&self.app, self.cycle, self.date).await?;
        let (_, customer, products) = self.next();
        rows.write(&self.app, customer, &products).await?;
        let again = raw::counted(&self.app).await?;
        let mut written = 0;
        for (table, count) in &after {
            let (by_order, by_raw) = (count - before[table], again[table] - count);
            anyhow::ensure!(by_order == by_raw, "an order writes {by_order} rows of {table}, the raw limit {by_raw}");
            written += by_order;
        }
        // Changed, not made: the sums of three products and the buyer's exposure.
        Ok((rows, written + 4))
    }

    /// Commits a second, by so many tasks: of one row, or of an order's rows.
    async fn raw(self: &Arc<Self>, tasks: usize, turn: Duration, rows: &Arc<Rows>, one: bool) -> anyhow::Result<f64> {
        let begun = Instant::now();
        let mut set = JoinSet::new();
        for _ in 0..tasks {
            let (scene, rows) = (self.clone(), rows.clone());
            set.spawn(async move {
                let mut done = 0_u32;
                while done == 0 || begun.elapsed() < turn {
                    let (_, customer, products) = scene.next();
                    if one {
                        rows.write_one(&scene.app).await?;
                    } else {
                        rows.write(&scene.app, customer, &products).await?;
                    }
                    done += 1;
                }
                anyhow::Ok(done)
            });
        }
        let mut done = 0.0;
        while let Some(ended) = set.join_next().await {
            done += f64::from(ended??);
        }
        Ok(done / begun.elapsed().as_secs_f64())
    }

    /// The times of orders placed by so many clients, and how long it all lasted.
    async fn orders(self: &Arc<Self>, clients: usize, turn: Duration) -> anyhow::Result<(Vec<Duration>, Duration)> {
        let mut connected = Vec::with_capacity(clients);
        for _ in 0..clients {
            connected.push(Client::connect(self.server.address).await?);
        }
        let begun = Instant::now();
        let mut set = JoinSet::new();
        for mut client in connected {
            let scene = self.clone();
            set.spawn(async move {
                let mut times = Vec::new();
                while times.is_empty() || begun.elapsed() < turn {
                    times.push(scene.place(&mut client).await?);
                }
                anyhow::Ok(times)
            });
        }
        let mut times = Vec::new();
        while let Some(ended) = set.join_next().await {
            times.extend(ended?.context("an order was not placed")?);
        }
        Ok((times, begun.elapsed()))
    }
}
