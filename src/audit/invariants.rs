//! The invariants of an installation, as queries that both databases understand.

use super::{
    buyer_money_invariant,
    invariant::{Check, Invariant, RowMeaning, check},
    order_invariants, supply_invariant, workshop_money_invariants,
};

/// The invariant that is checked against the search index instead of the database.
pub const SEARCH_INDEX: &str = "I10";
/// The invariant of the file store.
pub const STORED_FILES: &str = "I19";

/// All invariants, in order.
pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "I1",
        statement: "every journal entry sums to zero, and so does the ledger",
        checks: &[
            check(
                "a journal entry that does not sum to zero",
                "SELECT entry_id AS id FROM posting GROUP BY entry_id HAVING SUM(amount) <> 0",
            ),
            check(
                "a journal entry without postings",
                "SELECT e.id FROM journal_entry e WHERE NOT EXISTS (SELECT 1 FROM posting p WHERE p.entry_id = e.id)",
            ),
        ],
    },
    Invariant {
        name: "I2",
        statement: "published quotas keep to capacity and minimum batch, and together with the unmet lots they are the demand",
        checks: &[
            check(
                "a quota above the capacity of its workshop, or of a product that it might not supply",
                "SELECT q.id FROM quota q WHERE q.published_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM run_offer o \
                 WHERE o.run_id = q.run_id AND o.workshop_id = q.workshop_id AND o.product_id = q.product_id \
                 AND o.blocked_by IS NULL AND q.offered_lots <= o.capacity_lots)",
            ),
            check(
                "a quota below the minimum batch of its offer",
                "SELECT q.id FROM quota q JOIN run_offer o ON o.run_id = q.run_id AND o.workshop_id = q.workshop_id \
                 AND o.product_id = q.product_id WHERE q.published_at IS NOT NULL AND q.offered_lots < o.min_batch_lots",
            ),
            check(
                "a product of a published run whose quotas and unmet lots are not its demand",
                "SELECT p.id FROM run_product p JOIN allocation_run r ON r.id = p.run_id \
                 WHERE r.published_at IS NOT NULL AND p.lots - p.unmet_lots <> COALESCE((SELECT SUM(q.offered_lots) \
                 FROM quota q WHERE q.run_id = p.run_id AND q.product_id = p.product_id), 0)",
            ),
            check(
                "a product of a published cycle of which more is due than its quotas cover",
                "SELECT d.product_id AS id FROM (SELECT l.cycle_id, l.product_id, SUM(l.quantity - COALESCE((SELECT \
                 SUM(s.quantity) FROM shortage s WHERE s.order_line_id = l.id), 0)) AS due FROM order_line l \
                 JOIN orders o ON o.id = l.order_id JOIN cycle c ON c.id = l.cycle_id WHERE c.state = 'published' \
                 AND o.state = 'placed' AND NOT l.packaging GROUP BY l.cycle_id, l.product_id) d WHERE d.due > COALESCE((SELECT \
                 SUM(q.units) FROM quota q WHERE q.cycle_id = d.cycle_id AND q.product_id = d.product_id \
                 AND q.state IN ('published', 'accepted', 'amended', 'frozen', 'fulfilled', 'unfulfilled')), 0)",
            ),
            check(
                "a workshop whose awaited value is negative",
                "SELECT u.id FROM workshop u WHERE (SELECT COALESCE(SUM(v.amount), 0) FROM carried_value v \
                 WHERE v.workshop_id = u.id AND v.kind IN ('published', 'released')) < 0",
            ),
        ],
    },
    Invariant {
        name: "I3",
        statement: "every due occurrence of a standing order has a state, and an order where it was placed",
        checks: &[
            check(
                "an occurrence that is still due although its cycle is closed",
                "SELECT o.id FROM occurrence o JOIN cycle c ON c.id = o.cycle_id \
                 WHERE o.state = 'due' AND c.state NOT IN ('draft', 'open')",
            ),
            check(
                "an occurrence placed without an order",
                "SELECT id FROM occurrence WHERE state IN ('placed', 'reduced') AND order_id IS NULL",
            ),
            order_invariants::STANDING_ORDER_CHAIN,
            order_invariants::BATCH_WAIT_END,
        ],
    },
    Invariant {
        name: "I4",
        statement: "reserved units are those that live orders hold; ordered, accepted and delivered agree line by line",
        checks: &[
            check(
                "a production week whose reserved units are not the sum of its reservations",
                "SELECT w.id FROM week_capacity w WHERE w.reserved <> COALESCE((SELECT SUM(r.quantity) FROM reservation r \
                 WHERE r.product_id = w.product_id AND r.week = w.week AND r.released_at IS NULL), 0)",
            ),
            check(
                "a live reservation that is for another delivery than its order line",
                "SELECT r.id FROM reservation r JOIN order_line l ON l.id = r.holder JOIN cycle c ON c.id = l.cycle_id \
                 WHERE r.released_at IS NULL AND (r.zone_id <> c.zone_id OR r.delivery_date <> c.delivery_date)",
            ),
            check(
                "a live order line in an open cycle that holds no reservation of its quantity",
                "SELECT l.id FROM order_line l JOIN orders o ON o.id = l.order_id JOIN cycle c ON c.id = l.cycle_id \
                 WHERE c.state = 'open' AND o.state IN ('placed', 'awaiting_approval') AND l.quantity > 0 AND NOT l.packaging \
                 AND NOT EXISTS (SELECT 1 FROM reservation r \
                 WHERE r.holder = l.id AND r.released_at IS NULL AND r.quantity = l.quantity)",
            ),
            check(
                "an order line delivered beyond what was ordered",
                "SELECT l.id FROM order_line l \
                 WHERE (SELECT SUM(d.quantity) FROM delivery_line d WHERE d.order_line_id = l.id) > l.quantity",
            ),
            check(
                "a quota whose received units are not the sum of its goods receipts",
                "SELECT q.id FROM quota q WHERE q.accepted_units <> COALESCE((SELECT SUM(g.accepted) FROM goods_receipt g \
                 WHERE g.quota_id = q.id AND g.cancelled_at IS NULL), 0) OR q.failed_units <> COALESCE((SELECT \
                 SUM(g.rejected) FROM goods_receipt g WHERE g.quota_id = q.id AND g.cancelled_at IS NULL \
                 AND g.rejection IN ('quality', 'missing')), 0)",
            ),
            check(
                "a batch of a prepared cycle whose accepted units are neither in a delivery nor in the cooperative's stock",
                "SELECT b.id FROM batch b JOIN goods_receipt g ON g.batch_id = b.id AND g.cancelled_at IS NULL JOIN cycle c ON c.id = g.cycle_id \
                 WHERE c.state = 'delivered' OR EXISTS (SELECT 1 FROM delivery v WHERE v.cycle_id = g.cycle_id) \
                 GROUP BY b.id HAVING SUM(g.accepted) <> \
                 COALESCE((SELECT SUM(d.quantity) FROM delivery_line d WHERE d.batch_id = b.id), 0) + \
                 COALESCE((SELECT SUM(t.units) FROM stock_item t WHERE t.batch_id = b.id AND t.delivery_line_id IS NULL), 0) - \
                 COALESCE((SELECT SUM(d.units) FROM stock_disposal d JOIN stock_item t ON t.id = d.stock_item_id \
                 WHERE t.batch_id = b.id AND d.kind = 'not_received'), 0)",
            ),
            check(
                "a line of a delivery that failed whose goods are not in the cooperative's stock",
                "SELECT d.id FROM delivery_line d JOIN delivery v ON v.id = d.delivery_id \
                 WHERE v.state IN ('lost', 'refused', 'returned') AND NOT EXISTS (SELECT 1 FROM stock_item t \
                 WHERE t.delivery_line_id = d.id AND t.units = d.quantity)",
            ),
            check(
                "an order line whose units due are not those that reached its buyer, although its delivery has ended",
                "SELECT l.id FROM order_line l JOIN delivery_line d ON d.order_line_id = l.id \
                 JOIN delivery v ON v.id = d.delivery_id WHERE v.state NOT IN ('prepared', 'dispatched') \
                 GROUP BY l.id, l.quantity HAVING SUM(CASE v.state WHEN 'confirmed' THEN d.quantity ELSE 0 END) <> \
                 l.quantity - COALESCE((SELECT SUM(s.quantity) FROM shortage s WHERE s.order_line_id = l.id), 0)",
            ),
            check(
                "a batch delivered beyond what was accepted of it",
                "SELECT b.id FROM batch b WHERE (SELECT SUM(d.quantity) FROM delivery_line d WHERE d.batch_id = b.id) > \
                 COALESCE((SELECT SUM(g.accepted) FROM goods_receipt g WHERE g.batch_id = b.id \
                 AND g.cancelled_at IS NULL), 0)",
            ),
        ],
    },
    Invariant {
        name: "I5",
        statement: "a delivered line is on at most one invoice, and on one when its pool is settled; numbers are gapless; \
               totals recompute",
        checks: &[
            check(
                "a confirmed delivered line without an invoice although its pool is settled",
                "SELECT dl.id FROM delivery_line dl JOIN delivery d ON d.id = dl.delivery_id \
                 JOIN pool p ON p.cycle_id = d.cycle_id AND p.product_id = dl.product_id \
                 WHERE d.state = 'confirmed' AND p.state = 'settled' AND NOT EXISTS \
                 (SELECT 1 FROM invoiced_delivery i WHERE i.delivery_line_id = dl.id)",
            ),
            check(
                "an invoiced line of a delivery that did not reach its buyer",
                "SELECT dl.id FROM delivery_line dl JOIN delivery d ON d.id = dl.delivery_id \
                 JOIN invoiced_delivery i ON i.delivery_line_id = dl.id WHERE d.state <> 'confirmed'",
            ),
            check(
                "a document series with a gap",
                "SELECT series AS name FROM invoice WHERE number IS NOT NULL \
                 GROUP BY series HAVING COUNT(*) <> MAX(number) OR MIN(number) <> 1",
            ),
            check(
                "a document whose net is not the sum of its lines",
                "SELECT i.id FROM invoice i WHERE i.net <> \
                 COALESCE((SELECT SUM(l.net) FROM invoice_line l WHERE l.invoice_id = i.id), 0)",
            ),
            check(
                "a document whose tax is not the sum of its taxes, or whose total is not net and tax",
                "SELECT i.id FROM invoice i WHERE i.total <> i.net + i.tax OR i.tax <> \
                 COALESCE((SELECT SUM(t.amount) FROM invoice_tax t WHERE t.invoice_id = i.id), 0)",
            ),
            check(
                "a credit or debit note that corrects no issued document of its buyer, or without a cause for its amounts",
                "SELECT n.id FROM invoice n WHERE n.kind <> 'invoice' AND (NOT EXISTS (SELECT 1 FROM invoice i \
                 WHERE i.id = n.references_id AND i.buyer_id = n.buyer_id AND i.number IS NOT NULL AND \
                 (i.kind = 'invoice' OR (i.kind = 'debit_note' AND n.kind = 'credit_note'))) \
                 OR (n.reference_code = 'amounts') <> (n.reference_cause IS NOT NULL))",
            ),
            check(
                "a document that is credited by another amount than the total of its credit notes",
                "SELECT i.id FROM invoice i WHERE i.credited <> COALESCE((SELECT SUM(n.total) FROM invoice n \
                 WHERE n.references_id = i.id AND n.kind = 'credit_note' AND n.number IS NOT NULL), 0)",
            ),
            check(
                "an invoice line of which credit notes take more units or a higher net than it has",
                "SELECT l.id FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id AND i.kind <> 'credit_note' \
                 JOIN invoice n ON n.references_id = i.id AND n.kind = 'credit_note' JOIN invoice_line c \
                 ON c.invoice_id = n.id AND c.order_line_id = l.order_line_id GROUP BY l.id, l.quantity, l.net \
                 HAVING SUM(c.quantity) > l.quantity OR SUM(c.net) > l.net",
            ),
            check("a document paid beyond its total", "SELECT id FROM invoice WHERE paid > total OR paid < 0"),
        ],
    },
    Invariant {
        name: "I6",
        statement: "a closed pool equals the sum of its shares; every pooled amount is in at most one statement line",
        checks: &[
            check(
                "a pool that is not the sum of the documents' lines, less what was written off, and of what the cooperative purchased",
                "SELECT p.id FROM pool p WHERE p.net - p.purchased + COALESCE((SELECT SUM(g.written_off_net) \
                 FROM line_progress g WHERE g.pool_id = p.id), 0) <> COALESCE((SELECT SUM(CASE i.kind WHEN 'credit_note' \
                 THEN -l.net ELSE l.net END) FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id \
                 WHERE i.number IS NOT NULL AND l.cycle_id = p.cycle_id AND l.product_id = p.product_id), 0)",
            ),
            check(
                "a pool to which the cooperative pays another amount than the value of the stock that it took over",
                "SELECT p.id FROM pool p WHERE p.purchased <> COALESCE((SELECT SUM(t.value) FROM stock_item t \
                 WHERE t.cycle_id = p.cycle_id AND t.product_id = p.product_id), 0) - COALESCE((SELECT SUM(d.cost) \
                 FROM stock_disposal d JOIN stock_item t ON t.id = d.stock_item_id WHERE d.kind = 'not_received' \
                 AND t.cycle_id = p.cycle_id AND t.product_id = p.product_id), 0)",
            ),
            check(
                "goods in stock whose remaining units are not those that were not disposed of",
                "SELECT t.id FROM stock_item t WHERE t.remaining <> t.units - COALESCE((SELECT SUM(d.units) \
                 FROM stock_disposal d WHERE d.stock_item_id = t.id), 0)",
            ),
            check(
                "a stock account that differs from the value of the goods in stock",
                "SELECT a.id FROM account a WHERE a.kind = 'stock' AND \
                 COALESCE((SELECT SUM(p.amount) FROM posting p WHERE p.account_id = a.id), 0) <> \
                 COALESCE((SELECT SUM(t.value) FROM stock_item t), 0) - \
                 COALESCE((SELECT SUM(d.cost) FROM stock_disposal d), 0)",
            ),
            check(
                "an account of the taxes of the sales of stock that differs from the sales",
                "SELECT a.id FROM account a WHERE a.kind IN ('stock_tax', 'stock_additional_tax') AND \
                 COALESCE((SELECT -SUM(p.amount) FROM posting p WHERE p.account_id = a.id), 0) <> \
                 COALESCE((SELECT SUM(CASE a.kind WHEN 'stock_tax' THEN d.vat ELSE d.additional_tax END) \
                 FROM stock_disposal d), 0)",
            ),
            check(
                "a closed pool with a delivery of its product under way",
                "SELECT p.id FROM pool p WHERE p.state <> 'open' AND EXISTS (SELECT 1 FROM delivery_line l \
                 JOIN delivery d ON d.id = l.delivery_id WHERE d.cycle_id = p.cycle_id AND l.product_id = p.product_id \
                 AND d.state IN ('prepared', 'dispatched'))",
            ),
            check(
                "an open pool whose deliveries have all ended and for which no job waits",
                "SELECT p.id FROM pool p WHERE p.state = 'open' AND NOT EXISTS (SELECT 1 FROM delivery_line l \
                 JOIN delivery d ON d.id = l.delivery_id WHERE d.cycle_id = p.cycle_id AND l.product_id = p.product_id \
                 AND d.state IN ('prepared', 'dispatched')) AND NOT EXISTS (SELECT 1 FROM job j \
                 WHERE j.kind = 'settlement.close_pools' AND j.done_at IS NULL)",
            ),
            check(
                "a closed pool that is not the sum of its shares",
                "SELECT p.id FROM pool p WHERE p.state <> 'open' AND (\
                 p.net <> COALESCE((SELECT SUM(s.net) FROM pool_share s WHERE s.pool_id = p.id), 0) OR \
                 p.vat <> COALESCE((SELECT SUM(s.vat + s.kept_vat) FROM pool_share s WHERE s.pool_id = p.id), 0) OR \
                 p.additional_tax <> COALESCE((SELECT SUM(s.additional_tax + s.kept_additional_tax) FROM pool_share s \
                 WHERE s.pool_id = p.id), 0))",
            ),
            check(
                "a share that receives taxes that the cooperative declares",
                "SELECT id FROM pool_share WHERE (sale_taxes IN ('cooperative', 'undecided') AND (vat <> 0 OR additional_tax <> 0)) \
                 OR (sale_taxes = 'workshop' AND (kept_vat <> 0 OR kept_additional_tax <> 0))",
            ),
            check(
                "an account of sales taxes that is not the taxes of the pools less what the workshops received of them",
                "SELECT a.id FROM account a WHERE a.kind = 'vat' AND \
                 COALESCE((SELECT -SUM(p.amount) FROM posting p WHERE p.account_id = a.id), 0) <> \
                 COALESCE((SELECT SUM(o.vat) FROM pool o), 0) - COALESCE((SELECT SUM(s.vat) FROM pool_share s), 0)",
            ),
            workshop_money_invariants::PACKAGING_ACCOUNTS,
            workshop_money_invariants::POOLED_LINES,
            check(
                "an account of additional taxes that is not those of the pools less what the workshops received of them",
                "SELECT a.id FROM account a WHERE a.kind = 'additional_tax' AND \
                 COALESCE((SELECT -SUM(p.amount) FROM posting p WHERE p.account_id = a.id), 0) <> \
                 COALESCE((SELECT SUM(o.additional_tax) FROM pool o), 0) - \
                 COALESCE((SELECT SUM(s.additional_tax) FROM pool_share s), 0)",
            ),
            check(
                "a closed pool whose payables are not the sum of its payments",
                "SELECT p.id FROM pool p WHERE p.state <> 'open' AND (\
                 p.paid_net <> COALESCE((SELECT SUM(y.net) FROM payable y WHERE y.pool_id = p.id), 0) OR \
                 p.paid_vat <> COALESCE((SELECT SUM(y.vat + y.kept_vat) FROM payable y WHERE y.pool_id = p.id), 0) OR \
                 p.paid_additional_tax <> COALESCE((SELECT SUM(y.additional_tax + y.kept_additional_tax) FROM payable y \
                 WHERE y.pool_id = p.id), 0)) \
                 AND p.payables_due = 'payment'",
            ),
            check(
                "a statement whose total is not the sum of its lines",
                "SELECT s.id FROM statement s WHERE s.total <> \
                 COALESCE((SELECT SUM(l.amount) FROM statement_line l WHERE l.statement_id = s.id), 0)",
            ),
            check(
                "a statement whose total is not the sum of its payables less its adjustments",
                "SELECT s.id FROM statement s WHERE s.total <> COALESCE((SELECT SUM(y.net + y.vat + y.additional_tax - y.commission \
                 - y.commission_vat) FROM payable y JOIN statement_line l ON l.id = y.statement_line_id \
                 WHERE l.statement_id = s.id), 0) - COALESCE((SELECT SUM(j.amount) FROM adjustment j \
                 JOIN statement_line l ON l.id = j.statement_line_id WHERE l.statement_id = s.id), 0)",
            ),
            check(
                "a payable on a line of another workshop's statement, or of another pool",
                "SELECT y.id FROM payable y JOIN statement_line l ON l.id = y.statement_line_id \
                 JOIN statement s ON s.id = l.statement_id \
                 WHERE s.workshop_id <> y.workshop_id OR l.pool_id <> y.pool_id OR l.kind <> 'share'",
            ),
            check(
                "a statement line that is not the sum of its payables",
                "SELECT l.id FROM statement_line l WHERE l.kind = 'share' AND l.amount <> \
                 COALESCE((SELECT SUM(y.net) FROM payable y WHERE y.statement_line_id = l.id), 0)",
            ),
        ],
    },
    Invariant {
        name: "I7",
        statement: "every payout equals its statement and is paid once",
        checks: &[
            check(
                "a payout of another amount than its statement",
                "SELECT p.id FROM payout p JOIN statement s ON s.id = p.statement_id WHERE p.amount <> s.total",
            ),
            check(
                "a statement paid out twice",
                "SELECT statement_id AS id FROM payout WHERE state NOT IN ('failed', 'returned', 'cancelled') \
                 GROUP BY statement_id HAVING COUNT(*) > 1",
            ),
            check(
                "a payout that holds its statement although it ended, or does not hold it although it is under way",
                "SELECT id FROM payout WHERE (state IN ('failed', 'returned', 'cancelled')) <> (live_statement IS NULL) \
                 OR live_statement <> statement_id",
            ),
            check(
                "a batch whose state is not that of its payouts",
                "SELECT b.id FROM payout_batch b JOIN payout p ON p.batch_id = b.id \
                 WHERE (b.state IN ('prepared', 'approved', 'cancelled') AND p.state <> b.state) \
                 OR (b.state NOT IN ('prepared', 'approved', 'cancelled') AND p.state IN ('prepared', 'approved', 'cancelled')) \
                 OR (b.state IN ('confirmed', 'failed') AND p.state = 'exported')",
            ),
            check(
                "a batch whose total is not the sum of its payouts",
                "SELECT b.id FROM payout_batch b WHERE b.total <> \
                 COALESCE((SELECT SUM(p.amount) FROM payout p WHERE p.batch_id = b.id), 0)",
            ),
            check(
                "a step of payouts of which the ledger shows another number than there are",
                "SELECT s.kind AS name FROM (SELECT 'payout_sent' AS kind, '' AS undone \
                 UNION SELECT 'payout_confirmed', 'payout_confirmation_undone' UNION SELECT 'payout_failed', '' \
                 UNION SELECT 'payout_returned', 'payout_return_undone') s WHERE \
                 (SELECT COUNT(*) FROM journal_entry e WHERE e.kind = s.kind) - \
                 (SELECT COUNT(*) FROM journal_entry e WHERE e.kind = s.undone) <> (SELECT COUNT(*) FROM payout p WHERE \
                 (s.kind = 'payout_sent' AND p.state IN ('exported', 'confirmed', 'failed', 'returned')) OR \
                 (s.kind = 'payout_confirmed' AND p.state IN ('confirmed', 'returned')) OR \
                 (s.kind = 'payout_failed' AND p.state = 'failed') OR \
                 (s.kind = 'payout_returned' AND p.state = 'returned'))",
            ),
            check(
                "a payout that says a bank line shows it which does not, or the reverse",
                "SELECT p.id FROM payout p WHERE (p.confirmed_line_id IS NOT NULL AND NOT EXISTS (SELECT 1 \
                 FROM bank_line_match m WHERE m.bank_line_id = p.confirmed_line_id AND m.payout_id = p.id \
                 AND m.kind = 'payout' AND m.undone_at IS NULL)) OR (p.returned_line_id IS NOT NULL AND NOT EXISTS \
                 (SELECT 1 FROM bank_line_match m WHERE m.bank_line_id = p.returned_line_id AND m.payout_id = p.id \
                 AND m.kind = 'payout_return' AND m.undone_at IS NULL)) \
                 OR (p.state NOT IN ('confirmed', 'returned') AND p.confirmed_line_id IS NOT NULL) \
                 OR (p.state <> 'returned' AND p.returned_line_id IS NOT NULL)",
            ),
            check(
                "a payout that a bank line shows and that is neither confirmed nor returned",
                "SELECT p.id FROM payout p JOIN bank_line_match m ON m.payout_id = p.id AND m.undone_at IS NULL \
                 WHERE (m.kind = 'payout' AND p.state NOT IN ('confirmed', 'returned')) \
                 OR (m.kind = 'payout_return' AND p.state <> 'returned')",
            ),
            check(
                "an account of outgoing payouts that differs from the exported payouts",
                "SELECT a.id FROM account a WHERE a.kind = 'payout_clearing' AND \
                 COALESCE((SELECT -SUM(p.amount) FROM posting p WHERE p.account_id = a.id), 0) <> \
                 COALESCE((SELECT SUM(o.amount) FROM payout o WHERE o.state = 'exported'), 0)",
            ),
        ],
    },
    Invariant {
        name: "I15",
        statement: "what a workshop earned is waiting for buyers, payable, stated, on its way or paid",
        checks: &[
            check(
                "a workshop whose earnings that buyers have not paid differ from its account",
                "SELECT w.id FROM workshop w WHERE \
                 COALESCE((SELECT SUM(s.net + s.vat + s.additional_tax - s.commission - s.commission_vat) FROM pool_share s \
                 WHERE s.workshop_id = w.id), 0) - COALESCE((SELECT SUM(y.net + y.vat + y.additional_tax - y.commission - y.commission_vat) \
                 FROM payable y WHERE y.workshop_id = w.id), 0) + COALESCE((SELECT SUM(s.carried) FROM pool_share s \
                 WHERE s.workshop_id = w.id), 0) <> COALESCE((SELECT -SUM(p.amount) FROM posting p \
                 JOIN account a ON a.id = p.account_id WHERE a.kind = 'producer_pending' AND a.party = w.id), 0)",
            ),
            check(
                "a workshop whose payable earnings, less what left for the bank or was taken off, differ from its account",
                "SELECT w.id FROM workshop w WHERE \
                 COALESCE((SELECT SUM(y.net + y.vat + y.additional_tax - y.commission - y.commission_vat) FROM payable y \
                 WHERE y.workshop_id = w.id), 0) - COALESCE((SELECT SUM(o.amount) FROM payout o \
                 WHERE o.workshop_id = w.id AND o.state IN ('exported', 'confirmed')), 0) - \
                 COALESCE((SELECT SUM(j.amount) FROM adjustment j WHERE j.workshop_id = w.id \
                 AND j.statement_line_id IS NOT NULL), 0) <> \
                 COALESCE((SELECT -SUM(p.amount) FROM posting p JOIN account a ON a.id = p.account_id \
                 WHERE a.kind = 'producer_payable' AND a.party = w.id), 0)",
            ),
            check(
                "a workshop whose stated earnings, less what was taken off, are not its statements",
                "SELECT w.id FROM workshop w WHERE \
                 COALESCE((SELECT SUM(y.net + y.vat + y.additional_tax - y.commission - y.commission_vat) FROM payable y \
                 WHERE y.workshop_id = w.id AND y.statement_line_id IS NOT NULL), 0) - \
                 COALESCE((SELECT SUM(j.amount) FROM adjustment j WHERE j.workshop_id = w.id \
                 AND j.statement_line_id IS NOT NULL), 0) <> \
                 COALESCE((SELECT SUM(s.total) FROM statement s WHERE s.workshop_id = w.id), 0)",
            ),
        ],
    },
    Invariant {
        name: "I8",
        statement: "every workshop may supply its quotas on the day of delivery, as far as was known when the order was placed, \
                    during production and at the goods receipt; otherwise its quota was withdrawn in time",
        checks: supply_invariant::CHECKS,
    },
    Invariant {
        name: "I9",
        statement: "no job has been due for more than five minutes, none has failed for good, and every message is sent or waits in a job",
        checks: &[
            Check {
                violation: "a job that has been due for more than five minutes",
                sql: "SELECT id FROM job WHERE done_at IS NULL AND dead_at IS NULL AND due_at < $1 \
                      AND (leased_until IS NULL OR leased_until < $1)",
                rows: RowMeaning::Overdue,
            },
            check("a job that failed for good", "SELECT id FROM job WHERE dead_at IS NOT NULL AND done_at IS NULL"),
            check(
                "an unsent message without a job that sends it",
                "SELECT id FROM message WHERE sent_at IS NULL AND refused_at IS NULL AND NOT EXISTS ( \
                     SELECT 1 FROM job WHERE job.kind = 'notifications.send_message' AND job.key = message.key \
                     AND job.done_at IS NULL)",
            ),
        ],
    },
    Invariant {
        name: "I10",
        statement: "the search index equals the catalogue, except for changes that a waiting refresh will index",
        checks: &[],
    },
    Invariant {
        name: "I11",
        statement: "every change of state has an entry in the audit trail",
        checks: &[
            check(
                "a placed order without an audit entry",
                "SELECT o.id FROM orders o WHERE o.placed_at IS NOT NULL AND NOT EXISTS \
                 (SELECT 1 FROM audit_entry a WHERE a.subject_id = o.id)",
            ),
            check(
                "a cycle that changed its state without an audit entry",
                "SELECT c.id FROM cycle c WHERE c.state <> 'draft' AND NOT EXISTS \
                 (SELECT 1 FROM audit_entry a WHERE a.subject_id = c.id)",
            ),
            check(
                "an issued document without an audit entry",
                "SELECT i.id FROM invoice i WHERE i.number IS NOT NULL AND NOT EXISTS \
                 (SELECT 1 FROM audit_entry a WHERE a.subject_id = i.id)",
            ),
        ],
    },
    buyer_money_invariant::CARDS,
    buyer_money_invariant::PAID,
    order_invariants::TOTALS,
    buyer_money_invariant::BANK,
    workshop_money_invariants::ADJUSTMENTS,
    workshop_money_invariants::COMMISSION,
    workshop_money_invariants::CARRIED,
    workshop_money_invariants::FAULTS,
    workshop_money_invariants::ACCEPTED,
    Invariant {
        name: "I16",
        statement: "every order, quota, delivery and occurrence of a delivered cycle is in an end state",
        checks: &[
            order_invariants::ORDER_END,
            order_invariants::OCCURRENCE_END,
            check(
                "a quota of a delivered cycle that is not in an end state",
                "SELECT q.id FROM quota q JOIN cycle c ON c.id = q.cycle_id WHERE c.state = 'delivered' \
                 AND q.published_at IS NOT NULL AND q.state NOT IN \
                 ('declined', 'expired', 'withdrawn', 'fulfilled', 'unfulfilled')",
            ),
            check(
                "a delivery of a delivered cycle that has not ended",
                "SELECT v.id FROM delivery v JOIN cycle c ON c.id = v.cycle_id WHERE c.state = 'delivered' \
                 AND v.state IN ('prepared', 'dispatched')",
            ),
        ],
    },
    buyer_money_invariant::EXPOSURE,
    Invariant {
        name: STORED_FILES,
        statement: "every document and photo that a row names exists in the file store",
        checks: &[],
    },
];
