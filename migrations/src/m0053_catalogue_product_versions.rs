//! Catalogue: what a product was called and how it was sold is kept, and order lines keep its code.
//!
//! A product that exists has one version, as it is: what it was called before was not kept.

use sea_orm_migration::prelude::*;

/// This change.
#[derive(DeriveMigrationName)]
pub struct Migration;

const STATEMENTS: &[&str] = &[
    "CREATE TABLE product_version ( \
        product_id uuid NOT NULL REFERENCES product (id), \
        version integer NOT NULL, \
        valid_from timestamptz NOT NULL, \
        code text NOT NULL, \
        name_es text NOT NULL, \
        name_en text NOT NULL, \
        net_content bigint NOT NULL, \
        net_unit text NOT NULL, \
        lot_size bigint NOT NULL, \
        order_multiple bigint NOT NULL, \
        PRIMARY KEY (product_id, version))",
    "INSERT INTO product_version (product_id, version, valid_from, code, name_es, name_en, net_content, net_unit, \
            lot_size, order_multiple) \
        SELECT id, version, created_at, code, name_es, name_en, net_content, net_unit, lot_size, order_multiple \
        FROM product",
    "ALTER TABLE order_line ADD COLUMN product_code text NOT NULL DEFAULT ''",
    "UPDATE order_line SET product_code = (SELECT p.code FROM product p WHERE p.id = order_line.product_id)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::sql::run(manager, STATEMENTS, &["product_version"]).await
    }
}
