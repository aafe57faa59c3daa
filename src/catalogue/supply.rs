//! Who may supply what on a day, and how much of it may still be promised.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::{
    catalogue::offer,
    values::{BoundBy, CertificateId, ProductId, WorkshopId, production_week},
};

use super::{
    Event,
    rules::{self, Makeable, Maker},
    store::{self, offers::OfferOnDay},
};
use crate::{
    certification,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// A live offer and what forbids it on the day that was asked about.
#[derive(Clone, Debug)]
pub struct OfferSupply {
    /// The offer.
    pub offer: offer::Model,
    /// Units per lot of its product.
    pub lot_size: i64,
    /// An order line of its product is a multiple of this.
    pub order_multiple: i64,
    /// How much of all its offers the workshop can make, in basis points; none = all.
    pub workshop_limit_bps: Option<i32>,
    /// Certificate, authorisation, pause or harvest; none = it may supply.
    pub blocked_by: Option<BoundBy>,
}

/// What may still be ordered of a product for a delivery date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sellable {
    /// Workshops that those who may supply can make in the production week, in whole lots.
    pub capacity: i64,
    /// Workshops that live orders hold of it.
    pub reserved: i64,
    /// Capacity less reserved, not below 0.
    pub units: i64,
    /// Units still missing for the next minimum batch: below it nothing is promised. 0 = any quantity is made.
    pub more_needed: i64,
    /// An order line is a multiple of this.
    pub order_multiple: i64,
    /// Longest lead time of those who may supply, in days.
    pub lead_days: i32,
    /// Why nobody may supply; none where somebody may, or where nobody offers it at all.
    pub blocked_by: Option<BoundBy>,
}

impl Sellable {
    /// The last day on which it may be ordered for that delivery.
    pub fn last_order_day(&self, delivery_date: NaiveDate) -> NaiveDate {
        rules::last_order_day(delivery_date, self.lead_days)
    }
}

/// Each live offer of these products (of all where empty), and what forbids it on `delivery_date`: the law of who may
/// supply, written here once.
pub async fn may_supply(tx: &UnitOfWork, delivery_date: NaiveDate, products: &[ProductId]) -> Result<Vec<OfferSupply>> {
    let offers = store::offers::live(tx, delivery_date, products).await?;
    Ok(offers.into_iter().map(|row| judged(row, delivery_date)).collect())
}

/// What forbids these workshops to supply these products on `delivery_date`, whether they still offer them or not; absent
/// = nothing. For what was promised: an offer that ended since does not forbid it.
pub async fn forbidden(
    tx: &UnitOfWork,
    delivery_date: NaiveDate,
    pairs: &[(WorkshopId, ProductId)],
) -> Result<HashMap<(WorkshopId, ProductId), BoundBy>> {
    let (workshops, products): (BTreeSet<WorkshopId>, BTreeSet<ProductId>) = pairs.iter().copied().unzip();
    let offers = store::offers::ever(tx, delivery_date, workshops, products).await?;
    let why = |row| {
        let OfferSupply { offer, blocked_by, .. } = judged(row, delivery_date);
        Some(((offer.workshop_id, offer.product_id), blocked_by?))
    };
    Ok(offers.into_iter().filter_map(why).collect())
}

fn judged(row: OfferOnDay, delivery_date: NaiveDate) -> OfferSupply {
    let (workshop, months) = (row.workshop.block_reason(delivery_date), row.offer.harvest_months);
    OfferSupply {
        blocked_by: rules::blocked_by(workshop, row.certified, months, delivery_date),
        lot_size: row.lot_size,
        order_multiple: row.order_multiple,
        workshop_limit_bps: row.workshop_limit_bps,
        offer: row.offer,
    }
}

/// What may still be ordered of each of these products for a delivery date. A product that nobody offers is absent.
pub async fn sellable(
    tx: &UnitOfWork,
    delivery_date: NaiveDate,
    products: &[ProductId],
) -> Result<HashMap<ProductId, Sellable>> {
    let offers = may_supply(tx, delivery_date, products).await?;
    let reserved = store::reservations::reserved(tx, production_week(delivery_date), products).await?;
    Ok(summed(offers, &reserved))
}

/// The same from offers and reserved units that were read already.
pub(super) fn summed(offers: Vec<OfferSupply>, reserved: &HashMap<ProductId, i64>) -> HashMap<ProductId, Sellable> {
    let mut by_product: BTreeMap<ProductId, Vec<OfferSupply>> = BTreeMap::new();
    for supply in offers {
        by_product.entry(supply.offer.product_id).or_default().push(supply);
    }
    by_product.into_iter().map(|(product, offers)| (product, of_product(&offers, reserved.get(&product)))).collect()
}

fn of_product(offers: &[OfferSupply], reserved: Option<&i64>) -> Sellable {
    let reserved = reserved.copied().unwrap_or(0);
    let able = || offers.iter().filter(|o| o.blocked_by.is_none());
    let lot_size = offers.first().map_or(1, |o| o.lot_size);
    let makeable = Makeable::by(
        able().map(|o| Maker {
            capacity: o.offer.capacity_per_week,
            min_batch: o.offer.min_batch,
            limit_bps: o.workshop_limit_bps,
        }),
        lot_size,
    );
    let capacity = makeable.capacity();
    Sellable {
        capacity,
        reserved,
        units: (capacity - reserved).max(0),
        more_needed: makeable.more_needed(reserved),
        order_multiple: offers.first().map_or(1, |o| o.order_multiple),
        lead_days: able().map(|o| o.offer.lead_days).max().unwrap_or(0),
        blocked_by: if able().next().is_some() {
            None
        } else {
            rules::told_reason(offers.iter().filter_map(|o| o.blocked_by))
        },
    }
}

/// A certificate was granted: its product must exist, and its name is written on it as it is called today.
///
/// # Errors
/// 409 `product_unknown`.
pub async fn certificate_granted(
    tx: &mut UnitOfWork,
    certificate_id: CertificateId,
    product_id: ProductId,
) -> Result<()> {
    let Some(product) = store::products::by_ids(tx, &[product_id]).await?.pop() else {
        let detail = "There is no such product.";
        return Err(Problem::refused("product_unknown", detail).at("/product_id", "product_unknown", detail));
    };
    certification::name_product(tx, certificate_id, &product.name_es, &product.name_en).await?;
    certificate_changed(tx, product_id).await
}

/// A certificate was suspended, withdrawn or reinstated: who may supply the product changed at once.
pub async fn certificate_changed(tx: &mut UnitOfWork, product_id: ProductId) -> Result<()> {
    tx.emit(Event::ProductChanged { product_id });
    Ok(())
}

/// A workshop's pause, authorisation or membership changed: so did the supply of all that it offers.
pub async fn supply_changed(tx: &mut UnitOfWork, workshop_id: WorkshopId) -> Result<()> {
    let products: BTreeSet<ProductId> =
        store::offers::of_workshops(tx, &[workshop_id]).await?.into_iter().map(|o| o.product_id).collect();
    for product_id in products {
        tx.emit(Event::ProductChanged { product_id });
    }
    Ok(())
}
