//! The invariants of what buyers paid and of the bank account.

use super::invariant::{Invariant, check};

/// What reached the bank is in the ledger.
pub const BANK: Invariant = Invariant {
    name: "I17",
    statement: "the bank's account in the ledger is the opening balance and all imported bank lines, but for lines that wait \
                for a person and for payments and payouts that no line shows yet",
    checks: &[
        check(
            "a bank account in the ledger that differs from the bank statement",
            "SELECT a.id FROM account a WHERE a.kind = 'bank' AND \
             COALESCE((SELECT SUM(p.amount) FROM posting p WHERE p.account_id = a.id), 0) <> \
             COALESCE((SELECT b.amount FROM bank_balance b WHERE b.kind = 'opening' ORDER BY b.id DESC LIMIT 1), 0) + \
             COALESCE((SELECT SUM(l.amount) FROM bank_line l WHERE l.state = 'matched'), 0) + \
             COALESCE((SELECT SUM(m.amount) FROM payment m WHERE m.method = 'transfer' AND m.bank_line_id IS NULL \
             AND m.reversed_at IS NULL), 0) - \
             COALESCE((SELECT SUM(o.amount) FROM payout o WHERE o.state IN ('confirmed', 'returned') AND NOT EXISTS \
             (SELECT 1 FROM bank_line_match x WHERE x.payout_id = o.id AND x.kind = 'payout' \
             AND x.undone_at IS NULL)), 0) + \
             COALESCE((SELECT SUM(o.amount) FROM payout o WHERE o.state = 'returned' AND NOT EXISTS \
             (SELECT 1 FROM bank_line_match x WHERE x.payout_id = o.id AND x.kind = 'payout_return' \
             AND x.undone_at IS NULL)), 0)",
        ),
        check(
            "a bank line whose state differs from its match",
            "SELECT l.id FROM bank_line l WHERE (l.state = 'matched') <> EXISTS (SELECT 1 FROM bank_line_match m \
             WHERE m.bank_line_id = l.id AND m.undone_at IS NULL)",
        ),
        check(
            "a duplicate bank line of which no line is counted",
            "SELECT l.id FROM bank_line l WHERE l.state IN ('possible_duplicate', 'duplicate') AND NOT EXISTS \
             (SELECT 1 FROM bank_line o WHERE o.id = l.duplicate_of AND o.id <> l.id)",
        ),
        check(
            "bank lines that are duplicates of each other, so that their movement is counted nowhere",
            "SELECT l.id FROM bank_line l JOIN bank_line o ON o.id = l.duplicate_of \
             WHERE o.duplicate_of = l.id AND l.state = 'duplicate' AND o.state = 'duplicate'",
        ),
        check(
            "a refund that is paid without a bank line, or the reverse",
            "SELECT f.id FROM refund f WHERE (f.state = 'paid' AND f.method = 'transfer') <> EXISTS (SELECT 1 FROM bank_line_match m \
             WHERE m.refund_id = f.id AND m.undone_at IS NULL)",
        ),
        check(
            "an account of refunds that differs from the refunds to be transferred",
            "SELECT a.id FROM account a WHERE a.kind = 'refunds' AND \
             COALESCE((SELECT -SUM(p.amount) FROM posting p WHERE p.account_id = a.id), 0) <> \
             COALESCE((SELECT SUM(f.amount) FROM refund f WHERE f.state = 'requested'), 0)",
        ),
    ],
};

/// No more is paid than is owed, and every payment is somewhere.
pub const PAID: Invariant = Invariant {
    name: "I13",
    statement: "no more is paid of an invoice line or a pool than its value; what a buyer paid pays invoices or is unallocated, \
                and the ledger says the same",
    checks: &[
        check(
            "an invoice line of which more is paid than its value",
            "SELECT invoice_line_id AS id FROM line_progress \
             WHERE paid_net NOT BETWEEN 0 AND net OR paid_vat NOT BETWEEN 0 AND vat \
             OR paid_additional_tax NOT BETWEEN 0 AND additional_tax",
        ),
        check(
            "a pool of which more is paid than its value",
            "SELECT id FROM pool WHERE paid_net NOT BETWEEN 0 AND net OR paid_vat NOT BETWEEN 0 AND vat \
             OR paid_additional_tax NOT BETWEEN 0 AND additional_tax",
        ),
        check(
            "a pool that is not the sum of its invoice lines and of what the cooperative took over",
            "SELECT p.id FROM pool p WHERE \
             p.paid_net + p.paid_vat + p.paid_additional_tax - p.purchased <> COALESCE((SELECT SUM(l.paid_net + l.paid_vat + l.paid_additional_tax) FROM line_progress l \
             WHERE l.pool_id = p.id), 0) OR p.net + p.vat + p.additional_tax - p.purchased <> \
             COALESCE((SELECT SUM(l.net + l.vat + l.additional_tax) FROM line_progress l WHERE l.pool_id = p.id), 0)",
        ),
        check(
            "a settled pool with a payable that is on no statement, or that is not paid in full",
            "SELECT p.id FROM pool p WHERE p.state = 'settled' AND (p.paid_net <> p.net OR p.paid_vat <> p.vat OR \
             p.paid_additional_tax <> p.additional_tax OR \
             EXISTS (SELECT 1 FROM payable y WHERE y.pool_id = p.id AND y.statement_line_id IS NULL))",
        ),
        check(
            "an invoice whose lines are not worth what credit notes have left of it",
            "SELECT i.id FROM invoice i WHERE i.kind <> 'credit_note' AND i.number IS NOT NULL AND i.total - i.credited - i.written_off <> \
             COALESCE((SELECT SUM(l.net + l.vat + l.additional_tax) FROM line_progress l WHERE l.invoice_id = i.id), 0)",
        ),
        check(
            "an invoice that is not covered by its payments and credit notes",
            "SELECT i.id FROM invoice i WHERE i.kind <> 'credit_note' AND i.paid - i.credited <> \
             COALESCE((SELECT SUM(a.amount) FROM payment_allocation a WHERE a.invoice_id = i.id), 0) - \
             COALESCE((SELECT SUM(r.amount) FROM payment_release r WHERE r.invoice_id = i.id), 0)",
        ),
        check(
            "an invoice whose lines are not paid by its payments",
            "SELECT i.id FROM invoice i WHERE i.kind <> 'credit_note' AND i.paid - i.credited <> \
             COALESCE((SELECT SUM(l.paid_net + l.paid_vat + l.paid_additional_tax) FROM line_progress l WHERE l.invoice_id = i.id), 0)",
        ),
        check(
            "an invoice that is written off by another amount than was approved and is not recovered",
            "SELECT i.id FROM invoice i WHERE i.written_off < 0 OR i.paid + i.written_off > i.total OR i.written_off <> \
             COALESCE((SELECT SUM(w.amount) FROM write_off w WHERE w.invoice_id = i.id AND w.state = 'approved'), 0) - \
             COALESCE((SELECT SUM(r.amount) FROM debt_recovery r WHERE r.invoice_id = i.id), 0)",
        ),
        check(
            "an invoice whose lines lost another amount than was written off, or a line that lost less than nothing",
            "SELECT i.id FROM invoice i WHERE i.written_off <> COALESCE((SELECT SUM(l.written_off_net + l.written_off_vat + l.written_off_additional_tax) \
             FROM line_progress l WHERE l.invoice_id = i.id), 0) OR EXISTS (SELECT 1 FROM line_progress l \
             WHERE l.invoice_id = i.id AND (l.written_off_net < 0 OR l.written_off_vat < 0 OR l.written_off_additional_tax < 0))",
        ),
        check(
            "a write-off that one person alone requested and approved",
            "SELECT w.id FROM write_off w WHERE w.state = 'approved' AND (w.approved_by IS NULL \
             OR w.approved_by = w.requested_by)",
        ),
        check(
            "an invoice that says that it is written off and is not, or the reverse",
            "SELECT i.id FROM invoice i WHERE i.number IS NOT NULL AND (i.state = 'written_off') <> \
             (i.written_off > 0 AND i.paid + i.written_off = i.total)",
        ),
        check(
            "a payment that is not the sum of what it pays and what is unallocated",
            "SELECT p.id FROM payment p WHERE p.amount - p.unallocated <> \
             COALESCE((SELECT SUM(a.amount) FROM payment_allocation a WHERE a.payment_id = p.id), 0) - \
             COALESCE((SELECT SUM(r.amount) FROM payment_release r WHERE r.payment_id = p.id), 0) + \
             COALESCE((SELECT SUM(f.amount) FROM refund f WHERE f.payment_id = p.id AND f.state <> 'cancelled'), 0) + \
             CASE WHEN p.reversed_at IS NULL THEN 0 ELSE p.amount END",
        ),
        check(
            "a buyer whose unallocated payments differ from the ledger",
            "SELECT a.party AS id FROM account a WHERE a.kind = 'unallocated' AND \
             COALESCE((SELECT -SUM(p.amount) FROM posting p WHERE p.account_id = a.id), 0) <> \
             COALESCE((SELECT SUM(m.unallocated) FROM payment m WHERE m.buyer_id = a.party), 0)",
        ),
        check(
            "a buyer whose open invoices differ from the ledger",
            "SELECT a.party AS id FROM account a WHERE a.kind = 'receivable' AND \
             COALESCE((SELECT SUM(p.amount) FROM posting p WHERE p.account_id = a.id), 0) <> \
             COALESCE((SELECT SUM(i.total - i.paid - i.written_off) FROM invoice i WHERE i.buyer_id = a.party \
             AND i.kind <> 'credit_note' AND i.number IS NOT NULL), 0)",
        ),
    ],
};

/// What counts against a buyer's credit limit is what the buyer ordered or owes.
pub const EXPOSURE: Invariant = Invariant {
    name: "I18",
    statement: "a buyer's exposure is the sum of its movements, and of its orders that are not invoiced and its invoices, less \
                what it paid",
    checks: &[
        check(
            "a buyer whose exposure is not the sum of its movements",
            "SELECT b.id FROM buyer b WHERE b.exposure <> COALESCE((SELECT SUM(m.amount) FROM exposure_movement m \
             WHERE m.buyer_id = b.id), 0)",
        ),
        // An order of which nothing can be delivered any more is not open.
        check(
            "a buyer whose exposure is not its open orders and invoices less its payments",
            "SELECT b.id FROM buyer b WHERE b.exposure <> COALESCE((SELECT SUM(o.net + o.tax) FROM orders o \
             WHERE o.buyer_id = b.id AND o.state <> 'cancelled' AND EXISTS (SELECT 1 FROM order_line l \
             WHERE l.order_id = o.id AND NOT l.packaging AND l.quantity > COALESCE((SELECT SUM(s.quantity) FROM shortage s \
             WHERE s.order_line_id = l.id), 0)) AND NOT EXISTS (SELECT 1 FROM order_line l \
             JOIN delivery_line d ON d.order_line_id = l.id JOIN invoiced_delivery i ON i.delivery_line_id = d.id \
             WHERE l.order_id = o.id)), 0) + COALESCE((SELECT SUM(CASE i.kind WHEN 'credit_note' THEN -i.total \
             ELSE i.total - i.written_off END) FROM invoice i WHERE i.buyer_id = b.id AND i.number IS NOT NULL), 0) - \
             COALESCE((SELECT SUM(p.amount) FROM payment p WHERE p.buyer_id = b.id AND p.reversed_at IS NULL), 0) + \
             COALESCE((SELECT SUM(r.amount) FROM refund r WHERE r.buyer_id = b.id AND r.cancelled_at IS NULL), 0)",
        ),
    ],
};

/// Every card payment is a payment, and its money is with the processor until it reaches the bank.
pub const CARDS: Invariant = Invariant {
    name: "I12",
    statement: "every card payment is recorded once as a payment, and is held by the processor until it reaches the bank or goes back \
                to its card",
    checks: &[
        check(
            "a card payment whose recorded payment differs in amount, buyer or method",
            "SELECT c.id FROM card_payment c JOIN payment p ON p.id = c.payment_id \
             WHERE p.amount <> c.amount OR p.buyer_id <> c.buyer_id OR p.method <> 'card'",
        ),
        check(
            "a balance at the card processor that differs from the ledger",
            "SELECT a.id FROM account a WHERE a.kind = 'card_clearing' AND \
             COALESCE((SELECT SUM(p.amount) FROM posting p WHERE p.account_id = a.id), 0) <> \
             COALESCE((SELECT SUM(p.amount) FROM payment p WHERE p.method = 'card' AND p.reversed_at IS NULL), 0) - \
             COALESCE((SELECT SUM(o.amount + o.fee) FROM card_payout o JOIN bank_line_match m \
             ON m.card_payout_id = o.id AND m.undone_at IS NULL), 0) - \
             COALESCE((SELECT SUM(f.amount) FROM refund f WHERE f.method = 'card' AND f.state = 'paid'), 0)",
        ),
        check(
            "a refund to a card that paid nothing, or that the processor does not know",
            "SELECT f.id FROM refund f WHERE f.method = 'card' AND (NOT EXISTS (SELECT 1 FROM card_payment c \
             WHERE c.payment_id = f.payment_id) OR (f.state = 'paid' AND f.processor_id IS NULL))",
        ),
        check(
            "a payment of which more goes back than was paid",
            "SELECT p.id FROM payment p WHERE p.amount < COALESCE((SELECT SUM(f.amount) FROM refund f \
             WHERE f.payment_id = p.id AND f.state <> 'cancelled'), 0)",
        ),
    ],
};
