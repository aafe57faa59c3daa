//! Catalogue: photos of products.

migration!(
    &[
        "CREATE TABLE product_photo (
        id uuid NOT NULL PRIMARY KEY,
        product_id uuid NOT NULL REFERENCES product,
        position integer NOT NULL,
        digest text NOT NULL,
        width integer NOT NULL,
        height integer NOT NULL,
        alt_es text,
        alt_en text,
        created_at timestamptz NOT NULL,
        version integer NOT NULL,
        UNIQUE (product_id, position)
    )",
        "CREATE INDEX product_photo_digest ON product_photo (digest)",
    ],
    &[]
);
