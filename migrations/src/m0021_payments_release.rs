//! Payments: what is released from an invoice again, because a credit note left less to pay.

migration!(
    &[
        "CREATE TABLE payment_release (
        id uuid NOT NULL PRIMARY KEY,
        payment_id uuid NOT NULL REFERENCES payment,
        invoice_id uuid NOT NULL REFERENCES invoice,
        amount bigint NOT NULL CHECK (amount > 0),
        reason text NOT NULL,
        created_at timestamptz NOT NULL
    )",
        "CREATE INDEX payment_release_payment_id ON payment_release (payment_id)",
        "CREATE INDEX payment_release_invoice_id ON payment_release (invoice_id)",
    ],
    &["payment_release"]
);
