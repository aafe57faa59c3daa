//! Builds the search document of a product.

use std::collections::{BTreeSet, HashMap};

use entities::{
    catalogue::{family, product},
    members::workshop,
    values::WorkshopId,
};

use crate::{catalogue::OfferEligibility, search::ProductDocument};

/// The search document of `product`. `supplies` are the offers of the workshops that may make it.
pub fn product_document(
    product: product::Model,
    family: Option<&family::Model>,
    supplies: &[OfferEligibility],
    workshops: &HashMap<WorkshopId, workshop::Model>,
    value_per_share: &HashMap<WorkshopId, i64>,
) -> ProductDocument {
    let makers = || supplies.iter().filter_map(|supply| workshops.get(&supply.offer.workshop_id));
    let distinct = |texts: &mut dyn Iterator<Item = String>| texts.collect::<BTreeSet<_>>().into_iter().collect();
    let value_of = |supply: &OfferEligibility| value_per_share.get(&supply.offer.workshop_id).copied().unwrap_or(0);
    ProductDocument {
        id: product.id.0,
        code: product.code,
        name_es: product.name_es,
        name_en: product.name_en,
        description_es: product.description_es.unwrap_or_default(),
        description_en: product.description_en.unwrap_or_default(),
        family_code: family.map(|family| family.code.clone()).unwrap_or_default(),
        family_es: family.map(|family| family.name_es.clone()).unwrap_or_default(),
        family_en: family.map(|family| family.name_en.clone()).unwrap_or_default(),
        ingredients_es: product.ingredients_es.unwrap_or_default(),
        allergens: product.allergens.0,
        practices: product.practices.0,
        places: distinct(&mut makers().filter_map(|workshop| workshop.comuna.clone())),
        makers: distinct(&mut makers().map(|workshop| workshop.name.clone())),
        harvest_months: supplies.iter().fold(0, |months, supply| months | supply.offer.harvest_months),
        published: product.published_at.is_some() && product.retired_at.is_none(),
        fairness: supplies.iter().map(value_of).min().unwrap_or(0),
    }
}
