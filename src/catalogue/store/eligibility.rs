//! Which workshops may supply which products on a day, and how much can still be ordered.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::{
    catalogue::offer,
    members::workshop,
    values::{BoundBy, ProductId, WorkshopId},
};
use sea_orm::LoaderTrait;

use super::{
    baskets,
    offers::{OfferOnDay, list_all_offers, list_live_offers},
    products::list_products_by_id,
    reservations::{self, DeliverySlot},
};
use crate::{
    catalogue::rules::{
        basket_contents::unsold_component,
        basket_supply::sellable_baskets,
        eligibility::{OfferEligibility, ineligible_reason},
        sellable::{SellableQuantity, sellable_quantities},
    },
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// An offer and the workshop that makes it.
#[derive(Clone, Debug)]
pub struct WorkshopOffer {
    /// The offer.
    pub offer: offer::Model,
    /// The workshop.
    pub workshop: workshop::Model,
}

/// Each live offer of these products (of all where empty), and why its workshop may not supply on `delivery_date`.
pub async fn list_offer_eligibility(
    tx: &UnitOfWork,
    delivery_date: NaiveDate,
    products: &[ProductId],
) -> Result<Vec<OfferEligibility>> {
    let offers = list_live_offers(tx, delivery_date, products).await?;
    Ok(offers.into_iter().map(|offer| eligibility(offer, delivery_date)).collect())
}

/// Why these workshops may not supply these products on `delivery_date`; absent = they may.
///
/// It is for what is promised already: that an offer has ended since is no reason.
pub async fn list_ineligible_reasons(
    tx: &UnitOfWork,
    delivery_date: NaiveDate,
    pairs: &[(WorkshopId, ProductId)],
) -> Result<HashMap<(WorkshopId, ProductId), BoundBy>> {
    let (workshops, products): (BTreeSet<WorkshopId>, BTreeSet<ProductId>) = pairs.iter().copied().unzip();
    let offers = list_all_offers(tx, delivery_date, workshops, products).await?;
    let reason = |row| {
        let OfferEligibility { offer, blocked_by, .. } = eligibility(row, delivery_date);
        Some(((offer.workshop_id, offer.product_id), blocked_by?))
    };
    Ok(offers.into_iter().filter_map(reason).collect())
}

fn eligibility(row: OfferOnDay, delivery_date: NaiveDate) -> OfferEligibility {
    let workshop = row.workshop.block_reason(delivery_date);
    OfferEligibility {
        blocked_by: ineligible_reason(workshop, row.certified, row.offer.harvest_months, delivery_date),
        lot_size: row.lot_size,
        order_multiple: row.order_multiple,
        workshop_limit_bps: row.workshop_limit_bps,
        offer: row.offer,
    }
}

/// How much of each of these products (of all where empty) can still be ordered for a delivery. A product without offers is
/// absent, and so is a basket of which a component has none or is no longer sold.
pub async fn list_sellable(
    tx: &UnitOfWork,
    slot: DeliverySlot,
    products: &[ProductId],
) -> Result<HashMap<ProductId, SellableQuantity>> {
    let baskets = match products {
        [] => baskets::list_all_baskets(tx).await?,
        products => baskets::list_basket_contents(tx, products).await?,
    };
    if baskets.is_empty() {
        return list_sellable_products(tx, slot, products).await;
    }
    let components: BTreeSet<ProductId> =
        baskets.values().flat_map(|basket| &basket.components).map(|component| component.product_id).collect();
    let components: Vec<ProductId> = components.into_iter().collect();
    let rows = list_products_by_id(tx, &components).await?;
    let wanted = match products {
        [] => Vec::new(),
        products => [products, &components].concat(),
    };
    let mut sellable = list_sellable_products(tx, slot, &wanted).await?;
    for (id, contents) in baskets {
        if unsold_component(&contents, &rows).is_none()
            && let Some(quantity) = sellable_baskets(&contents, &sellable)
        {
            sellable.insert(id, quantity);
        }
    }
    Ok(sellable)
}

/// As [`list_sellable`], of products that are no baskets.
async fn list_sellable_products(
    tx: &UnitOfWork,
    slot: DeliverySlot,
    products: &[ProductId],
) -> Result<HashMap<ProductId, SellableQuantity>> {
    let offers = list_offer_eligibility(tx, slot.delivery_date, products).await?;
    let reserved = reservations::list_reserved(tx, slot, products).await?;
    Ok(sellable_quantities(offers, &reserved))
}

/// The live offers of these products (of all where empty) that may be supplied today or in another month of harvest,
/// with their workshops.
pub async fn list_makers(tx: &UnitOfWork, products: &[ProductId]) -> Result<Vec<WorkshopOffer>> {
    let offers = list_offer_eligibility(tx, tx.today(), products).await?.into_iter();
    let offers = offers.filter(|offer| matches!(offer.blocked_by, None | Some(BoundBy::Harvest)));
    let offers: Vec<offer::Model> = offers.map(|offer| offer.offer).collect();
    let workshops = offers.load_one(workshop::Entity, tx.db()).await?;
    let maker = |(offer, workshop): (offer::Model, Option<workshop::Model>)| {
        let workshop = workshop.ok_or_else(|| Problem::missing_reference("workshop", offer.workshop_id))?;
        Ok(WorkshopOffer { offer, workshop })
    };
    offers.into_iter().zip(workshops).map(maker).collect()
}
