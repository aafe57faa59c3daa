//! Orders: baskets, whose components and packaging are lines. The packaging is invoiced, and is in no pool.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// This change.
#[derive(DeriveMigrationName)]
pub struct Migration;

const BASKETS: &[&str] = &[
    "CREATE TABLE order_basket (
        id uuid NOT NULL PRIMARY KEY,
        order_id uuid NOT NULL REFERENCES orders,
        position integer NOT NULL,
        product_id uuid NOT NULL REFERENCES product,
        quantity bigint NOT NULL CHECK (quantity >= 0),
        unit_price bigint NOT NULL CHECK (unit_price >= 0),
        discount_bps integer CHECK (discount_bps BETWEEN 0 AND 10000),
        packaging_price bigint NOT NULL CHECK (packaging_price >= 0),
        product_code text NOT NULL,
        name_es text NOT NULL,
        name_en text NOT NULL,
        vat_bps integer NOT NULL,
        packaging_es text,
        packaging_en text,
        card_es text,
        card_en text,
        UNIQUE (order_id, product_id),
        UNIQUE (order_id, position)
    )",
    "ALTER TABLE order_line ADD COLUMN price_units bigint NOT NULL DEFAULT 1",
    "ALTER TABLE order_line ADD COLUMN order_basket_id uuid REFERENCES order_basket",
    "ALTER TABLE order_line ADD COLUMN packaging boolean NOT NULL DEFAULT false",
    "CREATE INDEX order_line_order_basket_id ON order_line (order_basket_id)",
    "ALTER TABLE invoice_line ADD COLUMN price_units bigint NOT NULL DEFAULT 1",
    "ALTER TABLE invoice_line ADD COLUMN packaging boolean NOT NULL DEFAULT false",
];

const POSTGRES: &[&str] = &["ALTER TABLE line_progress ALTER COLUMN pool_id DROP NOT NULL"];

/// The same where a column cannot be changed. The indexes of a table go with it.
const SQLITE: &[&str] = &[
    "CREATE TABLE line_progress_copy (
        invoice_line_id uuid NOT NULL PRIMARY KEY REFERENCES invoice_line,
        invoice_id uuid NOT NULL REFERENCES invoice,
        pool_id uuid REFERENCES pool,
        net bigint NOT NULL,
        vat bigint NOT NULL,
        paid_net bigint NOT NULL,
        paid_vat bigint NOT NULL,
        written_off_net bigint NOT NULL DEFAULT 0,
        written_off_vat bigint NOT NULL DEFAULT 0,
        additional_tax bigint NOT NULL DEFAULT 0,
        paid_additional_tax bigint NOT NULL DEFAULT 0,
        written_off_additional_tax bigint NOT NULL DEFAULT 0
    )",
    "INSERT INTO line_progress_copy SELECT invoice_line_id, invoice_id, pool_id, net, vat, paid_net, paid_vat, \
        written_off_net, written_off_vat, additional_tax, paid_additional_tax, written_off_additional_tax FROM line_progress",
    "DROP TABLE line_progress",
    "ALTER TABLE line_progress_copy RENAME TO line_progress",
    "CREATE INDEX line_progress_invoice_id ON line_progress (invoice_id)",
    "CREATE INDEX line_progress_pool_id ON line_progress (pool_id)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::sql::run(manager, BASKETS, &[]).await?;
        let changed = if manager.get_database_backend() == DbBackend::Postgres { POSTGRES } else { SQLITE };
        crate::sql::run(manager, changed, &[]).await
    }
}
