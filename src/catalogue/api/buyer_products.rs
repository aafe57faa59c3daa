//! A buyer reads the products at its own prices.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    buyers::buyer,
    catalogue::{product, product_photo},
    values::{FamilyId, Money, ProductId},
};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{products::Product, tag::Tag};
use crate::{
    buyers::get_own_open_buyer,
    catalogue::{
        DeliverySlot, PriceBook, PriceTier, SellableQuantity,
        store::{
            baskets::Audience,
            eligibility, photos, prices,
            products::{self, ProductFilter},
        },
    },
    identity::{Buyer, Caller},
    platform::{
        app::App,
        http::{dates::DeliveryDate, page_request::PageRequest, paging::List, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// A product with the buyer's prices, and how much can be ordered for a delivery date.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BuyerProduct {
    /// The product.
    pub product: Product,
    /// Its net prices by quantity; empty = not sold to this segment.
    pub prices: Vec<TierPrice>,
    /// How much can still be ordered, where the request names a delivery date.
    pub sellable: Option<ProductSellable>,
}

/// A net unit price from a quantity on.
#[derive(Clone, Debug, Object)]
pub struct TierPrice {
    /// From this many units in one order line.
    pub min_quantity: i64,
    /// Net, per unit.
    pub price: Money,
}

/// How much of a product can still be ordered for a delivery date.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ProductSellable {
    /// Units.
    pub units: i64,
    /// Units that must still be ordered before the next batch is made; fewer are not promised. 0 = any quantity is made.
    pub more_needed: i64,
    /// The last day on which it may be ordered for this delivery.
    pub order_until: NaiveDate,
    /// Why nothing can be ordered: `closed` (too late), `reserved` (all of it), `no_maker` (no offer), or why no workshop
    /// may supply it: `certificate`, `authorisation`, `pause`, `harvest`.
    pub reason: Option<String>,
}

impl ProductSellable {
    /// The quantity on the day `today`; `sellable` is none where no workshop offers the product.
    pub(super) fn of(sellable: Option<&SellableQuantity>, delivery_date: NaiveDate, today: NaiveDate) -> Self {
        let Some(sellable) = sellable else {
            let reason = Some("no_maker".to_owned());
            return Self { units: 0, more_needed: 0, order_until: delivery_date, reason };
        };
        let order_until = sellable.last_order_day(delivery_date);
        let reason = match sellable.blocked_by {
            Some(reason) => Some(reason.word()),
            None if today > order_until => Some("closed"),
            None if sellable.units < sellable.order_multiple => Some("reserved"),
            None => None,
        };
        let units = if reason.is_none() { sellable.units } else { 0 };
        Self {
            units,
            more_needed: if units > 0 { sellable.more_needed } else { 0 },
            order_until,
            reason: reason.map(str::to_owned),
        }
    }
}

/// What the responses for some products are made with.
pub(super) struct ProductConditions {
    prices: Option<PriceBook>,
    /// The first photo of each that has one.
    covers: HashMap<ProductId, product_photo::Model>,
    /// Only with a delivery date.
    sellable: HashMap<ProductId, SellableQuantity>,
    delivery_date: Option<NaiveDate>,
    today: NaiveDate,
}

impl ProductConditions {
    pub async fn load(
        tx: &UnitOfWork,
        buyer: &buyer::Model,
        products: &[product::Model],
        delivery_date: Option<NaiveDate>,
    ) -> Result<Self> {
        let ids: Vec<ProductId> = products.iter().map(|product| product.id).collect();
        let today = tx.today();
        // No products means all of them.
        if ids.is_empty() {
            let (covers, sellable) = (HashMap::new(), HashMap::new());
            return Ok(Self { prices: None, covers, sellable, delivery_date, today });
        }
        let covers = photos::list_covers(tx, products).await?;
        let prices = prices::find_price_book(tx, buyer.segment_id, &ids).await?;
        let sellable = match delivery_date {
            Some(delivery_date) => {
                let slot = DeliverySlot { zone_id: buyer.zone_id, delivery_date };
                eligibility::list_sellable(tx, slot, &ids).await?
            }
            None => HashMap::new(),
        };
        Ok(Self { prices, covers, sellable, delivery_date, today })
    }

    pub fn response(&self, product: product::Model) -> BuyerProduct {
        let priced = self.prices.as_ref().and_then(|book| Some((book.currency, book.tiers.get(&product.id)?)));
        let prices = priced.map_or_else(Vec::new, |(currency, tiers)| {
            let price =
                |tier: &PriceTier| TierPrice { min_quantity: tier.min_quantity, price: tier.amount.of(currency) };
            tiers.iter().map(price).collect()
        });
        let sellable =
            self.delivery_date.map(|date| ProductSellable::of(self.sellable.get(&product.id), date, self.today));
        let cover = self.covers.get(&product.id).cloned();
        BuyerProduct { product: Product::of(product, cover), prices, sellable }
    }
}

/// Operations of buyers on products.
pub struct BuyerProducts;

#[OpenApi(prefix_path = "/api/v1/buyer", tag = "Tag::Catalogue")]
impl BuyerProducts {
    /// List the published products at the caller's prices, by code
    #[oai(path = "/products", method = "get", operation_id = "list_products")]
    async fn list_products(
        &self,
        app: Data<&App>,
        caller: Buyer,
        /// Only of this family.
        family: Query<Option<FamilyId>>,
        /// Also return how much can still be ordered for this delivery date.
        delivery_date: Query<Option<DeliveryDate>>,
        page: PageRequest,
    ) -> Result<List<BuyerProduct>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = get_own_open_buyer(&tx, &caller).await?;
        let filter = ProductFilter { published: true, family: family.0, audience: Audience::Buyer(buyer.id) };
        let rows = products::list_products(&tx, filter, &page).await?;
        let conditions = ProductConditions::load(&tx, &buyer, &rows.items, delivery_date.0.map(Into::into)).await?;
        Ok(rows.map(|product| conditions.response(product)).into())
    }

    /// Get a published product at the caller's prices
    #[oai(path = "/products/:id", method = "get", operation_id = "get_product")]
    async fn get_product(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<ProductId>,
        /// Also return how much can still be ordered for this delivery date.
        delivery_date: Query<Option<DeliveryDate>>,
    ) -> Result<Json<BuyerProduct>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = get_own_open_buyer(&tx, &caller).await?;
        let product = products::get_published_product(&tx, id.0, Audience::Buyer(buyer.id)).await?;
        let conditions =
            ProductConditions::load(&tx, &buyer, std::slice::from_ref(&product), delivery_date.0.map(Into::into))
                .await?;
        Ok(Json(conditions.response(product)))
    }
}
