//! Settlement: the taxes of a share that the workshop receives, and those that the cooperative keeps.
//!
//! Shares from before were divided as if their workshops issued documents; they stay as they were paid.

migration!(
    &[
        "ALTER TABLE pool_share ADD COLUMN kept_tax bigint NOT NULL DEFAULT 0",
        "ALTER TABLE pool_share ADD COLUMN sale_taxes text NOT NULL DEFAULT 'workshop'",
        "ALTER TABLE payable ADD COLUMN kept_tax bigint NOT NULL DEFAULT 0",
    ],
    &[]
);
