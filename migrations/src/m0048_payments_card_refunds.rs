//! Payments: refunds to the card that paid, as the card processor carries them out.

migration!(
    &[
        "ALTER TABLE refund ADD COLUMN method text NOT NULL DEFAULT 'transfer'",
        "ALTER TABLE refund ADD COLUMN processor_id text",
        "ALTER TABLE refund ADD COLUMN failure text",
        "CREATE UNIQUE INDEX refund_processor_id ON refund (processor_id)",
        "ALTER TABLE card_payment ADD COLUMN payment_intent text",
        "CREATE UNIQUE INDEX card_payment_payment_intent ON card_payment (payment_intent)",
    ],
    &[]
);
