//! Invoicing and settlement: the batches whose quality fault a credit note corrects, and what their makers bear of it.

migration!(
    &[
        "CREATE TABLE quality_fault (
        invoice_line_id uuid NOT NULL REFERENCES invoice_line,
        batch_id uuid NOT NULL REFERENCES batch,
        workshop_id uuid NOT NULL REFERENCES workshop,
        quantity bigint NOT NULL,
        PRIMARY KEY (invoice_line_id, batch_id)
    )",
        "CREATE TABLE pool_fault (
        id uuid PRIMARY KEY,
        pool_id uuid NOT NULL REFERENCES pool,
        workshop_id uuid NOT NULL REFERENCES workshop,
        invoice_line_id uuid NOT NULL REFERENCES invoice_line,
        batch_id uuid NOT NULL REFERENCES batch,
        net bigint NOT NULL,
        vat bigint NOT NULL,
        additional_tax bigint NOT NULL,
        reverses_id uuid UNIQUE REFERENCES pool_fault,
        reversal_reason text,
        created_at timestamptz NOT NULL,
        created_by uuid REFERENCES person
    )",
        "CREATE UNIQUE INDEX pool_fault_once ON pool_fault (invoice_line_id, batch_id) WHERE reverses_id IS NULL",
        "CREATE INDEX pool_fault_pool_id ON pool_fault (pool_id)",
    ],
    &["quality_fault", "pool_fault"]
);
