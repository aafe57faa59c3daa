//! Orders: when an arrival was last changed, so that one that is too late for its delivery is told.

migration!(
    &[
        "ALTER TABLE arrival ADD COLUMN changed_at timestamptz",
        "UPDATE arrival SET changed_at = COALESCE(cancelled_at, created_at)",
    ],
    &[]
);
