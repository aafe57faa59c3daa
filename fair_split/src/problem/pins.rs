//! Subtracts pins from demand, limits and the network.

use super::super::error::{InstanceError, InstanceErrorKind};
use super::super::instance::Quota;
use super::build::{CodeIndex, MAX_SUM};
use super::{CloseReason, ClosedPair, Problem};

impl Problem {
    /// Applies the pins and closes their pairs.
    pub(super) fn add_pins(&mut self, pins: &[Quota], codes: &CodeIndex<'_>) -> Result<(), InstanceError> {
        let mut rows = codes.rows("pins", pins)?;
        rows.sort_unstable();
        let mut is_pinned = vec![false; self.arcs.len()];
        for (at, &(product, workshop, lots)) in rows.iter().enumerate() {
            let duplicate = at > 0 && rows.get(at - 1).is_some_and(|row| (row.0, row.1) == (product, workshop));
            let pinned_arc =
                if duplicate { Err(InstanceErrorKind::DuplicateRow) } else { self.add_pin(product, workshop, lots) };
            match pinned_arc {
                Ok(arc) => arc.into_iter().for_each(|arc| is_pinned[arc] = true),
                Err(kind) => return Err(self.pair_error(kind, "pins", workshop, product)),
            }
        }
        let mut is_pinned = is_pinned.into_iter();
        self.arcs.retain(|_| !is_pinned.next().unwrap_or(false));
        Ok(())
    }

    /// Subtracts one pin from demand and limit; returns the arc that it closes.
    fn add_pin(&mut self, product: usize, workshop: usize, lots: i64) -> Result<Option<usize>, InstanceErrorKind> {
        let arc = self.find_arc(product, workshop);
        let without_capacity = |pair: &ClosedPair| {
            (pair.workshop, pair.product, pair.reason) == (workshop, product, CloseReason::NoCapacity)
        };
        match arc.map(|arc| &self.arcs[arc]) {
            Some(arc) if lots > arc.capacity => return Err(InstanceErrorKind::PinOverCapacity),
            Some(arc) if lots > 0 && lots < arc.min_batch => return Err(InstanceErrorKind::PinBelowMinimumBatch),
            None if lots > 0 && self.closed_pairs.iter().any(without_capacity) => {
                return Err(InstanceErrorKind::PinOverCapacity);
            }
            None if lots > 0 => return Err(InstanceErrorKind::PinNotEligible),
            _ => {}
        }
        let product_node = &mut self.products[product];
        product_node.demand -= lots;
        if product_node.demand < 0 {
            return Err(InstanceErrorKind::PinOverDemand);
        }
        let value = product_node
            .lot_value
            .checked_mul(lots.unsigned_abs().into())
            .filter(|value| *value < MAX_SUM)
            .ok_or(InstanceErrorKind::NumberTooPrecise)?;
        let workshop_node = &mut self.workshops[workshop];
        workshop_node.pinned_value =
            workshop_node.pinned_value.checked_add(value).ok_or(InstanceErrorKind::NumberTooPrecise)?;
        if let Some(limit) = workshop_node.limit {
            workshop_node.limit = Some(limit.checked_sub(value).ok_or(InstanceErrorKind::PinOverLimit)?);
        }
        // for a pair without capacity, the pin replaces that reason
        if arc.is_none() {
            self.closed_pairs.retain(|pair| !without_capacity(pair));
        }
        self.closed_pairs.push(ClosedPair { workshop, product, reason: CloseReason::Pinned(lots) });
        Ok(arc)
    }
}
