//! Single-lot moves that improve the sorted vector of ratios.
//!
//! A lot moves from one workshop to another if the giver stays above the ratio that the taker had. A lot that nobody
//! makes goes to the workshop with the lowest ratio that can take it.

use std::cmp::Ordering;

use super::super::ratio::Ratio;
use super::assignment::{Assignment, ValueBounds};

/// Moves single lots until no move within the bounds improves the sorted ratios.
pub(super) fn improve(assignment: &mut Assignment<'_>, bounds: &ValueBounds) {
    let problem = assignment.problem;
    // a product is examined again only if one of its workshops has changed since it was last examined
    let (mut clock, mut examined_at) = (1_usize, vec![0_usize; problem.products.len()]);
    let mut changed_at = vec![1_usize; problem.workshops.len()];
    let mut stable = false;
    while !stable {
        stable = true;
        for (product, examined) in examined_at.iter_mut().enumerate() {
            let mut arcs = problem.arcs[problem.product_arcs(product)].iter();
            let stale = arcs.any(|arc| changed_at[arc.workshop] > *examined);
            if !stale || problem.products[product].lot_value == 0 {
                continue;
            }
            clock += 1;
            for workshop in improve_product(assignment, bounds, product) {
                changed_at[workshop] = clock;
                stable = false;
            }
            *examined = clock;
        }
    }
}

/// A move of one lot; without a giver, the lot was not served before.
struct LotMove {
    giver: Option<usize>,
    taker: usize,
}

/// Moves lots of one product; returns the workshops that changed.
fn improve_product(assignment: &mut Assignment<'_>, bounds: &ValueBounds, product: usize) -> Vec<usize> {
    let problem = assignment.problem;
    let arcs = problem.product_arcs(product);
    let taker = lowest_taker(assignment, bounds, arcs.clone(), None, false);
    let mut next = taker.and_then(|taker| best_move(assignment, bounds, taker.arc, arcs.clone()));
    if next.is_none() {
        return Vec::new();
    }
    let mut candidates = MoveCandidates::new(assignment, bounds, product);
    while let Some(LotMove { giver, taker }) = next {
        if let Some(giver) = giver {
            assignment.remove(giver, 1);
            candidates.mark_changed(giver);
        }
        assignment.add(taker, 1);
        candidates.mark_changed(taker);
        let changed = lowest_taker(assignment, bounds, candidates.changed.iter().copied(), None, false);
        let taker = lowest_taker(assignment, bounds, candidates.unchanged_takers.iter().copied(), changed, true);
        next = taker.and_then(|taker| best_move(assignment, bounds, taker.arc, candidates.givers.iter().copied()));
    }
    candidates.changed.iter().map(|arc| problem.arcs[*arc].workshop).collect()
}

/// The arcs of one product, prepared once so that repeated moves need not examine all of them.
struct MoveCandidates {
    /// Arcs that can take a lot and whose workshops have not changed, lowest ratio first.
    unchanged_takers: Vec<usize>,
    /// Arcs whose workshops have changed.
    changed: Vec<usize>,
    /// Arcs that have, or had, lots.
    givers: Vec<usize>,
}

impl MoveCandidates {
    fn new(assignment: &Assignment<'_>, bounds: &ValueBounds, product: usize) -> Self {
        let problem = assignment.problem;
        let arcs = problem.product_arcs(product);
        let takers = arcs.clone().filter(|arc| can_take(assignment, bounds, *arc));
        let mut unchanged_takers: Vec<(f64, usize)> =
            takers.map(|arc| (assignment.approx_ratio_after_loss(problem.arcs[arc].workshop, 0.0).0, arc)).collect();
        unchanged_takers.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        Self {
            unchanged_takers: unchanged_takers.into_iter().map(|entry| entry.1).collect(),
            changed: Vec::new(),
            givers: arcs.filter(|arc| assignment.lots[*arc] > 0).collect(),
        }
    }

    fn mark_changed(&mut self, arc: usize) {
        if !self.changed.contains(&arc) {
            self.changed.push(arc);
            self.unchanged_takers.retain(|taker| *taker != arc);
        }
        if !self.givers.contains(&arc) {
            self.givers.push(arc);
        }
    }
}

/// The best arc so far, and the approximate ratio beyond which other arcs are certainly worse.
#[derive(Clone, Copy)]
struct Best {
    arc: usize,
    cutoff: f64,
}

/// Whether the arc can take one more lot within capacity, bounds and minimum batch.
pub(super) fn can_take(assignment: &Assignment<'_>, bounds: &ValueBounds, arc: usize) -> bool {
    let workshop = assignment.problem.arcs[arc].workshop;
    assignment.residual_capacity(arc) > 0
        && assignment.values[workshop] + assignment.problem.value_of(arc, 1) <= bounds.max[workshop]
        && assignment.batch_allows(arc, assignment.lots[arc] + 1)
}

/// Whether the arc can give one lot away within bounds and minimum batch.
pub(super) fn can_give(assignment: &Assignment<'_>, bounds: &ValueBounds, arc: usize) -> bool {
    let workshop = assignment.problem.arcs[arc].workshop;
    assignment.lots[arc] > 0
        && assignment.values[workshop] - assignment.problem.value_of(arc, 1) >= bounds.min[workshop]
        && assignment.batch_allows(arc, assignment.lots[arc] - 1)
}

/// The move of one lot to the taker: an unserved lot, else one from the giver that is best off afterwards, if that is
/// an improvement.
fn best_move(
    assignment: &Assignment<'_>,
    bounds: &ValueBounds,
    taker: usize,
    givers: impl Iterator<Item = usize>,
) -> Option<LotMove> {
    let product = assignment.problem.arcs[taker].product;
    // where limits bind, the totals per product are not unique: a lot that still fits is assigned
    if assignment.totals[product] < assignment.problem.products[product].demand {
        return Some(LotMove { giver: None, taker });
    }
    let giver = best_off_giver(assignment, bounds, givers)?;
    improves(assignment, giver, taker).then_some(LotMove { giver: Some(giver), taker })
}

/// Whether moving a lot improves the sorted ratios: the giver stays above the taker's old ratio, or reaches exactly
/// that while the taker exceeds the giver's old ratio.
fn improves(assignment: &Assignment<'_>, giver: usize, taker: usize) -> bool {
    let problem = assignment.problem;
    if problem.arcs[giver].workshop == problem.arcs[taker].workshop {
        return false;
    }
    let value = problem.value_of(taker, 1);
    let (giver_before, taker_before) = (assignment.ratio_of_arc(giver), assignment.ratio_of_arc(taker));
    match ratio_after_loss(giver_before, value).compare(taker_before) {
        Ordering::Greater => true,
        Ordering::Equal => {
            let taker_after = Ratio { numerator: taker_before.numerator + value, ..taker_before };
            taker_after.compare(giver_before) == Ordering::Greater
        }
        Ordering::Less => false,
    }
}

/// The ratio of a workshop after it loses some value.
pub(super) fn ratio_after_loss(ratio: Ratio, value: u128) -> Ratio {
    Ratio { numerator: ratio.numerator - value, ..ratio }
}

/// The arc of the workshop with the lowest ratio that can take one more lot. If `sorted`, the approximate ratios of
/// `arcs` do not decrease, so the search stops at the first one beyond the cutoff.
fn lowest_taker(
    assignment: &Assignment<'_>,
    bounds: &ValueBounds,
    arcs: impl Iterator<Item = usize>,
    mut best: Option<Best>,
    sorted: bool,
) -> Option<Best> {
    let problem = assignment.problem;
    for arc in arcs {
        let (low, high) = assignment.approx_ratio_after_loss(problem.arcs[arc].workshop, 0.0);
        if best.is_some_and(|best| low > best.cutoff) {
            if sorted {
                break;
            }
            continue;
        }
        let better = best.is_none_or(|best| {
            let (a, b) = (assignment.ratio_of_arc(arc), assignment.ratio_of_arc(best.arc));
            // at equal ratios, the smaller share gains more; then current makers are preferred
            let is_new_maker = |arc: usize| assignment.lots[arc] == 0;
            a.compare(b).then(a.denominator.cmp(&b.denominator)).then(is_new_maker(arc).cmp(&is_new_maker(best.arc)))
                == Ordering::Less
        });
        if better && can_take(assignment, bounds, arc) {
            best = Some(Best { arc, cutoff: high });
        }
    }
    best
}

/// The arc of the workshop with the highest ratio after giving one lot away.
fn best_off_giver(
    assignment: &Assignment<'_>,
    bounds: &ValueBounds,
    arcs: impl Iterator<Item = usize>,
) -> Option<usize> {
    let problem = assignment.problem;
    let after = |arc: usize| ratio_after_loss(assignment.ratio_of_arc(arc), problem.value_of(arc, 1));
    let mut best: Option<Best> = None;
    for arc in arcs {
        if !can_give(assignment, bounds, arc) {
            continue;
        }
        let (low, high) =
            assignment.approx_ratio_after_loss(problem.arcs[arc].workshop, problem.value_of(arc, 1) as f64);
        if best.is_some_and(|best| high < best.cutoff) {
            continue;
        }
        let better = best.is_none_or(|best| {
            let (a, b) = (after(arc), after(best.arc));
            let remains_maker = |arc: usize| assignment.lots[arc] > 1;
            b.compare(a).then(b.denominator.cmp(&a.denominator)).then(remains_maker(arc).cmp(&remains_maker(best.arc)))
                == Ordering::Less
        });
        if better {
            best = Some(Best { arc, cutoff: low });
        }
    }
    best.map(|best| best.arc)
}
