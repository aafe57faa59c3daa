//! Payments: the card processor may take money back from the bank account, where it returned more than it held.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

/// This change.
#[derive(DeriveMigrationName)]
pub struct Migration;

const POSTGRES: &[&str] = &[
    "ALTER TABLE card_payout DROP CONSTRAINT card_payout_amount_check",
    "ALTER TABLE card_payout ADD CONSTRAINT card_payout_amount_check CHECK (amount <> 0)",
];

/// The same where constraints cannot be dropped. The triggers of a table go with it.
const SQLITE: &[&str] = &[
    "CREATE TABLE card_payout_copy (
        id uuid NOT NULL PRIMARY KEY,
        bank_line_id uuid NOT NULL REFERENCES bank_line,
        amount bigint NOT NULL CHECK (amount <> 0),
        fee bigint NOT NULL CHECK (fee >= 0),
        currency text NOT NULL,
        recorded_by uuid,
        created_at timestamptz NOT NULL
    )",
    "INSERT INTO card_payout_copy SELECT id, bank_line_id, amount, fee, currency, recorded_by, created_at FROM card_payout",
    "DROP TABLE card_payout",
    "ALTER TABLE card_payout_copy RENAME TO card_payout",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Postgres {
            let db = manager.get_connection();
            for statement in POSTGRES {
                db.execute_unprepared(statement).await?;
            }
            return Ok(());
        }
        crate::sql::run(manager, SQLITE, &["card_payout"]).await
    }
}
