//! Orders: the changes of an order, recorded from now on.

migration!(
    &[
        "CREATE TABLE order_change (
        id uuid NOT NULL PRIMARY KEY,
        order_id uuid NOT NULL REFERENCES orders,
        kind text NOT NULL,
        changed_by uuid REFERENCES person,
        changed_at timestamptz NOT NULL,
        reason text,
        lines json NOT NULL
    )",
        "CREATE INDEX order_change_order_id_id ON order_change (order_id, id)",
    ],
    &["order_change"]
);
