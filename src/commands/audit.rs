//! `minga audit`: what must be true of an installation, looked for and named.

use super::output::{count_noun, print_line};
use crate::{
    audit::{audit, laws},
    platform::app::App,
};

/// Prints every law with whether it holds.
///
/// # Errors
/// Where a law is broken, or the database does not answer.
pub async fn run(app: &App) -> anyhow::Result<()> {
    let broken = audit(app).await?;
    for law in laws() {
        let holds = broken.iter().all(|b| b.law != law.name);
        let verdict = if holds { "ok    " } else { "BROKEN" };
        print_line(format_args!("{verdict} {:>4} {}", law.name, law.says));
        for breach in broken.iter().filter(|b| b.law == law.name) {
            print_line(format_args!("             {}: {}", breach.what, breach.things.join(", ")));
        }
    }
    let breaches = count_noun(broken.len(), "breach", "breaches");
    anyhow::ensure!(broken.is_empty(), "{breaches}: this installation needs a person to look at it");
    Ok(())
}
