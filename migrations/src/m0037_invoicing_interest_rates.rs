//! Invoicing: dated rates of current interest, for what is paid late (Ley 21.131).

migration!(
    &["CREATE TABLE interest_rate (
        id uuid NOT NULL PRIMARY KEY,
        effective_from date NOT NULL,
        annual_bps integer NOT NULL CHECK (annual_bps >= 0),
        recorded_by uuid REFERENCES person,
        recorded_at timestamptz NOT NULL
    )"],
    &["interest_rate"]
);
