//! First tables of identity.

migration!(
    &[
        "CREATE TABLE person (
        id uuid NOT NULL PRIMARY KEY,
        email text NOT NULL,
        name text NOT NULL,
        language text NOT NULL,
        password_hash text,
        disabled_at timestamptz,
        created_at timestamptz NOT NULL,
        version integer NOT NULL,
        UNIQUE (email)
    )",
        "CREATE TABLE organisation (
        id uuid NOT NULL PRIMARY KEY,
        kind text NOT NULL,
        code text NOT NULL,
        name text NOT NULL,
        legal_name text NOT NULL,
        tax_id text,
        email text,
        phone text,
        created_at timestamptz NOT NULL,
        version integer NOT NULL,
        UNIQUE (code)
    )",
        "CREATE UNIQUE INDEX organisation_one_cooperative ON organisation (kind) WHERE kind = 'cooperative'",
        "CREATE TABLE membership (
        id uuid NOT NULL PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        organisation_id uuid NOT NULL REFERENCES organisation,
        role text NOT NULL,
        created_at timestamptz NOT NULL,
        ended_at timestamptz
    )",
        "CREATE UNIQUE INDEX membership_live ON membership (person_id, organisation_id, role) WHERE ended_at IS NULL",
        "CREATE INDEX membership_organisation_id ON membership (organisation_id)",
        "CREATE TABLE session (
        id uuid NOT NULL PRIMARY KEY,
        token_hash text NOT NULL,
        person_id uuid NOT NULL REFERENCES person,
        organisation_id uuid REFERENCES organisation,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        UNIQUE (token_hash)
    )",
        "CREATE INDEX session_person_id ON session (person_id)",
        "CREATE TABLE sign_in_link (
        id uuid NOT NULL PRIMARY KEY,
        token_hash text NOT NULL,
        purpose text NOT NULL,
        person_id uuid REFERENCES person,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        UNIQUE (token_hash)
    )",
        "CREATE TABLE sign_in_attempt (
        id uuid NOT NULL PRIMARY KEY,
        account text NOT NULL,
        address text NOT NULL,
        at timestamptz NOT NULL
    )",
        "CREATE INDEX sign_in_attempt_at ON sign_in_attempt (at)",
        "CREATE INDEX sign_in_attempt_account_at ON sign_in_attempt (account, at)",
        "CREATE INDEX sign_in_attempt_address_at ON sign_in_attempt (address, at)",
    ],
    &[]
);
