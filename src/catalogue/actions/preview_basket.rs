//! What a basket that somebody is composing would cost, contain and allow. Nothing is stored.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    catalogue::basket,
    values::{Amount, Currency, ProductId, SegmentId},
};
use uuid::Uuid;

use super::baskets::check_components;
use crate::{
    catalogue::{
        rules::{
            basket_contents::{BasketComponent, BasketContents, BasketFacts},
            basket_supply::sellable_baskets,
            baskets::{basket_price, component_values},
            sellable::SellableQuantity,
        },
        store::{baskets::Audience, eligibility::list_sellable, prices, products, reservations::DeliverySlot},
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// A basket that somebody is composing.
#[derive(Clone, Debug)]
pub struct BasketDraft {
    /// Who composes it.
    pub audience: Audience,
    /// At the prices of this segment.
    pub segment_id: SegmentId,
    /// What is in it; at least one.
    pub components: Vec<BasketComponent>,
    /// Less than the sum of its components, in basis points; `None` = its price is on the price lists.
    pub discount_bps: Option<i32>,
    /// Net, per basket.
    pub packaging_price: Amount,
    /// How many are ordered.
    pub baskets: i64,
    /// The delivery of which the availability is wanted.
    pub slot: Option<DeliverySlot>,
}

/// What it would be.
#[derive(Clone, Debug)]
pub struct PreviewedBasket {
    /// Currency of the prices.
    pub currency: Currency,
    /// Net, with packaging.
    pub price: Option<Amount>,
    /// Sum of its components at list prices.
    pub list_price: Option<Amount>,
    /// What follows from its contents.
    pub facts: BasketFacts,
    /// Where it was asked for.
    pub delivery_date: Option<NaiveDate>,
    /// Baskets; none where a component has no offer.
    pub sellable: Option<SellableQuantity>,
    /// In their order.
    pub components: Vec<PreviewedComponent>,
}

/// One of its components.
#[derive(Clone, Debug)]
pub struct PreviewedComponent {
    /// The product.
    pub product_id: ProductId,
    /// Net, per unit.
    pub unit_price: Option<Amount>,
    /// Units; none where it has no offer.
    pub sellable: Option<SellableQuantity>,
}

/// Previews a basket.
///
/// # Errors
/// Those of [`check_components`].
pub async fn preview_basket(tx: &UnitOfWork, draft: BasketDraft) -> Result<PreviewedBasket> {
    let contents = BasketContents {
        basket: basket::Model {
            product_id: ProductId(Uuid::nil()),
            buyer_id: None,
            discount_bps: draft.discount_bps,
            packaging_es: None,
            packaging_en: None,
            packaging_price: draft.packaging_price,
            card_es: None,
            card_en: None,
        },
        components: draft.components,
    };
    let ids: Vec<ProductId> = contents.products().collect();
    let rows = products::list_products_by_id(tx, &ids).await?;
    check_components(tx, &contents.components, &rows, draft.audience).await?;
    let quotes = prices::get_quotes(tx, draft.segment_id, &ids).await?;
    let sellable = match draft.slot {
        Some(slot) => list_sellable(tx, slot, &ids).await?,
        None => HashMap::new(),
    };
    let component = |component: &BasketComponent| PreviewedComponent {
        product_id: component.product_id,
        unit_price: quotes.price(component.product_id, draft.baskets.saturating_mul(component.quantity)),
        sellable: sellable.get(&component.product_id).cloned(),
    };
    Ok(PreviewedBasket {
        currency: tx.currency(),
        price: basket_price(&contents, &quotes, draft.baskets),
        list_price: component_values(&contents, &quotes, draft.baskets).map(|values| values.into_iter().sum()),
        facts: BasketFacts::of(rows.values()),
        delivery_date: draft.slot.map(|slot| slot.delivery_date),
        sellable: sellable_baskets(&contents, &sellable),
        components: contents.components.iter().map(component).collect(),
    })
}
