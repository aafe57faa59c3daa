//! Catalogue: the delivery that a reservation is for, because each delivery is made in whole lots of its own.

migration!(
    &[
        "ALTER TABLE reservation ADD COLUMN zone_id uuid REFERENCES zone",
        "ALTER TABLE reservation ADD COLUMN delivery_date date",
        "UPDATE reservation SET \
            zone_id = (SELECT c.zone_id FROM order_line l JOIN cycle c ON c.id = l.cycle_id WHERE l.id = reservation.holder), \
            delivery_date = \
                (SELECT c.delivery_date FROM order_line l JOIN cycle c ON c.id = l.cycle_id WHERE l.id = reservation.holder)",
        "DELETE FROM reservation WHERE zone_id IS NULL",
        "CREATE INDEX reservation_live_deliveries ON reservation (week, product_id, zone_id, delivery_date, quantity) \
            WHERE released_at IS NULL",
    ],
    &[]
);
