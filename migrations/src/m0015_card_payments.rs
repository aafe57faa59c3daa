//! Payments: buyers pay invoices by card. At most one attempt per invoice is under way.

migration!(
    &[
        "CREATE TABLE card_payment (
        id uuid NOT NULL PRIMARY KEY,
        invoice_id uuid NOT NULL REFERENCES invoice,
        buyer_id uuid NOT NULL REFERENCES buyer,
        amount bigint NOT NULL CHECK (amount > 0),
        currency text NOT NULL,
        state text NOT NULL,
        idempotency_key text NOT NULL,
        session text,
        url text,
        expires_at timestamptz NOT NULL,
        failure text,
        failure_detail text,
        payment_id uuid REFERENCES payment,
        created_at timestamptz NOT NULL,
        version integer NOT NULL,
        UNIQUE (session),
        UNIQUE (payment_id),
        CHECK ((state = 'paid') = (payment_id IS NOT NULL)),
        CHECK (state <> 'open' OR url IS NOT NULL),
        CHECK (state <> 'failed' OR failure IS NOT NULL)
    )",
        "CREATE UNIQUE INDEX card_payment_under_way ON card_payment (invoice_id) WHERE state IN ('requested', 'open')",
        "CREATE INDEX card_payment_buyer_id ON card_payment (buyer_id)",
        "CREATE TABLE card_event (
        id uuid NOT NULL PRIMARY KEY,
        event_key text NOT NULL,
        body text NOT NULL,
        received_at timestamptz NOT NULL,
        UNIQUE (event_key)
    )",
        "CREATE TABLE card_payout (
        id uuid NOT NULL PRIMARY KEY,
        bank_line_id uuid NOT NULL REFERENCES bank_line,
        amount bigint NOT NULL CHECK (amount > 0),
        fee bigint NOT NULL CHECK (fee >= 0),
        currency text NOT NULL,
        recorded_by uuid,
        created_at timestamptz NOT NULL,
        UNIQUE (bank_line_id)
    )",
    ],
    &["card_payout"]
);
