//! First tables of settlement.

migration!(
    &[
        "CREATE TABLE account (
        id uuid NOT NULL PRIMARY KEY,
        code text NOT NULL,
        kind text NOT NULL,
        party uuid,
        currency text NOT NULL,
        UNIQUE (code)
    )",
        "CREATE TABLE journal_entry (
        id uuid NOT NULL PRIMARY KEY,
        date date NOT NULL,
        kind text NOT NULL,
        key text NOT NULL,
        description text NOT NULL,
        created_at timestamptz NOT NULL,
        UNIQUE (key)
    )",
        "CREATE TABLE posting (
        id uuid NOT NULL PRIMARY KEY,
        entry_id uuid NOT NULL REFERENCES journal_entry,
        account_id uuid NOT NULL REFERENCES account,
        amount bigint NOT NULL
    )",
        "CREATE INDEX posting_entry_id ON posting (entry_id)",
        "CREATE INDEX posting_account_id ON posting (account_id)",
        "CREATE TABLE pool (
        id uuid NOT NULL PRIMARY KEY,
        cycle_id uuid NOT NULL REFERENCES cycle,
        product_id uuid NOT NULL REFERENCES product,
        currency text NOT NULL,
        net bigint NOT NULL,
        vat bigint NOT NULL,
        paid_net bigint NOT NULL,
        paid_vat bigint NOT NULL,
        state text NOT NULL,
        closed_at timestamptz,
        settled_at timestamptz,
        version integer NOT NULL,
        UNIQUE (cycle_id, product_id)
    )",
        "CREATE TABLE pool_share (
        id uuid NOT NULL PRIMARY KEY,
        pool_id uuid NOT NULL REFERENCES pool,
        unit_id uuid NOT NULL REFERENCES production_unit,
        accepted bigint NOT NULL,
        net bigint NOT NULL,
        vat bigint NOT NULL,
        commission_bps integer NOT NULL,
        commission_vat_bps integer NOT NULL,
        commission bigint NOT NULL,
        commission_vat bigint NOT NULL,
        UNIQUE (pool_id, unit_id)
    )",
        "CREATE TABLE payable (
        id uuid NOT NULL PRIMARY KEY,
        pool_id uuid NOT NULL REFERENCES pool,
        unit_id uuid NOT NULL REFERENCES production_unit,
        cause text NOT NULL,
        net bigint NOT NULL,
        vat bigint NOT NULL,
        commission bigint NOT NULL,
        commission_vat bigint NOT NULL,
        at timestamptz NOT NULL,
        statement_line_id uuid,
        UNIQUE (pool_id, unit_id, cause)
    )",
        "CREATE INDEX payable_unit_id_statement_line_id ON payable (unit_id, statement_line_id)",
        "CREATE TABLE statement (
        id uuid NOT NULL PRIMARY KEY,
        number bigint,
        unit_id uuid NOT NULL REFERENCES production_unit,
        from_date date NOT NULL,
        until_date date NOT NULL,
        currency text NOT NULL,
        total bigint NOT NULL,
        state text NOT NULL,
        file text,
        created_at timestamptz NOT NULL,
        issued_at timestamptz,
        version integer NOT NULL,
        UNIQUE (number)
    )",
        "CREATE INDEX statement_unit_id ON statement (unit_id)",
        "CREATE TABLE statement_line (
        id uuid NOT NULL PRIMARY KEY,
        statement_id uuid NOT NULL REFERENCES statement,
        position integer NOT NULL,
        kind text NOT NULL,
        pool_id uuid REFERENCES pool,
        description text NOT NULL,
        quantity bigint,
        amount bigint NOT NULL,
        UNIQUE (statement_id, position)
    )",
        "CREATE INDEX statement_line_pool_id ON statement_line (pool_id)",
        "CREATE TABLE payout_batch (
        id uuid NOT NULL PRIMARY KEY,
        number bigint NOT NULL,
        currency text NOT NULL,
        format text NOT NULL,
        state text NOT NULL,
        total bigint NOT NULL,
        prepared_at timestamptz NOT NULL,
        prepared_by uuid,
        approved_at timestamptz,
        approved_by uuid,
        exported_at timestamptz,
        confirmed_at timestamptz,
        failed_at timestamptz,
        file text,
        version integer NOT NULL,
        UNIQUE (number)
    )",
        "CREATE TABLE payout (
        id uuid NOT NULL PRIMARY KEY,
        batch_id uuid NOT NULL REFERENCES payout_batch,
        unit_id uuid NOT NULL REFERENCES production_unit,
        statement_id uuid NOT NULL REFERENCES statement,
        amount bigint NOT NULL,
        state text NOT NULL,
        account json NOT NULL,
        live_statement uuid,
        confirmed_on date,
        failure text,
        UNIQUE (live_statement)
    )",
        "CREATE INDEX payout_batch_id ON payout (batch_id)",
        "CREATE TABLE invoice_progress (
        invoice_id uuid NOT NULL PRIMARY KEY REFERENCES invoice,
        paid bigint NOT NULL
    )",
        "CREATE TABLE line_progress (
        invoice_line_id uuid NOT NULL PRIMARY KEY REFERENCES invoice_line,
        invoice_id uuid NOT NULL REFERENCES invoice,
        pool_id uuid NOT NULL REFERENCES pool,
        net bigint NOT NULL,
        vat bigint NOT NULL,
        paid_net bigint NOT NULL,
        paid_vat bigint NOT NULL
    )",
        "CREATE INDEX line_progress_invoice_id ON line_progress (invoice_id)",
        "CREATE INDEX line_progress_pool_id ON line_progress (pool_id)",
        "CREATE TABLE payout_account (
        id integer NOT NULL PRIMARY KEY CHECK (id = 1),
        bank_code text NOT NULL,
        account_number text NOT NULL,
        holder_name text NOT NULL,
        holder_tax_id text NOT NULL,
        version integer NOT NULL
    )",
    ],
    &["journal_entry", "posting"]
);
