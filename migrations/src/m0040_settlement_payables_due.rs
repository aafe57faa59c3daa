//! Settlement: the earnings of a pool fall due as buyers pay, or all at its closing, when the cooperative bears the wait.
//!
//! Those of the pools from before fall due as buyers pay.

migration!(
    &[
        "ALTER TABLE pool ADD COLUMN payables_due text NOT NULL DEFAULT 'payment'",
        "ALTER TABLE pool_share ADD COLUMN carried bigint NOT NULL DEFAULT 0",
    ],
    &[]
);
