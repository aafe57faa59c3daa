//! First tables of invoicing.

migration!(&[
    "CREATE TABLE invoice (
        id uuid NOT NULL PRIMARY KEY,
        kind text NOT NULL,
        series text NOT NULL,
        number bigint,
        buyer_id uuid NOT NULL REFERENCES buyer,
        cycle_id uuid REFERENCES cycle,
        delivery_id uuid REFERENCES delivery,
        references_id uuid,
        reference_reason text,
        currency text NOT NULL,
        net bigint NOT NULL,
        tax bigint NOT NULL,
        total bigint NOT NULL,
        paid bigint NOT NULL,
        issued_on date,
        due_on date,
        state text NOT NULL,
        parties json NOT NULL,
        file text,
        created_at timestamptz NOT NULL,
        issued_at timestamptz,
        version integer NOT NULL,
        UNIQUE (series, number)
    )",
    "CREATE INDEX invoice_buyer_id_state ON invoice (buyer_id, state)",
    "CREATE INDEX invoice_cycle_id ON invoice (cycle_id)",
    "CREATE TABLE invoice_line (
        id uuid NOT NULL PRIMARY KEY,
        invoice_id uuid NOT NULL REFERENCES invoice,
        position integer NOT NULL,
        order_line_id uuid REFERENCES order_line,
        product_id uuid NOT NULL REFERENCES product,
        cycle_id uuid NOT NULL REFERENCES cycle,
        description text NOT NULL,
        quantity bigint NOT NULL,
        unit_price bigint NOT NULL,
        discount_bps integer NOT NULL,
        net bigint NOT NULL,
        vat_bps integer NOT NULL,
        additional_tax_code text,
        additional_tax_bps integer NOT NULL,
        UNIQUE (invoice_id, position)
    )",
    "CREATE INDEX invoice_line_cycle_id_product_id ON invoice_line (cycle_id, product_id)",
    "CREATE TABLE invoiced_delivery (
        delivery_line_id uuid NOT NULL PRIMARY KEY REFERENCES delivery_line,
        invoice_line_id uuid NOT NULL REFERENCES invoice_line
    )",
    "CREATE INDEX invoiced_delivery_invoice_line_id ON invoiced_delivery (invoice_line_id)",
    "CREATE TABLE invoice_tax (
        id uuid NOT NULL PRIMARY KEY,
        invoice_id uuid NOT NULL REFERENCES invoice,
        tax_code text NOT NULL,
        rate_bps integer NOT NULL,
        base bigint NOT NULL,
        amount bigint NOT NULL,
        UNIQUE (invoice_id, tax_code, rate_bps)
    )",
], &[]);
