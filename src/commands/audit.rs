//! `minga audit`: what must be true of an installation, looked for and named.

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
        println!("{} {:>4} {}", if holds { "ok    " } else { "BROKEN" }, law.name, law.says);
        for breach in broken.iter().filter(|b| b.law == law.name) {
            println!("             {}: {}", breach.what, breach.things.join(", "));
        }
    }
    anyhow::ensure!(broken.is_empty(), "{} breaches: this installation needs a person to look at it", broken.len());
    Ok(())
}
