//! The baskets of the fictitious cooperative, and one that a lodge composed for its guests.

use entities::values::{Amount, ProductId};
use minga::{
    catalogue::{self, BasketComponent, BasketSaleTerms, BasketTerms, FamilyTerms, Packaging},
    platform::{
        app::App,
        unit_of_work::{Actor, UnitOfWork},
    },
};

use super::{
    cooperative::Cooperative,
    pictures::{self, Subject},
    products::PRODUCTS,
};

/// Creates the baskets with their pictures.
///
/// # Errors
/// If one cannot be stored.
pub async fn create(app: &App, cooperative: &Cooperative) -> anyhow::Result<()> {
    let problem = |problem| anyhow::anyhow!("the baskets: {problem}");
    let mut tx = app.begin(Actor::System).await.map_err(problem)?;
    let made = create_all(&mut tx, cooperative).await.map_err(problem)?;
    tx.commit().await.map_err(problem)?;
    for (id, subject, name) in made {
        pictures::create_picture(app, id, subject, name).await?;
    }
    Ok(())
}

type Pictured = (ProductId, Subject, (&'static str, &'static str));

async fn create_all(
    tx: &mut UnitOfWork,
    cooperative: &Cooperative,
) -> minga::platform::http::problem::Result<Vec<Pictured>> {
    let family = FamilyTerms { code: "canastas".into(), name_es: "Canastas".into(), name_en: "Baskets".into() };
    let family_id = catalogue::upsert_family(tx, family).await?.id;
    let sale = |code: &str, discount_bps, packaging: (&str, &str, i64)| BasketSaleTerms {
        code: code.into(),
        family_id,
        discount_bps: Some(discount_bps),
        packaging: Packaging { es: Some(packaging.0.into()), en: Some(packaging.1.into()), price: Amount(packaging.2) },
        vat_bps: 1_900,
    };
    let items = |items: &[(&str, i64, &[&str])]| components(cooperative, items);
    let mut made: Vec<Pictured> = Vec::new();

    let name = ("Canasta de bienvenida", "Welcome basket");
    let mut terms = texts(
        name,
        items(&[
            ("mermelada-calafate", 1, &["mermelada-ruibarbo", "mermelada-rosa-mosqueta"]),
            ("miel-multiflora", 1, &["miel-estepa"]),
            ("dulce-galleta", 1, &[]),
        ]),
    );
    terms.card_es = Some("Bienvenidos a la Patagonia. Todo lo que hay aquí lo hizo alguien de la región.".into());
    terms.card_en = Some("Welcome to Patagonia. Everything in here was made by somebody of the region.".into());
    let packaging = ("caja de madera de lenga", "a box of lenga wood", 1_800);
    let welcome = catalogue::create_basket(tx, sale("canasta-bienvenida", 500, packaging), terms).await?.product.id;
    catalogue::publish_product(tx, welcome).await?;
    made.push((welcome, Subject::Basket { wood: 0x00b0_8050, content: [0x003f_2452, 0x00b9_6a1c, 0x00d8_b070] }, name));

    let name = ("Canasta para la once", "Teatime basket");
    let terms = texts(
        name,
        items(&[
            ("queso-mantecoso", 1, &["queso-ahumado"]),
            ("mermelada-frambuesa", 1, &["mermelada-grosella"]),
            ("dulce-kuchen", 1, &["dulce-alfajor"]),
            ("dulce-manjar", 1, &[]),
        ]),
    );
    let packaging = ("canasto de mimbre", "a wicker basket", 2_900);
    let teatime = catalogue::create_basket(tx, sale("canasta-once", 700, packaging), terms).await?.product.id;
    catalogue::publish_product(tx, teatime).await?;
    made.push((teatime, Subject::Basket { wood: 0x00c6_9a5c, content: [0x00f3_dc98, 0x0099_2344, 0x00c9_8a4a] }, name));

    if let Some((lodge, ..)) = cooperative.buyers.first() {
        let name = ("Para la caminata", "For the hike");
        let contents = items(&[("queso-oveja", 1, &["queso-mantecoso"]), ("dulce-turron", 2, &["dulce-alfajor"])]);
        let own = catalogue::create_own_basket(tx, *lodge, texts(name, contents), Some(welcome)).await?.product.id;
        made.push((own, Subject::Basket { wood: 0x009a_7048, content: [0x00ef_dcae, 0x00d9_b070, 0x00d9_b070] }, name));
    }
    Ok(made)
}

fn texts((es, en): (&str, &str), components: Vec<BasketComponent>) -> BasketTerms {
    BasketTerms {
        name_es: es.into(),
        name_en: en.into(),
        description_es: None,
        description_en: None,
        components,
        card_es: None,
        card_en: None,
    }
}

/// The products with these codes, with their quantities and substitutes.
fn components(cooperative: &Cooperative, items: &[(&str, i64, &[&str])]) -> Vec<BasketComponent> {
    let id = |code: &str| {
        let place = PRODUCTS.iter().position(|product| product.code == code)?;
        cooperative.products.get(place).copied()
    };
    let component = |(code, quantity, substitutes): &(&str, i64, &[&str])| {
        Some(BasketComponent {
            product_id: id(code)?,
            quantity: *quantity,
            substitutes: substitutes.iter().copied().filter_map(id).collect(),
        })
    };
    items.iter().filter_map(component).collect()
}
