//! Fulfilment: goods receipts can be corrected, and quotas end with receiving.

migration!(
    &[
        "ALTER TABLE goods_receipt ADD COLUMN replaces_id uuid REFERENCES goods_receipt",
        "ALTER TABLE goods_receipt ADD COLUMN cancelled_at timestamptz",
        "ALTER TABLE goods_receipt ADD COLUMN cancelled_by uuid",
        "ALTER TABLE goods_receipt ADD COLUMN cancel_reason text",
        "CREATE UNIQUE INDEX goods_receipt_replaces_id ON goods_receipt (replaces_id)",
        "UPDATE quota SET state = 'unfulfilled' WHERE state IN ('accepted', 'amended', 'frozen') AND (EXISTS ( \
         SELECT 1 FROM delivery v WHERE v.cycle_id = quota.cycle_id) OR EXISTS (SELECT 1 FROM cycle c \
         WHERE c.id = quota.cycle_id AND c.state = 'delivered'))",
    ],
    &[]
);
