//! First tables of catalogue.

migration!(
    &[
        "CREATE TABLE family (
        id uuid NOT NULL PRIMARY KEY,
        code text NOT NULL,
        name_es text NOT NULL,
        name_en text NOT NULL,
        UNIQUE (code)
    )",
        "CREATE TABLE product (
        id uuid NOT NULL PRIMARY KEY,
        code text NOT NULL,
        family_id uuid NOT NULL REFERENCES family,
        name_es text NOT NULL,
        name_en text NOT NULL,
        description_es text,
        description_en text,
        net_content bigint NOT NULL,
        net_unit text NOT NULL,
        lot_size bigint NOT NULL CHECK (lot_size > 0),
        order_multiple bigint NOT NULL,
        ingredients_es text,
        ingredients_en text,
        allergens json NOT NULL,
        practices json NOT NULL,
        storage text NOT NULL,
        shelf_life_days integer NOT NULL,
        vat_bps integer NOT NULL,
        additional_tax_code text,
        additional_tax_bps integer NOT NULL,
        published_at timestamptz,
        retired_at timestamptz,
        created_at timestamptz NOT NULL,
        version integer NOT NULL,
        UNIQUE (code)
    )",
        "CREATE INDEX product_family_id ON product (family_id)",
        "CREATE TABLE offer (
        id uuid NOT NULL PRIMARY KEY,
        unit_id uuid NOT NULL REFERENCES production_unit,
        product_id uuid NOT NULL REFERENCES product,
        capacity_per_week bigint NOT NULL,
        min_batch bigint,
        lead_days integer NOT NULL,
        harvest_months integer NOT NULL,
        ended_at timestamptz,
        created_at timestamptz NOT NULL,
        version integer NOT NULL,
        UNIQUE (unit_id, product_id)
    )",
        "CREATE INDEX offer_product_id ON offer (product_id)",
        "CREATE TABLE price_list (
        id uuid NOT NULL PRIMARY KEY,
        code text NOT NULL,
        name text NOT NULL,
        segment_id uuid NOT NULL REFERENCES segment,
        currency text NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        UNIQUE (code),
        UNIQUE (segment_id)
    )",
        "CREATE TABLE price (
        id uuid NOT NULL PRIMARY KEY,
        price_list_id uuid NOT NULL REFERENCES price_list,
        product_id uuid NOT NULL REFERENCES product,
        min_quantity bigint NOT NULL,
        amount bigint NOT NULL,
        from_version integer NOT NULL,
        to_version integer,
        UNIQUE (price_list_id, product_id, min_quantity, from_version)
    )",
        "CREATE TABLE week_capacity (
        id uuid NOT NULL PRIMARY KEY,
        product_id uuid NOT NULL REFERENCES product,
        week date NOT NULL,
        reserved bigint NOT NULL CHECK (reserved >= 0),
        UNIQUE (product_id, week)
    )",
        "CREATE TABLE reservation (
        id uuid NOT NULL PRIMARY KEY,
        holder uuid NOT NULL,
        product_id uuid NOT NULL REFERENCES product,
        week date NOT NULL,
        quantity bigint NOT NULL,
        created_at timestamptz NOT NULL,
        released_at timestamptz,
        UNIQUE (holder)
    )",
        "CREATE INDEX reservation_product_id_week ON reservation (product_id, week)",
    ],
    &[]
);
