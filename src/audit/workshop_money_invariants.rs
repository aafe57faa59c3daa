//! The invariants of what is taken off or added to what workshops are paid.

use super::invariant::{Invariant, check};

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
