//! Reserves capacity of a production week for order lines, and releases it.
//!
//! Every transaction locks the rows that hold the sums in the same order. Two orders that compete for the last lot
//! cannot both receive it, and no two transactions wait for each other.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::{
    catalogue::reservation,
    values::{OrderLineId, ProductId, production_week},
};

use super::field_faults::{FieldFault, refuse_all};
use crate::{
    catalogue::{
        errors::CatalogueError,
        rules::sellable::{ReservedUnits, SellableQuantity, SupplyLimit, sellable_quantities},
        store::{
            eligibility::list_offer_eligibility,
            reservations::{self, DeliverySlot, Hold, SumKey},
        },
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// The sums that a change touches, locked, and the reservations that its order lines have.
struct ReservationPlan {
    slot: DeliverySlot,
    week: NaiveDate,
    reserved: BTreeMap<SumKey, i64>,
    held: HashMap<OrderLineId, reservation::Model>,
    /// By product; its `reserved` is not filled in.
    sellable: HashMap<ProductId, SellableQuantity>,
    /// By product, read under the lock of its sum.
    by_delivery: HashMap<ProductId, ReservedUnits>,
}

/// Reserves capacity of the delivery date's production week for these lines, or refuses all of them. The reservation of
/// a line that has one already changes to its new quantity.
///
/// # Errors
/// `LeadTimePassed`, `CapacityExceeded`. Each item at fault is named as `/lines/{i}/quantity`, where `i` is the `item` of
/// its holds.
pub async fn reserve(tx: &mut UnitOfWork, slot: DeliverySlot, holds: &[Hold]) -> Result<()> {
    let mut plan = ReservationPlan::lock(tx, slot, holds).await?;
    plan.check_lead_times(tx.today(), holds)?;
    plan.add_all(holds)?;
    plan.store(tx, holds).await
}

/// As [`reserve`], for lines that are new and hold nothing yet.
///
/// The sums are updated before they are checked, so the transaction must not commit after an error.
///
/// Returns the units of each product that must still be ordered so that what is reserved of it is made; a product of
/// which nothing is missing is absent.
pub async fn reserve_new(tx: &mut UnitOfWork, slot: DeliverySlot, holds: &[Hold]) -> Result<HashMap<ProductId, i64>> {
    let week = production_week(slot.delivery_date);
    let mut added: BTreeMap<SumKey, i64> = BTreeMap::new();
    for hold in holds {
        *added.entry((hold.product_id, week)).or_default() += hold.quantity;
    }
    // The offers are read before the sums are locked, because other orders wait for these rows.
    let mut plan = ReservationPlan::load(tx, slot, holds, BTreeMap::new(), Vec::new()).await?;
    plan.check_lead_times(tx.today(), holds)?;
    plan.reserved = reservations::add_to_sums(tx, &added).await?;
    for (sum, units) in plan.reserved.values_mut().zip(added.values()) {
        *sum -= units;
    }
    plan.load_deliveries(tx).await?;
    plan.add_all(holds)?;
    reservations::upsert_reservations(tx, slot, holds).await?;
    Ok(plan.batches_missing())
}

/// As [`reserve`], without checking lead times, for orders that were agreed with the workshops beforehand.
pub async fn reserve_despite_lead_time(tx: &mut UnitOfWork, slot: DeliverySlot, holds: &[Hold]) -> Result<()> {
    let mut plan = ReservationPlan::lock(tx, slot, holds).await?;
    plan.add_all(holds)?;
    plan.store(tx, holds).await
}

/// What was reserved for a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reserved {
    /// Units.
    pub quantity: i64,
    /// Why it is less than was asked for; none where it is all.
    pub limit: Option<SupplyLimit>,
}

/// As [`reserve`], but reserves as much of each line as is available, in order and in whole order multiples. Returns what
/// each line got.
///
/// A line keeps what it held unless it asks for less. A line whose lead time has passed does not grow.
pub async fn reserve_available(tx: &mut UnitOfWork, slot: DeliverySlot, holds: &[Hold]) -> Result<Vec<Reserved>> {
    let mut plan = ReservationPlan::lock(tx, slot, holds).await?;
    let today = tx.today();
    let mut reserved = Vec::with_capacity(holds.len());
    for hold in holds {
        let held = plan.held_quantity(hold);
        let sellable = plan.sellable.get(&hold.product_id);
        let limit =
            sellable.map_or(Some(SupplyLimit::NoMaker), |sellable| sellable.limit_on(slot.delivery_date, today));
        let multiple = hold.multiple.max(1);
        let available = held + if limit.is_some() { 0 } else { plan.remaining(hold.product_id).max(0) };
        let quantity =
            if hold.quantity <= available { hold.quantity } else { (available / multiple * multiple).max(held) };
        plan.set_quantity(hold, quantity);
        let limit = (quantity < hold.quantity).then_some(limit.unwrap_or(SupplyLimit::Capacity));
        reserved.push(Reserved { quantity, limit });
    }
    let holds: Vec<Hold> = holds
        .iter()
        .zip(&reserved)
        .map(|(hold, reserved)| Hold { quantity: reserved.quantity, ..hold.clone() })
        .collect();
    plan.store(tx, &holds).await?;
    Ok(reserved)
}

/// Releases everything that these order lines hold. A line that holds nothing is ignored.
pub async fn release(tx: &mut UnitOfWork, holders: &[OrderLineId]) -> Result<()> {
    let (mut reserved, held) = lock_sums(tx, BTreeSet::new(), holders).await?;
    for reservation in &held {
        if let Some(sum) = reserved.get_mut(&(reservation.product_id, reservation.week)) {
            *sum -= reservation.quantity;
        }
    }
    reservations::update_sums(tx, &reserved).await?;
    // Only what was subtracted: another transaction may have reserved for one of the others since.
    let released: Vec<OrderLineId> = held.iter().map(|reservation| reservation.holder).collect();
    reservations::release_reservations(tx, &released).await
}

/// Refuses the items at fault, by their places in the request.
fn refuse_items<T>(faults: BTreeMap<usize, T>, error: impl Fn(T) -> CatalogueError) -> Result<()> {
    let fault = |(i, limit)| FieldFault { pointer: format!("/lines/{i}/quantity"), error: error(limit) };
    refuse_all(faults.into_iter().map(fault).collect())
}

/// Locks the sums of these keys, and those that the reservations of these order lines are part of. Returns both as they
/// are under the lock.
async fn lock_sums(
    tx: &UnitOfWork,
    mut keys: BTreeSet<SumKey>,
    holders: &[OrderLineId],
) -> Result<(BTreeMap<SumKey, i64>, Vec<reservation::Model>)> {
    let mut held = reservations::list_live_reservations(tx, holders).await?;
    loop {
        keys.extend(held.iter().map(|reservation| (reservation.product_id, reservation.week)));
        let reserved = reservations::lock_sums(tx, keys.clone()).await?;
        // Read again under the lock, because another transaction may have changed them meanwhile.
        held = reservations::list_live_reservations(tx, holders).await?;
        if held.iter().all(|reservation| reserved.contains_key(&(reservation.product_id, reservation.week))) {
            return Ok((reserved, held));
        }
    }
}

impl ReservationPlan {
    async fn lock(tx: &UnitOfWork, slot: DeliverySlot, holds: &[Hold]) -> Result<Self> {
        let week = production_week(slot.delivery_date);
        let holders: Vec<OrderLineId> = holds.iter().map(|hold| hold.holder).collect();
        let keys = holds.iter().map(|hold| (hold.product_id, week)).collect();
        let (reserved, held) = lock_sums(tx, keys, &holders).await?;
        let mut plan = Self::load(tx, slot, holds, reserved, held).await?;
        plan.load_deliveries(tx).await?;
        Ok(plan)
    }

    /// Loads the capacity of the products.
    async fn load(
        tx: &UnitOfWork,
        slot: DeliverySlot,
        holds: &[Hold],
        reserved: BTreeMap<SumKey, i64>,
        held: Vec<reservation::Model>,
    ) -> Result<Self> {
        let products: BTreeSet<ProductId> = holds.iter().map(|hold| hold.product_id).collect();
        let products: Vec<ProductId> = products.into_iter().collect();
        // No products means all of them.
        let offers = if products.is_empty() {
            Vec::new()
        } else {
            list_offer_eligibility(tx, slot.delivery_date, &products).await?
        };
        Ok(Self {
            slot,
            week: production_week(slot.delivery_date),
            reserved,
            held: held.into_iter().map(|reservation| (reservation.holder, reservation)).collect(),
            sellable: sellable_quantities(offers, &HashMap::new()),
            by_delivery: HashMap::new(),
        })
    }

    /// Loads what each delivery of the week holds. The caller has locked the sums.
    async fn load_deliveries(&mut self, tx: &UnitOfWork) -> Result<()> {
        let products: Vec<ProductId> = self.sellable.keys().copied().collect();
        if !products.is_empty() {
            self.by_delivery = reservations::list_reserved(tx, self.slot, &products).await?;
        }
        Ok(())
    }

    /// Units that the order line has reserved already of this product and week.
    fn held_quantity(&self, hold: &Hold) -> i64 {
        let held = self.held.get(&hold.holder).filter(|r| r.product_id == hold.product_id && r.week == self.week);
        held.map_or(0, |reservation| reservation.quantity)
    }

    fn increase(&self, hold: &Hold) -> i64 {
        hold.quantity - self.held_quantity(hold)
    }

    /// Units of the product that are not reserved; negative where capacity fell below what is reserved.
    fn remaining(&self, product: ProductId) -> i64 {
        let none = ReservedUnits::default();
        let reserved = self.by_delivery.get(&product).unwrap_or(&none);
        self.sellable.get(&product).map_or(-reserved.own, |sellable| sellable.remaining_of(reserved))
    }

    /// The units that are missing of a minimum batch, by product, as the sums are now.
    fn batches_missing(&self) -> HashMap<ProductId, i64> {
        let missing = self.by_delivery.iter().filter_map(|(product, reserved)| {
            Some((*product, self.sellable.get(product)?.batch_missing_at(reserved.own)))
        });
        missing.filter(|(_, units)| *units > 0).collect()
    }

    /// Replaces what the order line held by `quantity` in the sums.
    fn set_quantity(&mut self, hold: &Hold, quantity: i64) {
        if let Some(before) = self.held.get(&hold.holder)
            && let Some(sum) = self.reserved.get_mut(&(before.product_id, before.week))
        {
            *sum -= before.quantity;
        }
        if let Some(before) = self.held.get(&hold.holder)
            && self.slot == (DeliverySlot { zone_id: before.zone_id, delivery_date: before.delivery_date })
        {
            self.by_delivery.entry(before.product_id).or_default().own -= before.quantity;
        }
        if let Some(sum) = self.reserved.get_mut(&(hold.product_id, self.week)) {
            *sum += quantity;
        }
        self.by_delivery.entry(hold.product_id).or_default().own += quantity;
    }

    /// Refuses lines that ask for more of a product whose lead time has passed.
    fn check_lead_times(&self, today: NaiveDate, holds: &[Hold]) -> Result<()> {
        let mut faults = BTreeMap::new();
        for hold in holds.iter().filter(|hold| self.increase(hold) > 0) {
            let last = self.sellable.get(&hold.product_id).map(|s| s.last_order_day(self.slot.delivery_date));
            if let Some(order_until) = last.filter(|last| *last < today) {
                let earliest = faults.entry(hold.item).or_insert(order_until);
                *earliest = order_until.min(*earliest);
            }
        }
        refuse_items(faults, |order_until| CatalogueError::LeadTimePassed { order_until })
    }

    /// Adds all lines to the sums, or refuses those that exceed the capacity.
    fn add_all(&mut self, holds: &[Hold]) -> Result<()> {
        let mut faults = BTreeMap::new();
        for hold in holds {
            let remaining = self.remaining(hold.product_id).max(0);
            if self.increase(hold) > remaining {
                let maximum = (remaining + self.held_quantity(hold)) / hold.item_units.max(1);
                let scarcest = faults.entry(hold.item).or_insert(maximum);
                *scarcest = maximum.min(*scarcest);
            }
            self.set_quantity(hold, hold.quantity);
        }
        refuse_items(faults, |maximum| CatalogueError::CapacityExceeded { maximum })
    }

    async fn store(self, tx: &UnitOfWork, holds: &[Hold]) -> Result<()> {
        reservations::update_sums(tx, &self.reserved).await?;
        reservations::upsert_reservations(tx, self.slot, holds).await
    }
}
