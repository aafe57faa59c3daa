//! Reactions to changes of certificates and workshops, which decide who may supply a product.

use std::collections::BTreeSet;

use entities::values::{CertificateId, ProductId, WorkshopId};

use crate::{
    catalogue::{
        Event,
        errors::CatalogueError,
        store::{baskets, offers, products},
    },
    certification::{self, CertifiedProduct},
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Stores the product's current name, and the protocol of its family, on a certificate that was granted.
///
/// # Errors
/// `UnknownProduct`; `ProductIsBasket`, because a basket has no certificate of its own.
pub async fn store_certified_product(
    tx: &mut UnitOfWork,
    certificate_id: CertificateId,
    product_id: ProductId,
) -> Result<()> {
    let Some(product) = products::list_products_by_id(tx, &[product_id]).await?.remove(&product_id) else {
        return Err(CatalogueError::UnknownProduct { product_id }.at("/product_id"));
    };
    if baskets::is_basket(tx, product_id).await? {
        return Err(CatalogueError::ProductIsBasket.at("/product_id"));
    }
    let certified =
        CertifiedProduct { family_id: product.family_id, name_es: product.name_es, name_en: product.name_en };
    certification::set_product(tx, certificate_id, certified).await?;
    emit_product_changed(tx, product_id);
    Ok(())
}

/// Emits that the workshops that may supply a product changed, because one of its certificates did.
pub fn emit_product_changed(tx: &mut UnitOfWork, product_id: ProductId) {
    tx.emit(Event::ProductChanged { product_id });
}

/// Emits a change of every product that a workshop offers, because its pauses, authorisation or membership changed.
pub async fn emit_offered_products_changed(tx: &mut UnitOfWork, workshop_id: WorkshopId) -> Result<()> {
    let offers = offers::list_offers_of_workshops(tx, &[workshop_id]).await?;
    let products: BTreeSet<ProductId> = offers.into_iter().map(|offer| offer.product_id).collect();
    for product_id in products {
        emit_product_changed(tx, product_id);
    }
    Ok(())
}
