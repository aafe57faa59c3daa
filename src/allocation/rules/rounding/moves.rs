//! Single-lot moves: while some lot would lift a worse-off unit above where it now stands without
//! bringing its giver below that, it moves; a lot nobody makes goes to the worst-off unit that can take it.

use std::cmp::Ordering;

use super::state::{Bounds, State, compare};

/// Moves single lots until no move within the bounds improves the sorted ratios.
pub(super) fn improve(state: &mut State<'_>, bounds: &Bounds) {
    let problem = state.problem;
    // a product is looked at again only if a unit that may make it has changed since the last look
    let (mut clock, mut looked_at) = (1_usize, vec![0_usize; problem.goods.len()]);
    let mut changed_at = vec![1_usize; problem.units.len()];
    let mut settled = false;
    while !settled {
        settled = true;
        for (good, looked) in looked_at.iter_mut().enumerate() {
            let stale = problem.arcs[problem.good_range(good)].iter().any(|arc| changed_at[arc.unit] > *looked);
            if !stale || problem.goods[good].value == 0 {
                continue;
            }
            clock += 1;
            for unit in improve_good(state, bounds, good) {
                changed_at[unit] = clock;
                settled = false;
            }
            *looked = clock;
        }
    }
}

/// Moves lots of one product; returns the units touched.
fn improve_good(state: &mut State<'_>, bounds: &Bounds, good: usize) -> Vec<usize> {
    let problem = state.problem;
    let range = problem.good_range(good);
    let taker = lowest(state, bounds, range.clone(), None, false);
    let mut next = taker.and_then(|taker| pair(state, bounds, taker.arc, range.clone()));
    if next.is_none() {
        return Vec::new();
    }
    let mut desk = Desk::new(state, bounds, good);
    while let Some((giver, taker)) = next {
        if let Some(giver) = giver {
            state.take(giver, 1);
            desk.note(giver);
        }
        state.give(taker, 1);
        desk.note(taker);
        let changed = lowest(state, bounds, desk.changed.iter().copied(), None, false);
        let taker = lowest(state, bounds, desk.waiting.iter().copied(), changed, true);
        next = taker.and_then(|taker| pair(state, bounds, taker.arc, desk.givers.iter().copied()));
    }
    desk.changed.iter().map(|arc| problem.arcs[*arc].unit).collect()
}

/// The arcs of one product as they stood at the first move, so that later moves need not look at all of them.
struct Desk {
    /// Arcs that can take a lot and whose units have not changed since, lowest ratio first.
    waiting: Vec<usize>,
    /// Arcs whose units have changed.
    changed: Vec<usize>,
    /// Arcs that have, or had, lots.
    givers: Vec<usize>,
}

impl Desk {
    fn new(state: &State<'_>, bounds: &Bounds, good: usize) -> Self {
        let range = state.problem.good_range(good);
        let takers = range.clone().filter(|arc| can_take(state, bounds, *arc));
        let mut waiting: Vec<(f64, usize)> =
            takers.map(|arc| (state.rough_after(state.problem.arcs[arc].unit, 0.0).0, arc)).collect();
        waiting.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        Self {
            waiting: waiting.into_iter().map(|entry| entry.1).collect(),
            changed: Vec::new(),
            givers: range.filter(|arc| state.lots[*arc] > 0).collect(),
        }
    }

    fn note(&mut self, arc: usize) {
        if !self.changed.contains(&arc) {
            self.changed.push(arc);
            self.waiting.retain(|waiting| *waiting != arc);
        }
        if !self.givers.contains(&arc) {
            self.givers.push(arc);
        }
    }
}

/// The best arc so far, and the rough ratio beyond which others are certainly worse.
#[derive(Clone, Copy)]
struct Candidate {
    arc: usize,
    bar: f64,
}

/// Could the arc's unit take one more lot within the bounds?
pub(super) fn can_take(state: &State<'_>, bounds: &Bounds, arc: usize) -> bool {
    let unit = state.problem.arcs[arc].unit;
    state.spare(arc) > 0
        && state.value[unit] + state.problem.worth(arc, 1) <= bounds.most[unit]
        && state.batch_allows(arc, state.lots[arc] + 1)
}

/// Could the arc's unit give up one lot within the bounds?
pub(super) fn can_give(state: &State<'_>, bounds: &Bounds, arc: usize) -> bool {
    let unit = state.problem.arcs[arc].unit;
    state.lots[arc] > 0
        && state.value[unit] - state.problem.worth(arc, 1) >= bounds.least[unit]
        && state.batch_allows(arc, state.lots[arc] - 1)
}

/// The move of one lot to the taker: from what is not served, else from whoever then stands highest, if that improves.
fn pair(
    state: &State<'_>,
    bounds: &Bounds,
    taker: usize,
    givers: impl Iterator<Item = usize>,
) -> Option<(Option<usize>, usize)> {
    let good = state.problem.arcs[taker].good;
    // where limits hold the target back its totals by product are open: a lot that still fits is given
    if state.total[good] < state.problem.goods[good].demand {
        return Some((None, taker));
    }
    let giver = highest(state, bounds, givers)?;
    improves(state, giver, taker).then_some((Some(giver), taker))
}

/// Does moving a lot raise the sorted ratios? The giver must stay above where the taker stood, or take its very
/// place while the taker rises above where the giver stood.
fn improves(state: &State<'_>, giver: usize, taker: usize) -> bool {
    let (from, to) = (state.problem.arcs[giver].unit, state.problem.arcs[taker].unit);
    if from == to {
        return false;
    }
    let value = state.problem.worth(taker, 1);
    let (giver_before, taker_before) = (state.ratio(from), state.ratio(to));
    match compare((giver_before.0 - value, giver_before.1), taker_before) {
        Ordering::Greater => true,
        Ordering::Equal => compare((taker_before.0 + value, taker_before.1), giver_before) == Ordering::Greater,
        Ordering::Less => false,
    }
}

/// The worst-off unit that can take one more lot. If `sorted`, no later arc was ever roughly lower than an earlier one.
fn lowest(
    state: &State<'_>,
    bounds: &Bounds,
    arcs: impl Iterator<Item = usize>,
    mut best: Option<Candidate>,
    sorted: bool,
) -> Option<Candidate> {
    let problem = state.problem;
    for arc in arcs {
        let (low, high) = state.rough_after(problem.arcs[arc].unit, 0.0);
        if best.is_some_and(|best| low > best.bar) {
            if sorted {
                break;
            }
            continue;
        }
        let better = best.is_none_or(|best| {
            let (a, b) = (state.ratio(problem.arcs[arc].unit), state.ratio(problem.arcs[best.arc].unit));
            // at equal ratios the smaller share rises further; then whoever makes it already
            let makes = |arc: usize| state.lots[arc] == 0;
            compare(a, b).then(a.1.cmp(&b.1)).then(makes(arc).cmp(&makes(best.arc))) == Ordering::Less
        });
        if better && can_take(state, bounds, arc) {
            best = Some(Candidate { arc, bar: high });
        }
    }
    best
}

/// The unit that would stand highest after giving up one lot.
fn highest(state: &State<'_>, bounds: &Bounds, arcs: impl Iterator<Item = usize>) -> Option<usize> {
    let problem = state.problem;
    let after = |arc: usize| {
        let (money, share) = state.ratio(problem.arcs[arc].unit);
        (money - problem.worth(arc, 1), share)
    };
    let mut best: Option<Candidate> = None;
    for arc in arcs {
        if !can_give(state, bounds, arc) {
            continue;
        }
        let (low, high) = state.rough_after(problem.arcs[arc].unit, problem.worth(arc, 1) as f64);
        if best.is_some_and(|best| high < best.bar) {
            continue;
        }
        let better = best.is_none_or(|best| {
            let (a, b) = (after(arc), after(best.arc));
            let keeps = |arc: usize| state.lots[arc] > 1;
            compare(b, a).then(b.1.cmp(&a.1)).then(keeps(arc).cmp(&keeps(best.arc))) == Ordering::Less
        });
        if better {
            best = Some(Candidate { arc, bar: low });
        }
    }
    best.map(|best| best.arc)
}
