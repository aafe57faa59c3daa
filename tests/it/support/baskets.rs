//! Baskets for tests, and a price list of the market.

use entities::{
    buyers::buyer,
    catalogue::{basket, basket_component},
    values::{Amount, BuyerId, FamilyId, ProductId},
};
use minga::{
    catalogue::{self, PriceRow, ProductTerms},
    platform::unit_of_work::{Actor, UnitOfWork},
};
use sea_orm::{EntityTrait, IntoActiveModel};
use uuid::Uuid;

use super::{
    TestApp,
    market::{Market, PRODUCTS},
    terms,
};

/// A basket to sell.
pub struct NewBasket<'a> {
    /// Its code.
    pub code: &'a str,
    /// Its family.
    pub family: FamilyId,
    /// The buyer that composed it for itself.
    pub buyer: Option<BuyerId>,
    /// The part that its price is less than that of its components; none = its price is on the list.
    pub discount_bps: Option<i32>,
    /// Net price of its packaging.
    pub packaging: i64,
    /// Its components with their units.
    pub components: &'a [(ProductId, i64)],
}

/// Stores a published basket.
pub async fn sell_basket(tx: &mut UnitOfWork, new: NewBasket<'_>) -> ProductId {
    let product = ProductTerms { name_es: format!("Canasta {}", new.code), ..terms::product(new.code, new.family) };
    let product_id = catalogue::create_product(tx, product).await.unwrap().id;
    catalogue::publish_product(tx, product_id).await.unwrap();
    let row = basket::Model {
        product_id,
        buyer_id: new.buyer,
        discount_bps: new.discount_bps,
        packaging_es: Some("Caja de lenga".into()),
        packaging_en: Some("Lenga box".into()),
        packaging_price: Amount(new.packaging),
        card_es: Some("Bienvenidos".into()),
        card_en: Some("Welcome".into()),
    };
    basket::Entity::insert(row.into_active_model()).exec_without_returning(tx.db()).await.unwrap();
    for (position, (component, quantity)) in (1..).zip(new.components) {
        let row = basket_component::Model {
            id: tx.new_id::<Uuid>(),
            basket_id: product_id,
            position,
            product_id: *component,
            quantity: *quantity,
        };
        basket_component::Entity::insert(row.into_active_model()).exec_without_returning(tx.db()).await.unwrap();
    }
    product_id
}

/// Publishes the products of the market at their prices, with a basket of two honeys, a liqueur and a book: 5 % less than
/// their sum, in packaging for 1,500.
pub async fn open_shop(app: &TestApp, market: &Market) -> ProductId {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let buyer = buyer::Entity::find_by_id(market.lodge.id).one(tx.db()).await.unwrap().unwrap();
    let list = catalogue::create_price_list(&mut tx, "L", "Lista", buyer.segment_id).await.unwrap().id;
    let mut prices = Vec::new();
    for (code, price, ..) in PRODUCTS {
        let product_id = market.products[code];
        catalogue::publish_product(&mut tx, product_id).await.unwrap();
        prices.push(PriceRow { product_id, min_quantity: 1, amount: Amount(price) });
    }
    catalogue::update_prices(&mut tx, list, &prices).await.unwrap();
    let family = catalogue::get_product(&tx, market.products["miel"]).await.unwrap().family_id;
    let components = [("miel", 2), ("licor", 1), ("libro", 1)].map(|(code, units)| (market.products[code], units));
    let new = NewBasket {
        code: "canasta",
        family,
        buyer: None,
        discount_bps: Some(500),
        packaging: 1_500,
        components: &components,
    };
    let basket = sell_basket(&mut tx, new).await;
    tx.commit().await.unwrap();
    basket
}
