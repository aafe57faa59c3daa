//! Loads the documents to index from the database.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entities::values::{BoundBy, ProductId, WorkshopId};
use uuid::Uuid;

use crate::{
    catalogue::{self, OfferEligibility},
    members,
    platform::{
        app::App,
        http::problem::Result,
        unit_of_work::{Actor, UnitOfWork},
    },
    search::{ProductDocument, rules, store},
};

/// The document of every product, from one snapshot of the database.
pub async fn load_documents(app: &App) -> Result<Vec<ProductDocument>> {
    let tx = app.read(Actor::System).await?;
    let products = store::list_products(&tx).await?;
    let families = store::list_families(&tx).await?;
    let supplies = supplies_by_product(&tx).await?;
    let workshop_ids: BTreeSet<WorkshopId> =
        supplies.values().flatten().map(|supply| supply.offer.workshop_id).collect();
    let workshops = members::list_workshops_by_id(&tx, &workshop_ids.into_iter().collect::<Vec<_>>()).await?;
    let value_per_share = match members::find_season(&tx, tx.today()).await? {
        Some(season) => rules::value_per_share(store::carried_value_sums(&tx, season.id).await?),
        None => HashMap::new(),
    };
    let documents = products.into_iter().map(|product| {
        let supplies = supplies.get(&product.id).map_or(&[][..], Vec::as_slice);
        let family = families.get(&product.family_id);
        rules::product_document(product, family, supplies, &workshops, &value_per_share)
    });
    let mut documents: BTreeMap<Uuid, ProductDocument> = documents.map(|document| (document.id, document)).collect();
    for contents in catalogue::list_all_baskets(&tx).await?.into_values() {
        let id = contents.basket.product_id.0;
        if let Some(basket) = documents.remove(&id) {
            documents.insert(id, rules::basket_document(basket, &contents, &documents));
        }
    }
    Ok(documents.into_values().collect())
}

/// The offers that may supply each product today or in another month.
async fn supplies_by_product(tx: &UnitOfWork) -> Result<HashMap<ProductId, Vec<OfferEligibility>>> {
    let mut supplies: HashMap<ProductId, Vec<OfferEligibility>> = HashMap::new();
    for supply in catalogue::list_offer_eligibility(tx, tx.today(), &[]).await? {
        // An offer out of harvest is indexed too: the month is a filter of the query.
        if supply.blocked_by.is_none_or(|reason| reason == BoundBy::Harvest) {
            supplies.entry(supply.offer.product_id).or_default().push(supply);
        }
    }
    Ok(supplies)
}
