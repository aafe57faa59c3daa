//! Orders: a standing order that is changed from a date on is continued by another.

migration!(
    &[
        "ALTER TABLE standing_order ADD COLUMN predecessor_id uuid REFERENCES standing_order",
        "ALTER TABLE standing_order ADD COLUMN successor_id uuid REFERENCES standing_order",
        "CREATE INDEX standing_order_predecessor_id ON standing_order (predecessor_id)",
        "CREATE INDEX standing_order_successor_id ON standing_order (successor_id)",
    ],
    &[]
);
