//! The invariants of orders.

use super::invariant::{Check, Invariant, check};

/// An order is the sum of its lines.
pub const TOTALS: Invariant = Invariant {
    name: "I14",
    statement: "an order's net and tax are the sums of its lines, taxed as the invoice of the same goods",
    checks: &[
        check(
            "an order whose net is not the sum of its lines",
            "SELECT o.id FROM orders o WHERE o.net <> \
             COALESCE((SELECT SUM(l.net) FROM order_line l WHERE l.order_id = o.id), 0)",
        ),
        // An order of more lines than one document has is taxed document by document.
        check(
            "an order whose tax is not that of an invoice of its lines",
            "SELECT o.id FROM orders o LEFT JOIN (SELECT r.order_id, SUM(r.amount) AS tax FROM ( \
             SELECT order_id, (CAST(SUM(net) AS BIGINT) * vat_bps + 5000) / 10000 AS amount FROM order_line \
             GROUP BY order_id, vat_bps UNION ALL \
             SELECT order_id, (CAST(SUM(net) AS BIGINT) * additional_tax_bps + 5000) / 10000 AS amount \
             FROM order_line WHERE additional_tax_code IS NOT NULL \
             GROUP BY order_id, additional_tax_code, additional_tax_bps) r GROUP BY r.order_id) t \
             ON t.order_id = o.id WHERE o.tax <> COALESCE(t.tax, 0) AND (SELECT COUNT(*) FROM order_line l \
             WHERE l.order_id = o.id AND l.quantity > 0) <= 60",
        ),
        check(
            "a basket whose net is not the sum of its components and its packaging",
            "SELECT b.id FROM order_basket b WHERE b.quantity * b.unit_price <> \
             COALESCE((SELECT SUM(l.net) FROM order_line l WHERE l.order_basket_id = b.id), 0)",
        ),
        check(
            "a line of a basket that is not in as many units as there are baskets, or is of another order",
            "SELECT l.id FROM order_line l JOIN order_basket b ON b.id = l.order_basket_id \
             WHERE l.quantity <> b.quantity * l.price_units OR l.order_id <> b.order_id \
             OR l.packaging <> (l.product_id = b.product_id)",
        ),
        check(
            "packaging that is in no basket, or a basket that is ordered as a product",
            "SELECT l.id FROM order_line l WHERE (l.packaging AND l.order_basket_id IS NULL) OR (NOT l.packaging \
             AND l.product_id IN (SELECT b.product_id FROM basket b))",
        ),
    ],
};

/// An order of a delivered cycle has ended.
pub const ORDER_END: Check = check(
    "an order of a delivered cycle that is in no end state",
    "SELECT o.id FROM orders o JOIN cycle c ON c.id = o.cycle_id WHERE c.state = 'delivered' \
     AND o.state NOT IN ('delivered', 'undelivered', 'cancelled')",
);

/// A date of a standing order in a delivered cycle is decided.
pub const OCCURRENCE_END: Check = check(
    "an occurrence of a delivered cycle that is still due",
    "SELECT o.id FROM occurrence o JOIN cycle c ON c.id = o.cycle_id WHERE c.state = 'delivered' \
     AND o.state = 'due'",
);

/// Of two standing orders of which one continues the other, each date belongs to one.
pub const STANDING_ORDER_CHAIN: Check = check(
    "a standing order that has days of the one that continues it",
    "SELECT a.id FROM standing_order a JOIN standing_order b ON b.id = a.successor_id \
     WHERE a.ends_on IS NULL OR b.starts_on <= a.ends_on OR b.buyer_id <> a.buyer_id",
);

/// Who waits for a minimum batch is told whether it came together.
pub const BATCH_WAIT_END: Check = check(
    "an order that waits for a minimum batch although its cycle is closed",
    "SELECT w.id FROM batch_wait w JOIN cycle c ON c.id = w.cycle_id WHERE c.state NOT IN ('draft', 'open') \
     AND w.filled_at IS NULL AND w.unfilled_at IS NULL",
);
