//! First tables of fulfilment.

migration!(
    &[
        "CREATE TABLE batch (
        id uuid NOT NULL PRIMARY KEY,
        code text NOT NULL,
        unit_id uuid NOT NULL REFERENCES production_unit,
        product_id uuid NOT NULL REFERENCES product,
        quota_id uuid REFERENCES quota,
        made_on date NOT NULL,
        best_before date NOT NULL,
        quantity bigint NOT NULL CHECK (quantity > 0),
        created_at timestamptz NOT NULL,
        created_by uuid,
        UNIQUE (code)
    )",
        "CREATE INDEX batch_unit_id ON batch (unit_id)",
        "CREATE INDEX batch_quota_id ON batch (quota_id)",
        "CREATE TABLE goods_receipt (
        id uuid NOT NULL PRIMARY KEY,
        cycle_id uuid NOT NULL REFERENCES cycle,
        quota_id uuid NOT NULL REFERENCES quota,
        batch_id uuid REFERENCES batch,
        accepted bigint NOT NULL CHECK (accepted >= 0),
        rejected bigint NOT NULL CHECK (rejected >= 0),
        rejection text,
        rejection_reason text,
        received_at timestamptz NOT NULL,
        received_by uuid,
        CHECK (accepted + rejected > 0),
        CHECK (accepted = 0 OR batch_id IS NOT NULL)
    )",
        "CREATE INDEX goods_receipt_cycle_id ON goods_receipt (cycle_id)",
        "CREATE INDEX goods_receipt_quota_id ON goods_receipt (quota_id)",
        "CREATE INDEX goods_receipt_batch_id ON goods_receipt (batch_id)",
        "CREATE TABLE delivery (
        id uuid NOT NULL PRIMARY KEY,
        code text NOT NULL,
        cycle_id uuid NOT NULL REFERENCES cycle,
        buyer_id uuid NOT NULL REFERENCES buyer,
        delivery_point_id uuid NOT NULL REFERENCES delivery_point,
        state text NOT NULL,
        prepared_at timestamptz NOT NULL,
        dispatched_at timestamptz,
        confirmed_at timestamptz,
        confirmed_by uuid,
        version integer NOT NULL,
        UNIQUE (code),
        UNIQUE (cycle_id, delivery_point_id, buyer_id)
    )",
        "CREATE INDEX delivery_buyer_id ON delivery (buyer_id)",
        "CREATE INDEX delivery_cycle_id ON delivery (cycle_id, id)",
        "CREATE TABLE delivery_line (
        id uuid NOT NULL PRIMARY KEY,
        delivery_id uuid NOT NULL REFERENCES delivery,
        order_line_id uuid NOT NULL REFERENCES order_line,
        product_id uuid NOT NULL REFERENCES product,
        batch_id uuid NOT NULL REFERENCES batch,
        unit_id uuid NOT NULL REFERENCES production_unit,
        quantity bigint NOT NULL CHECK (quantity > 0),
        UNIQUE (delivery_id, order_line_id, batch_id)
    )",
        "CREATE INDEX delivery_line_order_line_id ON delivery_line (order_line_id)",
        "CREATE INDEX delivery_line_batch_id ON delivery_line (batch_id)",
    ],
    &[]
);
