//! The invariants that hold after every step: those of the audit that concern money and goods, and the credit of buyers.

use minga::{audit, platform::unit_of_work::Actor};
use sea_orm::{ConnectionTrait, Statement};

use super::world::World;

/// Invariants of the audit that a single step can break. The others are checked at intervals.
const OF_THE_AUDIT: &[&str] = &["I1", "I4", "I5", "I6", "I7", "I12", "I13", "I14", "I15", "I17"];

/// A violation, and a query that returns a row where it is one.
const CHECKS: &[(&str, &str)] = &[
    (
        "a buyer whose exposure is not the sum of its movements",
        "SELECT b.id FROM buyer b WHERE b.exposure <> COALESCE((SELECT SUM(m.amount) FROM exposure_movement m \
         WHERE m.buyer_id = b.id), 0)",
    ),
    (
        "a buyer whose exposure is not its open orders and invoices less its payments",
        "SELECT b.id FROM buyer b WHERE b.exposure <> COALESCE((SELECT SUM(o.net + o.tax) FROM orders o \
         WHERE o.buyer_id = b.id AND o.state <> 'cancelled' AND EXISTS (SELECT 1 FROM order_line l \
         WHERE l.order_id = o.id AND l.quantity > COALESCE((SELECT SUM(s.quantity) FROM shortage s \
         WHERE s.order_line_id = l.id), 0)) AND NOT EXISTS (SELECT 1 FROM order_line l \
         JOIN delivery_line d ON d.order_line_id = l.id JOIN invoiced_delivery i ON i.delivery_line_id = d.id \
         WHERE l.order_id = o.id)), 0) + COALESCE((SELECT SUM(CASE i.kind WHEN 'credit_note' THEN -i.total \
         ELSE i.total END) FROM invoice i WHERE i.buyer_id = b.id AND i.number IS NOT NULL), 0) - \
         COALESCE((SELECT SUM(p.amount) FROM payment p WHERE p.buyer_id = b.id AND p.reversed_at IS NULL), 0) + \
         COALESCE((SELECT SUM(r.amount) FROM refund r WHERE r.buyer_id = b.id AND r.cancelled_at IS NULL), 0)",
    ),
    (
        "a statement in two live payouts",
        "SELECT statement_id FROM payout WHERE state NOT IN ('failed', 'returned', 'cancelled') \
         GROUP BY statement_id HAVING COUNT(*) > 1",
    ),
];

/// The violations after a step.
pub async fn find_violations(world: &World) -> Vec<String> {
    let violations = audit::find_violations_of(&world.app.app, |name| OF_THE_AUDIT.contains(&name)).await.unwrap();
    let mut found: Vec<String> = violations.iter().map(|violation| format!("{violation:?}")).collect();
    let read = world.app.app.read(Actor::System).await.unwrap();
    let backend = read.db().get_database_backend();
    for (violation, sql) in CHECKS {
        let rows = read.db().query_all_raw(Statement::from_string(backend, *sql)).await.unwrap();
        if !rows.is_empty() {
            found.push(format!("{violation}: {} rows", rows.len()));
        }
    }
    found
}
