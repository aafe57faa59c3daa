//! Orders: the orders that wait for a minimum batch to come together.

migration!(
    &[
        "CREATE TABLE batch_wait (
        id uuid NOT NULL PRIMARY KEY,
        cycle_id uuid NOT NULL REFERENCES cycle,
        order_id uuid NOT NULL REFERENCES orders,
        product_id uuid NOT NULL REFERENCES product,
        created_at timestamptz NOT NULL,
        filled_at timestamptz,
        unfilled_at timestamptz,
        UNIQUE (order_id, product_id)
    )",
        "CREATE INDEX batch_wait_cycle_id ON batch_wait (cycle_id)",
        "CREATE INDEX batch_wait_product_id ON batch_wait (product_id)",
    ],
    &[]
);
