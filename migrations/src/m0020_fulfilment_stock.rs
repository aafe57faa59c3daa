//! Fulfilment: the cooperative's stock, and what it pays itself into a pool.

migration!(
    &[
        "CREATE TABLE stock_item (
        id uuid NOT NULL PRIMARY KEY,
        key text NOT NULL,
        cycle_id uuid NOT NULL REFERENCES cycle,
        product_id uuid NOT NULL REFERENCES product,
        batch_id uuid NOT NULL REFERENCES batch,
        workshop_id uuid NOT NULL REFERENCES workshop,
        source text NOT NULL,
        delivery_line_id uuid REFERENCES delivery_line,
        units bigint NOT NULL CHECK (units > 0),
        remaining bigint NOT NULL,
        value bigint NOT NULL CHECK (value >= 0),
        created_at timestamptz NOT NULL,
        created_by uuid REFERENCES person,
        UNIQUE (key),
        CHECK (remaining >= 0 AND remaining <= units)
    )",
        "CREATE INDEX stock_item_cycle_id_product_id ON stock_item (cycle_id, product_id)",
        "CREATE INDEX stock_item_batch_id ON stock_item (batch_id)",
        "CREATE TABLE stock_disposal (
        id uuid NOT NULL PRIMARY KEY,
        stock_item_id uuid NOT NULL REFERENCES stock_item,
        kind text NOT NULL,
        units bigint NOT NULL,
        cost bigint NOT NULL,
        total bigint NOT NULL,
        tax bigint NOT NULL,
        recipient text,
        document text,
        reason text,
        reverses_id uuid REFERENCES stock_disposal,
        disposed_at timestamptz NOT NULL,
        disposed_by uuid REFERENCES person,
        UNIQUE (reverses_id)
    )",
        "CREATE INDEX stock_disposal_stock_item_id ON stock_disposal (stock_item_id, id)",
        // What was left of earlier cycles. Its makers shared the pools of their cycles with it, so it has no value here.
        "INSERT INTO stock_item SELECT b.id, 'surplus_of:' || b.code, g.cycle_id, b.product_id, b.id, b.workshop_id, \
         'surplus', NULL, g.accepted - g.packed, g.accepted - g.packed, 0, b.created_at, NULL FROM batch b JOIN ( \
             SELECT r.batch_id, r.cycle_id, CAST(SUM(r.accepted) AS BIGINT) AS accepted, CAST(COALESCE(( \
                 SELECT SUM(d.quantity) FROM delivery_line d WHERE d.batch_id = r.batch_id), 0) AS BIGINT) AS packed \
             FROM goods_receipt r WHERE r.accepted > 0 AND (EXISTS (SELECT 1 FROM delivery v \
             WHERE v.cycle_id = r.cycle_id) OR EXISTS (SELECT 1 FROM cycle c WHERE c.id = r.cycle_id \
             AND c.state = 'delivered')) GROUP BY r.batch_id, r.cycle_id) g ON g.batch_id = b.id \
         WHERE g.accepted > g.packed",
        "ALTER TABLE pool ADD COLUMN purchased bigint NOT NULL DEFAULT 0",
    ],
    &["stock_disposal"]
);
