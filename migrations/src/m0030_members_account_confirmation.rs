//! Members: who entered a bank account, and who confirmed it.

migration!(
    &[
        "ALTER TABLE bank_account ADD COLUMN created_by uuid REFERENCES person",
        "ALTER TABLE bank_account ADD COLUMN confirmed_at timestamptz",
        "ALTER TABLE bank_account ADD COLUMN confirmed_by uuid REFERENCES person",
    ],
    &[]
);
