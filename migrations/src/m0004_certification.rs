//! First tables of certification.

migration!(
    &[
        "CREATE TABLE certificate (
        id uuid NOT NULL PRIMARY KEY,
        number text NOT NULL,
        unit_id uuid NOT NULL REFERENCES production_unit,
        product_id uuid NOT NULL,
        product_name_es text,
        product_name_en text,
        valid_from date NOT NULL,
        valid_until date NOT NULL,
        granted_at timestamptz NOT NULL,
        suspended_at timestamptz,
        withdrawn_at timestamptz,
        reason text,
        version integer NOT NULL,
        UNIQUE (number)
    )",
        "CREATE INDEX certificate_unit_id_product_id ON certificate (unit_id, product_id)",
        "CREATE INDEX certificate_product_id ON certificate (product_id)",
    ],
    &[]
);
