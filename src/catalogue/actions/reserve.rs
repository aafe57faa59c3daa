//! Taking capacity of a production week for order lines, and giving it back. The rows that hold the sums are locked in
//! one order by every taker, so that two buyers racing for the last lot cannot both win and nobody waits in a circle.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::{
    catalogue::reservation,
    values::{OrderLineId, ProductId, production_week},
};

use crate::catalogue::{
    store,
    supply::{self, Sellable, may_supply},
};
use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// One order line's hold on capacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// The order line.
    pub holder: OrderLineId,
    /// Its product.
    pub product_id: ProductId,
    /// Units.
    pub quantity: i64,
}

/// A product's production week: what one row of capacity is about.
pub(in crate::catalogue) type Key = (ProductId, NaiveDate);

/// The capacity rows that a change touches, locked, and the reservations that its holders have.
struct Taking {
    week: NaiveDate,
    reserved: BTreeMap<Key, i64>,
    held: HashMap<OrderLineId, reservation::Model>,
    sellable: HashMap<ProductId, Sellable>,
}

/// Takes capacity of the delivery date's production week for these lines, or refuses all of them: with 409
/// `product_closed` where a product's lead time has passed, with 409 `capacity_exceeded` where there is not that much
/// left. Each line at fault is named (`/lines/{i}/quantity`, `i` its place among `holds`). A holder that has a
/// reservation is moved to its new quantity.
pub async fn reserve(tx: &mut UnitOfWork, delivery_date: NaiveDate, holds: &[Hold]) -> Result<()> {
    let mut taking = Taking::begin(tx, delivery_date, holds).await?;
    taking.within_lead_times(tx, delivery_date, holds)?;
    taking.take(holds)?;
    taking.store(tx, holds).await
}

/// As [`reserve`], for lines that are new: they hold nothing yet. It takes first and looks then: after a refusal the
/// work is not to be committed.
pub async fn reserve_new(tx: &mut UnitOfWork, delivery_date: NaiveDate, holds: &[Hold]) -> Result<()> {
    let week = production_week(delivery_date);
    let mut wanted: BTreeMap<Key, i64> = BTreeMap::new();
    for hold in holds {
        *wanted.entry((hold.product_id, week)).or_default() += hold.quantity;
    }
    // Who may supply is read before the sums are locked: others wait for these rows.
    let mut taking = Taking::of(tx, delivery_date, holds, BTreeMap::new(), Vec::new()).await?;
    taking.within_lead_times(tx, delivery_date, holds)?;
    taking.reserved = store::reservations::add(tx, &wanted).await?;
    for (sum, units) in taking.reserved.values_mut().zip(wanted.values()) {
        *sum -= units;
    }
    taking.take(holds)?;
    store::reservations::put(tx, week, holds).await
}

/// As [`reserve`], whatever the lead times: for what was agreed with the makers beforehand.
pub async fn reserve_agreed(tx: &mut UnitOfWork, delivery_date: NaiveDate, holds: &[Hold]) -> Result<()> {
    let mut taking = Taking::begin(tx, delivery_date, holds).await?;
    taking.take(holds)?;
    taking.store(tx, holds).await
}

/// As [`reserve`], but gives each line what there is, in order and in whole order multiples, and says how much each
/// got. A line never falls below what it held unless it asked for less; one whose lead time has passed does not grow.
pub async fn reserve_up_to(tx: &mut UnitOfWork, delivery_date: NaiveDate, holds: &[Hold]) -> Result<Vec<i64>> {
    let mut taking = Taking::begin(tx, delivery_date, holds).await?;
    let today = tx.today();
    let mut given = Vec::with_capacity(holds.len());
    for hold in holds {
        let had = taking.now(hold);
        let closed = taking.sellable.get(&hold.product_id).is_some_and(|s| s.last_order_day(delivery_date) < today);
        let room = if closed { 0 } else { taking.room(hold.product_id).max(0) };
        let multiple = taking.sellable.get(&hold.product_id).map_or(1, |s| s.order_multiple.max(1));
        let quantity =
            if hold.quantity <= had + room { hold.quantity } else { ((had + room) / multiple * multiple).max(had) };
        taking.put(hold, quantity);
        given.push(quantity);
    }
    let holds: Vec<Hold> =
        holds.iter().zip(&given).map(|(hold, quantity)| Hold { quantity: *quantity, ..hold.clone() }).collect();
    taking.store(tx, &holds).await?;
    Ok(given)
}

/// Gives back all that these lines hold; what holds nothing (any more) is passed over.
pub async fn release(tx: &mut UnitOfWork, holders: &[OrderLineId]) -> Result<()> {
    let (mut reserved, held) = lock(tx, BTreeSet::new(), holders).await?;
    for reservation in &held {
        if let Some(sum) = reserved.get_mut(&(reservation.product_id, reservation.week)) {
            *sum -= reservation.quantity;
        }
    }
    store::reservations::put_sums(tx, &reserved).await?;
    // Only what was counted: another may have taken for one of them since.
    let counted: Vec<OrderLineId> = held.iter().map(|reservation| reservation.holder).collect();
    store::reservations::end(tx, &counted).await
}

/// Locks the sums of these keys and of what these holders hold; both as they are under the lock.
async fn lock(
    tx: &UnitOfWork,
    mut keys: BTreeSet<Key>,
    holders: &[OrderLineId],
) -> Result<(BTreeMap<Key, i64>, Vec<reservation::Model>)> {
    let mut held = store::reservations::live(tx, holders).await?;
    loop {
        keys.extend(held.iter().map(|r| (r.product_id, r.week)));
        let reserved = store::reservations::lock(tx, keys.clone()).await?;
        // Read again under the lock: another node may have changed them meanwhile.
        held = store::reservations::live(tx, holders).await?;
        if held.iter().all(|r| reserved.contains_key(&(r.product_id, r.week))) {
            return Ok((reserved, held));
        }
    }
}

impl Taking {
    async fn begin(tx: &UnitOfWork, delivery_date: NaiveDate, holds: &[Hold]) -> Result<Self> {
        let week = production_week(delivery_date);
        let holders: Vec<OrderLineId> = holds.iter().map(|h| h.holder).collect();
        let wanted = holds.iter().map(|h| (h.product_id, week)).collect();
        let (reserved, held) = lock(tx, wanted, &holders).await?;
        Self::of(tx, delivery_date, holds, reserved, held).await
    }

    /// What is locked already, with what is makeable of the products.
    async fn of(
        tx: &UnitOfWork,
        delivery_date: NaiveDate,
        holds: &[Hold],
        reserved: BTreeMap<Key, i64>,
        held: Vec<reservation::Model>,
    ) -> Result<Self> {
        let mut products: Vec<ProductId> = holds.iter().map(|h| h.product_id).collect();
        products.sort_unstable();
        products.dedup();
        let offers = if products.is_empty() { Vec::new() } else { may_supply(tx, delivery_date, &products).await? };
        Ok(Self {
            week: production_week(delivery_date),
            reserved,
            held: held.into_iter().map(|r| (r.holder, r)).collect(),
            sellable: supply::summed(offers, &HashMap::new()),
        })
    }

    /// Workshops that the holder has of this product and week.
    fn now(&self, hold: &Hold) -> i64 {
        let held = self.held.get(&hold.holder).filter(|r| r.product_id == hold.product_id && r.week == self.week);
        held.map_or(0, |r| r.quantity)
    }

    fn growth(&self, hold: &Hold) -> i64 {
        hold.quantity - self.now(hold)
    }

    /// Units left of the product; negative where capacity fell below what is reserved.
    fn room(&self, product: ProductId) -> i64 {
        let capacity = self.sellable.get(&product).map_or(0, |s| s.capacity);
        capacity - self.reserved.get(&(product, self.week)).copied().unwrap_or(0)
    }

    /// Counts the line with `quantity` in the sums, and out of them with what it had.
    fn put(&mut self, hold: &Hold, quantity: i64) {
        if let Some(had) = self.held.get(&hold.holder)
            && let Some(sum) = self.reserved.get_mut(&(had.product_id, had.week))
        {
            *sum -= had.quantity;
        }
        if let Some(sum) = self.reserved.get_mut(&(hold.product_id, self.week)) {
            *sum += quantity;
        }
    }

    /// Refuses to take more of what is closed.
    fn within_lead_times(&self, tx: &UnitOfWork, delivery_date: NaiveDate, holds: &[Hold]) -> Result<()> {
        let today = tx.today();
        let mut refusal = Problem::refused("product_closed", "It is too late to order this for that delivery.");
        for (i, hold) in holds.iter().enumerate().filter(|(_, hold)| self.growth(hold) > 0) {
            let last = self.sellable.get(&hold.product_id).map(|s| s.last_order_day(delivery_date));
            if let Some(last) = last.filter(|last| *last < today) {
                refusal = refusal.at(format!("/lines/{i}/quantity"), "product_closed", format!("until {last}"));
            }
        }
        if refusal.errors().is_empty() { Ok(()) } else { Err(refusal) }
    }

    /// Takes all of it, or refuses and names the lines that lack.
    fn take(&mut self, holds: &[Hold]) -> Result<()> {
        let mut refusal = Problem::refused("capacity_exceeded", "There is not that much left for this delivery.");
        for (i, hold) in holds.iter().enumerate() {
            let left = self.room(hold.product_id).max(0);
            if self.growth(hold) > left {
                let most = left + self.now(hold);
                refusal = refusal.at(format!("/lines/{i}/quantity"), "capacity_exceeded", format!("{most} at most"));
            }
            self.put(hold, hold.quantity);
        }
        if refusal.errors().is_empty() { Ok(()) } else { Err(refusal) }
    }

    async fn store(self, tx: &UnitOfWork, holds: &[Hold]) -> Result<()> {
        store::reservations::put_sums(tx, &self.reserved).await?;
        store::reservations::put(tx, self.week, holds).await
    }
}
