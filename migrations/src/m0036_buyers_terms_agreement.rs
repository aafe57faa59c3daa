//! Buyers: the registered agreement that allows payment terms of more than thirty days (Ley 21.131).

migration!(
    &[
        "ALTER TABLE buyer ADD COLUMN terms_agreement_number text",
        "ALTER TABLE buyer ADD COLUMN terms_agreement_on date",
    ],
    &[]
);
