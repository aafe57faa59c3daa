//! The audit: what must be true of an installation at any moment, whatever crashed, raced or was repeated. Each law is
//! a few set-based queries that find its breaches, so that an operator can run it on a live system.

mod laws;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use crate::platform::{app::App, http::problem::Answer, work::Actor};

/// A law with what breaks it.
#[derive(Clone, Copy, Debug)]
pub struct Law {
    /// Its name in the documentation, such as `I1`.
    pub name: &'static str,
    /// What is true while it holds.
    pub says: &'static str,
    /// What to look for.
    pub breaches: &'static [Breach],
}

/// A query that finds breaches: each row names a thing, by `id` (a UUID) or by `name` (a text).
#[derive(Clone, Copy, Debug)]
pub struct Breach {
    /// What is wrong with the things found.
    pub what: &'static str,
    /// The query; `$1` is the instant after which waiting is no breach, where it asks for one.
    pub sql: &'static str,
    /// Whether the query asks for that instant.
    pub timed: bool,
}

/// A law that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The law.
    pub law: &'static str,
    /// What is wrong.
    pub what: &'static str,
    /// The first things of which it is wrong.
    pub things: Vec<String>,
}

/// Things named of one breach.
const NAMED: usize = 10;
/// How long a job may have been due.
const PATIENCE: TimeDelta = TimeDelta::minutes(5);

/// All laws that are audited, in order.
pub fn laws() -> &'static [Law] {
    laws::LAWS
}

/// Looks for breaches of every law, in one moment of the database.
pub async fn audit(app: &App) -> Answer<Vec<Broken>> {
    let work = app.read(Actor::System).await?;
    let overdue = work.now() - PATIENCE;
    let mut broken = Vec::new();
    for law in laws::LAWS {
        for breach in law.breaches {
            let things = find(work.db(), breach, overdue).await?;
            if !things.is_empty() {
                broken.push(Broken { law: law.name, what: breach.what, things });
            }
        }
    }
    Ok(broken)
}

async fn find(db: &impl ConnectionTrait, breach: &Breach, overdue: DateTime<Utc>) -> Answer<Vec<String>> {
    let backend = db.get_database_backend();
    let statement = if breach.timed {
        Statement::from_sql_and_values(backend, breach.sql, [overdue.into()])
    } else {
        Statement::from_string(backend, breach.sql)
    };
    let rows = db.query_all_raw(statement).await?;
    let mut things = Vec::new();
    for row in rows.iter().take(NAMED) {
        let name = match row.try_get::<Uuid>("", "id") {
            Ok(id) => id.to_string(),
            Err(_) => row.try_get::<String>("", "name")?,
        };
        things.push(name);
    }
    Ok(things)
}
