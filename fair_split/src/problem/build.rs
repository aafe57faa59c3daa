//! Builds the problem from an instance: checks, sorting by code, scaling to integers. Every error of an instance is
//! found here, before anything is split.

use std::collections::HashMap;

use super::super::decimal::Decimal;
use super::super::error::{InstanceError, InstanceErrorKind};
use super::super::instance::{Instance, Offer, Product, Quota, UnavailableReason, Workshop};
use super::super::ratio::greatest_common_divisor;
use super::{Arc, CloseReason, ClosedPair, Problem, ProductNode, WorkshopNode};

/// Largest number of lots accepted.
const MAX_LOTS: i64 = 1_000_000_000_000_000;
/// Exclusive bound on sums of money and of shares, so that their products fit 256 bits.
pub(super) const MAX_SUM: u128 = 1 << 120;

impl Problem {
    /// Checks, sorts and scales an instance.
    pub(crate) fn new(instance: &Instance) -> Result<Self, InstanceError> {
        let mut workshops: Vec<&Workshop> = instance.workshops.iter().collect();
        workshops.sort_by(|a, b| a.id.cmp(&b.id));
        let mut products: Vec<&Product> = instance.products.iter().collect();
        products.sort_by(|a, b| a.id.cmp(&b.id));
        let codes = CodeIndex {
            workshops: index("members.id", workshops.iter().map(|workshop| workshop.id.as_str()))?,
            products: index("products.id", products.iter().map(|product| product.id.as_str()))?,
        };
        let money_places = workshops
            .iter()
            .flat_map(|workshop| [workshop.carried_value, workshop.limit.unwrap_or(Decimal::ZERO)])
            .chain(products.iter().map(|product| product.lot_value))
            .map(Decimal::places)
            .max()
            .unwrap_or(0);
        let share_places = workshops.iter().map(|workshop| workshop.share.places()).max().unwrap_or(0);
        let mut problem = Self {
            workshops: workshops
                .iter()
                .map(|workshop| workshop_node(workshop, money_places, share_places))
                .collect::<Result<_, _>>()?,
            products: products.iter().map(|product| product_node(product, money_places)).collect::<Result<_, _>>()?,
            arcs: Vec::with_capacity(instance.offers.len()),
            closed_pairs: Vec::new(),
            product_arc_starts: Vec::new(),
            workshop_arcs: Vec::new(),
            money_places,
            share_places,
            share_factor: 1,
        };
        problem.reduce_shares();
        problem.add_offers(&instance.offers, &codes)?;
        problem.add_pins(&instance.pins, &codes)?;
        problem.add_previous(&instance.previous, &codes)?;
        problem.index_arcs();
        problem.check_sums()?;
        problem.drop_slack_limits();
        Ok(problem)
    }

    /// Divides the shares by their greatest common divisor, which keeps the integers small.
    fn reduce_shares(&mut self) {
        let factor = self.workshops.iter().fold(0, |gcd, node| greatest_common_divisor(gcd, node.share)).max(1);
        self.share_factor = factor;
        for node in &mut self.workshops {
            node.share /= factor;
        }
    }

    fn add_offers(&mut self, offers: &[Offer], codes: &CodeIndex<'_>) -> Result<(), InstanceError> {
        let mut unavailable = Vec::new();
        for offer in offers {
            let (workshop, product) = codes.pair("eligibility", &offer.workshop, &offer.product)?;
            let ids = [offer.workshop.as_str(), offer.product.as_str()];
            check_lots("eligibility.capacity_lots", offer.capacity, &ids)?;
            check_lots("eligibility.min_batch_lots", offer.min_batch, &ids)?;
            self.arcs.push(Arc {
                workshop,
                product,
                capacity: offer.capacity,
                min_batch: offer.min_batch.max(1),
                previous: 0,
            });
            unavailable.extend(offer.unavailable.map(|reason| (product, workshop, reason)));
        }
        self.arcs.sort_by_key(|arc| (arc.product, arc.workshop));
        for pair in self.arcs.windows(2) {
            if let [a, b] = pair
                && (a.workshop, a.product) == (b.workshop, b.product)
            {
                return Err(self.pair_error(InstanceErrorKind::DuplicateRow, "eligibility", a.workshop, a.product));
            }
        }
        unavailable.sort_unstable();
        self.close_pairs(&unavailable);
        Ok(())
    }

    /// Removes pairs that cannot supply, or have no capacity, from the network.
    fn close_pairs(&mut self, unavailable: &[(usize, usize, UnavailableReason)]) {
        let Self { arcs, closed_pairs, .. } = self;
        arcs.retain(|arc| {
            let found = unavailable.binary_search_by_key(&(arc.product, arc.workshop), |row| (row.0, row.1));
            let row = found.ok().and_then(|at| unavailable.get(at));
            let reason = match row {
                Some(row) if arc.capacity > 0 => CloseReason::Unavailable(row.2),
                // without capacity, the unavailability is not what binds: the pair is dropped without a reason
                Some(_) => return false,
                None if arc.capacity == 0 => CloseReason::NoCapacity,
                None => return true,
            };
            closed_pairs.push(ClosedPair { workshop: arc.workshop, product: arc.product, reason });
            false
        });
    }

    fn add_previous(&mut self, previous: &[Quota], codes: &CodeIndex<'_>) -> Result<(), InstanceError> {
        let mut rows = codes.rows("previous", previous)?;
        rows.sort_unstable();
        for (at, &(product, workshop, lots)) in rows.iter().enumerate() {
            if at > 0 && rows.get(at - 1).is_some_and(|row| (row.0, row.1) == (product, workshop)) {
                return Err(self.pair_error(InstanceErrorKind::DuplicateRow, "previous", workshop, product));
            }
            if let Some(arc) = self.find_arc(product, workshop) {
                self.arcs[arc].previous = lots;
            }
        }
        Ok(())
    }

    fn index_arcs(&mut self) {
        self.product_arc_starts = vec![0; self.products.len() + 1];
        self.workshop_arcs = vec![Vec::new(); self.workshops.len()];
        for (index, arc) in self.arcs.iter_mut().enumerate() {
            let product = &self.products[arc.product];
            arc.capacity = arc.capacity.min(product.demand);
            if arc.capacity > 0 {
                let max_lot_value = &mut self.workshops[arc.workshop].max_lot_value;
                *max_lot_value = (*max_lot_value).max(product.lot_value);
            }
            self.product_arc_starts[arc.product + 1] += 1;
            self.workshop_arcs[arc.workshop].push(index);
        }
        for product in 0..self.products.len() {
            self.product_arc_starts[product + 1] += self.product_arc_starts[product];
        }
    }

    /// All money that can be assigned or carried, and all shares, must fit the exact arithmetic.
    fn check_sums(&self) -> Result<(), InstanceError> {
        let too_precise = |field, id: &str| InstanceError::new(InstanceErrorKind::NumberTooPrecise, field, &[id]);
        let mut money = 0_u128;
        for (index, product) in self.products.iter().enumerate() {
            let capacity = self
                .product_arcs(index)
                .fold(0_u128, |sum, arc| sum + u128::from(self.arcs[arc].capacity.unsigned_abs()));
            let value = capacity.min(product.demand.unsigned_abs().into()).checked_mul(product.lot_value);
            money = value
                .and_then(|value| money.checked_add(value))
                .filter(|sum| *sum < MAX_SUM)
                .ok_or_else(|| too_precise("products.unit_value", &product.id))?;
        }
        let mut shares = 0_u128;
        for workshop in &self.workshops {
            money = money
                .checked_add(workshop.initial_value())
                .filter(|sum| *sum < MAX_SUM)
                .ok_or_else(|| too_precise("history", &workshop.id))?;
            shares = shares
                .checked_add(workshop.share)
                .filter(|sum| *sum < MAX_SUM)
                .ok_or_else(|| too_precise("members.target_share", &workshop.id))?;
        }
        Ok(())
    }

    /// Removes limits above what the workshop's capacities allow.
    fn drop_slack_limits(&mut self) {
        for index in 0..self.workshops.len() {
            let capacity_value = self.capacity_value(index);
            let limit = &mut self.workshops[index].limit;
            *limit = limit.filter(|limit| *limit <= capacity_value);
        }
    }

    /// Index of the arc of a pair, if it is open.
    pub(super) fn find_arc(&self, product: usize, workshop: usize) -> Option<usize> {
        self.arcs.binary_search_by_key(&(product, workshop), |arc| (arc.product, arc.workshop)).ok()
    }

    pub(super) fn pair_error(
        &self,
        kind: InstanceErrorKind,
        field: &'static str,
        workshop: usize,
        product: usize,
    ) -> InstanceError {
        InstanceError::new(kind, field, &[&self.workshops[workshop].id, &self.products[product].id])
    }
}

/// Indices of workshops and products by code.
pub(super) struct CodeIndex<'a> {
    workshops: HashMap<&'a str, usize>,
    products: HashMap<&'a str, usize>,
}

impl CodeIndex<'_> {
    fn pair(&self, field: &'static str, workshop: &str, product: &str) -> Result<(usize, usize), InstanceError> {
        let unknown = |kind| InstanceError::new(kind, field, &[workshop, product]);
        let workshop_index = self.workshops.get(workshop).ok_or_else(|| unknown(InstanceErrorKind::UnknownWorkshop))?;
        let product_index = self.products.get(product).ok_or_else(|| unknown(InstanceErrorKind::UnknownProduct))?;
        Ok((*workshop_index, *product_index))
    }

    /// Rows as (product, workshop, lots).
    pub(super) fn rows(&self, field: &'static str, rows: &[Quota]) -> Result<Vec<(usize, usize, i64)>, InstanceError> {
        rows.iter()
            .map(|row| {
                let (workshop, product) = self.pair(field, &row.workshop, &row.product)?;
                check_lots(field, row.lots, &[&row.workshop, &row.product])?;
                Ok((product, workshop, row.lots))
            })
            .collect()
    }
}

fn index<'a>(
    field: &'static str,
    sorted: impl Iterator<Item = &'a str>,
) -> Result<HashMap<&'a str, usize>, InstanceError> {
    let mut index = HashMap::new();
    for (position, id) in sorted.enumerate() {
        if id.is_empty() {
            return Err(InstanceError::new(InstanceErrorKind::EmptyId, field, &[]));
        }
        if index.insert(id, position).is_some() {
            return Err(InstanceError::new(InstanceErrorKind::DuplicateRow, field, &[id]));
        }
    }
    Ok(index)
}

fn check_lots(field: &'static str, lots: i64, ids: &[&str]) -> Result<(), InstanceError> {
    match lots {
        ..0 => Err(InstanceError::new(InstanceErrorKind::NegativeNumber, field, ids)),
        0..=MAX_LOTS => Ok(()),
        _ => Err(InstanceError::new(InstanceErrorKind::NumberTooLarge, field, ids)),
    }
}

fn scaled(value: Decimal, places: u32, field: &'static str, id: &str) -> Result<u128, InstanceError> {
    if value.is_negative() {
        return Err(InstanceError::new(InstanceErrorKind::NegativeNumber, field, &[id]));
    }
    value
        .scaled(places)
        .filter(|value| *value < MAX_SUM)
        .ok_or_else(|| InstanceError::new(InstanceErrorKind::NumberTooPrecise, field, &[id]))
}

fn workshop_node(workshop: &Workshop, money_places: u32, share_places: u32) -> Result<WorkshopNode, InstanceError> {
    let id = &workshop.id;
    if workshop.share.is_zero() {
        return Err(InstanceError::new(InstanceErrorKind::ZeroShare, "members.target_share", &[id]));
    }
    Ok(WorkshopNode {
        id: id.clone(),
        share: scaled(workshop.share, share_places, "members.target_share", id)?,
        carried_value: scaled(workshop.carried_value, money_places, "history", id)?,
        pinned_value: 0,
        limit: workshop.limit.map(|limit| scaled(limit, money_places, "members.capacity_value", id)).transpose()?,
        max_lot_value: 0,
    })
}

fn product_node(product: &Product, money_places: u32) -> Result<ProductNode, InstanceError> {
    check_lots("products.demand_lots", product.demand, &[&product.id])?;
    Ok(ProductNode {
        id: product.id.clone(),
        lot_value: scaled(product.lot_value, money_places, "products.unit_value", &product.id)?,
        demand: product.demand,
        total_demand: product.demand,
    })
}
