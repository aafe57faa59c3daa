//! `minga audit`: checks the invariants of an installation and lists the violations.

use super::output::{count_noun, print_line};
use crate::{
    audit::{INVARIANTS, Violation, find_violations},
    platform::app::App,
};

/// The invariant of the jobs.
const JOBS: &str = "I9";

/// Prints every invariant with whether it holds, and its violations.
///
/// # Errors
/// Where an invariant is violated, or the database does not answer.
pub async fn run(app: &App) -> anyhow::Result<()> {
    report(&find_violations(app).await?)
}

/// As [`run`], for an installation that has just been restored: the jobs that became due since its backup run when it
/// serves.
///
/// # Errors
/// Those of [`run`].
pub async fn run_restored(app: &App) -> anyhow::Result<()> {
    let mut violations = find_violations(app).await?;
    violations.retain(|violation| violation.invariant != JOBS);
    report(&violations)
}

fn report(violations: &[Violation]) -> anyhow::Result<()> {
    for invariant in INVARIANTS {
        let found = || violations.iter().filter(|violation| violation.invariant == invariant.name);
        let verdict = if found().next().is_none() { "ok    " } else { "BROKEN" };
        print_line(format_args!("{verdict} {:>4} {}", invariant.name, invariant.statement));
        for violation in found() {
            print_line(format_args!("             {}: {}", violation.description, violation.subjects.join(", ")));
        }
    }
    let count = count_noun(violations.len(), "violation", "violations");
    anyhow::ensure!(violations.is_empty(), "{count}: this installation needs a person to look at it");
    Ok(())
}
