//! Settlement: rates of commission for a workshop, a family of products, or both, as a decision of the assembly sets them.

migration!(
    &["CREATE TABLE commission_rate (
        id uuid NOT NULL PRIMARY KEY,
        decision_id uuid NOT NULL REFERENCES decision,
        workshop_id uuid REFERENCES workshop,
        family_id uuid REFERENCES family,
        rate_bps integer CHECK (rate_bps BETWEEN 0 AND 10000),
        valid_from date NOT NULL,
        created_at timestamptz NOT NULL,
        created_by uuid,
        CHECK (workshop_id IS NOT NULL OR family_id IS NOT NULL)
    )"],
    &["commission_rate"]
);
