//! The months in which products are made.

use std::collections::HashMap;

use entities::values::{ALL_YEAR, ProductId};

use super::eligibility::{WorkshopOffer, list_makers};
use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// The workshops that make a product, and when.
#[derive(Clone, Debug, Default)]
pub struct ProductMakers {
    /// Their names, without repetition, by name.
    pub names: Vec<String>,
    /// The months in which at least one of them makes it, as bits.
    pub harvest_months: i32,
}

/// The makers of these products (of all where empty). A product that nobody makes is absent.
pub async fn list_product_makers(tx: &UnitOfWork, products: &[ProductId]) -> Result<HashMap<ProductId, ProductMakers>> {
    let mut makers: HashMap<ProductId, ProductMakers> = HashMap::new();
    for WorkshopOffer { offer, workshop } in list_makers(tx, products).await? {
        let product = makers.entry(offer.product_id).or_default();
        product.names.push(workshop.name);
        product.harvest_months |= offer.harvest_months & ALL_YEAR;
    }
    for product in makers.values_mut() {
        product.names.sort_unstable();
        product.names.dedup();
    }
    Ok(makers)
}
