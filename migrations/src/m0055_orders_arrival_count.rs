//! Orders: what a closed delivery counts of an arrival that was recorded, changed or cancelled after its cut-off. Arrivals
//! that were recorded or cancelled late have it at once; what a delivery counts of one that was changed is not known.

migration!(
    &[
        "CREATE TABLE arrival_count (
        id uuid NOT NULL PRIMARY KEY,
        arrival_id uuid NOT NULL REFERENCES arrival,
        cycle_id uuid NOT NULL REFERENCES cycle,
        date date NOT NULL,
        guests integer NOT NULL CHECK (guests >= 0),
        created_at timestamptz NOT NULL,
        UNIQUE (arrival_id, cycle_id)
    )",
        "CREATE INDEX arrival_count_cycle_id ON arrival_count (cycle_id)",
        // An arrival belongs to the last delivery on or before its day. Its id names the only row that it gets here.
        "INSERT INTO arrival_count (id, arrival_id, cycle_id, date, guests, created_at)
        SELECT arrival.id, arrival.id, cycle.id, arrival.date,
            CASE WHEN arrival.cancelled_at IS NULL THEN 0
                WHEN arrival.created_at >= cycle.cut_off_at OR arrival.created_at >= cycle.closed_at THEN 0
                ELSE arrival.guests END,
            arrival.changed_at
        FROM arrival
        JOIN buyer ON buyer.id = arrival.buyer_id
        JOIN cycle ON cycle.zone_id = buyer.zone_id
        WHERE (arrival.changed_at >= cycle.cut_off_at OR arrival.changed_at >= cycle.closed_at)
            AND (arrival.version = 1 OR arrival.cancelled_at IS NOT NULL)
            AND cycle.delivery_date = (
                SELECT MAX(earlier.delivery_date) FROM cycle AS earlier
                WHERE earlier.zone_id = buyer.zone_id AND earlier.delivery_date <= arrival.date
            )",
    ],
    &["arrival_count"]
);
