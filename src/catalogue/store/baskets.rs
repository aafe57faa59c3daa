//! Baskets with what is in them.

use std::collections::HashMap;

use entities::{
    catalogue::{basket, basket_component, basket_substitute, product},
    values::{BuyerId, ProductId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, ExprTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, LockType, Query},
};
use uuid::Uuid;

use crate::{
    catalogue::rules::basket_contents::{BasketComponent, BasketContents},
    platform::{
        http::{
            page_request::{PageRequest, Rows},
            problem::{Problem, Result},
        },
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// Who reads products: a buyer's own baskets are shown to that buyer and to staff.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Staff.
    #[default]
    Staff,
    /// Anybody.
    Everybody,
    /// A buyer.
    Buyer(BuyerId),
}

/// Leaves out the baskets of buyers that the audience may not see.
pub fn visible_to(query: Select<product::Entity>, audience: Audience) -> Select<product::Entity> {
    let hidden = match audience {
        Audience::Staff => return query,
        Audience::Everybody => Condition::all().add(basket::Column::BuyerId.is_not_null()),
        Audience::Buyer(buyer) => Condition::all().add(basket::Column::BuyerId.ne(buyer)),
    };
    let hidden = Query::select()
        .expr(Expr::val(1))
        .from(basket::Entity)
        .and_where(
            Expr::col((basket::Entity, basket::Column::ProductId)).equals((product::Entity, product::Column::Id)),
        )
        .cond_where(hidden)
        .take();
    query.filter(Expr::exists(hidden).not())
}

/// A page of the baskets that the audience may see, by code; only those in the catalogue where `sold`.
pub async fn list_baskets(
    tx: &UnitOfWork,
    audience: Audience,
    sold: bool,
    page: &PageRequest,
) -> Result<Rows<product::Model>> {
    let baskets = Query::select().column(basket::Column::ProductId).from(basket::Entity).take();
    let mut query = visible_to(product::Entity::find(), audience).filter(product::Column::Id.in_subquery(baskets));
    if sold {
        query = query.filter(product::Column::PublishedAt.is_not_null()).filter(product::Column::RetiredAt.is_null());
    }
    page.select(tx.db(), query.cursor_by(product::Column::Code).asc(), |product| product.code.clone()).await
}

/// The basket with what is in it, or 404 where the product is none.
pub async fn get_basket(tx: &UnitOfWork, id: ProductId) -> Result<BasketContents> {
    list_basket_contents(tx, &[id]).await?.remove(&id).ok_or_else(|| Problem::not_found("basket"))
}

/// Whether the product is a basket.
pub async fn is_basket(tx: &UnitOfWork, id: ProductId) -> Result<bool> {
    Ok(basket::Entity::find_by_id(id).count(tx.db()).await? > 0)
}

/// How many baskets of the buyer are in the catalogue.
pub async fn count_own_baskets(tx: &UnitOfWork, buyer: BuyerId) -> Result<u64> {
    let query = basket::Entity::find()
        .inner_join(product::Entity)
        .filter(basket::Column::BuyerId.eq(buyer))
        .filter(product::Column::RetiredAt.is_null());
    Ok(query.count(tx.db()).await?)
}

/// All baskets.
pub async fn list_all_baskets(tx: &UnitOfWork) -> Result<HashMap<ProductId, BasketContents>> {
    let mut found = HashMap::new();
    load_contents(tx, basket::Entity::find().all(tx.db()).await?, &mut found).await?;
    Ok(found)
}

/// The baskets that may hold this product, by id.
pub async fn list_baskets_with(tx: &UnitOfWork, product: ProductId) -> Result<Vec<ProductId>> {
    let substituted = basket_substitute::Entity::find()
        .select_only()
        .column(basket_substitute::Column::ComponentId)
        .filter(basket_substitute::Column::ProductId.eq(product))
        .into_query();
    let holds = Condition::any()
        .add(basket_component::Column::ProductId.eq(product))
        .add(basket_component::Column::Id.in_subquery(substituted));
    let query = basket_component::Entity::find()
        .select_only()
        .column(basket_component::Column::BasketId)
        .distinct()
        .filter(holds)
        .order_by_asc(basket_component::Column::BasketId);
    Ok(query.into_tuple().all(tx.db()).await?)
}

/// These products, their rows locked against changes in the order of their ids.
pub async fn lock_products_for_basket(
    tx: &UnitOfWork,
    ids: impl IntoIterator<Item = ProductId>,
) -> Result<HashMap<ProductId, product::Model>> {
    let query = product::Entity::find()
        .filter(product::Column::Id.is_in(ids))
        .order_by_asc(product::Column::Id)
        .lock(LockType::Share);
    Ok(query.all(tx.db()).await?.into_iter().map(|product| (product.id, product)).collect())
}

/// Stores a new basket with what is in it.
pub async fn insert_basket(tx: &UnitOfWork, contents: &BasketContents) -> Result<()> {
    basket::Entity::insert(contents.basket.clone().into_active_model()).exec_without_returning(tx.db()).await?;
    insert_components(tx, contents).await
}

/// Stores a basket, and replaces what is in it.
pub async fn update_basket(tx: &UnitOfWork, contents: &BasketContents) -> Result<()> {
    let id = contents.basket.product_id;
    basket::ActiveModel::from(contents.basket.clone()).reset_all().update(tx.db()).await?;
    let components = basket_component::Entity::find()
        .select_only()
        .column(basket_component::Column::Id)
        .filter(basket_component::Column::BasketId.eq(id))
        .into_query();
    basket_substitute::Entity::delete_many()
        .filter(basket_substitute::Column::ComponentId.in_subquery(components))
        .exec(tx.db())
        .await?;
    basket_component::Entity::delete_many().filter(basket_component::Column::BasketId.eq(id)).exec(tx.db()).await?;
    insert_components(tx, contents).await
}

async fn insert_components(tx: &UnitOfWork, contents: &BasketContents) -> Result<()> {
    let (mut components, mut substitutes) = (Vec::new(), Vec::new());
    for (position, component) in (1..).zip(&contents.components) {
        let id = tx.new_id();
        components.push(
            basket_component::Model {
                id,
                basket_id: contents.basket.product_id,
                position,
                product_id: component.product_id,
                quantity: component.quantity,
            }
            .into_active_model(),
        );
        let rows = (1..).zip(&component.substitutes);
        substitutes.extend(rows.map(|(position, product_id)| {
            basket_substitute::Model { component_id: id, position, product_id: *product_id }.into_active_model()
        }));
    }
    basket_component::Entity::insert_many(components).exec_without_returning(tx.db()).await?;
    if !substitutes.is_empty() {
        basket_substitute::Entity::insert_many(substitutes).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

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
