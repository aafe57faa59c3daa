//! Settlement: additional taxes of wine, spirits and other drinks have columns of their own beside the VAT.
//!
//! In rows from before `vat` holds both, because the ledger has posted them together and its entries never change.

migration!(
    &[
        "ALTER TABLE line_progress ADD COLUMN additional_tax bigint NOT NULL DEFAULT 0",
        "ALTER TABLE line_progress ADD COLUMN paid_additional_tax bigint NOT NULL DEFAULT 0",
        "ALTER TABLE line_progress ADD COLUMN written_off_additional_tax bigint NOT NULL DEFAULT 0",
        "ALTER TABLE pool ADD COLUMN additional_tax bigint NOT NULL DEFAULT 0",
        "ALTER TABLE pool ADD COLUMN paid_additional_tax bigint NOT NULL DEFAULT 0",
        "ALTER TABLE pool_share RENAME COLUMN kept_tax TO kept_vat",
        "ALTER TABLE pool_share ADD COLUMN additional_tax bigint NOT NULL DEFAULT 0",
        "ALTER TABLE pool_share ADD COLUMN kept_additional_tax bigint NOT NULL DEFAULT 0",
        "ALTER TABLE payable RENAME COLUMN kept_tax TO kept_vat",
        "ALTER TABLE payable ADD COLUMN additional_tax bigint NOT NULL DEFAULT 0",
        "ALTER TABLE payable ADD COLUMN kept_additional_tax bigint NOT NULL DEFAULT 0",
    ],
    &[]
);
