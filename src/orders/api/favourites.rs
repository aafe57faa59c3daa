//! What a buyer remembers: its favourite products, and what it usually orders.

use chrono::{DateTime, Utc};
use entities::{orders::favourite_product, values::ProductId};
use poem::web::Data;
use poem_openapi::{ApiResponse, Object, OpenApi, param::Path};

use super::tag::Tag;
use crate::{
    buyers::{get_own_buyer, get_own_open_buyer},
    identity::{Buyer, Caller},
    orders::{
        actions::favourites::{delete_favourite, upsert_favourite},
        rules::{UsualQuantity, usual_products},
        store::{favourites, lines},
    },
    platform::{
        app::App,
        http::{paging::List, problem::Result},
    },
};

/// A favourite product of the caller's buyer.
#[derive(Clone, Copy, Debug, Object)]
pub struct FavouriteProduct {
    /// The product. It may no longer be sold.
    pub product_id: ProductId,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

impl From<favourite_product::Model> for FavouriteProduct {
    fn from(row: favourite_product::Model) -> Self {
        let favourite_product::Model { buyer_id: _, product_id, created_at, .. } = row;
        Self { product_id, created_at }
    }
}

/// A product that the caller's buyer usually orders.
#[derive(Clone, Copy, Debug, Object)]
pub struct UsualProduct {
    /// The product. It may no longer be sold.
    pub product_id: ProductId,
    /// How many of the last ten orders have it.
    pub orders: usize,
    /// Units: the median of these orders.
    pub quantity: i64,
}

impl From<UsualQuantity> for UsualProduct {
    fn from(usual: UsualQuantity) -> Self {
        let UsualQuantity { product_id, orders, quantity } = usual;
        Self { product_id, orders, quantity }
    }
}

/// A change that returns nothing.
#[derive(ApiResponse)]
pub enum FavouriteChanged {
    /// Done. There is nothing to return.
    #[oai(status = 204)]
    Done,
}

/// Operations of buyers on what they remember.
pub struct Favourites;

#[OpenApi(prefix_path = "/api/v1/buyer", tag = "Tag::Orders")]
impl Favourites {
    /// List your favourite products, the oldest first; 200 at most
    #[oai(path = "/favourite-products", method = "get", operation_id = "list_favourite_products")]
    async fn list_favourite_products(&self, app: Data<&App>, caller: Buyer) -> Result<List<FavouriteProduct>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = get_own_buyer(&tx, &caller).await?;
        Ok(List::all(favourites::list(&tx, buyer.id).await?.into_iter().map(Into::into).collect()))
    }

    /// Make a product a favourite
    #[oai(path = "/favourite-products/:product_id", method = "put", operation_id = "upsert_favourite_product")]
    async fn upsert_favourite_product(
        &self,
        app: Data<&App>,
        caller: Buyer,
        product_id: Path<ProductId>,
    ) -> Result<FavouriteChanged> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = get_own_open_buyer(&tx, &caller).await?;
        upsert_favourite(&mut tx, &buyer, product_id.0).await?;
        tx.commit().await?;
        Ok(FavouriteChanged::Done)
    }

    /// Delete a favourite product
    #[oai(path = "/favourite-products/:product_id", method = "delete", operation_id = "delete_favourite_product")]
    async fn delete_favourite_product(
        &self,
        app: Data<&App>,
        caller: Buyer,
        product_id: Path<ProductId>,
    ) -> Result<FavouriteChanged> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = get_own_buyer(&tx, &caller).await?;
        delete_favourite(&mut tx, buyer.id, product_id.0).await?;
        tx.commit().await?;
        Ok(FavouriteChanged::Done)
    }

    /// List what you usually order, from your last ten orders; the products of the most orders first
    #[oai(path = "/usual-products", method = "get", operation_id = "list_usual_products")]
    async fn list_usual_products(&self, app: Data<&App>, caller: Buyer) -> Result<List<UsualProduct>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = get_own_buyer(&tx, &caller).await?;
        let lines = lines::list_last(&tx, buyer.id).await?;
        Ok(List::all(usual_products(&lines).into_iter().map(UsualProduct::from).collect()))
    }
}
