//! First tables of members.

migration!(
    &[
        "CREATE TABLE decision (
        id uuid NOT NULL PRIMARY KEY,
        code text NOT NULL,
        title text NOT NULL,
        decided_on date NOT NULL,
        effective_from date NOT NULL,
        settings json NOT NULL,
        created_at timestamptz NOT NULL,
        UNIQUE (code)
    )",
        "CREATE TABLE season (
        id uuid NOT NULL PRIMARY KEY,
        code text NOT NULL,
        name text NOT NULL,
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        UNIQUE (code)
    )",
        "CREATE TABLE production_unit (
        id uuid NOT NULL PRIMARY KEY,
        organisation_id uuid NOT NULL REFERENCES organisation,
        code text NOT NULL,
        name text NOT NULL,
        comuna_code text,
        comuna text,
        story_es text,
        story_en text,
        tax_status text NOT NULL,
        overall_limit_bps integer,
        joined_on date NOT NULL,
        left_on date,
        created_at timestamptz NOT NULL,
        version integer NOT NULL,
        UNIQUE (code)
    )",
        "CREATE INDEX production_unit_organisation_id ON production_unit (organisation_id)",
        "CREATE TABLE share (
        id uuid NOT NULL PRIMARY KEY,
        unit_id uuid NOT NULL REFERENCES production_unit,
        weight bigint NOT NULL CHECK (weight > 0),
        from_date date NOT NULL,
        decision_id uuid REFERENCES decision,
        created_at timestamptz NOT NULL,
        UNIQUE (unit_id, from_date)
    )",
        "CREATE TABLE sanitary_authorisation (
        id uuid NOT NULL PRIMARY KEY,
        unit_id uuid NOT NULL REFERENCES production_unit,
        number text NOT NULL,
        valid_from date NOT NULL,
        valid_until date NOT NULL,
        created_at timestamptz NOT NULL,
        UNIQUE (unit_id, number)
    )",
        "CREATE TABLE pause (
        id uuid NOT NULL PRIMARY KEY,
        unit_id uuid NOT NULL REFERENCES production_unit,
        from_date date NOT NULL,
        until_date date,
        reason text NOT NULL,
        created_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL
    )",
        "CREATE INDEX pause_unit_id ON pause (unit_id)",
        "CREATE TABLE bank_account (
        id uuid NOT NULL PRIMARY KEY,
        unit_id uuid NOT NULL REFERENCES production_unit,
        bank_code text NOT NULL,
        account_kind text NOT NULL,
        account_number text NOT NULL,
        holder_name text NOT NULL,
        holder_tax_id text NOT NULL,
        email text,
        created_at timestamptz NOT NULL
    )",
        "CREATE INDEX bank_account_unit_id_created_at ON bank_account (unit_id, created_at)",
    ],
    &[]
);
