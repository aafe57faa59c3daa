//! A catalogue as JSON-LD in the vocabulary of the Data Food Consortium, version 1.16 (its ontology and the thesaurus of
//! measures, github.com/datafoodconsortium).
//!
//! The context stands in the file, so a reader fetches nothing. Each price is net; `VATrate` is a percentage. The
//! thesaurus names three of the world's currencies; for another, `hasUnit` is the concept of the Publications Office of
//! the European Union. The vocabulary cannot say that a product may contain an allergen, or that nothing is known of
//! its allergens: the description says both, so that no reader takes silence for "free of".

use std::collections::HashSet;

use entities::{
    members::workshop,
    values::{Allergen, Currency, Language, NetUnit, WorkshopId},
};
use serde_json::{Value, json};
use url::Url;

use super::catalogue_contents::{Catalogue, CatalogueProduct, allergen_names, in_language, optional_in_language};
use crate::platform::{
    format::PERCENT_DIGITS,
    http::problem::Result,
    locale::{Localizer, localize},
    table::decimal,
};

/// The media type of the download. It is a file to save, as the API describes all downloads: bytes, not a JSON response.
pub const MEDIA_TYPE: &str = "application/octet-stream";

const DECIMAL: &str = "http://www.w3.org/2001/XMLSchema#decimal";
const INTEGER: &str = "http://www.w3.org/2001/XMLSchema#integer";

/// The properties of the file whose values are addresses.
const REFERENCES: &[&str] = &[
    "hasAllergenCharacteristic",
    "hasAllergenDimension",
    "hasPrice",
    "hasQuantity",
    "hasUnit",
    "listedIn",
    "lists",
    "maintainedBy",
    "maintains",
    "offeredItem",
    "offeredThrough",
    "referencedBy",
    "references",
    "suppliedBy",
];

/// The bytes of the file.
///
/// # Errors
/// Where the address of the installation cannot be a base.
pub fn write(catalogue: &Catalogue, language: Language) -> Result<Vec<u8>> {
    let mut graph = vec![cooperative(catalogue), list(catalogue)];
    graph.extend(workshops(catalogue));
    for row in &catalogue.products {
        graph.extend(product(catalogue, row, language)?);
    }
    let document = json!({ "@context": context(), "@graph": graph });
    Ok(serde_json::to_vec_pretty(&document).map_err(anyhow::Error::from)?)
}

fn context() -> Value {
    let mut context = json!({
        "dfc-b": "https://github.com/datafoodconsortium/ontology/releases/latest/download/DFC_BusinessOntology.owl#",
        "dfc-m": "https://github.com/datafoodconsortium/taxonomies/releases/latest/download/measures.rdf#",
    });
    for property in REFERENCES {
        context[format!("dfc-b:{property}")] = json!({ "@type": "@id" });
    }
    context
}

/// The address of a thing of this installation that has no page.
fn address(catalogue: &Catalogue, fragment: &str) -> String {
    let mut url = catalogue.public_url.clone();
    url.set_fragment(Some(fragment));
    url.into()
}

fn product_address(public_url: &Url, row: &CatalogueProduct) -> Result<String> {
    let url = public_url.join(&format!("catalogo/{}", row.product.id)).map_err(anyhow::Error::from)?;
    Ok(url.into())
}

fn item_address(catalogue: &Catalogue, row: &CatalogueProduct) -> String {
    address(catalogue, &format!("item-{}", row.product.id))
}

fn workshop_address(catalogue: &Catalogue, id: WorkshopId) -> String {
    address(catalogue, &format!("workshop-{id}"))
}

fn cooperative(catalogue: &Catalogue) -> Value {
    json!({
        "@id": address(catalogue, "cooperative"),
        "@type": "dfc-b:Enterprise",
        "dfc-b:name": catalogue.cooperative,
        "dfc-b:maintains": address(catalogue, "catalogue"),
    })
}

fn list(catalogue: &Catalogue) -> Value {
    let items: Vec<String> = catalogue.products.iter().map(|row| item_address(catalogue, row)).collect();
    json!({
        "@id": address(catalogue, "catalogue"),
        "@type": "dfc-b:Catalog",
        "dfc-b:maintainedBy": address(catalogue, "cooperative"),
        "dfc-b:lists": items,
    })
}

/// The workshops, by the product that names them first.
fn workshops(catalogue: &Catalogue) -> Vec<Value> {
    let mut seen = HashSet::new();
    let makers = catalogue.products.iter().flat_map(|row| &row.makers).filter(|workshop| seen.insert(workshop.id));
    let enterprise = |workshop: &workshop::Model| {
        json!({
            "@id": workshop_address(catalogue, workshop.id),
            "@type": "dfc-b:Enterprise",
            "dfc-b:name": workshop.name,
        })
    };
    makers.map(enterprise).collect()
}

/// The product, its entry in the catalogue and its price.
fn product(catalogue: &Catalogue, row: &CatalogueProduct, language: Language) -> Result<Vec<Value>> {
    let (id, item) = (product_address(&catalogue.public_url, row)?, item_address(catalogue, row));
    let offer = address(catalogue, &format!("offer-{}", row.product.id));
    let product = &row.product;
    let allergens = product.allergens.iter().map(|allergen| {
        json!({
            "@type": "dfc-b:AllergenCharacteristic",
            "dfc-b:hasAllergenDimension": allergen_dimension(allergen),
        })
    });
    let makers = row.makers.iter().map(|workshop| workshop_address(catalogue, workshop.id));
    let mut nodes = vec![
        json!({
            "@id": id,
            "@type": "dfc-b:SuppliedProduct",
            "dfc-b:name": in_language(language, &product.name_es, &product.name_en),
            "dfc-b:description": description(row, language),
            "dfc-b:hasQuantity": {
                "@type": "dfc-b:QuantitativeValue",
                "dfc-b:value": { "@type": INTEGER, "@value": product.net_content.to_string() },
                "dfc-b:hasUnit": net_unit(product.net_unit),
            },
            "dfc-b:hasAllergenCharacteristic": allergens.collect::<Vec<Value>>(),
            "dfc-b:lifetime": product.shelf_life_days.to_string(),
            "dfc-b:usageOrStorageCondition":
                localize!(Localizer::new(language), "storage", storage = product.storage.word()),
            "dfc-b:suppliedBy": makers.collect::<Vec<String>>(),
            "dfc-b:referencedBy": item,
        }),
        json!({
            "@id": item,
            "@type": "dfc-b:CatalogItem",
            "dfc-b:sku": product.code,
            "dfc-b:listedIn": address(catalogue, "catalogue"),
            "dfc-b:references": id,
            "dfc-b:offeredThrough": offer,
        }),
    ];
    let price = row.tiers.first().map(|tier| {
        json!({
            "@id": offer,
            "@type": "dfc-b:Offer",
            "dfc-b:offeredItem": item,
            "dfc-b:hasPrice": {
                "@type": "dfc-b:Price",
                "dfc-b:value": { "@type": DECIMAL, "@value": decimal(tier.amount.0, catalogue.currency.minor_digits()) },
                "dfc-b:VATrate": { "@type": DECIMAL, "@value": decimal(product.vat_bps.into(), PERCENT_DIGITS) },
                "dfc-b:hasUnit": currency_unit(catalogue.currency),
            },
        })
    });
    nodes.extend(price);
    Ok(nodes)
}

/// The description, and what the vocabulary cannot say of the allergens.
fn description(row: &CatalogueProduct, language: Language) -> String {
    let (product, texts) = (&row.product, Localizer::new(language));
    let own = optional_in_language(language, &product.description_es, &product.description_en);
    let allergens = if product.allergens_declared_at.is_none() {
        Some(localize!(texts, "catalogue-file.allergens-unknown"))
    } else if product.may_contain.is_empty() {
        None
    } else {
        let names = allergen_names(&product.may_contain, texts);
        Some(localize!(texts, "catalogue-file.may-contain-sentence", allergens = names))
    };
    let parts: Vec<&str> = own.into_iter().chain(allergens.as_deref()).collect();
    parts.join("\n")
}

fn net_unit(unit: NetUnit) -> &'static str {
    match unit {
        NetUnit::G => "dfc-m:Gram",
        NetUnit::Ml => "dfc-m:Millilitre",
        NetUnit::Unit => "dfc-m:Piece",
    }
}

fn currency_unit(currency: Currency) -> &'static str {
    match currency {
        Currency::Eur => "dfc-m:Euro",
        Currency::Usd => "dfc-m:USDollar",
        Currency::Clp => "http://publications.europa.eu/resource/authority/currency/CLP",
    }
}

fn allergen_dimension(allergen: Allergen) -> &'static str {
    match allergen {
        Allergen::Gluten => "dfc-m:CerealsWithGluten",
        Allergen::Milk => "dfc-m:LactoseMilks",
        Allergen::Eggs => "dfc-m:Eggs",
        Allergen::Nuts => "dfc-m:Nuts",
        Allergen::Peanuts => "dfc-m:Peanuts",
        Allergen::Soy => "dfc-m:Soy",
        Allergen::Fish => "dfc-m:Fishs",
        Allergen::Crustaceans => "dfc-m:Crustaceans",
        Allergen::Molluscs => "dfc-m:Molluscs",
        Allergen::Sulphites => "dfc-m:Sulphites",
        Allergen::Sesame => "dfc-m:SesameSeeds",
        Allergen::Mustard => "dfc-m:Mustard",
        Allergen::Celery => "dfc-m:Celeriac",
        Allergen::Lupin => "dfc-m:Lupine",
    }
}
