//! Notifications: mails to applicants, who are no people of an organisation yet.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// This change.
#[derive(DeriveMigrationName)]
pub struct Migration;

const POSTGRES: &[&str] = &[
    "ALTER TABLE message ALTER COLUMN person_id DROP NOT NULL",
    "ALTER TABLE message ALTER COLUMN organisation_id DROP NOT NULL",
    "ALTER TABLE message ADD COLUMN application_id uuid REFERENCES application",
    "ALTER TABLE message ADD CHECK (person_id IS NOT NULL OR application_id IS NOT NULL)",
    "CREATE INDEX message_application_id ON message (application_id)",
];

/// The same where columns cannot be changed.
const SQLITE: &[&str] = &[
    "CREATE TABLE message_copy (
        id uuid NOT NULL PRIMARY KEY,
        key text NOT NULL,
        kind text NOT NULL,
        about json NOT NULL,
        person_id uuid REFERENCES person,
        organisation_id uuid REFERENCES organisation,
        application_id uuid REFERENCES application,
        name text NOT NULL,
        recipient text NOT NULL,
        language text NOT NULL,
        queued_at timestamptz NOT NULL,
        subject text,
        sent_at timestamptz,
        refused_at timestamptz,
        refusal text,
        UNIQUE (key),
        CHECK (sent_at IS NULL OR refused_at IS NULL),
        CHECK (person_id IS NOT NULL OR application_id IS NOT NULL)
    )",
    "INSERT INTO message_copy SELECT id, key, kind, about, person_id, organisation_id, NULL, name, recipient, language,
        queued_at, subject, sent_at, refused_at, refusal FROM message",
    "DROP TABLE message",
    "ALTER TABLE message_copy RENAME TO message",
    "CREATE INDEX message_person_id ON message (person_id)",
    "CREATE INDEX message_application_id ON message (application_id)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        crate::sql::run(manager, if postgres { POSTGRES } else { SQLITE }, &[]).await
    }
}
