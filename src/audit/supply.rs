//! Whether those who supply could: from the certificates, authorisations, pauses and months that hold a day of
//! delivery, and from the instants at which each became known.
//!
//! What ended after the goods were taken in breaks nothing: reception is where they are judged. Certificates and
//! authorisations are never deleted and their days never change, so what once allowed a delivery is still there.

use super::{Breach, Found, laws::breach};

const fn in_order(what: &'static str, sql: &'static str) -> Breach {
    Breach { what, sql, found: Found::InOrder }
}

// What stands in several of these queries is written once here; `c` is the cycle that delivers, `l` an order line, `o`
// its order.

/// A certificate or an authorisation whose days hold the day of delivery.
macro_rules! covers {
    ($of:literal) => {
        concat!($of, ".valid_from <= c.delivery_date AND ", $of, ".valid_until >= c.delivery_date")
    };
}

/// A certificate that covers the day, neither suspended nor withdrawn.
macro_rules! in_force {
    ($of:literal) => {
        concat!(covers!($of), " AND ", $of, ".suspended_at IS NULL AND ", $of, ".withdrawn_at IS NULL")
    };
}

/// When a certificate stopped being in force: suspended or withdrawn, whichever came first.
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

/// 1 where the certificate had not stopped being in force before an instant, else 0.
macro_rules! not_ended_by {
    ($of:literal, $at:literal) => {
        concat!("CASE WHEN ", $of, ".suspended_at < ", $at, " OR ", $of, ".withdrawn_at < ", $at, " THEN 0 ELSE 1 END")
    };
}

/// A pause that holds on the day.
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

/// A line that is still to come, or came.
macro_rules! live_line {
    () => {
        "o.state IN ('awaiting_approval', 'placed', 'in_delivery', 'delivered') AND l.quantity > 0"
    };
}

/// What breaks the law of who may supply.
pub const BREACHES: &[Breach] = &[
    // Whatever forbids it takes a quota back at once, as long as nothing of it came.
    breach(
        "a quota that its workshop may not supply on its day of delivery, and that was not taken back",
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
    breach(
        "goods taken in from a workshop that was never certified and authorised for their day of delivery",
        concat!(
            "SELECT g.id FROM goods_receipt g JOIN batch b ON b.id = g.batch_id JOIN cycle c ON c.id = g.cycle_id \
             JOIN workshop u ON u.id = b.workshop_id WHERE g.accepted > 0 AND (u.joined_on > c.delivery_date \
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
        "goods taken in after their workshop's certificate was suspended or withdrawn",
        concat!(
            "SELECT g.id, MAX(g.received_at) AS later, MAX(",
            ended!("k"),
            ") AS earlier \
             FROM goods_receipt g JOIN batch b ON b.id = g.batch_id JOIN cycle c ON c.id = g.cycle_id \
             JOIN certificate k ON k.workshop_id = b.workshop_id AND k.product_id = b.product_id AND ",
            covers!("k"),
            " WHERE g.accepted > 0 GROUP BY g.id \
             HAVING SUM(",
            not_ended_by!("k", "g.received_at"),
            ") = 0"
        ),
    ),
    in_order(
        "goods taken in before their workshop was certified",
        concat!(
            "SELECT g.id, MAX(g.received_at) AS earlier, MIN(k.granted_at) AS later FROM goods_receipt g \
             JOIN batch b ON b.id = g.batch_id JOIN cycle c ON c.id = g.cycle_id \
             JOIN certificate k ON k.workshop_id = b.workshop_id AND k.product_id = b.product_id AND ",
            covers!("k"),
            " WHERE g.accepted > 0 GROUP BY g.id HAVING MIN(k.granted_at) > MAX(g.received_at)"
        ),
    ),
    in_order(
        "goods taken in before their workshop was authorised",
        concat!(
            "SELECT g.id, MAX(g.received_at) AS earlier, MIN(s.created_at) AS later FROM goods_receipt g \
             JOIN batch b ON b.id = g.batch_id JOIN cycle c ON c.id = g.cycle_id JOIN sanitary_authorisation s \
             ON s.workshop_id = b.workshop_id AND ",
            covers!("s"),
            " WHERE g.accepted > 0 GROUP BY g.id HAVING MIN(s.created_at) > MAX(g.received_at)"
        ),
    ),
    in_order(
        "goods taken in from a workshop that had agreed to pause on their day of delivery",
        concat!(
            "SELECT g.id, p.changed_at AS earlier, g.received_at AS later FROM goods_receipt g \
             JOIN batch b ON b.id = g.batch_id JOIN cycle c ON c.id = g.cycle_id \
             JOIN pause p ON p.workshop_id = b.workshop_id AND ",
            paused!("p"),
            " WHERE g.accepted > 0 AND p.changed_at < g.received_at"
        ),
    ),
    in_order(
        "goods taken in from a workshop that had left the group by their day of delivery",
        "SELECT g.id, g.received_at AS later, COALESCE((SELECT MAX(a.at) FROM audit_entry a WHERE a.subject_id = u.id \
         AND a.action = 'left'), u.created_at) AS earlier FROM goods_receipt g JOIN batch b ON b.id = g.batch_id \
         JOIN cycle c ON c.id = g.cycle_id JOIN workshop u ON u.id = b.workshop_id \
         WHERE g.accepted > 0 AND u.left_on < c.delivery_date",
    ),
    breach(
        "goods of another workshop or product than their quota, or delivered as another's",
        "SELECT b.id FROM batch b JOIN quota q ON q.id = b.quota_id \
         WHERE q.workshop_id <> b.workshop_id OR q.product_id <> b.product_id \
         UNION SELECT b.id FROM delivery_line d JOIN batch b ON b.id = d.batch_id JOIN order_line l \
         ON l.id = d.order_line_id WHERE d.workshop_id <> b.workshop_id OR d.product_id <> b.product_id \
         OR l.product_id <> b.product_id",
    ),
    breach(
        "a live order line of what nobody was ever certified for on its day of delivery",
        concat!(
            "SELECT l.id FROM order_line l JOIN orders o ON o.id = l.order_id JOIN cycle c ON c.id = l.cycle_id \
             WHERE ",
            live_line!(),
            " AND NOT EXISTS (SELECT 1 FROM certificate k WHERE k.product_id = l.product_id AND ",
            covers!("k"),
            ")"
        ),
    ),
    // Only of what nobody is certified for now it is asked when that began.
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
