//! Settlement: advances and deductions, which the next statement of their workshop takes off.

migration!(
    &[
        "CREATE TABLE adjustment (
        id uuid NOT NULL PRIMARY KEY,
        workshop_id uuid NOT NULL REFERENCES workshop,
        kind text NOT NULL,
        currency text NOT NULL,
        amount bigint NOT NULL CHECK ((reverses_id IS NULL AND amount > 0) OR (reverses_id IS NOT NULL AND amount < 0)),
        dated_on date NOT NULL,
        method text,
        reason text NOT NULL,
        consent text,
        reverses_id uuid REFERENCES adjustment,
        statement_line_id uuid REFERENCES statement_line,
        created_at timestamptz NOT NULL,
        created_by uuid,
        UNIQUE (reverses_id),
        UNIQUE (statement_line_id),
        CHECK ((kind = 'advance') = (method IS NOT NULL)),
        CHECK ((kind = 'deduction') = (consent IS NOT NULL))
    )",
        "CREATE INDEX adjustment_workshop_id ON adjustment (workshop_id, statement_line_id)",
        "ALTER TABLE bank_line_match ADD COLUMN adjustment_id uuid",
        "CREATE UNIQUE INDEX bank_line_match_adjustment ON bank_line_match (adjustment_id) WHERE undone_at IS NULL",
    ],
    &[]
);
