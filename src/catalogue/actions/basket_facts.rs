//! Keeps what baskets say of their contents equal to what the contents say.

use entities::{
    catalogue::product,
    values::{AllergenDeclaration, ProductId},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use crate::{
    catalogue::{
        Event,
        rules::{
            allergens::declaration,
            basket_contents::{BasketContents, BasketFacts},
        },
        store::{baskets, products},
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Updates the allergens, the shelf life and the storage of every basket that may hold this product, which has changed and
/// whose row is locked.
pub async fn refresh_baskets_with(tx: &mut UnitOfWork, product: ProductId) -> Result<()> {
    for id in baskets::list_baskets_with(tx, product).await? {
        let before = products::lock_product(tx, id).await?;
        let Some(contents) = baskets::list_basket_contents(tx, &[id]).await?.remove(&id) else { continue };
        refresh_basket(tx, before, &contents).await?;
    }
    Ok(())
}

async fn refresh_basket(tx: &mut UnitOfWork, before: product::Model, contents: &BasketContents) -> Result<()> {
    let ids: Vec<ProductId> = contents.products().collect();
    let rows = products::list_products_by_id(tx, &ids).await?;
    let facts = BasketFacts::of(rows.values());
    let held = BasketFacts {
        allergens: declaration(&before),
        shelf_life_days: before.shelf_life_days,
        storage: before.storage,
    };
    if facts == held {
        return Ok(());
    }
    let version = before.version + 1;
    let declared_at = facts.allergens.is_some().then_some(tx.now());
    let AllergenDeclaration { contains, may_contain } = facts.allergens.unwrap_or_default();
    let change = product::ActiveModel {
        id: Set(before.id),
        allergens: Set(contains),
        may_contain: Set(may_contain),
        allergens_declared_at: Set(declared_at),
        shelf_life_days: Set(facts.shelf_life_days),
        storage: Set(facts.storage),
        version: Set(version),
        ..Default::default()
    };
    products::update_product(tx, change).await?;
    tx.audit("product", before.id.0, "contents_changed", json!({ "version": version }));
    tx.emit(Event::ProductChanged { product_id: before.id });
    Ok(())
}
