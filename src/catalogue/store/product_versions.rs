//! Products as they were at an instant.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entities::{
    catalogue::{product, product_version},
    values::ProductId,
};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use super::products::list_products_by_id;
use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// Stores what a product is called and how it is sold from now on.
pub async fn insert_product_version(tx: &UnitOfWork, row: product_version::Model) -> Result<()> {
    product_version::Entity::insert(row.into_active_model()).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Each of these products as it was at its instant, in the same order: its code, names, net content, lot size and order
/// multiple. The other columns are the present ones. Before its first version a product was as in that one.
///
/// # Errors
/// 500 where a product does not exist.
pub async fn list_products_as_of(
    tx: &UnitOfWork,
    wanted: &[(ProductId, DateTime<Utc>)],
) -> Result<Vec<product::Model>> {
    let mut ids: Vec<ProductId> = wanted.iter().map(|(id, _)| *id).collect();
    ids.sort_unstable();
    ids.dedup();
    let products = list_products_by_id(tx, &ids).await?;
    let mut versions: HashMap<ProductId, Vec<product_version::Model>> = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let found = product_version::Entity::find()
            .filter(product_version::Column::ProductId.is_in(ids.iter().copied()))
            .order_by_asc(product_version::Column::Version);
        for version in found.all(tx.db()).await? {
            versions.entry(version.product_id).or_default().push(version);
        }
    }
    let as_of = |(id, instant): &(ProductId, DateTime<Utc>)| {
        let present = products.get(id).cloned().ok_or_else(|| Problem::missing_reference("product", *id))?;
        let versions = versions.get(id).map(Vec::as_slice).unwrap_or_default();
        let held = versions.iter().rev().find(|version| version.valid_from <= *instant).or(versions.first());
        Ok(held.map_or_else(|| present.clone(), |held| with_version(present.clone(), held.clone())))
    };
    wanted.iter().map(as_of).collect()
}

fn with_version(present: product::Model, held: product_version::Model) -> product::Model {
    let product_version::Model { code, name_es, name_en, net_content, net_unit, lot_size, order_multiple, .. } = held;
    product::Model { code, name_es, name_en, net_content, net_unit, lot_size, order_multiple, ..present }
}
