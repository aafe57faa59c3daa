//! The invariants of what is taken off or added to what workshops are paid.

use super::invariant::{Check, Invariant, check};

/// Commission.
pub const COMMISSION: Invariant = Invariant {
    name: "I21",
    statement: "the commission of a share is its frozen rate of the net value",
    checks: &[check(
        "a share whose commission, or the VAT on it, is not at the rate that was frozen",
        "SELECT id FROM pool_share WHERE net >= 0 AND (commission <> (net * commission_bps + 5000) / 10000 \
         OR commission_vat <> (commission * commission_vat_bps + 5000) / 10000)",
    )],
};

/// Earnings that are payable before the buyers pay them.
pub const CARRIED: Invariant = Invariant {
    name: "I22",
    statement: "what falls due when a pool closes is payable whole, and the cooperative carries what the buyers have not paid",
    checks: &[
        check(
            "a pool whose earnings fall due at its closing and are not payable whole",
            "SELECT p.id FROM pool p WHERE p.state <> 'open' AND p.payables_due = 'pool_closing' AND (\
             p.net <> COALESCE((SELECT SUM(y.net) FROM payable y WHERE y.pool_id = p.id), 0) OR \
             p.vat <> COALESCE((SELECT SUM(y.vat + y.kept_vat) FROM payable y WHERE y.pool_id = p.id), 0) OR \
             p.additional_tax <> COALESCE((SELECT SUM(y.additional_tax + y.kept_additional_tax) FROM payable y \
             WHERE y.pool_id = p.id), 0))",
        ),
        check(
            "a share that is carried although its earnings fall due as buyers pay, or although they have paid",
            "SELECT s.id FROM pool_share s JOIN pool p ON p.id = s.pool_id WHERE s.carried <> 0 \
             AND (p.payables_due = 'payment' OR (p.paid_net = p.net AND p.paid_vat = p.vat \
             AND p.paid_additional_tax = p.additional_tax))",
        ),
        check(
            "an account of what is carried that differs from the shares",
            "SELECT p.kind AS name FROM (SELECT 'carried_receivable' AS kind) p WHERE \
             COALESCE((SELECT SUM(t.amount) FROM posting t JOIN account a ON a.id = t.account_id \
             WHERE a.kind = p.kind), 0) <> COALESCE((SELECT SUM(s.carried) FROM pool_share s), 0)",
        ),
    ],
};

/// Advances and deductions.
pub const ADJUSTMENTS: Invariant = Invariant {
    name: "I20",
    statement: "every advance and deduction is on one line of a statement of its workshop or waits for one, is reversed at \
                most once and whole, and the ledger says the same",
    checks: &[
        check(
            "an adjustment on a line that is not its own",
            "SELECT j.id FROM adjustment j JOIN statement_line l ON l.id = j.statement_line_id \
             JOIN statement s ON s.id = l.statement_id \
             WHERE l.amount <> -j.amount OR l.kind <> j.kind OR s.workshop_id <> j.workshop_id",
        ),
        check(
            "a line of an advance or deduction without its adjustment",
            "SELECT l.id FROM statement_line l WHERE l.kind IN ('advance', 'deduction') AND NOT EXISTS \
             (SELECT 1 FROM adjustment j WHERE j.statement_line_id = l.id)",
        ),
        check(
            "a reversal of another adjustment, or of another amount, than it reverses",
            "SELECT r.id FROM adjustment r JOIN adjustment j ON j.id = r.reverses_id WHERE r.amount <> -j.amount \
             OR r.kind <> j.kind OR r.workshop_id <> j.workshop_id OR j.reverses_id IS NOT NULL",
        ),
        check(
            "a workshop whose adjustments that are on no statement differ from its account",
            "SELECT w.id FROM workshop w WHERE COALESCE((SELECT SUM(j.amount) FROM adjustment j \
             WHERE j.workshop_id = w.id AND j.statement_line_id IS NULL), 0) <> \
             COALESCE((SELECT SUM(p.amount) FROM posting p JOIN account a ON a.id = p.account_id \
             WHERE a.kind = 'producer_receivable' AND a.party = w.id), 0)",
        ),
        check(
            "a transferred advance that no bank line shows, or that one shows although it was reversed",
            "SELECT j.id FROM adjustment j WHERE j.method = 'transfer' AND j.reverses_id IS NULL AND \
             EXISTS (SELECT 1 FROM adjustment r WHERE r.reverses_id = j.id) = EXISTS (SELECT 1 FROM bank_line_match m \
             JOIN bank_line l ON l.id = m.bank_line_id WHERE m.adjustment_id = j.id AND m.undone_at IS NULL \
             AND l.amount = -j.amount)",
        ),
    ],
};

/// Quality faults.
pub const FAULTS: Invariant = Invariant {
    name: "I23",
    statement: "a quality fault is of units that the buyer received, is no more than was credited, is reversed at most once \
                and whole, and is taken from its maker's share",
    checks: &[
        check(
            "a fault of a batch that was not delivered for the credited line, or of another maker",
            "SELECT f.id FROM pool_fault f JOIN invoice_line l ON l.id = f.invoice_line_id WHERE NOT EXISTS \
             (SELECT 1 FROM delivery_line d WHERE d.order_line_id = l.order_line_id AND d.batch_id = f.batch_id \
             AND d.workshop_id = f.workshop_id)",
        ),
        check(
            "a line of a credit note with faults of more than it credits",
            "SELECT l.id FROM invoice_line l JOIN pool_fault f ON f.invoice_line_id = l.id AND f.reverses_id IS NULL \
             GROUP BY l.id, l.net HAVING SUM(f.net) > l.net",
        ),
        check(
            "a fault of a credit note, not of a lifted recall, that no pool records",
            "SELECT q.batch_id FROM quality_fault q JOIN invoice_line l ON l.id = q.invoice_line_id \
             JOIN invoice i ON i.id = l.invoice_id LEFT JOIN recall c ON c.id = i.recall_id WHERE c.lifted_at IS NULL \
             AND NOT EXISTS (SELECT 1 FROM pool_fault f WHERE f.invoice_line_id = q.invoice_line_id \
             AND f.batch_id = q.batch_id)",
        ),
        check(
            "a fault of a lifted recall that was not reversed",
            "SELECT f.id FROM pool_fault f JOIN invoice_line l ON l.id = f.invoice_line_id \
             JOIN invoice i ON i.id = l.invoice_id JOIN recall c ON c.id = i.recall_id WHERE c.lifted_at IS NOT NULL \
             AND f.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM pool_fault r WHERE r.reverses_id = f.id)",
        ),
        check(
            "a reversal of something else than the fault that it reverses",
            "SELECT r.id FROM pool_fault r JOIN pool_fault f ON f.id = r.reverses_id WHERE r.net <> -f.net \
             OR r.vat <> -f.vat OR r.additional_tax <> -f.additional_tax OR r.pool_id <> f.pool_id \
             OR r.workshop_id <> f.workshop_id OR f.reverses_id IS NOT NULL",
        ),
        check(
            "a share, in a pool whose makers can all bear their faults, that is not its part by accepted units less its faults",
            "SELECT s.id FROM pool_share s JOIN pool p ON p.id = s.pool_id JOIN \
             (SELECT pool_id, SUM(accepted) AS units, MIN(net) AS least FROM pool_share WHERE accepted > 0 \
             GROUP BY pool_id) t ON t.pool_id = p.id WHERE p.state <> 'open' AND s.accepted > 0 AND t.least > 0 AND \
             ABS((s.net + COALESCE((SELECT SUM(f.net) FROM pool_fault f WHERE f.pool_id = p.id \
             AND f.workshop_id = s.workshop_id), 0)) * t.units - (p.net + COALESCE((SELECT SUM(f.net) FROM pool_fault f \
             JOIN pool_share z ON z.pool_id = f.pool_id AND z.workshop_id = f.workshop_id AND z.accepted > 0 \
             WHERE f.pool_id = p.id), 0)) * s.accepted) > t.units",
        ),
    ],
};

/// Accepted units.
pub const ACCEPTED: Invariant = Invariant {
    name: "I24",
    statement: "a closed pool is shared by the units that are accepted of its makers now",
    checks: &[
        check(
            "a share of a closed pool by other units than are accepted of its maker",
            "SELECT s.id FROM pool_share s JOIN pool p ON p.id = s.pool_id WHERE s.accepted <> \
             COALESCE((SELECT SUM(g.accepted) FROM goods_receipt g JOIN batch b ON b.id = g.batch_id \
             WHERE g.cycle_id = p.cycle_id AND b.product_id = p.product_id AND b.workshop_id = s.workshop_id \
             AND g.cancelled_at IS NULL), 0)",
        ),
        check(
            "a maker of accepted units without a share of their closed pool",
            "SELECT DISTINCT b.workshop_id AS id FROM goods_receipt g JOIN batch b ON b.id = g.batch_id \
             JOIN pool p ON p.cycle_id = g.cycle_id AND p.product_id = b.product_id WHERE p.state <> 'open' \
             AND g.accepted > 0 AND g.cancelled_at IS NULL AND NOT EXISTS (SELECT 1 FROM pool_share s \
             WHERE s.pool_id = p.id AND s.workshop_id = b.workshop_id)",
        ),
    ],
};

/// The ledger has what was sold of packaging.
pub const PACKAGING_ACCOUNTS: Check = check(
    "an account of packaging that differs from what invoices have of it, or of the VAT on it",
    "SELECT a.id FROM account a WHERE a.kind IN ('packaging_sales', 'packaging_tax') AND \
     COALESCE((SELECT -SUM(p.amount) FROM posting p WHERE p.account_id = a.id), 0) <> \
     COALESCE((SELECT SUM(CASE a.kind WHEN 'packaging_sales' THEN l.net ELSE l.vat + l.additional_tax END) \
     FROM line_progress l WHERE l.pool_id IS NULL), 0)",
);

/// Goods are pooled, and packaging is the cooperative's.
pub const POOLED_LINES: Check = check(
    "an invoice line of goods that is in no pool, or one of packaging that is in one",
    "SELECT l.id FROM invoice_line l JOIN line_progress g ON g.invoice_line_id = l.id \
     WHERE l.packaging <> (g.pool_id IS NULL)",
);
