//! Fulfilment: the VAT and the additional taxes of the sales of stock have columns of their own.
//!
//! In rows from before `vat` holds both, because the ledger has posted them together and its entries never change.

migration!(
    &[
        "ALTER TABLE stock_disposal RENAME COLUMN tax TO vat",
        "ALTER TABLE stock_disposal ADD COLUMN additional_tax bigint NOT NULL DEFAULT 0",
    ],
    &[]
);
