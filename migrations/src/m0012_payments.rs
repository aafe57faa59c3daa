//! First tables of payments.

migration!(
    &[
        "CREATE TABLE bank_line (
        id uuid NOT NULL PRIMARY KEY,
        import_key text NOT NULL,
        booked_on date NOT NULL,
        amount bigint NOT NULL,
        currency text NOT NULL,
        reference text NOT NULL,
        counterparty text,
        state text NOT NULL,
        created_at timestamptz NOT NULL,
        version integer NOT NULL,
        UNIQUE (import_key)
    )",
        "CREATE INDEX bank_line_state ON bank_line (state, id)",
        "CREATE TABLE payment (
        id uuid NOT NULL PRIMARY KEY,
        buyer_id uuid NOT NULL REFERENCES buyer,
        bank_line_id uuid REFERENCES bank_line,
        method text NOT NULL,
        received_on date NOT NULL,
        amount bigint NOT NULL CHECK (amount > 0),
        unallocated bigint NOT NULL,
        currency text NOT NULL,
        note text,
        recorded_by uuid,
        created_at timestamptz NOT NULL,
        version integer NOT NULL,
        UNIQUE (bank_line_id),
        CHECK (unallocated BETWEEN 0 AND amount)
    )",
        "CREATE INDEX payment_buyer_id ON payment (buyer_id)",
        "CREATE TABLE payment_allocation (
        id uuid NOT NULL PRIMARY KEY,
        payment_id uuid NOT NULL REFERENCES payment,
        invoice_id uuid NOT NULL REFERENCES invoice,
        amount bigint NOT NULL CHECK (amount > 0),
        created_at timestamptz NOT NULL
    )",
        "CREATE INDEX payment_allocation_payment_id ON payment_allocation (payment_id)",
        "CREATE INDEX payment_allocation_invoice_id ON payment_allocation (invoice_id)",
    ],
    &["payment_allocation"]
);
