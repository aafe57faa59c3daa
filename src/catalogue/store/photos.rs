//! Photos of products.

use std::collections::HashMap;

use entities::{
    catalogue::{product, product_photo},
    values::{PhotoId, ProductId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Alias, Expr, Query},
};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// The product's photos in their order.
pub async fn list_photos(tx: &UnitOfWork, product: ProductId) -> Result<Vec<product_photo::Model>> {
    let query = product_photo::Entity::find()
        .filter(product_photo::Column::ProductId.eq(product))
        .order_by_asc(product_photo::Column::Position);
    Ok(query.all(tx.db()).await?)
}

/// The first photo of each of these products that has one.
pub async fn list_covers(
    tx: &UnitOfWork,
    products: impl IntoIterator<Item = &product::Model>,
) -> Result<HashMap<ProductId, product_photo::Model>> {
    let ids: Vec<ProductId> = products.into_iter().map(|product| product.id).collect();
    let mut covers = HashMap::new();
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let query = product_photo::Entity::find()
            .filter(product_photo::Column::ProductId.is_in(ids.iter().copied()))
            .filter(is_first());
        covers.extend(query.all(tx.db()).await?.into_iter().map(|photo| (photo.product_id, photo)));
    }
    Ok(covers)
}

/// Whether no photo of the same product is before this one.
fn is_first() -> Expr {
    let earlier = Alias::new("earlier");
    let is_earlier = Query::select()
        .expr(Expr::val(1))
        .from_as(product_photo::Entity, earlier.clone())
        .and_where(
            Expr::col((earlier.clone(), product_photo::Column::ProductId))
                .equals((product_photo::Entity, product_photo::Column::ProductId)),
        )
        .and_where(
            Expr::col((earlier, product_photo::Column::Position))
                .lt(Expr::col((product_photo::Entity, product_photo::Column::Position))),
        )
        .take();
    Expr::exists(is_earlier).not()
}

/// The photo of this product, or 404.
pub async fn get_photo(tx: &UnitOfWork, product: ProductId, id: PhotoId) -> Result<product_photo::Model> {
    let photo = product_photo::Entity::find_by_id(id).filter(product_photo::Column::ProductId.eq(product));
    photo.one(tx.db()).await?.ok_or_else(not_found)
}

/// A photo with these files, of a product that everybody may see; or 404.
pub async fn get_public_photo(tx: &UnitOfWork, digest: &str) -> Result<product_photo::Model> {
    let photo = product_photo::Entity::find()
        .inner_join(product::Entity)
        .filter(product_photo::Column::Digest.eq(digest))
        .filter(product::Column::PublishedAt.is_not_null())
        .filter(product::Column::RetiredAt.is_null());
    photo.limit(1).one(tx.db()).await?.ok_or_else(not_found)
}

/// A photo with these files, or 404.
pub async fn get_photo_by_digest(tx: &UnitOfWork, digest: &str) -> Result<product_photo::Model> {
    let photo = product_photo::Entity::find().filter(product_photo::Column::Digest.eq(digest));
    photo.limit(1).one(tx.db()).await?.ok_or_else(not_found)
}

/// All photos, for their files.
pub async fn list_all_photos(tx: &UnitOfWork) -> Result<Vec<product_photo::Model>> {
    Ok(product_photo::Entity::find().order_by_asc(product_photo::Column::Id).all(tx.db()).await?)
}

/// Stores a new photo.
pub async fn insert_photo(tx: &UnitOfWork, row: product_photo::Model) -> Result<product_photo::Model> {
    Ok(product_photo::ActiveModel::from(row).reset_all().insert(tx.db()).await?)
}

/// Stores the changed columns of a photo.
pub async fn update_photo(tx: &UnitOfWork, row: product_photo::ActiveModel) -> Result<product_photo::Model> {
    Ok(row.update(tx.db()).await?)
}

/// Deletes a photo.
pub async fn delete_photo(tx: &UnitOfWork, id: PhotoId) -> Result<()> {
    product_photo::Entity::delete_by_id(id).exec(tx.db()).await?;
    Ok(())
}

fn not_found() -> Problem {
    Problem::not_found("photo")
}
