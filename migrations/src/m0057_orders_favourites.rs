//! Orders: the favourite products of a buyer.

migration!(
    &[
        "CREATE TABLE favourite_product (
        buyer_id uuid NOT NULL REFERENCES buyer,
        product_id uuid NOT NULL REFERENCES product,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (buyer_id, product_id)
    )",
        "CREATE INDEX favourite_product_product_id ON favourite_product (product_id)",
    ],
    &[]
);
