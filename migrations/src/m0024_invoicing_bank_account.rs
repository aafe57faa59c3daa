//! Invoicing: documents print the bank account to which buyers pay.

migration!(
    &["ALTER TABLE billing_details ADD COLUMN bank text", "ALTER TABLE billing_details ADD COLUMN bank_account text",],
    &[]
);
