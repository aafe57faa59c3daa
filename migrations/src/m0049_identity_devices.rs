//! Browsers in which people have signed in.

migration!(
    &[
        "CREATE TABLE sign_in_device (
        id uuid NOT NULL PRIMARY KEY,
        token_hash text NOT NULL,
        person_id uuid NOT NULL REFERENCES person,
        used_at timestamptz NOT NULL,
        UNIQUE (token_hash, person_id)
    )",
        "CREATE INDEX sign_in_device_person_id ON sign_in_device (person_id)",
        "CREATE INDEX sign_in_device_used_at ON sign_in_device (used_at)",
    ],
    &[]
);
