//! Payments: a second bank line may take back the payment that the first one showed.

migration!(
    &[
        "DROP INDEX bank_line_match_payment",
        "CREATE UNIQUE INDEX bank_line_match_payment ON bank_line_match (payment_id, kind) WHERE undone_at IS NULL",
    ],
    &[]
);
