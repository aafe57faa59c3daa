//! Catalogue: baskets, which are products made of products.

migration!(
    &[
        "CREATE TABLE basket (
        product_id uuid NOT NULL PRIMARY KEY REFERENCES product,
        buyer_id uuid REFERENCES buyer,
        discount_bps integer CHECK (discount_bps BETWEEN 0 AND 10000),
        packaging_es text,
        packaging_en text,
        packaging_price bigint NOT NULL CHECK (packaging_price >= 0),
        card_es text,
        card_en text
    )",
        "CREATE INDEX basket_buyer ON basket (buyer_id)",
        "CREATE TABLE basket_component (
        id uuid NOT NULL PRIMARY KEY,
        basket_id uuid NOT NULL REFERENCES basket,
        position integer NOT NULL,
        product_id uuid NOT NULL REFERENCES product,
        quantity bigint NOT NULL CHECK (quantity > 0),
        UNIQUE (basket_id, position),
        UNIQUE (basket_id, product_id)
    )",
        "CREATE INDEX basket_component_product ON basket_component (product_id)",
        "CREATE TABLE basket_substitute (
        component_id uuid NOT NULL REFERENCES basket_component,
        position integer NOT NULL,
        product_id uuid NOT NULL REFERENCES product,
        PRIMARY KEY (component_id, position),
        UNIQUE (component_id, product_id)
    )",
        "CREATE INDEX basket_substitute_product ON basket_substitute (product_id)",
    ],
    &[]
);
