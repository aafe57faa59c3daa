//! Fulfilment: a recall is lifted after a false alarm, and its batches can be recalled again.

migration!(
    &[
        "ALTER TABLE recall ADD COLUMN lifted_at timestamptz",
        "ALTER TABLE recall ADD COLUMN lifted_by uuid REFERENCES person",
        "ALTER TABLE recall ADD COLUMN lift_reason text",
        "CREATE TABLE recalled_batch_of_recall (
        batch_id uuid NOT NULL REFERENCES batch,
        recall_id uuid NOT NULL REFERENCES recall,
        PRIMARY KEY (batch_id, recall_id)
    )",
        "INSERT INTO recalled_batch_of_recall (batch_id, recall_id) SELECT batch_id, recall_id FROM recalled_batch",
        "DROP TABLE recalled_batch",
        "ALTER TABLE recalled_batch_of_recall RENAME TO recalled_batch",
        "CREATE INDEX recalled_batch_recall_id ON recalled_batch (recall_id)",
    ],
    &[]
);
