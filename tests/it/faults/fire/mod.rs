//! Faults at random instants, in rounds: processes that are killed, stopped or frozen, PostgreSQL that is killed, writes
//! to the disk that fail, outside services that are cut off, clocks that jump, requests that are generated. After each
//! round what was acknowledged is there once, what was not is repeated with its key, and the audit holds.
//!
//! Each part runs a few rounds. `FIRE_MINUTES` sets the time of each part on each database instead, `FIRE_SEED` the seed
//! of the first round, `FIRE_PART` the only part to run. In the folder `FIRE_PROGRESS` each part notes the rounds that
//! passed, so that an interrupted run goes on after them.

mod clocks;
mod kills;
mod process;
mod requests;
mod services;
mod storage;
mod workload;

use std::{
    collections::BTreeMap,
    path::PathBuf,
    time::{Duration, Instant},
};

use crate::support::Kind;

/// Rounds that share an installation. More of them would make each audit longer.
const ROUNDS_OF_AN_INSTALLATION: u64 = 25;

/// How often something happened.
type Counts = BTreeMap<&'static str, u64>;

fn setting(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "tests have no settings of their own")]
    std::env::var(name).ok()
}

/// One part of the faults on one database.
struct Part {
    name: &'static str,
    kind: Kind,
    /// Rounds where `FIRE_MINUTES` is not set.
    rounds: u64,
}

impl Part {
    /// Calls `run` with the seeds of the rounds of one installation after the other, until the time is over.
    fn run(&self, run: impl Fn(&[u64], &mut Counts)) {
        if setting("FIRE_PART").is_some_and(|part| !part.is_empty() && part != self.name) {
            return;
        }
        let first: u64 = setting("FIRE_SEED").map_or(1, |text| text.parse().expect("FIRE_SEED is a number"));
        let minutes: Option<u64> = setting("FIRE_MINUTES").map(|text| text.parse().expect("FIRE_MINUTES is a number"));
        let name = format!("{}-{:?}", self.name, self.kind).to_lowercase();
        let progress = setting("FIRE_PROGRESS").map(|folder| PathBuf::from(folder).join(&name));
        let passed = progress.as_deref().and_then(|file| std::fs::read_to_string(file).ok());
        let begin: u64 = passed.map_or(0, |text| text.trim().parse().expect("a number of rounds"));
        let begun = Instant::now();
        let mut counts = Counts::new();
        let mut passed = begin;
        loop {
            let goes_on = match minutes {
                Some(minutes) => begun.elapsed() < Duration::from_secs(minutes * 60),
                None => passed < begin + self.rounds,
            };
            if !goes_on {
                break;
            }
            let rounds = if minutes.is_some() { ROUNDS_OF_AN_INSTALLATION } else { self.rounds };
            let seeds: Vec<u64> = (passed..passed + rounds).map(|round| first.wrapping_add(round)).collect();
            run(&seeds, &mut counts);
            passed += rounds;
            *counts.entry("rounds").or_default() += rounds;
            if let Some(file) = &progress {
                std::fs::write(file, passed.to_string()).unwrap();
            }
        }
        let counts: Vec<String> = counts.into_iter().map(|(what, count)| format!("{count} {what}")).collect();
        println!("fire: {name}, from seed {}: {}", first.wrapping_add(begin), counts.join(", "));
    }
}
