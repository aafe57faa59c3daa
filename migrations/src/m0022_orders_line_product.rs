//! Orders: a line keeps its product's name, size, multiple and taxes, and an order expects the taxes of its invoice.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

/// This change.
#[derive(DeriveMigrationName)]
pub struct Migration;

const COLUMNS: &[&str] = &[
    "ALTER TABLE order_line ADD COLUMN name_es text NOT NULL DEFAULT ''",
    "ALTER TABLE order_line ADD COLUMN name_en text NOT NULL DEFAULT ''",
    "ALTER TABLE order_line ADD COLUMN net_content bigint NOT NULL DEFAULT 1",
    "ALTER TABLE order_line ADD COLUMN net_unit text NOT NULL DEFAULT 'unit'",
    "ALTER TABLE order_line ADD COLUMN order_multiple bigint NOT NULL DEFAULT 1",
    "ALTER TABLE order_line ADD COLUMN vat_bps integer NOT NULL DEFAULT 0",
    "ALTER TABLE order_line ADD COLUMN additional_tax_code text",
    "ALTER TABLE order_line ADD COLUMN additional_tax_bps integer NOT NULL DEFAULT 0",
    "UPDATE order_line SET \
        name_es = (SELECT p.name_es FROM product p WHERE p.id = order_line.product_id), \
        name_en = (SELECT p.name_en FROM product p WHERE p.id = order_line.product_id), \
        net_content = (SELECT p.net_content FROM product p WHERE p.id = order_line.product_id), \
        net_unit = (SELECT p.net_unit FROM product p WHERE p.id = order_line.product_id), \
        order_multiple = (SELECT p.order_multiple FROM product p WHERE p.id = order_line.product_id), \
        vat_bps = (SELECT p.vat_bps FROM product p WHERE p.id = order_line.product_id), \
        additional_tax_code = (SELECT p.additional_tax_code FROM product p WHERE p.id = order_line.product_id), \
        additional_tax_bps = (SELECT p.additional_tax_bps FROM product p WHERE p.id = order_line.product_id)",
];

/// Taxes were rounded line by line. Each order gets those of its invoice, and the exposure of orders that are neither
/// invoiced nor without anything to deliver moves by the difference.
const TAXES: &[&str] = &[
    "CREATE TABLE order_tax_difference AS SELECT o.id AS order_id, o.buyer_id, o.created_at, \
        COALESCE(t.tax, 0) - o.tax AS amount FROM orders o LEFT JOIN ( \
            SELECT r.order_id, CAST(SUM(r.amount) AS BIGINT) AS tax FROM ( \
                SELECT order_id, (CAST(SUM(net) AS BIGINT) * vat_bps + 5000) / 10000 AS amount \
                FROM order_line GROUP BY order_id, vat_bps \
                UNION ALL \
                SELECT order_id, (CAST(SUM(net) AS BIGINT) * additional_tax_bps + 5000) / 10000 AS amount \
                FROM order_line WHERE additional_tax_code IS NOT NULL \
                GROUP BY order_id, additional_tax_code, additional_tax_bps) r \
            GROUP BY r.order_id) t ON t.order_id = o.id \
        WHERE COALESCE(t.tax, 0) <> o.tax",
    "UPDATE orders SET tax = tax + (SELECT d.amount FROM order_tax_difference d WHERE d.order_id = orders.id) \
        WHERE id IN (SELECT order_id FROM order_tax_difference)",
    "DELETE FROM order_tax_difference WHERE order_id NOT IN ( \
        SELECT o.id FROM orders o WHERE o.state IN ('placed', 'in_delivery', 'delivered', 'awaiting_approval') \
        AND NOT EXISTS (SELECT 1 FROM order_line l JOIN invoice_line i ON i.order_line_id = l.id WHERE l.order_id = o.id) \
        AND EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.quantity <> COALESCE( \
            (SELECT SUM(s.quantity) FROM shortage s WHERE s.order_line_id = l.id), 0)))",
    "UPDATE buyer SET exposure = exposure + (SELECT CAST(SUM(d.amount) AS BIGINT) FROM order_tax_difference d \
        WHERE d.buyer_id = buyer.id) WHERE id IN (SELECT buyer_id FROM order_tax_difference)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for statement in COLUMNS.iter().chain(TAXES) {
            db.execute_unprepared(statement).await?;
        }
        let order = match manager.get_database_backend() {
            DbBackend::Sqlite => "lower(hex(order_id))",
            _ => "CAST(order_id AS text)",
        };
        let movements = format!(
            "INSERT INTO exposure_movement (id, buyer_id, cause, amount, at) \
             SELECT order_id, buyer_id, 'order:' || {order} || ':tax', amount, created_at FROM order_tax_difference"
        );
        db.execute_unprepared(&movements).await?;
        db.execute_unprepared("DROP TABLE order_tax_difference").await?;
        Ok(())
    }
}
