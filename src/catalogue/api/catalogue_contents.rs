//! What the catalogue of a buyer contains, and its texts in a language.

use std::collections::HashMap;

use entities::{
    catalogue::{family, product},
    members::workshop,
    values::{Allergens, Currency, FamilyId, Language, ProductId},
};
use url::Url;

use crate::{
    catalogue::{
        PriceBook, PriceTier,
        store::{baskets::Audience, eligibility, families::list_families, products},
    },
    identity,
    platform::{
        http::problem::Result,
        locale::{Localizer, localize},
        unit_of_work::UnitOfWork,
    },
};

/// A product that is sold to a buyer.
pub(super) struct CatalogueProduct {
    /// The product.
    pub product: product::Model,
    /// Its family.
    pub family: family::Model,
    /// The workshops that make it, by name.
    pub makers: Vec<workshop::Model>,
    /// Its net prices by quantity; at least one.
    pub tiers: Vec<PriceTier>,
}

/// What a catalogue file is made from.
pub(super) struct Catalogue {
    /// Name of the cooperative that sells the products.
    pub cooperative: Option<String>,
    /// The address of this installation.
    pub public_url: Url,
    /// The prices' currency.
    pub currency: Currency,
    /// The products, by code.
    pub products: Vec<CatalogueProduct>,
}

/// The published products that have a price in `book`, which is none where nothing is sold to the buyer. Its own baskets
/// are left out: a catalogue is what it could sell on.
pub(super) async fn load_catalogue(tx: &UnitOfWork, book: Option<PriceBook>) -> Result<Catalogue> {
    let currency = book.as_ref().map_or(tx.currency(), |book| book.currency);
    let mut tiers = book.map(|book| book.tiers).unwrap_or_default();
    let families = list_families(tx).await?.into_iter().map(|family| (family.id, family));
    let families: HashMap<FamilyId, family::Model> = families.collect();
    let mut makers: HashMap<ProductId, Vec<workshop::Model>> = HashMap::new();
    for maker in eligibility::list_makers(tx, &[]).await? {
        makers.entry(maker.offer.product_id).or_default().push(maker.workshop);
    }
    let mut listed = Vec::new();
    for product in products::list_published_products(tx, Audience::Everybody).await? {
        let (Some(tiers), Some(family)) = (tiers.remove(&product.id), families.get(&product.family_id)) else {
            continue;
        };
        let mut makers = makers.remove(&product.id).unwrap_or_default();
        makers.sort_by(|a, b| (&a.name, &a.code).cmp(&(&b.name, &b.code)));
        listed.push(CatalogueProduct { product, family: family.clone(), makers, tiers });
    }
    let cooperative = identity::find_cooperative(tx).await?.map(|cooperative| cooperative.name);
    Ok(Catalogue { cooperative, public_url: tx.app().config.public_url.clone(), currency, products: listed })
}

/// The text in `language`, where there are two.
pub(super) fn in_language<'a>(language: Language, es: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::En => en,
        Language::Es => es,
    }
}

/// The text in `language`; the other language's where it is missing.
pub(super) fn optional_in_language<'a>(
    language: Language,
    es: &'a Option<String>,
    en: &'a Option<String>,
) -> Option<&'a str> {
    let (first, second) = match language {
        Language::En => (en, es),
        Language::Es => (es, en),
    };
    first.as_deref().or(second.as_deref())
}

/// What a product contains or may contain, in words.
pub(super) fn allergen_names(allergens: &Allergens, texts: Localizer) -> String {
    let names = allergens.iter().map(|allergen| localize!(texts, "allergen", allergen = allergen.word()));
    names.collect::<Vec<String>>().join(", ")
}
