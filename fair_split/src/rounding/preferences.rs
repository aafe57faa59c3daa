//! Breaks ties between equally fair assignments: fewer makers per product, then closeness to the previous run, then
//! the smaller code. Only changes that leave the sorted ratios exactly as they are, found by local search.

use std::collections::{BTreeMap, BTreeSet};

use super::super::ratio::Ratio;
use super::assignment::{Assignment, ValueBounds};
use super::moves::{can_give, can_take, ratio_after_loss};

/// Most exchanges examined in one pass, so that large instances stay fast.
const MAX_TRIALS: usize = 400_000;

/// Cost of a change: makers, distance to the previous run, code. Less is better.
type Cost = (i64, i64, i64);

/// One pass of neutral changes; returns whether anything changed.
pub(super) fn apply(assignment: &mut Assignment<'_>, bounds: &ValueBounds) -> bool {
    let mut changed = false;
    for product in 0..assignment.problem.products.len() {
        if assignment.problem.products[product].lot_value > 0 {
            changed |= swap_ratios(assignment, bounds, product);
        }
    }
    changed | exchange_products(assignment)
}

/// Cost of changing an arc by some lots.
fn cost(assignment: &Assignment<'_>, index: usize, change: i64) -> Cost {
    let arc = &assignment.problem.arcs[index];
    let (before, after) = (assignment.lots[index], assignment.lots[index] + change);
    let code = i64::try_from(arc.workshop).unwrap_or(i64::MAX);
    (
        i64::from(after > 0) - i64::from(before > 0),
        (after - arc.previous).abs() - (before - arc.previous).abs(),
        change.saturating_mul(code),
    )
}

fn sum(a: Cost, b: Cost) -> Cost {
    (a.0 + b.0, a.1 + b.1, a.2.saturating_add(b.2))
}

/// Value and share of a workshop. Unlike a ratio, equal only if both are equal.
type RatioKey = (u128, u128);

fn key(ratio: Ratio) -> RatioKey {
    (ratio.numerator, ratio.denominator)
}

/// The arcs that could take one more lot of a product, by their workshop's value and share, then by cost. Entries may
/// be out of date.
type Takers = BTreeMap<RatioKey, BTreeSet<(Cost, usize)>>;

/// Adds an arc to the takers if it can take a lot.
fn add_taker(takers: &mut Takers, assignment: &Assignment<'_>, bounds: &ValueBounds, arc: usize) {
    if can_take(assignment, bounds, arc) {
        let entry = (cost(assignment, arc, 1), arc);
        takers.entry(key(assignment.ratio_of_arc(arc))).or_default().insert(entry);
    }
}

/// Value and share of an arc's workshop after it gives a lot away.
fn key_after_giving(assignment: &Assignment<'_>, arc: usize) -> RatioKey {
    key(ratio_after_loss(assignment.ratio_of_arc(arc), assignment.problem.value_of(arc, 1)))
}

/// Moves one lot between two workshops of equal share that thereby swap their ratios.
fn swap_ratios(assignment: &mut Assignment<'_>, bounds: &ValueBounds, product: usize) -> bool {
    let problem = assignment.problem;
    let givers: Vec<usize> = problem.product_arcs(product).filter(|arc| can_give(assignment, bounds, *arc)).collect();
    let mut keys: Vec<RatioKey> = givers.iter().map(|arc| key_after_giving(assignment, *arc)).collect();
    keys.sort_unstable();
    let mut takers = Takers::new();
    for arc in problem.product_arcs(product) {
        if keys.binary_search(&key(assignment.ratio_of_arc(arc))).is_ok() {
            add_taker(&mut takers, assignment, bounds, arc);
        }
    }
    let mut changed = false;
    for giver in givers {
        if takers.is_empty() || !can_give(assignment, bounds, giver) {
            continue;
        }
        let giver_key = key_after_giving(assignment, giver);
        let Some(candidates) = takers.get_mut(&giver_key) else { continue };
        while let Some(&(gain, taker)) = candidates.first() {
            let current = key(assignment.ratio_of_arc(taker)) == giver_key && cost(assignment, taker, 1) == gain;
            if current && can_take(assignment, bounds, taker) {
                if sum(cost(assignment, giver, -1), gain) < (0, 0, 0) {
                    assignment.remove(giver, 1);
                    assignment.add(taker, 1);
                    changed = true;
                    add_taker(&mut takers, assignment, bounds, giver);
                    add_taker(&mut takers, assignment, bounds, taker);
                }
                break;
            }
            candidates.pop_first();
        }
    }
    changed
}

/// A workshop gives all its lots of a product to another maker and takes as many lots, of equal value, of a product
/// that both can make.
fn exchange_products(assignment: &mut Assignment<'_>) -> bool {
    let problem = assignment.problem;
    let (mut changed, mut trials) = (false, 0);
    let mut values: Vec<u128> = problem.products.iter().map(|product| product.lot_value).collect();
    values.sort_unstable();
    let occurrences =
        |value: u128| values.partition_point(|other| *other <= value) - values.partition_point(|other| *other < value);
    let has_equal: Vec<bool> =
        problem.products.iter().map(|product| product.lot_value > 0 && occurrences(product.lot_value) > 1).collect();
    for arc in 0..problem.arcs.len() {
        let (workshop, value, lots) = (problem.arcs[arc].workshop, problem.value_of(arc, 1), assignment.lots[arc]);
        if lots == 0 || !has_equal[problem.arcs[arc].product] {
            continue;
        }
        trials += problem.workshop_arcs[workshop].len();
        for &gained in &problem.workshop_arcs[workshop] {
            let fits = gained != arc
                && assignment.residual_capacity(gained) >= lots
                && assignment.batch_allows(gained, assignment.lots[gained] + lots);
            if fits && problem.value_of(gained, 1) == value && exchange(assignment, arc, gained, &mut trials) {
                changed = true;
                break;
            }
        }
        if trials > MAX_TRIALS {
            break;
        }
    }
    changed
}

/// Finds the other workshop for an exchange that costs less and applies it; returns whether there was one.
fn exchange(assignment: &mut Assignment<'_>, arc: usize, gained: usize, trials: &mut usize) -> bool {
    let (problem, lots) = (assignment.problem, assignment.lots[arc]);
    for receiver in problem.product_arcs(problem.arcs[arc].product) {
        *trials += 1;
        let Some(returned) = returning_arc(assignment, receiver, arc, problem.arcs[gained].product, lots) else {
            continue;
        };
        let moved = sum(cost(assignment, arc, -lots), cost(assignment, receiver, lots));
        let change = sum(moved, sum(cost(assignment, gained, lots), cost(assignment, returned, -lots)));
        if (change.0, change.1) < (0, 0) {
            assignment.remove(arc, lots);
            assignment.add(receiver, lots);
            assignment.remove(returned, lots);
            assignment.add(gained, lots);
            return true;
        }
    }
    false
}

/// The arc on which the receiver's workshop can give `lots` of the other product in return.
fn returning_arc(
    assignment: &Assignment<'_>,
    receiver: usize,
    arc: usize,
    other_product: usize,
    lots: i64,
) -> Option<usize> {
    let problem = assignment.problem;
    if receiver == arc
        || assignment.residual_capacity(receiver) < lots
        || assignment.lots[receiver] == 0
        || !assignment.batch_allows(receiver, assignment.lots[receiver] + lots)
    {
        return None;
    }
    let workshop = problem.arcs[receiver].workshop;
    let arcs = problem.product_arcs(other_product);
    let position = problem.arcs[arcs.clone()].binary_search_by_key(&workshop, |candidate| candidate.workshop).ok()?;
    let returned = arcs.start + position;
    (assignment.lots[returned] >= lots && assignment.batch_allows(returned, assignment.lots[returned] - lots))
        .then_some(returned)
}
