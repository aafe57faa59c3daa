//! Payments: every bank line is named, matches are recorded and can be undone, payments can be reversed, and what is
//! paid too much can be refunded.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

/// This change.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::sql::run(manager, TABLES, &["bank_balance"]).await?;
        let backend = manager.get_database_backend();
        let several_payouts = match backend {
            DbBackend::Postgres => POSTGRES_CARD_PAYOUT,
            _ => SQLITE_CARD_PAYOUT,
        };
        let matches = match_known_lines(backend);
        for statement in several_payouts.iter().copied().chain(matches.iter().map(String::as_str)) {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

const TABLES: &[&str] = &[
    "ALTER TABLE payment ADD COLUMN reversed_at timestamptz",
    "ALTER TABLE payment ADD COLUMN reversed_by uuid",
    "ALTER TABLE payment ADD COLUMN reversal_reason text",
    "CREATE TABLE refund (
        id uuid NOT NULL PRIMARY KEY,
        payment_id uuid NOT NULL REFERENCES payment,
        buyer_id uuid NOT NULL REFERENCES buyer,
        amount bigint NOT NULL CHECK (amount > 0),
        currency text NOT NULL,
        state text NOT NULL,
        note text,
        requested_by uuid,
        requested_at timestamptz NOT NULL,
        paid_on date,
        cancelled_at timestamptz,
        version integer NOT NULL,
        CHECK ((state = 'paid') = (paid_on IS NOT NULL)),
        CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL))
    )",
    "CREATE INDEX refund_payment_id ON refund (payment_id)",
    "CREATE INDEX refund_buyer_id ON refund (buyer_id)",
    "CREATE INDEX refund_state ON refund (state, id)",
    "CREATE TABLE bank_line_match (
        id uuid NOT NULL PRIMARY KEY,
        bank_line_id uuid NOT NULL REFERENCES bank_line,
        kind text NOT NULL,
        payment_id uuid REFERENCES payment,
        creates_payment boolean NOT NULL,
        card_payout_id uuid,
        payout_id uuid,
        refund_id uuid REFERENCES refund,
        note text,
        matched_by uuid,
        matched_at timestamptz NOT NULL,
        undone_at timestamptz,
        undone_by uuid,
        undo_reason text
    )",
    "CREATE UNIQUE INDEX bank_line_match_line ON bank_line_match (bank_line_id) WHERE undone_at IS NULL",
    "CREATE UNIQUE INDEX bank_line_match_payment ON bank_line_match (payment_id) WHERE undone_at IS NULL",
    "CREATE UNIQUE INDEX bank_line_match_payout ON bank_line_match (payout_id, kind) WHERE undone_at IS NULL",
    "CREATE UNIQUE INDEX bank_line_match_refund ON bank_line_match (refund_id) WHERE undone_at IS NULL",
    "CREATE TABLE bank_balance (
        id uuid NOT NULL PRIMARY KEY,
        kind text NOT NULL,
        balance_on date NOT NULL,
        amount bigint NOT NULL,
        currency text NOT NULL,
        recorded_by uuid,
        recorded_at timestamptz NOT NULL
    )",
];

/// A bank line whose match was undone may become a payout of the card processor again.
const POSTGRES_CARD_PAYOUT: &[&str] = &["ALTER TABLE card_payout DROP CONSTRAINT card_payout_bank_line_id_key"];

/// The same where constraints cannot be dropped.
const SQLITE_CARD_PAYOUT: &[&str] = &[
    "DROP TRIGGER card_payout_no_UPDATE",
    "DROP TRIGGER card_payout_no_DELETE",
    "CREATE TABLE card_payout_copy (
        id uuid NOT NULL PRIMARY KEY,
        bank_line_id uuid NOT NULL REFERENCES bank_line,
        amount bigint NOT NULL CHECK (amount > 0),
        fee bigint NOT NULL CHECK (fee >= 0),
        currency text NOT NULL,
        recorded_by uuid,
        created_at timestamptz NOT NULL
    )",
    "INSERT INTO card_payout_copy SELECT id, bank_line_id, amount, fee, currency, recorded_by, created_at FROM card_payout",
    "DROP TABLE card_payout",
    "ALTER TABLE card_payout_copy RENAME TO card_payout",
    "CREATE TRIGGER card_payout_no_UPDATE BEFORE UPDATE ON card_payout \
     BEGIN SELECT RAISE(ABORT, 'card_payout is append-only'); END",
    "CREATE TRIGGER card_payout_no_DELETE BEFORE DELETE ON card_payout \
     BEGIN SELECT RAISE(ABORT, 'card_payout is append-only'); END",
];

/// The matches of lines that are matched already, and of ignored lines that showed a confirmed payout. Whoever ignored
/// the other lines booked nothing for them: they wait for a person.
fn match_known_lines(backend: DbBackend) -> Vec<String> {
    let digits = match backend {
        DbBackend::Postgres => "right(replace(upper(o.id::text), '-', ''), 14)",
        _ => "substr(hex(o.id), -14)",
    };
    let insert = "INSERT INTO bank_line_match (id, bank_line_id, kind, payment_id, creates_payment, card_payout_id, payout_id, \
                  matched_by, matched_at)";
    let shows = |line: &str| format!("{line}.amount = -o.amount AND {line}.reference LIKE '%MG' || {digits} || '%'");
    let of_line = shows("b");
    let of_earlier = shows("e");
    vec![
        format!(
            "{insert} SELECT b.id, b.id, 'payment', p.id, NOT EXISTS (SELECT 1 FROM audit_entry a \
             WHERE a.subject_id = b.id AND a.action = 'linked'), NULL, NULL, p.recorded_by, b.created_at \
             FROM bank_line b JOIN payment p ON p.bank_line_id = b.id WHERE b.state = 'matched'"
        ),
        format!(
            "{insert} SELECT b.id, b.id, 'card_payout', NULL, false, c.id, NULL, c.recorded_by, c.created_at \
             FROM bank_line b JOIN card_payout c ON c.bank_line_id = b.id WHERE b.state = 'matched'"
        ),
        format!(
            "{insert} SELECT b.id, b.id, 'payout', NULL, false, NULL, o.id, NULL, b.created_at \
             FROM bank_line b JOIN payout o ON {of_line} WHERE b.state = 'ignored' AND o.state = 'confirmed' \
             AND NOT EXISTS (SELECT 1 FROM bank_line e WHERE e.state = 'ignored' AND e.id < b.id AND {of_earlier})"
        ),
        "UPDATE bank_line SET state = 'matched' WHERE state = 'ignored' \
         AND EXISTS (SELECT 1 FROM bank_line_match m WHERE m.bank_line_id = bank_line.id)"
            .to_owned(),
        "UPDATE bank_line SET state = 'unmatched' WHERE state = 'ignored'".to_owned(),
    ]
}
