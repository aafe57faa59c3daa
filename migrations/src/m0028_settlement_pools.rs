//! Settlement: pools close when the deliveries of their product end, not when a whole cycle is invoiced.
//!
//! A job closes the pools of every cycle that has open ones, where their deliveries have ended by now.

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
        let db = manager.get_connection();
        db.execute_unprepared("DROP TABLE invoiced_cycle").await?;
        // The id of the cycle serves as the id of its job, because databases differ in how they make ids.
        let (text_of_id, json) = match manager.get_database_backend() {
            DbBackend::Sqlite => ("lower(hex(c.id))", "text"),
            _ => ("CAST(c.id AS text)", "json"),
        };
        let jobs = format!(
            "INSERT INTO job (id, kind, key, payload, due_at, attempts, created_at) \
             SELECT c.id, 'settlement.close_pools', {text_of_id} || ':upgrade', \
             CAST('{{\"cycle_id\":\"' || {text_of_id} || '\",\"cause\":\"upgrade\"}}' AS {json}), c.cut_off_at, 0, \
             c.cut_off_at FROM cycle c WHERE EXISTS (SELECT 1 FROM pool p WHERE p.cycle_id = c.id AND p.state = 'open')"
        );
        db.execute_unprepared(&jobs).await?;
        Ok(())
    }
}
