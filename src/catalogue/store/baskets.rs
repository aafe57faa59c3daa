//! Baskets with what is in them.

use std::collections::HashMap;

use entities::{
    catalogue::{basket, basket_component, basket_substitute},
    values::ProductId,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::{
    catalogue::rules::basket_contents::{BasketComponent, BasketContents},
    platform::{
        http::problem::Result,
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// Those of these products that are baskets, with what is in them.
pub async fn list_basket_contents(
    tx: &UnitOfWork,
    products: &[ProductId],
) -> Result<HashMap<ProductId, BasketContents>> {
    let mut found = HashMap::new();
    for products in products.chunks(ROWS_PER_INSERT) {
        let baskets = basket::Entity::find().filter(basket::Column::ProductId.is_in(products.iter().copied()));
        load_contents(tx, baskets.all(tx.db()).await?, &mut found).await?;
    }
    Ok(found)
}

/// Adds these baskets with their components and substitutes.
async fn load_contents(
    tx: &UnitOfWork,
    baskets: Vec<basket::Model>,
    found: &mut HashMap<ProductId, BasketContents>,
) -> Result<()> {
    if baskets.is_empty() {
        return Ok(());
    }
    let ids = || baskets.iter().map(|basket| basket.product_id);
    let components = basket_component::Entity::find()
        .filter(basket_component::Column::BasketId.is_in(ids()))
        .order_by_asc(basket_component::Column::BasketId)
        .order_by_asc(basket_component::Column::Position);
    let components = components.all(tx.db()).await?;
    let rows = basket_substitute::Entity::find()
        .inner_join(basket_component::Entity)
        .filter(basket_component::Column::BasketId.is_in(ids()))
        .order_by_asc(basket_substitute::Column::ComponentId)
        .order_by_asc(basket_substitute::Column::Position);
    let mut substitutes: HashMap<Uuid, Vec<ProductId>> = HashMap::new();
    for row in rows.all(tx.db()).await? {
        substitutes.entry(row.component_id).or_default().push(row.product_id);
    }
    let mut by_basket: HashMap<ProductId, Vec<BasketComponent>> = HashMap::new();
    for basket_component::Model { id, basket_id, product_id, quantity, .. } in components {
        let substitutes = substitutes.remove(&id).unwrap_or_default();
        by_basket.entry(basket_id).or_default().push(BasketComponent { product_id, quantity, substitutes });
    }
    for basket in baskets {
        let components = by_basket.remove(&basket.product_id).unwrap_or_default();
        found.insert(basket.product_id, BasketContents { basket, components });
    }
    Ok(())
}
