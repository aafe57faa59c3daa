//! First tables of notifications.

migration!(
    &[
        "CREATE TABLE message (
        id uuid NOT NULL PRIMARY KEY,
        key text NOT NULL,
        kind text NOT NULL,
        about json NOT NULL,
        person_id uuid NOT NULL REFERENCES person,
        organisation_id uuid NOT NULL REFERENCES organisation,
        name text NOT NULL,
        recipient text NOT NULL,
        language text NOT NULL,
        queued_at timestamptz NOT NULL,
        subject text,
        sent_at timestamptz,
        refused_at timestamptz,
        refusal text,
        UNIQUE (key),
        CHECK (sent_at IS NULL OR refused_at IS NULL)
    )",
        "CREATE INDEX message_person_id ON message (person_id)",
    ],
    &[]
);
