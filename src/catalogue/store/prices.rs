//! Price lists and the prices of their versions.

use entities::{
    catalogue::{price, price_list, product},
    values::{Amount, PriceListId, ProductId, SegmentId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, EntityTrait, ExprTrait,
    FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType},
};
use uuid::Uuid;

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// All price lists, by code.
pub async fn lists(tx: &UnitOfWork) -> Result<Vec<price_list::Model>> {
    Ok(price_list::Entity::find().order_by_asc(price_list::Column::Code).all(tx.db()).await?)
}

/// The list, or 404.
pub async fn list(tx: &UnitOfWork, id: PriceListId) -> Result<price_list::Model> {
    price_list::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("price list"))
}

/// The list, its row locked for change, or 404.
pub async fn lock_list(tx: &UnitOfWork, id: PriceListId) -> Result<price_list::Model> {
    let mut query = price_list::Entity::find_by_id(id);
    if tx.db().get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock(LockType::Update);
    }
    query.one(tx.db()).await?.ok_or_else(|| Problem::not_found("price list"))
}

/// The list with this code.
pub async fn list_by_code(tx: &UnitOfWork, code: &str) -> Result<Option<price_list::Model>> {
    Ok(price_list::Entity::find().filter(price_list::Column::Code.eq(code)).one(tx.db()).await?)
}

/// The list of this segment.
pub async fn list_of(tx: &UnitOfWork, segment: SegmentId) -> Result<Option<price_list::Model>> {
    Ok(price_list::Entity::find().filter(price_list::Column::SegmentId.eq(segment)).one(tx.db()).await?)
}

/// Prices of a list in one version, of these products (of all where empty), by product and quantity.
pub async fn at(tx: &UnitOfWork, list: PriceListId, version: i32, products: &[ProductId]) -> Result<Vec<price::Model>> {
    let valid = Condition::any().add(price::Column::ToVersion.is_null()).add(price::Column::ToVersion.gte(version));
    let mut query = price::Entity::find()
        .filter(price::Column::PriceListId.eq(list))
        .filter(price::Column::FromVersion.lte(version))
        .filter(valid)
        .order_by_asc(price::Column::ProductId)
        .order_by_asc(price::Column::MinQuantity);
    if !products.is_empty() {
        query = query.filter(price::Column::ProductId.is_in(products.iter().copied()));
    }
    Ok(query.all(tx.db()).await?)
}

/// A product with one of its prices, where it has any.
#[derive(Debug, FromQueryResult)]
pub struct Quoted {
    /// The product.
    #[sea_orm(nested)]
    pub product: product::Model,
    /// From this many units.
    pub min_quantity: Option<i64>,
    /// Net, per unit.
    pub amount: Option<Amount>,
    /// The list …
    pub list: Option<PriceListId>,
    /// … and the version that were asked.
    pub list_version: Option<i32>,
}

/// Which prices are asked for.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    /// Those that hold now for the segment, where it has a list.
    Segment(SegmentId),
    /// Those that the list had in a version.
    List(PriceListId, i32),
}

/// These products, once for each price, by quantity; without prices where there is no list.
pub async fn quoted(tx: &UnitOfWork, of: Of, products: &[ProductId]) -> Result<Vec<Quoted>> {
    let (asked, version) = match of {
        Of::Segment(segment) => {
            (price_list::Column::SegmentId.eq(segment), Expr::col(price_list::Column::Version.as_column_ref()))
        }
        Of::List(list, version) => (price_list::Column::Id.eq(list), Expr::val(version)),
    };
    let to = || Expr::col(price::Column::ToVersion.as_column_ref());
    let holds = Condition::all()
        .add(Expr::col(price::Column::ProductId.as_column_ref()).equals(product::Column::Id.as_column_ref()))
        .add(Expr::col(price::Column::PriceListId.as_column_ref()).equals(price_list::Column::Id.as_column_ref()))
        .add(Expr::col(price::Column::FromVersion.as_column_ref()).lte(version.clone()))
        .add(Condition::any().add(to().is_null()).add(to().gte(version.clone())));
    let mut found = Vec::with_capacity(products.len());
    for products in products.chunks(ROWS_PER_INSERT) {
        let mut rows = product::Entity::find()
            .column_as(price::Column::MinQuantity, "min_quantity")
            .column_as(price::Column::Amount, "amount")
            .column_as(price_list::Column::Id, "list")
            .column_as(version.clone(), "list_version")
            .filter(product::Column::Id.is_in(products.iter().copied()))
            .order_by_asc(product::Column::Id)
            .order_by_asc(price::Column::MinQuantity);
        QuerySelect::query(&mut rows)
            .left_join(price_list::Entity, asked.clone())
            .left_join(price::Entity, holds.clone());
        found.extend(rows.into_model::<Quoted>().all(tx.db()).await?);
    }
    Ok(found)
}

/// Stores a new list.
pub async fn insert_list(tx: &UnitOfWork, row: price_list::ActiveModel) -> Result<price_list::Model> {
    Ok(row.insert(tx.db()).await?)
}

/// Stores a changed list.
pub async fn update_list(tx: &UnitOfWork, row: price_list::ActiveModel) -> Result<price_list::Model> {
    Ok(row.update(tx.db()).await?)
}

/// Ends these prices with `version` and begins the others.
pub async fn replace(tx: &UnitOfWork, ended: &[Uuid], version: i32, begun: Vec<price::ActiveModel>) -> Result<()> {
    for ended in ended.chunks(ROWS_PER_INSERT) {
        price::Entity::update_many()
            .col_expr(price::Column::ToVersion, Expr::value(Some(version)))
            .filter(price::Column::Id.is_in(ended.iter().copied()))
            .exec(tx.db())
            .await?;
    }
    for begun in begun.chunks(ROWS_PER_INSERT) {
        price::Entity::insert_many(begun.to_vec()).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}
