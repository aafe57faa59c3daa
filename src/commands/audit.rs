//! `minga audit`: checks the invariants of an installation and lists the violations.

use super::output::{count_noun, print_line};
use crate::{
    audit::{INVARIANTS, find_violations},
    platform::app::App,
};

/// Prints every invariant with whether it holds, and its violations.
///
/// # Errors
/// Where an invariant is violated, or the database does not answer.
pub async fn run(app: &App) -> anyhow::Result<()> {
    let violations = find_violations(app).await?;
    for invariant in INVARIANTS {
        let holds = violations.iter().all(|violation| violation.invariant != invariant.name);
        let verdict = if holds { "ok    " } else { "BROKEN" };
        print_line(format_args!("{verdict} {:>4} {}", invariant.name, invariant.statement));
        for violation in violations.iter().filter(|violation| violation.invariant == invariant.name) {
            print_line(format_args!("             {}: {}", violation.description, violation.subjects.join(", ")));
        }
    }
    let count = count_noun(violations.len(), "violation", "violations");
    anyhow::ensure!(violations.is_empty(), "{count}: this installation needs a person to look at it");
    Ok(())
}
