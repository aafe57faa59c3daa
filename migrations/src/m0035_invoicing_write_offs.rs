//! Invoicing: debts that are written off, and what is recovered of them.

migration!(
    &[
        "ALTER TABLE invoice ADD COLUMN written_off bigint NOT NULL DEFAULT 0",
        "ALTER TABLE line_progress ADD COLUMN written_off_net bigint NOT NULL DEFAULT 0",
        "ALTER TABLE line_progress ADD COLUMN written_off_vat bigint NOT NULL DEFAULT 0",
        "CREATE TABLE write_off (
            id uuid NOT NULL PRIMARY KEY,
            invoice_id uuid NOT NULL REFERENCES invoice,
            decision_id uuid NOT NULL REFERENCES decision,
            reason text NOT NULL,
            amount bigint NOT NULL CHECK (amount > 0),
            currency text NOT NULL,
            state text NOT NULL,
            requested_by uuid REFERENCES person,
            requested_at timestamptz NOT NULL,
            approved_by uuid REFERENCES person,
            approved_at timestamptz,
            cancelled_by uuid REFERENCES person,
            cancelled_at timestamptz,
            cancellation text,
            version integer NOT NULL,
            CHECK (approved_by <> requested_by),
            CHECK ((state = 'approved') = (approved_at IS NOT NULL)),
            CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL))
        )",
        "CREATE INDEX write_off_invoice_id ON write_off (invoice_id)",
        "CREATE INDEX write_off_state ON write_off (state, id)",
        "CREATE UNIQUE INDEX write_off_requested ON write_off (invoice_id) WHERE state = 'requested'",
        "CREATE TABLE debt_recovery (
            id uuid NOT NULL PRIMARY KEY,
            invoice_id uuid NOT NULL REFERENCES invoice,
            amount bigint NOT NULL CHECK (amount > 0),
            created_at timestamptz NOT NULL
        )",
        "CREATE INDEX debt_recovery_invoice_id ON debt_recovery (invoice_id)",
    ],
    &["debt_recovery"]
);
