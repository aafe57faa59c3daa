//! Certification: protocols, one version after another for each family, and the version of each certificate.

migration!(
    &[
        "CREATE TABLE protocol (
        id uuid NOT NULL PRIMARY KEY,
        family_id uuid NOT NULL,
        number integer NOT NULL CHECK (number > 0),
        summary_es text NOT NULL,
        summary_en text NOT NULL,
        max_open_major integer NOT NULL CHECK (max_open_major >= 0),
        max_open_minor integer NOT NULL CHECK (max_open_minor >= 0),
        created_at timestamptz NOT NULL,
        published_at timestamptz,
        applies_from date,
        renew_by date,
        version integer NOT NULL,
        UNIQUE (family_id, number),
        CHECK ((published_at IS NULL) = (applies_from IS NULL)),
        CHECK (renew_by >= applies_from)
    )",
        "CREATE UNIQUE INDEX protocol_draft ON protocol (family_id) WHERE published_at IS NULL",
        "CREATE TABLE criterion (
        id uuid NOT NULL PRIMARY KEY,
        protocol_id uuid NOT NULL REFERENCES protocol,
        code text NOT NULL,
        attribute text NOT NULL,
        severity text NOT NULL,
        text_es text NOT NULL,
        text_en text NOT NULL,
        evidence_es text NOT NULL,
        evidence_en text NOT NULL,
        guidance_es text NOT NULL,
        guidance_en text NOT NULL,
        UNIQUE (protocol_id, code)
    )",
        "ALTER TABLE certificate ADD COLUMN protocol_id uuid REFERENCES protocol",
        "CREATE INDEX certificate_protocol_id ON certificate (protocol_id)",
    ],
    &[]
);
