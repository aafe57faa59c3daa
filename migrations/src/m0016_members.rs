//! Members: a production unit becomes a workshop, so that `unit` only ever means a unit of quantity.
//!
//! Tables, columns and indexes are renamed. So are the keys in stored JSON that is read again: payloads of jobs, the
//! subjects of messages, and responses kept for idempotency keys. The audit log is append-only and keeps its words.

migration!(
    &[
        "ALTER TABLE production_unit RENAME TO workshop",
        "ALTER TABLE run_unit RENAME TO run_workshop",
        "ALTER TABLE share RENAME COLUMN unit_id TO workshop_id",
        "ALTER TABLE sanitary_authorisation RENAME COLUMN unit_id TO workshop_id",
        "ALTER TABLE pause RENAME COLUMN unit_id TO workshop_id",
        "ALTER TABLE bank_account RENAME COLUMN unit_id TO workshop_id",
        "ALTER TABLE certificate RENAME COLUMN unit_id TO workshop_id",
        "ALTER TABLE offer RENAME COLUMN unit_id TO workshop_id",
        "ALTER TABLE run_workshop RENAME COLUMN unit_id TO workshop_id",
        "ALTER TABLE run_offer RENAME COLUMN unit_id TO workshop_id",
        "ALTER TABLE pin RENAME COLUMN unit_id TO workshop_id",
        "ALTER TABLE quota RENAME COLUMN unit_id TO workshop_id",
        "ALTER TABLE quota_link RENAME COLUMN unit_id TO workshop_id",
        "ALTER TABLE quota_change RENAME COLUMN unit_id TO workshop_id",
        "ALTER TABLE carried_value RENAME COLUMN unit_id TO workshop_id",
        "ALTER TABLE batch RENAME COLUMN unit_id TO workshop_id",
        "ALTER TABLE delivery_line RENAME COLUMN unit_id TO workshop_id",
        "ALTER TABLE pool_share RENAME COLUMN unit_id TO workshop_id",
        "ALTER TABLE payable RENAME COLUMN unit_id TO workshop_id",
        "ALTER TABLE statement RENAME COLUMN unit_id TO workshop_id",
        "ALTER TABLE payout RENAME COLUMN unit_id TO workshop_id",
        "DROP INDEX production_unit_organisation_id",
        "CREATE INDEX workshop_organisation_id ON workshop (organisation_id)",
        "DROP INDEX pause_unit_id",
        "CREATE INDEX pause_workshop_id ON pause (workshop_id)",
        "DROP INDEX bank_account_unit_id_created_at",
        "CREATE INDEX bank_account_workshop_id_created_at ON bank_account (workshop_id, created_at)",
        "DROP INDEX certificate_unit_id_product_id",
        "CREATE INDEX certificate_workshop_id_product_id ON certificate (workshop_id, product_id)",
        "DROP INDEX quota_cycle_id_unit_id",
        "CREATE INDEX quota_cycle_id_workshop_id ON quota (cycle_id, workshop_id)",
        "DROP INDEX quota_unit_id_state",
        "CREATE INDEX quota_workshop_id_state ON quota (workshop_id, state)",
        "DROP INDEX carried_value_season_id_unit_id",
        "CREATE INDEX carried_value_season_id_workshop_id ON carried_value (season_id, workshop_id)",
        "DROP INDEX batch_unit_id",
        "CREATE INDEX batch_workshop_id ON batch (workshop_id)",
        "DROP INDEX payable_unit_id_statement_line_id",
        "CREATE INDEX payable_workshop_id_statement_line_id ON payable (workshop_id, statement_line_id)",
        "DROP INDEX statement_unit_id",
        "CREATE INDEX statement_workshop_id ON statement (workshop_id)",
        "UPDATE run_workshop SET bound_by = 'workshop_limit' WHERE bound_by = 'unit_limit'",
        "UPDATE job SET payload = CAST(replace(CAST(payload AS text), '\"unit_id\"', '\"workshop_id\"') AS json) \
         WHERE done_at IS NULL",
        "UPDATE message SET about = CAST(replace(CAST(about AS text), '\"unit_id\"', '\"workshop_id\"') AS json)",
        "UPDATE idempotency_key SET response = CAST(replace(replace(CAST(response AS text), '\"unit_', '\"workshop_'), \
         '\"workshop_price\"', '\"unit_price\"') AS json)",
    ],
    &[]
);
