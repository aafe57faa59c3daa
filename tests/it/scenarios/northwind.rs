//! Two years of a real wholesaler's trade, imported and run month by month from the first order to the last payout;
//! every sum is held against arithmetic on the wholesaler's own file.

mod file;
mod files;
mod months;
mod sums;

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entities::values::{BankFileFormat, Currency, Language, PersonId, Role};
use minga::{
    audit::find_violations,
    commands::{export, import},
    flow::FLOW,
    identity::{self, NewPerson, upsert_person},
    invoicing::RenderInvoice,
    platform::{
        app::{App, Flow, Installation},
        http::problem::Result,
        jobs::Claim,
        unit_of_work::{Actor, Event, Job, UnitOfWork},
    },
    settlement::RenderStatement,
};
use serde_json::json;

use crate::support::{Kind, TestApp, run_in, skip, test_data};
use file::Northwind;

#[test]
fn sqlite() {
    on(Kind::Sqlite);
}

#[test]
fn postgres() {
    on(Kind::Postgres);
}

fn on(kind: Kind) {
    let Some(northwind) = test_data().and_then(|folder| Northwind::read(&folder)) else {
        return skip("TEST_DATA names no folder with northwind/northwind.sql.gz");
    };
    let installation = Installation { currency: Currency::Usd, time_zone: chrono_tz::America::New_York };
    run_in(kind, installation, |app| two_years(app, northwind));
}

async fn two_years(app: Arc<TestApp>, northwind: Northwind) -> anyhow::Result<()> {
    app.clock.set("1996-06-30T16:00:00Z".parse()?);
    let node = app.node_with(&WITHOUT_PAPER).await;
    let folder = tempfile::tempdir()?;
    files::write(&northwind, folder.path());
    import_it(&node, folder.path()).await?;
    let paid_by = payers(&app, &node).await?;
    for (month, delivery) in files::months(&northwind) {
        months::run(&app, &node, &month, delivery, &paid_by).await?;
    }
    sums::hold(&node, &northwind).await?;
    let exported = tempfile::tempdir()?;
    export::run(&node, exported.path()).await?;
    sums::ledger_agrees(&northwind, &exported.path().join("ledger.journal"));
    assert_eq!(find_violations(&node).await?, []);
    Ok(())
}

/// Tries the files, imports them, and imports them again, which changes nothing.
async fn import_it(node: &App, folder: &std::path::Path) -> anyhow::Result<()> {
    let paths = [folder.to_owned()];
    let tried = import::run_quietly(node, &paths, true).await?;
    assert_eq!(tried.errors.as_slice(), []);
    let done = import::run_quietly(node, &paths, false).await?;
    assert_eq!(done, tried, "an import does what it said it would");
    assert_eq!(done.files.iter().find(|file| file.file == "orders.csv").map(|file| file.rows), Some(2_155));
    let again = import::run_quietly(node, &paths, false).await?;
    assert!(again.files.iter().all(|file| file.changed == 0), "{again:?}");
    Ok(())
}

/// Two people of the finance office, and the account that payouts are charged to.
async fn payers(app: &TestApp, node: &App) -> anyhow::Result<(PersonId, PersonId)> {
    let mut tx = node.begin(Actor::System).await?;
    let cooperative = identity::find_cooperative(&tx).await?.expect("it was imported");
    let mut people = Vec::new();
    for name in ["Ana", "Ben"] {
        let new = NewPerson {
            email: format!("{name}@northwind.example"),
            name: name.to_owned(),
            language: Language::En,
            organisation_id: cooperative.id,
            role: Role::Finance,
            password: None,
        };
        people.push(upsert_person(&mut tx, new).await?);
    }
    tx.commit().await?;
    let account = json!({
        "bank_code": "012", "account_number": "900100", "holder_name": "Northwind Traders",
        "holder_tax_id": "12.345.678-5",
    });
    let bearer = app.sign_in(people[0]).await;
    let client = app.client();
    let put = client.put("/api/v1/staff/payout-account").header("authorization", bearer).body_json(&account);
    put.send().await.assert_status_is_ok();
    Ok((people[0], people[1]))
}

/// What is printed is tried elsewhere, and two years of it take long.
static WITHOUT_PAPER: WithoutPaper = WithoutPaper;

struct WithoutPaper;

#[async_trait]
impl Flow for WithoutPaper {
    async fn deliver(&self, tx: &mut UnitOfWork, fact: &dyn Event) -> Result<()> {
        FLOW.deliver(tx, fact).await
    }

    async fn run(&self, app: &App, claim: &Claim) -> Result<()> {
        match claim.kind.as_str() {
            RenderInvoice::KIND | RenderStatement::KIND => Ok(()),
            _ => FLOW.run(app, claim).await,
        }
    }
}

/// Noon in New York or close to it, so many days after `day`.
fn noon(day: NaiveDate, days: i64) -> DateTime<Utc> {
    (day.and_hms_opt(17, 0, 0).unwrap() + TimeDelta::days(days)).and_utc()
}

/// The bank's own format does not matter here.
const FORMAT: BankFileFormat = BankFileFormat::Pain001;
