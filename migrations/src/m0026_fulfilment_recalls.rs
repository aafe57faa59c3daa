//! Certification and fulfilment: suspensions for safety block and recall goods.

migration!(
    &[
        "ALTER TABLE certificate ADD COLUMN suspension text",
        "UPDATE certificate SET suspension = 'paperwork' WHERE suspended_at IS NOT NULL",
        "ALTER TABLE batch ADD COLUMN blocked_at timestamptz",
        "CREATE TABLE recall (
        id uuid NOT NULL PRIMARY KEY,
        certificate_id uuid NOT NULL REFERENCES certificate,
        workshop_id uuid NOT NULL REFERENCES workshop,
        product_id uuid NOT NULL REFERENCES product,
        reason text NOT NULL,
        opened_at timestamptz NOT NULL,
        opened_by uuid REFERENCES person
    )",
        "CREATE TABLE recalled_batch (
        batch_id uuid NOT NULL PRIMARY KEY REFERENCES batch,
        recall_id uuid NOT NULL REFERENCES recall
    )",
        "CREATE INDEX recalled_batch_recall_id ON recalled_batch (recall_id)",
    ],
    &[]
);
