//! First tables of cycles.

migration!(
    &[
        "CREATE TABLE calendar (
        id uuid NOT NULL PRIMARY KEY,
        zone_id uuid NOT NULL REFERENCES zone,
        delivery_weekday integer NOT NULL,
        opens_days_before integer NOT NULL,
        cut_off_days_before integer NOT NULL,
        cut_off_time time NOT NULL,
        weeks_ahead integer NOT NULL,
        ended_at timestamptz,
        created_at timestamptz NOT NULL,
        version integer NOT NULL,
        UNIQUE (zone_id, delivery_weekday)
    )",
        "CREATE TABLE cycle (
        id uuid NOT NULL PRIMARY KEY,
        code text NOT NULL,
        zone_id uuid NOT NULL REFERENCES zone,
        delivery_date date NOT NULL,
        production_week date NOT NULL,
        opens_at timestamptz NOT NULL,
        cut_off_at timestamptz NOT NULL,
        respond_by timestamptz NOT NULL,
        state text NOT NULL,
        opened_at timestamptz,
        closed_at timestamptz,
        allocated_at timestamptz,
        published_at timestamptz,
        delivering_at timestamptz,
        delivered_at timestamptz,
        created_at timestamptz NOT NULL,
        version integer NOT NULL,
        UNIQUE (zone_id, delivery_date),
        UNIQUE (code)
    )",
        "CREATE INDEX cycle_state_cut_off_at ON cycle (state, cut_off_at)",
    ],
    &[]
);
