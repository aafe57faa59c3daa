//! `cargo bench`: the numbers to hold, on both databases, as ratios to the raw limit of the machine they are measured
//! on. Ends with an error where one is not held.
//!
//! ```text
//! cargo bench --bench minga -- [orders] [closing] [search] [sqlite] [postgres] [small]
//! ```
//!
//! Words choose what is measured, all where none is named; `small` takes a minute instead of ten.

#[path = "../../tests/it/support/mod.rs"]
#[allow(dead_code, unused_imports, unused_macros, reason = "the bench uses a part of the suite's harness")]
mod support;

#[path = "../../tests/it/relevance/mod.rs"]
mod relevance;

mod numbers;
mod report;

use std::{
    collections::BTreeSet,
    process::ExitCode,
    sync::{Arc, Mutex},
    time::Duration,
};

use minga::platform::app::Installation;
use numbers::{closing, machine, orders, parts};
use relevance::Catalogue;
use report::Report;
use support::{Kind, TestApp, meilisearch::Meilisearch, run_in};

/// What may be measured alone.
const PARTS: [&str; 3] = ["orders", "closing", "search"];

/// What the command line names.
struct Arguments(BTreeSet<String>);

impl Arguments {
    fn read() -> anyhow::Result<Self> {
        const WORDS: [&str; 6] = ["orders", "closing", "search", "sqlite", "postgres", "small"];
        // Cargo adds `--bench` by itself.
        let words: BTreeSet<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
        match words.iter().find(|word| !WORDS.contains(&word.as_str())) {
            Some(word) => anyhow::bail!("`{word}` is none of {WORDS:?}"),
            None => Ok(Self(words)),
        }
    }

    fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }

    /// Whether this one of these is to be measured.
    fn selects(&self, word: &str, of: &[&str]) -> bool {
        self.has(word) || !of.iter().any(|other| self.has(other))
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let arguments = Arguments::read()?;
    println!("Minga's numbers to hold, each beside the raw limit of this machine");
    for fact in machine::facts() {
        println!("  {fact}");
    }
    println!("  load at the beginning: {}", machine::load());
    let report = Arc::new(Mutex::new(Report::default()));
    for (word, kind) in [("sqlite", Kind::Sqlite), ("postgres", Kind::Postgres)] {
        if !arguments.selects(word, &["sqlite", "postgres"]) {
            continue;
        }
        if arguments.selects("orders", &PARTS) {
            place(kind, arguments.has("small"), &report);
        }
        if arguments.selects("closing", &PARTS) {
            close(kind, arguments.has("small"), &report);
        }
    }
    if arguments.selects("search", &PARTS) {
        search(&report);
    }
    println!("\n  load at the end: {}", machine::load());
    let report = report.lock().map_err(|_| anyhow::anyhow!("a measure broke off"))?;
    report.print_summary()
}

fn place(kind: Kind, small: bool, report: &Arc<Mutex<Report>>) {
    let (rounds, seconds) = if small { (1, 1) } else { (5, 2) };
    let turn = Duration::from_secs(seconds);
    let plan = orders::Plan { levels: &[1, 8, 32], rounds, turn, pinned: true };
    let report = report.clone();
    run_in(kind, Installation::default(), async move |app: Arc<TestApp>| {
        let database = machine::database(&app).await?;
        let placing = orders::measure(app, plan).await?;
        report.lock().map_err(|_| anyhow::anyhow!("a measure broke off"))?.placing(&database, &placing, &plan);
        anyhow::Ok(())
    });
}

/// The answers of the embedded engine and, where the program is installed, of a Meilisearch server. They do not depend on
/// the database.
fn search(report: &Arc<Mutex<Report>>) {
    println!("\nAnswers of the search to judged queries of buyers, in Spanish and English (tests/it/relevance)");
    for (name, catalogue) in [("demo", Catalogue::Demo), ("foods", Catalogue::Foods)] {
        let data = support::test_data();
        if catalogue == Catalogue::Foods && data.is_none() {
            println!("  {name}: TEST_DATA names no folder with foods/products.csv");
            continue;
        }
        let report = report.clone();
        run_in(Kind::Sqlite, Installation::default(), async move |app: Arc<TestApp>| {
            let products = relevance::fill(&app, catalogue, data.as_deref()).await?;
            let anyone = app.anonymous_client();
            let embedded = relevance::measure(&anyone, catalogue, &products).await;
            let server = Meilisearch::start().await;
            let served = match &server {
                Some(server) => {
                    let node = relevance::node_on(&app, server).await?;
                    Some(relevance::measure(&app.client_of_node(&node, &anyone), catalogue, &products).await)
                }
                None => None,
            };
            let mut report = report.lock().map_err(|_| anyhow::anyhow!("a measure broke off"))?;
            report.relevance("embedded", name, &embedded, true);
            if let Some(served) = served {
                report.relevance("Meilisearch", name, &served, false);
            }
            anyhow::Ok(())
        });
    }
}

fn close(kind: Kind, small: bool, report: &Arc<Mutex<Report>>) {
    let sizes: &[(usize, usize)] =
        if small { &[(1_000, 1), (10_000, 1)] } else { &[(1_000, 5), (10_000, 5), (100_000, 5), (1_000_000, 1)] };
    parts::watch();
    let closings = Arc::new(Mutex::new(Vec::new()));
    let name = Arc::new(Mutex::new(String::new()));
    for (lines, runs) in sizes.iter().copied() {
        let (closings, name) = (closings.clone(), name.clone());
        run_in(kind, Installation::default(), async move |app: Arc<TestApp>| {
            let closing = closing::measure(&app, lines, runs).await?;
            let database = machine::database(&app).await?;
            eprintln!("  {database}: a cycle of {lines} lines closed in {:.2} s", closing.whole);
            *name.lock().map_err(|_| anyhow::anyhow!("a measure broke off"))? = database;
            closings.lock().map_err(|_| anyhow::anyhow!("a measure broke off"))?.push(closing);
            anyhow::Ok(())
        });
    }
    if let (Ok(mut report), Ok(closings), Ok(name)) = (report.lock(), closings.lock(), name.lock())
        && !closings.is_empty()
    {
        report.closing(&name, &closings);
    }
}
