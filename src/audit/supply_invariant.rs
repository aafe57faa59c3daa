//! The invariant of who may supply: checked against the certificates, authorisations, pauses and harvest months of the
//! day of delivery, and against the instants at which each of these was recorded.
//!
//! What ended after the goods receipt violates nothing, because the receipt decides about the goods. Certificates and
//! authorisations are never deleted and their days never change, so the ones that allowed a delivery are still stored.

use super::invariant::{Check, RowMeaning, check};

const fn in_order(violation: &'static str, sql: &'static str) -> Check {
    Check { violation, sql, rows: RowMeaning::Ordered }
}

// Conditions that several queries share. In all of them, `c` is the cycle of the delivery, `l` an order line and `o` its
// order.

/// A certificate or an authorisation that is valid on the day of delivery.
macro_rules! covers {
    ($of:literal) => {
        concat!($of, ".valid_from <= c.delivery_date AND ", $of, ".valid_until >= c.delivery_date")
    };
}

/// A certificate that is valid on the day and neither suspended nor withdrawn.
macro_rules! in_force {
    ($of:literal) => {
        concat!(covers!($of), " AND ", $of, ".suspended_at IS NULL AND ", $of, ".withdrawn_at IS NULL")
    };
}

/// The instant at which a certificate was suspended or withdrawn, whichever came first.
macro_rules! ended {
    ($of:literal) => {
        concat!(
            "CASE WHEN ",
            $of,
            ".withdrawn_at IS NULL OR ",
            $of,
            ".suspended_at < ",
            $of,
            ".withdrawn_at THEN ",
            $of,
            ".suspended_at ELSE ",
            $of,
            ".withdrawn_at END"
        )
    };
}

/// 1 where the certificate had been neither suspended nor withdrawn before an instant, else 0.
macro_rules! not_ended_by {
    ($of:literal, $at:literal) => {
        concat!("CASE WHEN ", $of, ".suspended_at < ", $at, " OR ", $of, ".withdrawn_at < ", $at, " THEN 0 ELSE 1 END")
    };
}

/// A pause that includes the day.
macro_rules! paused {
    ($of:literal) => {
        concat!(
            $of,
            ".from_date <= c.delivery_date AND (",
            $of,
            ".until_date IS NULL OR ",
            $of,
            ".until_date >= c.delivery_date)"
        )
    };
}

/// A line that is to be delivered, or was.
macro_rules! live_line {
    () => {
        "o.state IN ('awaiting_approval', 'placed', 'in_delivery', 'delivered', 'undelivered') AND l.quantity > 0 AND NOT l.packaging"
    };
}

/// The checks of who may supply.
pub const CHECKS: &[Check] = &[
    // A quota that may no longer be supplied is withdrawn in the same transaction, until goods of it were received.
    check(
        "a quota that its workshop may not supply on its day of delivery, and that was not withdrawn",
        concat!(
            "SELECT q.id FROM quota q JOIN cycle c ON c.id = q.cycle_id JOIN workshop u ON u.id = q.workshop_id \
             WHERE q.state IN ('published', 'accepted', 'amended', 'frozen') \
             AND q.accepted_units = 0 AND q.failed_units = 0 AND q.damaged_units = 0 AND (\
             u.joined_on > c.delivery_date OR u.left_on < c.delivery_date \
             OR NOT EXISTS (SELECT 1 FROM certificate k WHERE k.workshop_id = q.workshop_id \
             AND k.product_id = q.product_id AND ",
            in_force!("k"),
            ") \
             OR NOT EXISTS (SELECT 1 FROM sanitary_authorisation s WHERE s.workshop_id = q.workshop_id AND ",
            covers!("s"),
            ") \
             OR EXISTS (SELECT 1 FROM pause p WHERE p.workshop_id = q.workshop_id AND ",
            paused!("p"),
            ") \
             OR EXISTS (SELECT 1 FROM offer o WHERE o.workshop_id = q.workshop_id AND o.product_id = q.product_id \
             AND o.harvest_months & (1 << (CAST(SUBSTR(CAST(c.delivery_date AS TEXT), 6, 2) AS INTEGER) - 1)) = 0))"
        ),
    ),
    check(
        "goods received from a workshop that was never certified and authorised for their day of delivery",
        concat!(
            "SELECT g.id FROM goods_receipt g JOIN batch b ON b.id = g.batch_id JOIN cycle c ON c.id = g.cycle_id \
             JOIN workshop u ON u.id = b.workshop_id WHERE g.cancelled_at IS NULL AND g.accepted > 0 AND (u.joined_on > c.delivery_date \
             OR NOT EXISTS (SELECT 1 FROM certificate k WHERE k.workshop_id = b.workshop_id \
             AND k.product_id = b.product_id AND ",
            covers!("k"),
            ") \
             OR NOT EXISTS (SELECT 1 FROM sanitary_authorisation s WHERE s.workshop_id = b.workshop_id AND ",
            covers!("s"),
            "))"
        ),
    ),
    in_order(
        "goods received after their workshop's certificate was suspended or withdrawn",
        concat!(
            "SELECT g.id, MAX(g.received_at) AS later, MAX(",
            ended!("k"),
            ") AS earlier \
             FROM goods_receipt g JOIN batch b ON b.id = g.batch_id JOIN cycle c ON c.id = g.cycle_id \
             JOIN certificate k ON k.workshop_id = b.workshop_id AND k.product_id = b.product_id AND ",
            covers!("k"),
            " WHERE g.cancelled_at IS NULL AND g.accepted > 0 GROUP BY g.id \
             HAVING SUM(",
            not_ended_by!("k", "g.received_at"),
            ") = 0"
        ),
    ),
    in_order(
        "goods received before their workshop was certified",
        concat!(
            "SELECT g.id, MAX(g.received_at) AS earlier, MIN(k.granted_at) AS later FROM goods_receipt g \
             JOIN batch b ON b.id = g.batch_id JOIN cycle c ON c.id = g.cycle_id \
             JOIN certificate k ON k.workshop_id = b.workshop_id AND k.product_id = b.product_id AND ",
            covers!("k"),
            " WHERE g.cancelled_at IS NULL AND g.accepted > 0 GROUP BY g.id HAVING MIN(k.granted_at) > MAX(g.received_at)"
        ),
    ),
    in_order(
        "goods received before their workshop was authorised",
        concat!(
            "SELECT g.id, MAX(g.received_at) AS earlier, MIN(s.created_at) AS later FROM goods_receipt g \
             JOIN batch b ON b.id = g.batch_id JOIN cycle c ON c.id = g.cycle_id JOIN sanitary_authorisation s \
             ON s.workshop_id = b.workshop_id AND ",
            covers!("s"),
            " WHERE g.cancelled_at IS NULL AND g.accepted > 0 GROUP BY g.id HAVING MIN(s.created_at) > MAX(g.received_at)"
        ),
    ),
    in_order(
        "goods received from a workshop that had agreed to pause on their day of delivery",
        concat!(
            "SELECT g.id, p.changed_at AS earlier, g.received_at AS later FROM goods_receipt g \
             JOIN batch b ON b.id = g.batch_id JOIN cycle c ON c.id = g.cycle_id \
             JOIN pause p ON p.workshop_id = b.workshop_id AND ",
            paused!("p"),
            " WHERE g.cancelled_at IS NULL AND g.accepted > 0 AND p.changed_at < g.received_at"
        ),
    ),
    in_order(
        "goods received from a workshop that had left the group by their day of delivery",
        "SELECT g.id, g.received_at AS later, COALESCE((SELECT MAX(a.at) FROM audit_entry a WHERE a.subject_id = u.id \
         AND a.action = 'left'), u.created_at) AS earlier FROM goods_receipt g JOIN batch b ON b.id = g.batch_id \
         JOIN cycle c ON c.id = g.cycle_id JOIN workshop u ON u.id = b.workshop_id \
         WHERE g.cancelled_at IS NULL AND g.accepted > 0 AND u.left_on < c.delivery_date",
    ),
    check(
        "a batch blocked for safety with units in a delivery that has not left",
        "SELECT b.id FROM batch b JOIN delivery_line d ON d.batch_id = b.id JOIN delivery v ON v.id = d.delivery_id \
         WHERE b.blocked_at IS NOT NULL AND v.state = 'prepared'",
    ),
    in_order(
        "a delivery that left with a batch that was blocked for safety",
        "SELECT v.id, b.blocked_at AS earlier, v.dispatched_at AS later FROM batch b JOIN delivery_line d \
         ON d.batch_id = b.id JOIN delivery v ON v.id = d.delivery_id WHERE b.blocked_at < v.dispatched_at",
    ),
    check(
        "goods of a certificate suspended for safety whose batch is neither blocked nor expired",
        "SELECT b.id FROM batch b JOIN certificate k ON k.workshop_id = b.workshop_id AND k.product_id = b.product_id \
         WHERE k.suspension = 'safety' AND b.blocked_at IS NULL AND b.created_at < k.suspended_at \
         AND CAST(b.best_before AS TEXT) > SUBSTR(CAST(k.suspended_at AS TEXT), 1, 10) AND EXISTS (SELECT 1 \
         FROM goods_receipt g WHERE g.batch_id = b.id AND g.cancelled_at IS NULL AND g.accepted > 0)",
    ),
    check(
        "goods of another workshop or product than their quota, or delivered as another's",
        "SELECT b.id FROM batch b JOIN quota q ON q.id = b.quota_id \
         WHERE q.workshop_id <> b.workshop_id OR q.product_id <> b.product_id \
         UNION SELECT b.id FROM delivery_line d JOIN batch b ON b.id = d.batch_id JOIN order_line l \
         ON l.id = d.order_line_id WHERE d.workshop_id <> b.workshop_id OR d.product_id <> b.product_id \
         OR l.product_id <> b.product_id",
    ),
    check(
        "a live order line of a product for which no workshop was ever certified on its day of delivery",
        concat!(
            "SELECT l.id FROM order_line l JOIN orders o ON o.id = l.order_id JOIN cycle c ON c.id = l.cycle_id \
             WHERE ",
            live_line!(),
            " AND NOT EXISTS (SELECT 1 FROM certificate k WHERE k.product_id = l.product_id AND ",
            covers!("k"),
            ")"
        ),
    ),
    // Only for products without any certified workshop now does it matter when that began.
    in_order(
        "a live order line placed after every certificate for its day of delivery had been suspended or withdrawn",
        concat!(
            "SELECT l.id, MAX(r.created_at) AS later, MAX(",
            ended!("k"),
            ") AS earlier \
             FROM order_line l JOIN orders o ON o.id = l.order_id JOIN cycle c ON c.id = l.cycle_id \
             JOIN reservation r ON r.holder = l.id JOIN certificate k \
             ON k.product_id = l.product_id AND ",
            covers!("k"),
            " WHERE ",
            live_line!(),
            " AND NOT EXISTS (SELECT 1 FROM certificate v WHERE v.product_id = l.product_id AND ",
            in_force!("v"),
            ") GROUP BY l.id \
             HAVING SUM(",
            not_ended_by!("k", "r.created_at"),
            ") = 0"
        ),
    ),
];
