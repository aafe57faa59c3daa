//! `cargo bench`: the numbers to hold, on both databases, as ratios to the raw limit of the machine they are measured
//! on. Ends with an error where one is not held.
//!
//! ```text
//! cargo bench --bench minga -- [orders] [closing] [sqlite] [postgres] [small]
//! ```
//!
//! Words choose what is measured, all where none is named; `small` takes a minute instead of ten.

#[path = "../../tests/it/support/mod.rs"]
#[allow(dead_code, unused_imports, unused_macros, reason = "the bench uses a part of the suite's harness")]
mod support;

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
use report::Report;
use support::{Kind, TestApp, run_in};

/// What the command line names.
struct Arguments(BTreeSet<String>);

impl Arguments {
    fn read() -> anyhow::Result<Self> {
        const WORDS: [&str; 5] = ["orders", "closing", "sqlite", "postgres", "small"];
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
        if arguments.selects("orders", &["orders", "closing"]) {
            place(kind, arguments.has("small"), &report);
        }
        if arguments.selects("closing", &["orders", "closing"]) {
            close(kind, arguments.has("small"), &report);
        }
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
