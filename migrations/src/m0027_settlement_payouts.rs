//! Settlement: a payout can be returned or cancelled, and the bank file is kept as it was exported.

migration!(
    &[
        "ALTER TABLE payout_batch ADD COLUMN cancelled_at timestamptz",
        "ALTER TABLE payout_batch ADD COLUMN cancelled_by uuid REFERENCES person",
        "ALTER TABLE payout_batch ADD COLUMN cancellation text",
        "ALTER TABLE payout_batch ADD COLUMN file_content text",
        "ALTER TABLE payout ADD COLUMN returned_on date",
    ],
    &[]
);
