//! A cycle closes: from its cut-off to the published quotas, part by part, beside the least that the same database
//! takes to look at as many lines once and to write as many rows in one durable transaction.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use entities::{
    platform::{audit_entry, job},
    values::{CycleId, CycleState},
};
use minga::{
    allocation, cycles,
    platform::unit_of_work::{Actor, UnitOfWork},
};
use sea_orm::{ConnectionTrait, EntityTrait, Statement};
use serde_json::json;
use uuid::Uuid;

use super::{
    figures::median,
    group::{Group, Size},
    lines, parts,
};
use crate::support::TestApp;

/// The parts of a closing, in their order: name of the span, how the table calls it, and what it does.
pub const PARTS: [(&str, &str); 10] = [
    ("orders_close", "close: guests counted a last time, orders without a workshop cancelled"),
    ("load_demand", "demand: lines consolidated by product"),
    ("load_instance", "load: eligible offers, shares, carried value"),
    ("solve", "split: the engine"),
    ("store_run", "store: the run, its reasons, the proposed quotas"),
    ("check_current", "publish: every quota still within what its workshop may make"),
    ("publish_run", "publish: quotas to their workshops, carried value"),
    ("record_shortages", "publish: what no workshop makes, shared among the buyers"),
    ("commit", "commits: jobs and audit rows written, transactions made durable"),
    ("index", "jobs: the search index follows"),
];
/// Tables into which a closing writes.
const WRITTEN: [&str; 10] = [
    "allocation_run",
    "run_product",
    "run_workshop",
    "run_offer",
    "quota",
    "carried_value",
    "audit_entry",
    "shortage",
    "job",
    "exposure_movement",
];

/// What one size of cycle took.
pub struct Closing {
    /// Order lines.
    pub lines: usize,
    /// The cooperative.
    pub size: Size,
    /// Quotas published.
    pub quotas: usize,
    /// Rows written.
    pub rows: usize,
    /// Seconds of the whole, median of the runs.
    pub whole: f64,
    /// Seconds by part, median of the runs; the rest is what no part names.
    pub parts: BTreeMap<&'static str, f64>,
    /// Seconds of one look at all lines: their quantities and values summed by the database.
    pub look: f64,
    /// Seconds of writing as many rows.
    pub write: f64,
    /// Runs.
    pub runs: usize,
}

/// The cooperative of a cycle of so many lines: it grows with its orders, up to 1,000 units and 200 products.
pub fn cooperative(lines: usize) -> Size {
    let units = (lines / 100).clamp(10, 1_000);
    let products = (units / 2).clamp(20, 200);
    let demand = (lines as f64 * lines::MEAN_UNITS / products as f64) as i64;
    Size { units, products, offers: 6, buyers: (lines / 50).clamp(10, 2_000), demand }
}

/// Closes `runs` cycles of `count` lines each.
pub async fn measure(app: &TestApp, count: usize, runs: usize) -> anyhow::Result<Closing> {
    let size = cooperative(count);
    let group = Group::make(app, size).await?;
    let mut whole = Vec::new();
    let mut by_part: BTreeMap<&'static str, Vec<f64>> = BTreeMap::new();
    let (mut looks, mut writes, mut rows, mut quotas) = (Vec::new(), Vec::new(), 0, 0);
    for run in 0..runs {
        let (cycle, date) = group.open_cycle(app, run as u64).await?;
        lines::write(app, &group, cycle, date, count).await?;
        app.advance(TimeDelta::seconds(10));
        app.run_jobs().await;
        let before = written(app).await?;
        looks.push(read_lines(app, cycle).await?.as_secs_f64());
        parts::durations();
        whole.push(close(app, cycle).await?.as_secs_f64());
        for (part, time) in parts::durations() {
            by_part.entry(part).or_default().push(time.as_secs_f64());
        }
        rows = written(app).await? - before;
        quotas = published(app, cycle).await?;
        writes.push(write(app, rows).await?.as_secs_f64());
    }
    let parts = by_part.into_iter().map(|(part, times)| (part, median(&times))).collect();
    let (whole, look, write) = (median(&whole), median(&looks), median(&writes));
    Ok(Closing { lines: count, size, quotas, rows, whole, parts, look, write, runs })
}

/// From the cut-off to published quotas, and what follows of it by jobs.
async fn close(app: &TestApp, cycle: CycleId) -> anyhow::Result<Duration> {
    let begun = Instant::now();
    let mut tx = app.app.begin(Actor::System).await?;
    cycles::close(&mut tx, cycle).await?;
    tx.commit().await?;
    // The split follows by its job.
    app.run_jobs().await;
    let mut tx = app.app.begin(Actor::System).await?;
    allocation::publish_quotas(&mut tx, cycle).await?;
    tx.commit().await?;
    let so_far = begun.elapsed();
    // The index gathers some seconds of changes before it follows.
    app.advance(TimeDelta::seconds(10));
    let begun = Instant::now();
    app.run_jobs().await;
    let took = so_far + begun.elapsed();
    let tx = app.app.read(Actor::System).await?;
    let stands = cycles::get_cycle(&tx, cycle).await?;
    anyhow::ensure!(
        stands.state == CycleState::Published,
        "the cycle is {}: {}",
        stands.state.word(),
        failure_reason(&tx).await
    );
    Ok(took)
}

/// What its jobs complained of.
async fn failure_reason(tx: &UnitOfWork) -> String {
    let jobs = job::Entity::find().all(tx.db()).await.unwrap_or_default();
    jobs.into_iter().filter_map(|job| job.last_error).collect::<Vec<_>>().join("; ")
}

async fn number(app: &TestApp, sql: &str, values: Vec<sea_orm::Value>) -> anyhow::Result<i64> {
    let db = app.app.db.outside_transactions();
    let row = db.query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    Ok(row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or(0))
}

/// One look at all of a cycle's lines.
async fn read_lines(app: &TestApp, cycle: CycleId) -> anyhow::Result<Duration> {
    const SQL: &str = "SELECT CAST(SUM(quantity + net) AS BIGINT) AS n FROM order_line WHERE cycle_id = $1";
    // Once before, so that neither this nor the closing has to fetch them from the disk.
    number(app, SQL, vec![cycle.into()]).await?;
    let begun = Instant::now();
    number(app, SQL, vec![cycle.into()]).await?;
    Ok(begun.elapsed())
}

/// Rows of the tables that a closing writes.
async fn written(app: &TestApp) -> anyhow::Result<usize> {
    let mut rows = 0;
    for table in WRITTEN {
        rows += number(app, &format!("SELECT COUNT(*) AS n FROM {table}"), vec![]).await?;
    }
    Ok(usize::try_from(rows)?)
}

async fn published(app: &TestApp, cycle: CycleId) -> anyhow::Result<usize> {
    const SQL: &str = "SELECT COUNT(*) AS n FROM quota WHERE cycle_id = $1 AND published_at IS NOT NULL";
    Ok(usize::try_from(number(app, SQL, vec![cycle.into()]).await?)?)
}

/// Writes so many plain rows in one durable transaction, in sets as large as the program's.
async fn write(app: &TestApp, rows: usize) -> anyhow::Result<Duration> {
    let tx = app.app.begin(Actor::System).await?;
    let row = |_| audit_entry::Model {
        id: tx.new_id::<Uuid>(),
        at: tx.now(),
        person_id: None,
        actor: "system".into(),
        subject_kind: "quota".into(),
        subject_id: tx.new_id(),
        action: "measured".into(),
        detail: json!({ "lots": 12, "respond_by": tx.now() }),
    };
    let made: Vec<audit_entry::Model> = (0..rows).map(row).collect();
    let begun = Instant::now();
    lines::insert::<audit_entry::Entity, _, _>(&tx, made).await?;
    tx.commit().await?;
    Ok(begun.elapsed())
}

impl Closing {
    /// The whole beside the least: one look at the lines and one writing of the rows.
    pub fn times_the_least(&self) -> f64 {
        self.whole / (self.look + self.write)
    }

    /// Seconds that no part names.
    pub fn rest(&self) -> f64 {
        let named: f64 = PARTS.iter().filter_map(|(part, _)| self.parts.get(part)).sum();
        (self.whole - named).max(0.0)
    }
}
