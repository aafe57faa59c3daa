//! First tables of platform.

migration!(
    &[
        "CREATE TABLE installation (
        id integer NOT NULL PRIMARY KEY CHECK (id = 1),
        currency text NOT NULL,
        time_zone text NOT NULL,
        created_at timestamptz NOT NULL
    )",
        "CREATE TABLE job (
        id uuid NOT NULL PRIMARY KEY,
        kind text NOT NULL,
        key text NOT NULL,
        payload json NOT NULL,
        due_at timestamptz NOT NULL,
        attempts integer NOT NULL,
        leased_until timestamptz,
        leased_by text,
        done_at timestamptz,
        dead_at timestamptz,
        last_error text,
        created_at timestamptz NOT NULL,
        UNIQUE (kind, key)
    )",
        "CREATE INDEX job_done_at_dead_at_due_at ON job (done_at, dead_at, due_at)",
        "CREATE TABLE idempotency_key (
        id uuid NOT NULL PRIMARY KEY,
        caller text NOT NULL,
        operation text NOT NULL,
        key text NOT NULL,
        request_hash text NOT NULL,
        status integer NOT NULL,
        response json NOT NULL,
        created_at timestamptz NOT NULL,
        UNIQUE (caller, key)
    )",
        "CREATE INDEX idempotency_key_created_at ON idempotency_key (created_at)",
        "CREATE TABLE audit_entry (
        id uuid NOT NULL PRIMARY KEY,
        at timestamptz NOT NULL,
        person_id uuid,
        actor text NOT NULL,
        subject_kind text NOT NULL,
        subject_id uuid NOT NULL,
        action text NOT NULL,
        detail json NOT NULL
    )",
        "CREATE INDEX audit_entry_subject_id_at ON audit_entry (subject_id, at)",
        "CREATE TABLE counter (
        name text NOT NULL PRIMARY KEY,
        next bigint NOT NULL
    )",
    ],
    &["audit_entry"]
);
