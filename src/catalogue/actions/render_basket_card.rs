//! Renders the card of a basket: what the guest will find.

use entities::{
    catalogue::product,
    values::{Allergens, Language, ProductId},
};
use serde_json::{Value, json};

use crate::{
    catalogue::{
        rules::basket_contents::{BasketComponent, BasketContents},
        store::{baskets, eligibility, products},
    },
    identity,
    platform::{
        documents,
        http::problem::{Problem, Result},
        locale::{Localizer, localize},
        unit_of_work::UnitOfWork,
    },
};

const TEMPLATE: &str = include_str!("../../../templates/basket_card.typ");

/// The card of a basket, ready to be rendered.
#[derive(Clone, Debug)]
pub struct BasketCard {
    /// The name of its file.
    pub name: String,
    /// What the template reads.
    data: Value,
}

impl BasketCard {
    /// The PDF. The caller has ended its transaction, because rendering takes time.
    pub async fn render(self) -> Result<Vec<u8>> {
        Ok(documents::render_in_background(TEMPLATE, self.data).await.map_err(anyhow::Error::from)?)
    }
}

/// Loads the card of a basket in a language.
///
/// # Errors
/// 404 where the product is no basket.
pub async fn load_basket_card(tx: &UnitOfWork, basket: product::Model, language: Language) -> Result<BasketCard> {
    let contents = baskets::get_basket(tx, basket.id).await?;
    let texts = Localizer::new(language);
    let cooperative = identity::find_cooperative(tx).await?.map(|cooperative| cooperative.name);
    let packaging = in_either(language, &contents.basket.packaging_es, &contents.basket.packaging_en);
    let data = json!({
        "language": language.word(),
        "name": in_language(language, &basket.name_es, &basket.name_en),
        "text": in_either(language, &contents.basket.card_es, &contents.basket.card_en),
        "title": localize!(texts, "basket-card.title"),
        "items": items(tx, &contents, language).await?,
        "packaging": packaging.map(|packaging| localize!(texts, "basket-card.packaging", packaging = packaging)),
        "allergens": allergens(&basket, texts),
        "substitutes": contents.components.iter().any(|component| !component.substitutes.is_empty())
            .then(|| localize!(texts, "basket-card.substitutes")),
        "cooperative": cooperative,
    });
    let name = localize!(texts, "basket-card.file-name");
    Ok(BasketCard { name: format!("{name}.pdf"), data })
}

/// Each component with its quantity and its makers.
async fn items(tx: &UnitOfWork, contents: &BasketContents, language: Language) -> Result<Vec<Value>> {
    let ids: Vec<ProductId> = contents.components.iter().map(|component| component.product_id).collect();
    let rows = products::list_products_by_id(tx, &ids).await?;
    let makers = eligibility::list_makers(tx, &ids).await?;
    let item = |component: &BasketComponent| {
        let row = rows
            .get(&component.product_id)
            .ok_or_else(|| Problem::missing_reference("product", component.product_id))?;
        let of_product = makers.iter().filter(|maker| maker.offer.product_id == row.id);
        let mut names: Vec<&str> = of_product.map(|maker| maker.workshop.name.as_str()).collect();
        names.sort_unstable();
        Ok(json!({
            "quantity": component.quantity.to_string(),
            "name": in_language(language, &row.name_es, &row.name_en),
            "makers": names.join(", "),
        }))
    };
    contents.components.iter().map(item).collect()
}

/// The sentence about allergens.
fn allergens(basket: &product::Model, texts: Localizer) -> String {
    let names = |allergens: &Allergens| {
        let names = allergens.iter().map(|allergen| localize!(texts, "allergen", allergen = allergen.word()));
        names.collect::<Vec<String>>().join(", ")
    };
    if basket.allergens_declared_at.is_none() {
        return localize!(texts, "basket-card.allergens-unknown");
    }
    let contains = match basket.allergens.is_empty() {
        true => localize!(texts, "basket-card.no-allergens"),
        false => localize!(texts, "basket-card.contains", allergens = names(&basket.allergens)),
    };
    match basket.may_contain.is_empty() {
        true => contains,
        false => format!(
            "{contains} {}",
            localize!(texts, "basket-card.may-contain", allergens = names(&basket.may_contain))
        ),
    }
}

fn in_language<'a>(language: Language, es: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::En => en,
        Language::Es => es,
    }
}

/// The text in `language`; the other language's where it is missing.
fn in_either<'a>(language: Language, es: &'a Option<String>, en: &'a Option<String>) -> Option<&'a str> {
    let (first, second) = match language {
        Language::En => (en, es),
        Language::Es => (es, en),
    };
    first.as_deref().or(second.as_deref())
}
