//! A buyer keeps favourite products.

use entities::{
    buyers::buyer,
    orders::favourite_product,
    values::{BuyerId, ProductId},
};

use crate::{
    buyers,
    catalogue::{self, Audience},
    orders::{OrderError, store::favourites},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Favourites of a buyer, at most.
const MAX_FAVOURITES: u64 = 200;

/// Makes a product a favourite of the buyer; one that is a favourite already stays one.
///
/// # Errors
/// 404 for a product that is not sold; `AccountClosed`; `TooManyFavourites`.
pub async fn upsert_favourite(tx: &mut UnitOfWork, buyer: &buyer::Model, product: ProductId) -> Result<()> {
    let product = catalogue::get_published_product(tx, product, Audience::Buyer(buyer.id)).await?;
    // Two requests at once do not exceed the maximum together.
    let buyer = buyers::lock_open_buyer(tx, buyer.id).await?;
    if favourites::exists(tx, buyer.id, product.id).await? {
        return Ok(());
    }
    if favourites::count(tx, buyer.id).await? >= MAX_FAVOURITES {
        return Err(OrderError::TooManyFavourites { maximum: MAX_FAVOURITES }.into());
    }
    let row = favourite_product::Model { buyer_id: buyer.id, product_id: product.id, created_at: tx.now() };
    favourites::insert(tx, row).await
}

/// Takes a product from the favourites of the buyer; one that is none stays none.
pub async fn delete_favourite(tx: &mut UnitOfWork, buyer: BuyerId, product: ProductId) -> Result<()> {
    favourites::delete(tx, buyer, product).await
}
