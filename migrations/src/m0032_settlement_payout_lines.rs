//! Settlement: a payout names the bank lines that confirmed and returned it, so that a wrong match can be undone.

migration!(
    &[
        "ALTER TABLE payout ADD COLUMN confirmed_line_id uuid REFERENCES bank_line",
        "ALTER TABLE payout ADD COLUMN returned_line_id uuid REFERENCES bank_line",
        "ALTER TABLE payout ADD COLUMN undone integer NOT NULL DEFAULT 0",
        "UPDATE payout SET confirmed_line_id = (SELECT m.bank_line_id FROM bank_line_match m WHERE m.payout_id = payout.id \
         AND m.kind = 'payout' AND m.undone_at IS NULL) WHERE state IN ('confirmed', 'returned')",
        "UPDATE payout SET returned_line_id = (SELECT m.bank_line_id FROM bank_line_match m WHERE m.payout_id = payout.id \
         AND m.kind = 'payout_return' AND m.undone_at IS NULL) WHERE state = 'returned'",
    ],
    &[]
);
