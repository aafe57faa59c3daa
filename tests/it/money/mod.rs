//! The money as a state machine: random sequences of what buyers, makers and staff do, on two nodes, some of it at the
//! same instant. After every step the invariants of the money hold; the whole audit holds at regular intervals and at
//! the end, where `hledger` checks the ledger as well.
//!
//! A run consists of episodes, each with an installation of its own. `SOAK_SEED` is the seed of the first episode,
//! `SOAK_STEPS` the number of steps on each database. In the folder `SOAK_PROGRESS`, each database notes the number of
//! its passed episodes, so that an interrupted run goes on after them. An episode depends on its seed alone, except for
//! the order of two commands at the same instant.

mod invariants;
pub mod random;
mod steps;
pub mod world;

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use crate::support::{Kind, TestApp, check_journal, program, run, skip};

use self::{
    random::Random,
    steps::{Outcome, STEPS, Step},
    world::World,
};

/// Steps of an episode.
const EPISODE: u64 = 250;
/// Steps after which the whole audit runs.
const AUDIT_EVERY: u64 = 50;
/// Steps on each database where `SOAK_STEPS` is not set.
const DEFAULT_STEPS: u64 = 10_000;
/// Steps after which every kind of step must have been accepted, because one that never is tests nothing.
const ALL_KINDS_AFTER: u64 = 10_000;
/// Part of the steps, in percent, that are sent to both nodes at the same instant.
const AT_ONCE: i64 = 15;

/// How often each step was accepted.
type Counts = BTreeMap<Step, u64>;

fn setting(name: &str, default: u64) -> u64 {
    #[expect(clippy::disallowed_methods, reason = "tests have no settings of their own")]
    std::env::var(name).ok().map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

fn progress_file(kind: Kind) -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "tests have no settings of their own")]
    let folder = std::env::var_os("SOAK_PROGRESS")?;
    Some(PathBuf::from(folder).join(format!("{kind:?}").to_lowercase()))
}

#[test]
fn every_peso_is_in_one_place_after_any_sequence_in_sqlite() {
    run_episodes(Kind::Sqlite);
}

#[test]
fn every_peso_is_in_one_place_after_any_sequence_in_postgres() {
    run_episodes(Kind::Postgres);
}

fn run_episodes(kind: Kind) {
    let (first, steps) = (setting("SOAK_SEED", 1), setting("SOAK_STEPS", DEFAULT_STEPS));
    if program("hledger").is_none() {
        skip("hledger is not installed, so nothing checks the journals");
    }
    let mut counts = Counts::new();
    let progress = progress_file(kind);
    let passed = progress.as_ref().and_then(|file| std::fs::read_to_string(file).ok());
    let passed: u64 = passed.map_or(0, |text| text.trim().parse().expect("a number of episodes"));
    for episode in passed..steps.div_ceil(EPISODE) {
        let seed = first + episode;
        run(kind, |app| run_episode(app, seed, &mut counts));
        println!("{kind:?}: episode {episode}, seed {seed}: passed");
        if let Some(file) = &progress {
            std::fs::write(file, (episode + 1).to_string()).unwrap();
        }
    }
    println!("{kind:?}: accepted {counts:#?}");
    if passed == 0 && steps >= ALL_KINDS_AFTER {
        let unused: Vec<Step> = STEPS.iter().map(|(_, step)| *step).filter(|step| !counts.contains_key(step)).collect();
        assert!(unused.is_empty(), "never accepted: {unused:?}");
    }
}

async fn run_episode(app: Arc<TestApp>, seed: u64, counts: &mut Counts) {
    let world = World::open(&app).await;
    let mut random = Random::new(seed);
    let mut history: Vec<String> = Vec::new();
    for number in 1..=EPISODE {
        let (step, outcome) = take_step(&world, &mut random).await;
        history.push(format!("{number}. {step:?}: {outcome:?}"));
        if outcome.accepted {
            *counts.entry(step).or_default() += 1;
        }
        let mut found = outcome.failures;
        found.extend(invariants::find_violations(&world).await);
        if number % AUDIT_EVERY == 0 {
            let violations = app.violations().await;
            found.extend(violations.iter().map(|violation| format!("{violation:?}")));
        }
        if !found.is_empty() {
            let last = history.len().saturating_sub(40);
            panic!("seed {seed}, step {number}: {found:#?}\nThe last steps:\n{}", history[last..].join("\n"));
        }
    }
    if let Some(hledger) = program("hledger") {
        check_journal(&hledger, &world.export("/staff/exports/ledger.journal").await);
    }
}

/// Takes a step that has something to do; time can always pass.
async fn take_step(world: &World, random: &mut Random) -> (Step, Outcome) {
    loop {
        let step = choose_step(random);
        let at_once = random.percent(AT_ONCE);
        if let Some(outcome) = steps::take(world, step, random, at_once).await {
            return (step, outcome);
        }
    }
}

fn choose_step(random: &mut Random) -> Step {
    let sum: i64 = STEPS.iter().map(|(weight, _)| weight).sum();
    let mut left = random.between(1, sum);
    for (weight, step) in STEPS {
        left -= weight;
        if left <= 0 {
            return *step;
        }
    }
    unreachable!("the weights add up")
}
