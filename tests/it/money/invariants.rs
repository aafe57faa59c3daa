//! The invariants that hold after every step: those of the audit that a single step can break.

use minga::audit;

use super::world::World;

/// Names of these invariants. The others are checked at intervals.
const AFTER_EVERY_STEP: &[&str] =
    &["I1", "I4", "I5", "I6", "I7", "I12", "I13", "I14", "I15", "I17", "I18", "I20", "I21", "I22", "I23", "I24"];

/// The violations after a step.
pub async fn find_violations(world: &World) -> Vec<String> {
    let violations = audit::find_violations_of(&world.app.app, |name| AFTER_EVERY_STEP.contains(&name)).await.unwrap();
    violations.iter().map(|violation| format!("{violation:?}")).collect()
}
