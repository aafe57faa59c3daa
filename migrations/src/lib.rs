//! The migrations: one file per change, named by its slice, run in order on SQLite and on PostgreSQL.
//! A migration that has been released never changes; the next change is a new file.

pub use sea_orm_migration::prelude::MigratorTrait;
use sea_orm_migration::prelude::*;

mod sql;

/// A migration of plain statements and the tables that no row may leave again.
macro_rules! migration {
    ($tables:expr, $append_only:expr) => {
        /// This change.
        #[derive(sea_orm_migration::prelude::DeriveMigrationName)]
        pub struct Migration;

        #[async_trait::async_trait]
        impl sea_orm_migration::prelude::MigrationTrait for Migration {
            async fn up(
                &self,
                manager: &sea_orm_migration::prelude::SchemaManager,
            ) -> Result<(), sea_orm_migration::prelude::DbErr> {
                crate::sql::run(manager, $tables, $append_only).await
            }
        }
    };
}

mod m0001_platform;
mod m0002_identity;
mod m0003_members;
mod m0004_certification;
mod m0005_buyers;
mod m0006_catalogue;
mod m0007_cycles;
mod m0008_orders;
mod m0009_allocation;
mod m0010_fulfilment;
mod m0011_invoicing;
mod m0012_payments;
mod m0013_settlement;
mod m0014_notifications;
mod m0015_card_payments;
mod m0016_members;
mod m0017_purchase_order_number;
mod m0018_order_change;
mod m0019_fulfilment_failed_deliveries;
mod m0020_fulfilment_stock;
mod m0021_payments_release;
mod m0022_orders_line_product;
mod m0023_payments_bank;
mod m0024_invoicing_bank_account;
mod m0025_fulfilment_receipt_corrections;
mod m0026_fulfilment_recalls;
mod m0027_settlement_payouts;
mod m0028_settlement_pools;
mod m0029_settlement_taxes;
mod m0030_members_account_confirmation;
mod m0031_orders_arrival_changed;
mod m0032_settlement_payout_lines;
mod m0033_orders_standing_order_split;
mod m0034_invoicing_corrections;
mod m0035_invoicing_write_offs;
mod m0036_buyers_terms_agreement;
mod m0037_invoicing_interest_rates;
mod m0038_settlement_adjustments;
mod m0039_settlement_commission_rates;
mod m0040_settlement_payables_due;
mod m0041_settlement_additional_taxes;
mod m0042_catalogue_reserved_deliveries;
mod m0043_orders_batch_wait;
mod m0044_fulfilment_lifted_recalls;
mod m0045_payments_possible_duplicates;
mod m0046_fulfilment_stock_taxes;
mod m0047_invoicing_quality_faults;
mod m0048_payments_card_refunds;
mod m0049_identity_devices;
mod m0050_platform_job_interruptions;
mod m0051_catalogue_allergens;
mod m0052_search_synonyms;
mod m0053_catalogue_product_versions;
mod m0054_payments_negative_card_payouts;
mod m0055_orders_arrival_count;
mod m0056_payments_returns;
mod m0057_orders_favourites;
mod m0058_catalogue_photos;
mod m0059_catalogue_baskets;
mod m0060_orders_baskets;
mod m0061_buyers_applications;
mod m0062_notifications_applicants;
mod m0064_certification_protocols;

/// All migrations in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_platform::Migration),
            Box::new(m0002_identity::Migration),
            Box::new(m0003_members::Migration),
            Box::new(m0004_certification::Migration),
            Box::new(m0005_buyers::Migration),
            Box::new(m0006_catalogue::Migration),
            Box::new(m0007_cycles::Migration),
            Box::new(m0008_orders::Migration),
            Box::new(m0009_allocation::Migration),
            Box::new(m0010_fulfilment::Migration),
            Box::new(m0011_invoicing::Migration),
            Box::new(m0012_payments::Migration),
            Box::new(m0013_settlement::Migration),
            Box::new(m0014_notifications::Migration),
            Box::new(m0015_card_payments::Migration),
            Box::new(m0016_members::Migration),
            Box::new(m0017_purchase_order_number::Migration),
            Box::new(m0018_order_change::Migration),
            Box::new(m0019_fulfilment_failed_deliveries::Migration),
            Box::new(m0020_fulfilment_stock::Migration),
            Box::new(m0021_payments_release::Migration),
            Box::new(m0022_orders_line_product::Migration),
            Box::new(m0023_payments_bank::Migration),
            Box::new(m0024_invoicing_bank_account::Migration),
            Box::new(m0025_fulfilment_receipt_corrections::Migration),
            Box::new(m0026_fulfilment_recalls::Migration),
            Box::new(m0027_settlement_payouts::Migration),
            Box::new(m0028_settlement_pools::Migration),
            Box::new(m0029_settlement_taxes::Migration),
            Box::new(m0030_members_account_confirmation::Migration),
            Box::new(m0031_orders_arrival_changed::Migration),
            Box::new(m0032_settlement_payout_lines::Migration),
            Box::new(m0033_orders_standing_order_split::Migration),
            Box::new(m0034_invoicing_corrections::Migration),
            Box::new(m0035_invoicing_write_offs::Migration),
            Box::new(m0036_buyers_terms_agreement::Migration),
            Box::new(m0037_invoicing_interest_rates::Migration),
            Box::new(m0038_settlement_adjustments::Migration),
            Box::new(m0039_settlement_commission_rates::Migration),
            Box::new(m0040_settlement_payables_due::Migration),
            Box::new(m0041_settlement_additional_taxes::Migration),
            Box::new(m0042_catalogue_reserved_deliveries::Migration),
            Box::new(m0043_orders_batch_wait::Migration),
            Box::new(m0044_fulfilment_lifted_recalls::Migration),
            Box::new(m0045_payments_possible_duplicates::Migration),
            Box::new(m0046_fulfilment_stock_taxes::Migration),
            Box::new(m0047_invoicing_quality_faults::Migration),
            Box::new(m0048_payments_card_refunds::Migration),
            Box::new(m0049_identity_devices::Migration),
            Box::new(m0050_platform_job_interruptions::Migration),
            Box::new(m0051_catalogue_allergens::Migration),
            Box::new(m0052_search_synonyms::Migration),
            Box::new(m0053_catalogue_product_versions::Migration),
            Box::new(m0054_payments_negative_card_payouts::Migration),
            Box::new(m0055_orders_arrival_count::Migration),
            Box::new(m0056_payments_returns::Migration),
            Box::new(m0057_orders_favourites::Migration),
            Box::new(m0058_catalogue_photos::Migration),
            Box::new(m0059_catalogue_baskets::Migration),
            Box::new(m0060_orders_baskets::Migration),
            Box::new(m0061_buyers_applications::Migration),
            Box::new(m0062_notifications_applicants::Migration),
            Box::new(m0064_certification_protocols::Migration),
        ]
    }
}
