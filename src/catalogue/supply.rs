//! Who may supply what on a day, and how much of it may still be promised.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::{
    catalogue::offer,
    values::{BoundBy, CertificateId, ProductId, UnitId, production_week},
};

use super::{
    Event,
    rules::{self, Makeable, Maker},
    store::{self, offers::OfferOnDay},
};
use crate::{
    certification,
    platform::{
        http::problem::{Answer, Problem},
        work::Work,
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
    /// How much of all its offers the unit can make, in basis points; none = all.
    pub unit_limit_bps: Option<i32>,
    /// Certificate, authorisation, pause or harvest; none = it may supply.
    pub blocked_by: Option<BoundBy>,
}

/// What may still be ordered of a product for a delivery date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sellable {
    /// Units that those who may supply can make in the production week, in whole lots.
    pub capacity: i64,
    /// Units that live orders hold of it.
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
pub async fn may_supply(work: &Work, delivery_date: NaiveDate, products: &[ProductId]) -> Answer<Vec<OfferSupply>> {
    let offers = store::offers::live(work, delivery_date, products).await?;
    Ok(offers.into_iter().map(|row| judged(row, delivery_date)).collect())
}

/// What forbids these units to supply these products on `delivery_date`, whether they still offer them or not; absent
/// = nothing. For what was promised: an offer that ended since does not forbid it.
pub async fn forbidden(
    work: &Work,
    delivery_date: NaiveDate,
    pairs: &[(UnitId, ProductId)],
) -> Answer<HashMap<(UnitId, ProductId), BoundBy>> {
    let (units, products): (BTreeSet<UnitId>, BTreeSet<ProductId>) = pairs.iter().copied().unzip();
    let offers = store::offers::ever(work, delivery_date, units, products).await?;
    let why = |row| {
        let OfferSupply { offer, blocked_by, .. } = judged(row, delivery_date);
        Some(((offer.unit_id, offer.product_id), blocked_by?))
    };
    Ok(offers.into_iter().filter_map(why).collect())
}

fn judged(row: OfferOnDay, delivery_date: NaiveDate) -> OfferSupply {
    let (unit, months) = (row.unit.blocked(delivery_date), row.offer.harvest_months);
    OfferSupply {
        blocked_by: rules::blocked_by(unit, row.certified, months, delivery_date),
        lot_size: row.lot_size,
        order_multiple: row.order_multiple,
        unit_limit_bps: row.unit_limit_bps,
        offer: row.offer,
    }
}

/// What may still be ordered of each of these products for a delivery date. A product that nobody offers is absent.
pub async fn sellable(
    work: &Work,
    delivery_date: NaiveDate,
    products: &[ProductId],
) -> Answer<HashMap<ProductId, Sellable>> {
    let offers = may_supply(work, delivery_date, products).await?;
    let reserved = store::reservations::reserved(work, production_week(delivery_date), products).await?;
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
            limit_bps: o.unit_limit_bps,
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
pub async fn certificate_granted(work: &mut Work, certificate_id: CertificateId, product_id: ProductId) -> Answer<()> {
    let Some(product) = store::products::by_ids(work, &[product_id]).await?.pop() else {
        let detail = "There is no such product.";
        return Err(Problem::refused("product_unknown", detail).at("/product_id", "product_unknown", detail));
    };
    certification::name_product(work, certificate_id, &product.name_es, &product.name_en).await?;
    certificate_changed(work, product_id).await
}

/// A certificate was suspended, withdrawn or reinstated: who may supply the product changed at once.
pub async fn certificate_changed(work: &mut Work, product_id: ProductId) -> Answer<()> {
    work.emit(Event::ProductChanged { product_id });
    Ok(())
}

/// A unit's pause, authorisation or membership changed: so did the supply of all that it offers.
pub async fn supply_changed(work: &mut Work, unit_id: UnitId) -> Answer<()> {
    let products: BTreeSet<ProductId> =
        store::offers::of_units(work, &[unit_id]).await?.into_iter().map(|o| o.product_id).collect();
    for product_id in products {
        work.emit(Event::ProductChanged { product_id });
    }
    Ok(())
}
