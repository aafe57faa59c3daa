//! First tables of notifications.

migration!(
    &["CREATE TABLE message (
        id uuid NOT NULL PRIMARY KEY,
        key text NOT NULL,
        recipient text NOT NULL,
        language text NOT NULL,
        template text NOT NULL,
        context json NOT NULL,
        attachment text,
        queued_at timestamptz NOT NULL,
        sent_at timestamptz,
        UNIQUE (key)
    )",],
    &[]
);
