//! First tables of buyers.

migration!(
    &[
        "CREATE TABLE segment (
        id uuid NOT NULL PRIMARY KEY,
        code text NOT NULL,
        name_es text NOT NULL,
        name_en text NOT NULL,
        version integer NOT NULL,
        UNIQUE (code)
    )",
        "CREATE TABLE zone (
        id uuid NOT NULL PRIMARY KEY,
        code text NOT NULL,
        name text NOT NULL,
        version integer NOT NULL,
        UNIQUE (code)
    )",
        "CREATE TABLE buyer (
        id uuid NOT NULL PRIMARY KEY,
        organisation_id uuid NOT NULL REFERENCES organisation,
        code text NOT NULL,
        segment_id uuid NOT NULL REFERENCES segment,
        zone_id uuid NOT NULL REFERENCES zone,
        payment_terms_days integer NOT NULL,
        invoicing_terms text NOT NULL,
        credit_limit bigint,
        exposure bigint NOT NULL,
        order_minimum bigint NOT NULL,
        priority integer NOT NULL,
        approved_at timestamptz NOT NULL,
        closed_at timestamptz,
        version integer NOT NULL,
        UNIQUE (code),
        UNIQUE (organisation_id)
    )",
        "CREATE TABLE delivery_point (
        id uuid NOT NULL PRIMARY KEY,
        buyer_id uuid NOT NULL REFERENCES buyer,
        name text NOT NULL,
        address text NOT NULL,
        comuna_code text,
        notes text,
        created_at timestamptz NOT NULL,
        retired_at timestamptz,
        version integer NOT NULL
    )",
        "CREATE INDEX delivery_point_buyer_id ON delivery_point (buyer_id)",
        "CREATE TABLE exposure_movement (
        id uuid NOT NULL PRIMARY KEY,
        buyer_id uuid NOT NULL REFERENCES buyer,
        cause text NOT NULL,
        amount bigint NOT NULL,
        at timestamptz NOT NULL,
        UNIQUE (cause)
    )",
        "CREATE INDEX exposure_movement_buyer_id ON exposure_movement (buyer_id)",
    ],
    &[]
);
