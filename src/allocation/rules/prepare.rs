//! From rows to a problem: checked, sorted by code, scaled to whole numbers, pins taken out. Whatever is wrong is
//! named here, before anything is split.

use std::collections::HashMap;

use super::decimal::Decimal;
use super::errors::{Fault, InstanceError};
use super::instance::{Blocked, Instance, Lots, Member, Offer, Product};
use super::problem::{Arc, Cause, Closed, Good, Problem, Unit};
use super::wide::greatest_common_divisor;

/// Lots above this are absurd.
const MAX_LOTS: i64 = 1_000_000_000_000_000;
/// Sums of money and of shares stay below 2^120, so that their product fits 256 bits.
const MAX_SUM: u128 = 1 << 120;

impl Problem {
    /// Checks and scales.
    pub(crate) fn new(instance: &Instance) -> Result<Self, InstanceError> {
        let mut members: Vec<&Member> = instance.members.iter().collect();
        members.sort_by(|a, b| a.id.cmp(&b.id));
        let mut products: Vec<&Product> = instance.products.iter().collect();
        products.sort_by(|a, b| a.id.cmp(&b.id));
        let names = Names {
            units: index("members.id", members.iter().map(|m| m.id.as_str()))?,
            goods: index("products.id", products.iter().map(|p| p.id.as_str()))?,
        };
        let money_places = members
            .iter()
            .flat_map(|m| [m.history, m.limit.unwrap_or(Decimal::ZERO)])
            .chain(products.iter().map(|p| p.lot_value))
            .map(Decimal::places)
            .max()
            .unwrap_or(0);
        let share_places = members.iter().map(|m| m.share.places()).max().unwrap_or(0);
        let mut problem = Self {
            units: members.iter().map(|m| unit(m, money_places, share_places)).collect::<Result<_, _>>()?,
            goods: products.iter().map(|p| good(p, money_places)).collect::<Result<_, _>>()?,
            arcs: Vec::with_capacity(instance.offers.len()),
            closed: Vec::new(),
            good_arcs: Vec::new(),
            unit_arcs: Vec::new(),
            money_places,
            share_places,
            share_factor: 1,
        };
        problem.lower_shares();
        problem.add_offers(&instance.offers, &names)?;
        problem.add_pins(&instance.pins, &names)?;
        problem.add_previous(&instance.previous, &names)?;
        problem.index_arcs();
        problem.check_sums()?;
        problem.drop_slack_limits();
        Ok(problem)
    }

    /// Shares in lowest terms keep the arithmetic short.
    fn lower_shares(&mut self) {
        let factor = self.units.iter().fold(0, |so_far, unit| greatest_common_divisor(so_far, unit.weight)).max(1);
        self.share_factor = factor;
        for unit in &mut self.units {
            unit.weight /= factor;
        }
    }

    fn add_offers(&mut self, offers: &[Offer], names: &Names<'_>) -> Result<(), InstanceError> {
        let mut blocked = Vec::new();
        for offer in offers {
            let (unit, good) = names.pair("eligibility", &offer.member, &offer.product)?;
            let ids = [offer.member.as_str(), offer.product.as_str()];
            check_lots("eligibility.capacity_lots", offer.capacity, &ids)?;
            check_lots("eligibility.min_batch_lots", offer.min_batch, &ids)?;
            self.arcs.push(Arc { unit, good, capacity: offer.capacity, batch: offer.min_batch.max(1), previous: 0 });
            blocked.extend(offer.blocked.map(|why| (good, unit, why)));
        }
        self.arcs.sort_by_key(|arc| (arc.good, arc.unit));
        for pair in self.arcs.windows(2) {
            if let [a, b] = pair
                && (a.unit, a.good) == (b.unit, b.good)
            {
                return Err(InstanceError::new(
                    Fault::DoubledRow,
                    "eligibility",
                    &[&self.units[a.unit].id, &self.goods[a.good].id],
                ));
            }
        }
        blocked.sort_unstable();
        self.close(&blocked);
        Ok(())
    }

    /// Takes pairs that may not supply, or have no capacity, out of the network.
    fn close(&mut self, blocked: &[(usize, usize, Blocked)]) {
        let Self { arcs, closed, .. } = self;
        arcs.retain(|arc| {
            let found = blocked.binary_search_by_key(&(arc.good, arc.unit), |row| (row.0, row.1));
            let why = found.ok().and_then(|at| blocked.get(at));
            match why {
                // without capacity the missing paper is not what holds the unit back
                Some(row) if arc.capacity > 0 => {
                    closed.push(Closed { unit: arc.unit, good: arc.good, cause: Cause::Blocked(row.2) })
                }
                Some(_) => {}
                None if arc.capacity == 0 => {
                    closed.push(Closed { unit: arc.unit, good: arc.good, cause: Cause::NoCapacity })
                }
                None => return true,
            }
            false
        });
    }

    fn add_pins(&mut self, pins: &[Lots], names: &Names<'_>) -> Result<(), InstanceError> {
        let mut rows = names.rows("pins", pins)?;
        rows.sort_unstable();
        let mut pinned = vec![false; self.arcs.len()];
        for (at, &(good, unit, lots)) in rows.iter().enumerate() {
            let twice = at > 0 && rows.get(at - 1).is_some_and(|row| (row.0, row.1) == (good, unit));
            let pin = if twice { Err(Fault::DoubledRow) } else { self.add_pin(good, unit, lots) };
            match pin {
                Ok(arc) => arc.into_iter().for_each(|arc| pinned[arc] = true),
                Err(fault) => {
                    return Err(InstanceError::new(fault, "pins", &[&self.units[unit].id, &self.goods[good].id]));
                }
            }
        }
        let mut pinned = pinned.into_iter();
        self.arcs.retain(|_| !pinned.next().unwrap_or(false));
        Ok(())
    }

    /// Takes a pin out of demand and limit; returns the arc it closes.
    fn add_pin(&mut self, good: usize, unit: usize, lots: i64) -> Result<Option<usize>, Fault> {
        let arc = self.arcs.binary_search_by_key(&(good, unit), |arc| (arc.good, arc.unit)).ok();
        let empty = |pair: &Closed| (pair.unit, pair.good, pair.cause) == (unit, good, Cause::NoCapacity);
        match arc.map(|arc| &self.arcs[arc]) {
            Some(arc) if lots > arc.capacity => return Err(Fault::PinOverCapacity),
            Some(arc) if lots > 0 && lots < arc.batch => return Err(Fault::PinBelowMinimumBatch),
            None if lots > 0 && self.closed.iter().any(empty) => return Err(Fault::PinOverCapacity),
            None if lots > 0 => return Err(Fault::PinNotEligible),
            _ => {}
        }
        let facts = &mut self.goods[good];
        facts.demand -= lots;
        if facts.demand < 0 {
            return Err(Fault::PinOverDemand);
        }
        let value = facts
            .value
            .checked_mul(lots.unsigned_abs().into())
            .filter(|value| *value < MAX_SUM)
            .ok_or(Fault::NumberTooPrecise)?;
        let taker = &mut self.units[unit];
        taker.pinned = taker.pinned.checked_add(value).ok_or(Fault::NumberTooPrecise)?;
        if let Some(limit) = taker.limit {
            taker.limit = Some(limit.checked_sub(value).ok_or(Fault::PinOverLimit)?);
        }
        // of a pair without capacity the pin is what can be said
        if arc.is_none() {
            self.closed.retain(|pair| !empty(pair));
        }
        self.closed.push(Closed { unit, good, cause: Cause::Pinned(lots) });
        Ok(arc)
    }

    fn add_previous(&mut self, previous: &[Lots], names: &Names<'_>) -> Result<(), InstanceError> {
        let mut rows = names.rows("previous", previous)?;
        rows.sort_unstable();
        for (at, &(good, unit, lots)) in rows.iter().enumerate() {
            if at > 0 && rows.get(at - 1).is_some_and(|row| (row.0, row.1) == (good, unit)) {
                return Err(InstanceError::new(
                    Fault::DoubledRow,
                    "previous",
                    &[&self.units[unit].id, &self.goods[good].id],
                ));
            }
            if let Ok(arc) = self.arcs.binary_search_by_key(&(good, unit), |arc| (arc.good, arc.unit)) {
                self.arcs[arc].previous = lots;
            }
        }
        Ok(())
    }

    fn index_arcs(&mut self) {
        self.good_arcs = vec![0; self.goods.len() + 1];
        self.unit_arcs = vec![Vec::new(); self.units.len()];
        for (number, arc) in self.arcs.iter_mut().enumerate() {
            let good = &self.goods[arc.good];
            arc.capacity = arc.capacity.min(good.demand);
            if arc.capacity > 0 {
                let dearest = &mut self.units[arc.unit].dearest;
                *dearest = (*dearest).max(good.value);
            }
            self.good_arcs[arc.good + 1] += 1;
            self.unit_arcs[arc.unit].push(number);
        }
        for good in 0..self.goods.len() {
            self.good_arcs[good + 1] += self.good_arcs[good];
        }
    }

    /// All the money that could ever be given out, carried or shared must fit the exact arithmetic.
    fn check_sums(&self) -> Result<(), InstanceError> {
        let too_precise = |place, id: &str| InstanceError::new(Fault::NumberTooPrecise, place, &[id]);
        let mut money = 0_u128;
        for (number, good) in self.goods.iter().enumerate() {
            let lots = self
                .good_range(number)
                .fold(0_u128, |sum, arc| sum + u128::from(self.arcs[arc].capacity.unsigned_abs()));
            let value = lots.min(good.demand.unsigned_abs().into()).checked_mul(good.value);
            money = value
                .and_then(|value| money.checked_add(value))
                .filter(|sum| *sum < MAX_SUM)
                .ok_or_else(|| too_precise("products.unit_value", &good.id))?;
        }
        let mut shares = 0_u128;
        for unit in &self.units {
            money = money
                .checked_add(unit.start())
                .filter(|sum| *sum < MAX_SUM)
                .ok_or_else(|| too_precise("history", &unit.id))?;
            shares = shares
                .checked_add(unit.weight)
                .filter(|sum| *sum < MAX_SUM)
                .ok_or_else(|| too_precise("members.target_share", &unit.id))?;
        }
        Ok(())
    }

    /// A limit above all a unit could receive is no limit.
    fn drop_slack_limits(&mut self) {
        for number in 0..self.units.len() {
            let reach = self.reach(number);
            let limit = &mut self.units[number].limit;
            *limit = limit.filter(|limit| *limit <= reach);
        }
    }
}

struct Names<'a> {
    units: HashMap<&'a str, usize>,
    goods: HashMap<&'a str, usize>,
}

impl Names<'_> {
    fn pair(&self, place: &'static str, member: &str, product: &str) -> Result<(usize, usize), InstanceError> {
        let unit = self
            .units
            .get(member)
            .ok_or_else(|| InstanceError::new(Fault::UnknownMember, place, &[member, product]))?;
        let good = self
            .goods
            .get(product)
            .ok_or_else(|| InstanceError::new(Fault::UnknownProduct, place, &[member, product]))?;
        Ok((*unit, *good))
    }

    fn rows(&self, place: &'static str, rows: &[Lots]) -> Result<Vec<(usize, usize, i64)>, InstanceError> {
        rows.iter()
            .map(|row| {
                let (unit, good) = self.pair(place, &row.member, &row.product)?;
                check_lots(place, row.lots, &[&row.member, &row.product])?;
                Ok((good, unit, row.lots))
            })
            .collect()
    }
}

fn index<'a>(
    place: &'static str,
    sorted: impl Iterator<Item = &'a str>,
) -> Result<HashMap<&'a str, usize>, InstanceError> {
    let mut index = HashMap::new();
    for (number, id) in sorted.enumerate() {
        if id.is_empty() {
            return Err(InstanceError::new(Fault::EmptyId, place, &[]));
        }
        if index.insert(id, number).is_some() {
            return Err(InstanceError::new(Fault::DoubledRow, place, &[id]));
        }
    }
    Ok(index)
}

fn check_lots(place: &'static str, lots: i64, ids: &[&str]) -> Result<(), InstanceError> {
    match lots {
        ..0 => Err(InstanceError::new(Fault::NegativeNumber, place, ids)),
        0..=MAX_LOTS => Ok(()),
        _ => Err(InstanceError::new(Fault::NumberTooLarge, place, ids)),
    }
}

fn scaled(value: Decimal, places: u32, place: &'static str, id: &str) -> Result<u128, InstanceError> {
    if value.is_negative() {
        return Err(InstanceError::new(Fault::NegativeNumber, place, &[id]));
    }
    value
        .scaled(places)
        .filter(|value| *value < MAX_SUM)
        .ok_or_else(|| InstanceError::new(Fault::NumberTooPrecise, place, &[id]))
}

fn unit(member: &Member, money_places: u32, share_places: u32) -> Result<Unit, InstanceError> {
    if member.share.is_zero() {
        return Err(InstanceError::new(Fault::ZeroShare, "members.target_share", &[&member.id]));
    }
    Ok(Unit {
        id: member.id.clone(),
        weight: scaled(member.share, share_places, "members.target_share", &member.id)?,
        history: scaled(member.history, money_places, "history", &member.id)?,
        pinned: 0,
        limit: member
            .limit
            .map(|limit| scaled(limit, money_places, "members.capacity_value", &member.id))
            .transpose()?,
        dearest: 0,
    })
}

fn good(product: &Product, places: u32) -> Result<Good, InstanceError> {
    check_lots("products.demand_lots", product.demand, &[&product.id])?;
    Ok(Good {
        id: product.id.clone(),
        value: scaled(product.lot_value, places, "products.unit_value", &product.id)?,
        demand: product.demand,
        asked: product.demand,
    })
}
