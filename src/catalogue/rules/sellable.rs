//! How much of a product can still be ordered for a delivery.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};
use entities::values::{BoundBy, ProductId};

use super::{
    eligibility::{OfferEligibility, reported_reason},
    joint_capacity::{JointCapacity, MakerCapacity},
};

/// How much of a product can still be ordered for a delivery date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SellableQuantity {
    /// Units that the eligible workshops can make in the production week, in whole lots.
    pub capacity: i64,
    /// Units of it that live orders hold: those of this delivery, and those of others in the week in whole lots, because
    /// each delivery is made in lots of its own.
    pub reserved: i64,
    /// Capacity less reserved, not below 0.
    pub units: i64,
    /// Units that must still be ordered before the next minimum batch is made; fewer are not promised. 0 = any quantity
    /// is made.
    pub more_needed: i64,
    /// Units that must still be ordered so that the reserved ones are made: they are less than a minimum batch. 0 = they
    /// are made.
    pub batch_missing: i64,
    /// An order line is a multiple of this.
    pub order_multiple: i64,
    /// Longest lead time of the eligible workshops, in days.
    pub lead_days: i32,
    /// Why no workshop may supply; none where one may, or where there is no offer.
    pub blocked_by: Option<BoundBy>,
    joint: JointCapacity,
}

/// Why less of a product can be ordered than is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SupplyLimit {
    /// No workshop may supply it.
    Blocked(BoundBy),
    /// No workshop offers it.
    NoMaker,
    /// It is too late for its lead time.
    LeadTime,
    /// No more is left of the capacity.
    Capacity,
}

impl SellableQuantity {
    /// The quantity from the offers of one product and the units that are reserved of it.
    fn of(offers: &[OfferEligibility], reserved: &ReservedUnits) -> Self {
        let eligible = || offers.iter().filter(|offer| offer.blocked_by.is_none());
        let makers = eligible().map(|eligible| MakerCapacity {
            capacity: eligible.offer.capacity_per_week,
            min_batch: eligible.offer.min_batch,
            limit_bps: eligible.workshop_limit_bps,
        });
        let joint = JointCapacity::of(makers, offers.first().map_or(1, |offer| offer.lot_size));
        let capacity = joint.capacity();
        let none_eligible = eligible().next().is_none();
        let own = reserved.own;
        let reserved = own + reserved.others.iter().map(|units| joint.in_lots(*units)).sum::<i64>();
        Self {
            capacity,
            reserved,
            units: (capacity - reserved).max(0),
            more_needed: joint.more_needed(own),
            batch_missing: joint.missing_for_batch(own),
            order_multiple: offers.first().map_or(1, |offer| offer.order_multiple),
            lead_days: eligible().map(|eligible| eligible.offer.lead_days).max().unwrap_or(0),
            blocked_by: reported_reason(offers.iter().filter_map(|offer| offer.blocked_by)).filter(|_| none_eligible),
            joint,
        }
    }

    /// How many baskets this allows that hold `per_basket` units of the product each.
    pub fn in_baskets(&self, per_basket: i64) -> Self {
        let per_basket = per_basket.max(1);
        let rounded_up = |units: i64| (units.max(0) + per_basket - 1) / per_basket;
        let units = self.units / per_basket;
        Self {
            capacity: units,
            reserved: 0,
            units,
            more_needed: rounded_up(self.more_needed),
            batch_missing: rounded_up(self.batch_missing),
            order_multiple: 1,
            lead_days: self.lead_days,
            blocked_by: self.blocked_by,
            joint: JointCapacity::default(),
        }
    }

    /// How many baskets two components allow together, each of which allows so many.
    #[must_use]
    pub fn scarcer(self, other: Self) -> Self {
        Self {
            capacity: self.capacity.min(other.capacity),
            reserved: 0,
            units: self.units.min(other.units),
            more_needed: self.more_needed.max(other.more_needed),
            batch_missing: self.batch_missing.max(other.batch_missing),
            order_multiple: 1,
            lead_days: self.lead_days.max(other.lead_days),
            blocked_by: reported_reason(self.blocked_by.into_iter().chain(other.blocked_by)),
            joint: JointCapacity::default(),
        }
    }

    /// As `batch_missing`, where the orders of the delivery hold `own` units.
    pub fn batch_missing_at(&self, own: i64) -> i64 {
        self.joint.missing_for_batch(own)
    }

    /// Units that are reserved beyond what the makers can make.
    pub fn unsupplied(&self) -> i64 {
        (self.reserved - self.capacity).max(0)
    }

    /// Units that are left for the delivery where these are reserved in its week; negative where capacity fell.
    pub fn remaining_of(&self, reserved: &ReservedUnits) -> i64 {
        let others: i64 = reserved.others.iter().map(|units| self.joint.in_lots(*units)).sum();
        self.capacity - others - reserved.own
    }

    /// Why nothing can be ordered on the day `today`, before the capacity is considered.
    pub fn limit_on(&self, delivery_date: NaiveDate, today: NaiveDate) -> Option<SupplyLimit> {
        match self.blocked_by {
            Some(reason) => Some(SupplyLimit::Blocked(reason)),
            None => (self.last_order_day(delivery_date) < today).then_some(SupplyLimit::LeadTime),
        }
    }

    /// The last day on which it may be ordered for that delivery.
    pub fn last_order_day(&self, delivery_date: NaiveDate) -> NaiveDate {
        last_order_day(delivery_date, self.lead_days)
    }
}

/// The units of a product that live orders hold in a production week, seen from one delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReservedUnits {
    /// Those of the delivery.
    pub own: i64,
    /// Those of each other delivery.
    pub others: Vec<i64>,
}

/// The quantities of all products of these offers. A product that is absent in `reserved` has none.
pub fn sellable_quantities(
    offers: Vec<OfferEligibility>,
    reserved: &HashMap<ProductId, ReservedUnits>,
) -> HashMap<ProductId, SellableQuantity> {
    let mut by_product: BTreeMap<ProductId, Vec<OfferEligibility>> = BTreeMap::new();
    for offer in offers {
        by_product.entry(offer.offer.product_id).or_default().push(offer);
    }
    let quantity = |(product, offers): (ProductId, Vec<_>)| {
        (product, SellableQuantity::of(&offers, reserved.get(&product).unwrap_or(&ReservedUnits::default())))
    };
    by_product.into_iter().map(quantity).collect()
}

/// The last day on which a product with this lead time may be ordered for a delivery date.
fn last_order_day(delivery_date: NaiveDate, lead_days: i32) -> NaiveDate {
    let lead = u64::try_from(lead_days).unwrap_or(0);
    delivery_date.checked_sub_days(Days::new(lead)).unwrap_or(delivery_date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lead_time_closes_a_product_earlier() {
        let friday = NaiveDate::from_ymd_opt(2026, 1, 9).unwrap();
        assert_eq!(last_order_day(friday, 3), NaiveDate::from_ymd_opt(2026, 1, 6).unwrap());
        assert_eq!(last_order_day(friday, 0), friday);
    }
}
