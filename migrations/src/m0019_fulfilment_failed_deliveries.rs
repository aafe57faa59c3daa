//! Fulfilment: deliveries that end without reaching their buyer.

migration!(
    &[
        "ALTER TABLE delivery ADD COLUMN failed_at timestamptz",
        "ALTER TABLE delivery ADD COLUMN failed_by uuid",
        "ALTER TABLE delivery ADD COLUMN failure_reason text",
    ],
    &[]
);
