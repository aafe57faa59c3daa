//! Local search among splits that respect every minimum batch: a change is kept if it is possible and the sorted
//! ratios are the better for it.

use std::cmp::Ordering;

use super::super::rounding::{State, compare};

/// The state after local search, which looks at no more changes than are `left` and counts them off.
pub(super) fn polished<'a>(state: State<'a>, left: &mut usize) -> State<'a> {
    let (units, arcs) = (state.problem.units.len(), state.problem.arcs.len());
    let mut search = Search { state, left, clock: 1, changed: vec![1; units], visited: vec![0; arcs] };
    while search.pass() {}
    search.state
}

/// Most lots the arc could take within capacity and limit.
pub(super) fn most(state: &State<'_>, arc: usize) -> i64 {
    let unit = state.problem.arcs[arc].unit;
    let value = state.problem.worth(arc, 1);
    let room = match state.problem.units[unit].limit {
        Some(limit) if value > 0 => i64::try_from(limit.saturating_sub(state.value[unit]) / value).unwrap_or(i64::MAX),
        _ => i64::MAX,
    };
    room.min(state.spare(arc))
}

/// Orders two arcs by their units' ratios.
pub(super) fn by_ratio(state: &State<'_>, a: usize, b: usize) -> Ordering {
    compare(state.ratio(state.problem.arcs[a].unit), state.ratio(state.problem.arcs[b].unit)).then(a.cmp(&b))
}

/// Compares two sorted vectors of ratios.
pub(super) fn lexicographic(a: &[(u128, u128)], b: &[(u128, u128)]) -> Ordering {
    a.iter().zip(b).map(|(a, b)| compare(*a, *b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// A local search: changes are tried and kept if the sorted ratios improve. What was tried in vain is tried again only
/// after one of the units it is about has changed.
struct Search<'a, 'b> {
    state: State<'a>,
    left: &'b mut usize,
    /// Counts the changes kept.
    clock: u64,
    /// When each unit changed last.
    changed: Vec<u64>,
    /// When the changes that give to an arc were last tried.
    visited: Vec<u64>,
}

impl Search<'_, '_> {
    /// Tries every change once; true if one was kept and trials are left.
    fn pass(&mut self) -> bool {
        let problem = self.state.problem;
        let before = self.clock;
        for good in (0..problem.goods.len()).filter(|good| problem.goods[*good].value > 0) {
            for arc in problem.good_range(good) {
                let since = self.visited[arc];
                let news = |search: &Self, arc: usize| search.changed[problem.arcs[arc].unit] > since;
                if !problem.good_range(good).any(|maker| news(self, maker)) {
                    continue;
                }
                self.visited[arc] = self.clock;
                self.gather(arc);
                self.dissolve(arc);
                for other in problem.good_range(good) {
                    if other == arc || self.state.lots[other] == 0 || !(news(self, arc) || news(self, other)) {
                        continue;
                    }
                    self.shift(other, arc);
                    self.trade(other, arc);
                    if *self.left == 0 {
                        return false;
                    }
                }
            }
        }
        self.clock > before
    }

    /// Keeps a change if it is possible and fairer.
    fn keep(&mut self, changes: &[(usize, i64)]) -> bool {
        *self.left = self.left.saturating_sub(1);
        let problem = self.state.problem;
        let mut units: Vec<usize> = changes.iter().map(|change| problem.arcs[change.0].unit).collect();
        units.sort_unstable();
        units.dedup();
        let mut before: Vec<(u128, u128)> = units.iter().map(|unit| self.state.ratio(*unit)).collect();
        let possible = changes.iter().all(|(arc, change)| {
            let lots = self.state.lots[*arc] + change;
            lots >= 0 && lots <= problem.arcs[*arc].capacity && self.state.batch_allows(*arc, lots)
        });
        if !possible {
            return false;
        }
        self.apply(changes, false);
        let mut after: Vec<(u128, u128)> = units.iter().map(|unit| self.state.ratio(*unit)).collect();
        before.sort_by(|a, b| compare(*a, *b));
        after.sort_by(|a, b| compare(*a, *b));
        let within =
            units.iter().all(|unit| problem.units[*unit].limit.is_none_or(|limit| self.state.value[*unit] <= limit))
                && changes.iter().all(|(arc, _)| {
                    let good = problem.arcs[*arc].good;
                    self.state.total[good] <= problem.goods[good].demand
                });
        let better = within && lexicographic(&after, &before) == Ordering::Greater;
        if better {
            self.clock += 1;
            units.iter().for_each(|unit| self.changed[*unit] = self.clock);
        } else {
            self.apply(changes, true);
        }
        better
    }

    fn apply(&mut self, changes: &[(usize, i64)], back: bool) {
        // what is taken goes first, so that no sum falls below zero on the way
        for gains in [back, !back] {
            for (arc, change) in changes {
                match (*change > 0) == gains {
                    true if (*change > 0) != back => self.state.give(*arc, change.abs()),
                    true => self.state.take(*arc, change.abs()),
                    false => {}
                }
            }
        }
    }

    /// Lots from what is not served, with whatever else is missing to a batch gathered from the best-off makers.
    fn gather(&mut self, arc: usize) {
        let state = &self.state;
        let good = state.problem.arcs[arc].good;
        let unserved = state.problem.goods[good].demand - state.total[good];
        let free = most(state, arc).min(unserved);
        let mut kept = free > 0 && self.keep(&[(arc, free)]);
        let missing = (self.state.problem.arcs[arc].batch - self.state.lots[arc]).max(1);
        if kept || missing == 1 {
            return;
        }
        let left = missing - unserved.min(missing);
        let mut givers: Vec<usize> =
            self.state.problem.good_range(good).filter(|giver| *giver != arc && self.state.lots[*giver] > 0).collect();
        givers.sort_by(|a, b| by_ratio(&self.state, *b, *a));
        for whole in [false, true] {
            let mut changes = vec![(arc, missing)];
            let mut wanted = left;
            for giver in &givers {
                let (lots, batch) = (self.state.lots[*giver], self.state.problem.arcs[*giver].batch);
                let given = if whole && wanted >= lots { lots } else { (lots - batch).max(0).min(wanted) };
                if given > 0 {
                    changes.push((*giver, -given));
                    wanted -= given;
                }
            }
            kept |= wanted == 0 && !kept && self.keep(&changes);
        }
    }

    /// All lots of an arc go to the other makers, worst-off first.
    fn dissolve(&mut self, arc: usize) {
        let lots = self.state.lots[arc];
        if lots == 0 {
            return;
        }
        let good = self.state.problem.arcs[arc].good;
        let mut takers: Vec<usize> =
            self.state.problem.good_range(good).filter(|taker| *taker != arc && self.state.lots[*taker] > 0).collect();
        takers.sort_by(|a, b| by_ratio(&self.state, *a, *b));
        let mut changes = vec![(arc, -lots)];
        let mut left = lots;
        for taker in takers {
            let given = most(&self.state, taker).min(left);
            if given > 0 {
                changes.push((taker, given));
                left -= given;
            }
        }
        if changes.len() > 1 {
            self.keep(&changes);
        }
    }

    /// Some lots of one product from one unit to another: one, enough to be even, a batch, or all.
    fn shift(&mut self, from: usize, to: usize) {
        let state = &self.state;
        let (giver, taker) = (state.problem.arcs[from].unit, state.problem.arcs[to].unit);
        let (high, low) = (state.ratio(giver), state.ratio(taker));
        if compare(high, low) != Ordering::Greater {
            return;
        }
        let (lots, batch) = (state.lots[from], state.problem.arcs[from].batch);
        let value = state.problem.worth(from, 1);
        let even = even_lots(high, low, value);
        let enough = (state.problem.arcs[to].batch - state.lots[to]).max(1);
        let mut steps = vec![1, even, even.saturating_add(1), lots - batch, enough, lots, most(state, to)];
        steps.retain(|step| *step > 0 && *step <= lots);
        steps.sort_unstable();
        steps.dedup();
        for step in steps.into_iter().rev() {
            if self.keep(&[(from, -step), (to, step)]) {
                return;
            }
        }
    }

    /// Two units exchange products: all lots of one against all lots of the other.
    fn trade(&mut self, from: usize, to: usize) {
        let problem = self.state.problem;
        let (giver, taker) = (problem.arcs[from].unit, problem.arcs[to].unit);
        for &back in &problem.unit_arcs[taker] {
            let range = problem.good_range(problem.arcs[back].good);
            if problem.arcs[back].good == problem.arcs[from].good || self.state.lots[back] == 0 {
                continue;
            }
            let Ok(found) = problem.arcs[range.clone()].binary_search_by_key(&giver, |arc| arc.unit) else { continue };
            let (given, returned) = (self.state.lots[from], self.state.lots[back]);
            if self.keep(&[(from, -given), (to, given), (back, -returned), (range.start + found, returned)]) {
                return;
            }
        }
    }
}

/// Lots that would bring two ratios together, rounded down: a starting point for the search, not a decision.
fn even_lots(high: (u128, u128), low: (u128, u128), value: u128) -> i64 {
    let (Some(a), Some(b)) = (high.0.checked_mul(low.1), low.0.checked_mul(high.1)) else { return 0 };
    let per_lot = value.saturating_mul(high.1 + low.1).max(1);
    i64::try_from(a.saturating_sub(b) / per_lot).unwrap_or(i64::MAX)
}
