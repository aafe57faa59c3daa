//! Buyers: applications of businesses that want to buy.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// This change.
#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE application (
        id uuid NOT NULL PRIMARY KEY,
        state text NOT NULL,
        state_since timestamptz NOT NULL,
        language text NOT NULL,
        segment_id uuid NOT NULL REFERENCES segment,
        name text NOT NULL,
        legal_name text NOT NULL,
        tax_id text NOT NULL,
        activity text NOT NULL,
        address text NOT NULL,
        comuna text NOT NULL,
        contact_name text NOT NULL,
        email text NOT NULL,
        phone text,
        delivery_address text NOT NULL,
        delivery_comuna text NOT NULL,
        delivery_hours text NOT NULL,
        expected_purchases text,
        referral text,
        submitted_at timestamptz NOT NULL,
        confirmed_at timestamptz,
        reason text,
        buyer_id uuid REFERENCES buyer,
        version integer NOT NULL,
        CHECK ((state = 'approved') = (buyer_id IS NOT NULL)),
        CHECK ((state = 'refused') = (reason IS NOT NULL)),
        CHECK (state IN ('submitted', 'withdrawn') OR confirmed_at IS NOT NULL)
    )",
    "CREATE INDEX application_state ON application (state, state_since)",
    "CREATE INDEX application_tax_id ON application (tax_id)",
    "CREATE INDEX application_email ON application (email)",
    "CREATE INDEX application_segment ON application (segment_id)",
    "CREATE UNIQUE INDEX application_buyer ON application (buyer_id)",
    "CREATE TABLE application_question (
        id uuid NOT NULL PRIMARY KEY,
        application_id uuid NOT NULL REFERENCES application,
        question text NOT NULL,
        asked_at timestamptz NOT NULL,
        answer text,
        answered_at timestamptz,
        CHECK ((answer IS NULL) = (answered_at IS NULL))
    )",
    "CREATE INDEX application_question_application ON application_question (application_id)",
    "CREATE TABLE application_document (
        id uuid NOT NULL PRIMARY KEY,
        application_id uuid NOT NULL REFERENCES application,
        name text NOT NULL,
        kind text NOT NULL,
        digest text NOT NULL,
        bytes integer NOT NULL,
        created_at timestamptz NOT NULL,
        UNIQUE (application_id, digest)
    )",
    "CREATE TABLE application_file (
        document_id uuid NOT NULL PRIMARY KEY REFERENCES application_document,
        contents BINARY_CONTENTS NOT NULL
    )",
    "CREATE TABLE application_link (
        id uuid NOT NULL PRIMARY KEY,
        token_hash text NOT NULL,
        application_id uuid NOT NULL REFERENCES application,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        UNIQUE (token_hash)
    )",
    "CREATE INDEX application_link_application ON application_link (application_id)",
    "CREATE TABLE application_attempt (
        id uuid NOT NULL PRIMARY KEY,
        email_hash text NOT NULL,
        network text,
        at timestamptz NOT NULL
    )",
    "CREATE INDEX application_attempt_at ON application_attempt (at)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let binary = if manager.get_database_backend() == DbBackend::Postgres { "bytea" } else { "blob" };
        let tables: Vec<String> = TABLES.iter().map(|table| table.replace("BINARY_CONTENTS", binary)).collect();
        let tables: Vec<&str> = tables.iter().map(String::as_str).collect();
        crate::sql::run(manager, &tables, &[]).await
    }
}
