//! First tables of invoicing. A document that is issued, its lines and its taxes never change again: triggers forbid it.

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
        crate::sql::run(manager, TABLES, &["invoice_line", "invoice_tax", "invoiced_delivery"]).await?;
        let triggers = match manager.get_database_backend() {
            DbBackend::Postgres => postgres_triggers(),
            _ => sqlite_triggers(),
        };
        for statement in triggers {
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}

const TABLES: &[&str] = &[
    "CREATE TABLE billing_details (
        organisation_id uuid NOT NULL PRIMARY KEY REFERENCES organisation,
        activity text NOT NULL,
        address text NOT NULL,
        comuna text NOT NULL,
        version integer NOT NULL
    )",
    "CREATE TABLE invoice (
        id uuid NOT NULL PRIMARY KEY,
        kind text NOT NULL,
        series text NOT NULL,
        number bigint,
        buyer_id uuid NOT NULL REFERENCES buyer,
        cycle_id uuid REFERENCES cycle,
        delivery_id uuid REFERENCES delivery,
        references_id uuid REFERENCES invoice,
        reference_code text,
        reference_reason text,
        currency text NOT NULL,
        net bigint NOT NULL,
        tax bigint NOT NULL,
        total bigint NOT NULL,
        paid bigint NOT NULL,
        credited bigint NOT NULL,
        issued_on date,
        due_on date,
        state text NOT NULL,
        parties json NOT NULL,
        file text,
        created_at timestamptz NOT NULL,
        issued_at timestamptz,
        version integer NOT NULL,
        UNIQUE (series, number),
        CHECK (total = net + tax),
        CHECK (paid BETWEEN 0 AND total),
        CHECK (credited BETWEEN 0 AND total)
    )",
    "CREATE INDEX invoice_buyer_id_state ON invoice (buyer_id, state)",
    "CREATE INDEX invoice_cycle_id ON invoice (cycle_id)",
    "CREATE INDEX invoice_references_id ON invoice (references_id)",
    "CREATE INDEX invoice_state_due_on ON invoice (state, due_on)",
    "CREATE TABLE invoice_line (
        id uuid NOT NULL PRIMARY KEY,
        invoice_id uuid NOT NULL REFERENCES invoice,
        position integer NOT NULL,
        order_line_id uuid REFERENCES order_line,
        product_id uuid NOT NULL REFERENCES product,
        cycle_id uuid NOT NULL REFERENCES cycle,
        description text NOT NULL,
        quantity bigint NOT NULL,
        unit_price bigint NOT NULL,
        discount_bps integer NOT NULL,
        net bigint NOT NULL,
        vat_bps integer NOT NULL,
        additional_tax_code text,
        additional_tax_bps integer NOT NULL,
        UNIQUE (invoice_id, position)
    )",
    "CREATE INDEX invoice_line_cycle_id_product_id ON invoice_line (cycle_id, product_id)",
    "CREATE TABLE invoiced_delivery (
        delivery_line_id uuid NOT NULL PRIMARY KEY REFERENCES delivery_line,
        invoice_line_id uuid NOT NULL REFERENCES invoice_line
    )",
    "CREATE INDEX invoiced_delivery_invoice_line_id ON invoiced_delivery (invoice_line_id)",
    "CREATE TABLE invoice_tax (
        id uuid NOT NULL PRIMARY KEY,
        invoice_id uuid NOT NULL REFERENCES invoice,
        tax_code text NOT NULL,
        rate_bps integer NOT NULL,
        base bigint NOT NULL,
        amount bigint NOT NULL,
        UNIQUE (invoice_id, tax_code, rate_bps)
    )",
    "CREATE TABLE invoiced_cycle (
        cycle_id uuid NOT NULL PRIMARY KEY REFERENCES cycle,
        invoiced_at timestamptz NOT NULL
    )",
];

/// What of a document never changes once it is issued.
const FIXED: [&str; 19] = [
    "id",
    "kind",
    "series",
    "number",
    "buyer_id",
    "cycle_id",
    "delivery_id",
    "references_id",
    "reference_code",
    "reference_reason",
    "currency",
    "net",
    "tax",
    "total",
    "issued_on",
    "due_on",
    "parties",
    "created_at",
    "issued_at",
];

fn changed(differs: &str) -> String {
    FIXED.map(|c| format!("CAST(NEW.{c} AS text) {differs} CAST(OLD.{c} AS text)")).join(" OR ")
}

const ISSUED: &str = "an issued document never changes";

fn sqlite_triggers() -> Vec<String> {
    let abort = format!("BEGIN SELECT RAISE(ABORT, '{ISSUED}'); END");
    let changed = changed("IS NOT");
    let mut triggers = vec![
        format!(
            "CREATE TRIGGER invoice_fixed BEFORE UPDATE ON invoice WHEN OLD.issued_at IS NOT NULL AND ({changed}) {abort}"
        ),
        format!("CREATE TRIGGER invoice_kept BEFORE DELETE ON invoice WHEN OLD.issued_at IS NOT NULL {abort}"),
    ];
    for table in ["invoice_line", "invoice_tax"] {
        triggers.push(format!(
            "CREATE TRIGGER {table}_complete BEFORE INSERT ON {table} \
             WHEN (SELECT issued_at FROM invoice WHERE id = NEW.invoice_id) IS NOT NULL {abort}"
        ));
    }
    triggers
}

fn postgres_triggers() -> Vec<String> {
    let changed = changed("IS DISTINCT FROM");
    let function = |name: &str, when: &str, back: &str| {
        format!(
            "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             IF {when} THEN RAISE EXCEPTION '{ISSUED}'; END IF; RETURN {back}; END $$"
        )
    };
    let trigger = |name: &str, on: &str, table: &str| {
        format!("CREATE TRIGGER {name}_{table} BEFORE {on} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    };
    vec![
        function("invoice_fixed", &format!("OLD.issued_at IS NOT NULL AND ({changed})"), "NEW"),
        function("invoice_kept", "OLD.issued_at IS NOT NULL", "OLD"),
        function("invoice_complete", "(SELECT issued_at FROM invoice WHERE id = NEW.invoice_id) IS NOT NULL", "NEW"),
        trigger("invoice_fixed", "UPDATE", "invoice"),
        trigger("invoice_kept", "DELETE", "invoice"),
        trigger("invoice_complete", "INSERT", "invoice_line"),
        trigger("invoice_complete", "INSERT", "invoice_tax"),
    ]
}
