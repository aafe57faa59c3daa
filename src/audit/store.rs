//! Runs the queries of the checks.

use chrono::{DateTime, TimeDelta, Utc};
use entities::{invoicing::invoice, settlement::statement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Statement};
use uuid::Uuid;

use super::invariant::{Check, RowMeaning};
use crate::{
    catalogue,
    platform::{http::problem::Result, photos, unit_of_work::UnitOfWork},
};

/// Subjects listed for one violation.
pub const LISTED_SUBJECTS: usize = 10;
/// The longest time for which two transactions may have run at once.
const CONCURRENCY: TimeDelta = TimeDelta::minutes(1);

/// The first subjects that violate the check; `overdue` is the instant before which a waiting job was due too long ago.
pub async fn list_subjects(tx: &UnitOfWork, check: &Check, overdue: DateTime<Utc>) -> Result<Vec<String>> {
    let backend = tx.db().get_database_backend();
    let statement = match check.rows {
        RowMeaning::Overdue => Statement::from_sql_and_values(backend, check.sql, [overdue.into()]),
        RowMeaning::Violations | RowMeaning::Ordered => Statement::from_string(backend, check.sql),
    };
    let mut subjects = Vec::new();
    for row in tx.db().query_all_raw(statement).await? {
        if subjects.len() == LISTED_SUBJECTS {
            break;
        }
        if check.rows == RowMeaning::Ordered {
            let earlier: DateTime<Utc> = row.try_get("", "earlier")?;
            let later: DateTime<Utc> = row.try_get("", "later")?;
            if later - earlier <= CONCURRENCY {
                continue;
            }
        }
        subjects.push(match row.try_get::<Uuid>("", "id") {
            Ok(id) => id.to_string(),
            Err(_) => row.try_get::<String>("", "name")?,
        });
    }
    Ok(subjects)
}

/// The keys of the documents and photos that rows name.
pub async fn list_stored_files(tx: &UnitOfWork) -> Result<Vec<String>> {
    let mut keys: Vec<String> = Vec::new();
    let invoices = invoice::Entity::find().select_only().column(invoice::Column::File);
    let invoices = invoices.filter(invoice::Column::File.is_not_null());
    keys.extend(invoices.into_tuple::<String>().all(tx.db()).await?);
    let statements = statement::Entity::find().select_only().column(statement::Column::File);
    let statements = statements.filter(statement::Column::File.is_not_null());
    keys.extend(statements.into_tuple::<String>().all(tx.db()).await?);
    for photo in catalogue::list_all_photos(tx).await? {
        for size in catalogue::largest_size(&photo).all() {
            keys.push(photos::file_key(&photo.digest, size.width)?.as_str().to_owned());
        }
    }
    Ok(keys)
}
