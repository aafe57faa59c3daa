//! Builds the search document of a basket from those of what may be in it.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::{
    catalogue::{BasketComponent, BasketContents},
    search::{ALL_YEAR, ProductDocument},
};

/// The document of a basket; `document` is that of its product, and `all` has those of what may be in it.
///
/// What somebody excludes may be in a substitute, so the contents are those of components and substitutes; who makes it,
/// where and when is what the components say. A buyer's own basket is never found, because the search is everybody's.
pub fn basket_document(
    document: ProductDocument,
    contents: &BasketContents,
    all: &BTreeMap<Uuid, ProductDocument>,
) -> ProductDocument {
    let components = || contents.components.iter().filter_map(|component| all.get(&component.product_id.0));
    let possible = || contents.products().filter_map(|product| all.get(&product.0));
    let distinct = |texts: fn(&ProductDocument) -> &Vec<String>| {
        components().flat_map(texts).collect::<BTreeSet<_>>().into_iter().cloned().collect()
    };
    let names = components().map(|component| component.name_es.as_str()).collect::<Vec<_>>();
    let are_sold = contents
        .components
        .iter()
        .all(|component: &BasketComponent| all.get(&component.product_id.0).is_some_and(|document| document.published));
    ProductDocument {
        contents: document.contents.iter().chain(possible().flat_map(|product| &product.contents)).cloned().collect(),
        ingredients_es: names.join(", "),
        places: distinct(|component| &component.places),
        makers: distinct(|component| &component.makers),
        harvest_months: components().fold(ALL_YEAR, |months, component| months & component.harvest_months),
        published: document.published && are_sold && contents.basket.buyer_id.is_none(),
        fairness: components().map(|component| component.fairness).min().unwrap_or(0),
        ..document
    }
}
