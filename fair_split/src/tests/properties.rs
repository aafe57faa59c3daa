//! Feasibility, distance to the fractional optimum, single-lot optimality, independence of the order of rows, pins and
//! minimum batches.

use std::cmp::Ordering;

use proptest::prelude::*;

use super::super::int256::U256;
use super::super::json::write_result;
use super::super::max_min::FractionalSplit;
use super::super::problem::Problem;
use super::super::ratio::Ratio;
use super::super::rounding::{self, Assignment, ValueBounds};
use super::super::{Instance, Offer, SplitResult, split};
use super::strategies::{Kind, decimal, instance};

/// Demand, capacities, minimum batches and pins, recomputed from the rows.
fn check_feasible(instance: &Instance, result: &SplitResult) -> Result<(), TestCaseError> {
    for row in &result.quotas {
        let offer =
            instance.offers.iter().find(|offer| (&offer.workshop, &offer.product) == (&row.workshop, &row.product));
        let offer = offer.expect("an assignment without an offer");
        prop_assert!(row.lots > 0 && row.lots <= offer.capacity && offer.unavailable.is_none());
        prop_assert!(row.lots >= offer.min_batch, "{row:?} is below its batch");
    }
    for product in &instance.products {
        let given: i64 = result.quotas.iter().filter(|row| row.product == product.id).map(|row| row.lots).sum();
        let unmet: i64 = result.unmet.iter().filter(|row| row.product == product.id).map(|row| row.lots).sum();
        prop_assert_eq!(given + unmet, product.demand);
        prop_assert!(result.unmet.iter().all(|row| row.lots > 0));
    }
    for pin in &instance.pins {
        let given = result
            .quotas
            .iter()
            .find(|row| (&row.workshop, &row.product) == (&pin.workshop, &pin.product))
            .map_or(0, |row| row.lots);
        prop_assert_eq!(given, pin.lots);
    }
    Ok(())
}

/// The assignment of a result, without pins.
fn assignment_of<'a>(problem: &'a Problem, result: &SplitResult) -> Assignment<'a> {
    let mut assignment = Assignment::empty(problem);
    for (number, arc) in problem.arcs.iter().enumerate() {
        let (workshop, product) = (&problem.workshops[arc.workshop].id, &problem.products[arc.product].id);
        let lots = result
            .quotas
            .iter()
            .find(|row| (&row.workshop, &row.product) == (workshop, product))
            .map_or(0, |row| row.lots);
        assignment.add(number, lots);
    }
    assignment
}

/// The documented bounds, recomputed from the rows: one most valuable feasible lot, two for a workshop at its limit, and
/// never above the limit.
fn documented_bounds(instance: &Instance, problem: &Problem, fractional: &FractionalSplit) -> ValueBounds {
    let mut bounds = ValueBounds { min: Vec::new(), max: Vec::new() };
    for (number, workshop) in problem.workshops.iter().enumerate() {
        let pinned = |offer: &&Offer| {
            instance.pins.iter().any(|pin| (&pin.workshop, &pin.product) == (&offer.workshop, &offer.product))
        };
        let makes = instance.offers.iter().filter(|offer| offer.workshop == workshop.id && offer.unavailable.is_none());
        let max_lot_value = makes
            .filter(|offer| offer.capacity > 0 && !pinned(offer))
            .filter_map(|offer| {
                problem.products.iter().find(|product| product.id == offer.product && product.demand > 0)
            })
            .map(|product| product.lot_value)
            .max()
            .unwrap_or(0);
        let limit = instance.workshops.iter().find(|row| row.id == workshop.id).and_then(|row| row.limit);
        let limit = limit.map(|limit| limit.scaled(problem.money_places).expect("it fits") - workshop.pinned_value);
        let scale = fractional.scales[number];
        let at_limit = limit.is_some_and(|limit| U256::widening_mul(limit, scale) == fractional.values[number]);
        let (value, exact) = fractional.floor_value(number);
        let tolerance = if at_limit { 2 } else { 1 } * max_lot_value;
        bounds.min.push((value + u128::from(!exact)).saturating_sub(tolerance));
        bounds.max.push(limit.map_or(value + tolerance, |limit| limit.min(value + tolerance)));
    }
    bounds
}

/// Each workshop is within its bounds, and each product's total is the fractional one rounded down or up.
fn check_bounds(
    problem: &Problem,
    fractional: &FractionalSplit,
    assignment: &Assignment<'_>,
    bounds: &ValueBounds,
) -> Result<(), TestCaseError> {
    for (workshop, value) in assignment.values.iter().enumerate() {
        prop_assert!(*value <= bounds.max[workshop], "workshop {} is too high", problem.workshops[workshop].id);
        prop_assert!(*value >= bounds.min[workshop], "workshop {} is too low", problem.workshops[workshop].id);
    }
    for (number, product) in problem.products.iter().enumerate().filter(|(_, product)| product.lot_value > 0) {
        let served = fractional.served_lots(problem, number);
        prop_assert!(assignment.totals[number] <= product.demand);
        // where limits bind, the totals per product are not unique
        let limited = problem.workshops.iter().any(|workshop| workshop.limit.is_some());
        let as_served = served.contains(&assignment.totals[number]);
        prop_assert!(limited || as_served, "{} serves {} of {served:?}", product.id, assignment.totals[number]);
    }
    Ok(())
}

fn sorted(assignment: &Assignment<'_>) -> Vec<Ratio> {
    let mut ratios: Vec<_> = (0..assignment.values.len()).map(|workshop| assignment.ratio(workshop)).collect();
    ratios.sort_by(|a, b| a.compare(*b));
    ratios
}

fn within(assignment: &Assignment<'_>, bounds: &ValueBounds) -> bool {
    assignment
        .values
        .iter()
        .enumerate()
        .all(|(workshop, value)| (bounds.min[workshop]..=bounds.max[workshop]).contains(value))
        && assignment.totals.iter().zip(&assignment.problem.products).all(|(total, product)| *total <= product.demand)
}

/// No move of a single lot within the bounds improves the sorted ratios.
fn check_no_better_move(assignment: &Assignment<'_>, bounds: &ValueBounds) -> Result<(), TestCaseError> {
    let before = sorted(assignment);
    for taker in 0..assignment.lots.len() {
        let product = assignment.problem.arcs[taker].product;
        if assignment.residual_capacity(taker) == 0 {
            continue;
        }
        let givers =
            assignment.problem.product_arcs(product).filter(|giver| *giver != taker && assignment.lots[*giver] > 0);
        for giver in std::iter::once(None).chain(givers.map(Some)) {
            let mut moved = assignment.clone();
            if let Some(giver) = giver {
                moved.remove(giver, 1);
            }
            moved.add(taker, 1);
            let better = sorted(&moved).iter().zip(&before).map(|(a, b)| a.compare(*b)).find(|order| order.is_ne())
                == Some(Ordering::Greater);
            prop_assert!(!(better && within(&moved, bounds)), "a lot moves {giver:?} -> {taker}");
        }
    }
    Ok(())
}

fn check_all(instance: &Instance) -> Result<(), TestCaseError> {
    let result = split(instance).expect("a valid instance");
    check_feasible(instance, &result)?;
    let problem = Problem::new(instance).expect("a valid instance");
    let mut fractional = FractionalSplit::solve(&problem);
    let (assignment, _) = rounding::round(&problem, &mut fractional);
    let bounds = documented_bounds(instance, &problem, &fractional);
    check_bounds(&problem, &fractional, &assignment, &bounds)?;
    check_no_better_move(&assignment, &bounds)?;
    if instance.offers.iter().all(|offer| offer.min_batch <= 1) {
        prop_assert_eq!(&assignment_of(&problem, &result).lots, &assignment.lots);
    }
    Ok(())
}

/// A run with its own quotas as the previous run returns the same quotas. Reasons may differ, because they compare with
/// other runs.
fn check_idempotent(instance: &Instance) -> Result<(), TestCaseError> {
    for previous in [instance.previous.clone(), Vec::new()] {
        let first = split(&Instance { previous, ..instance.clone() }).expect("a valid instance").quotas;
        let again = split(&Instance { previous: first.clone(), ..instance.clone() }).expect("a valid instance").quotas;
        prop_assert_eq!(first, again);
    }
    Ok(())
}

fn reordered(instance: &Instance) -> Instance {
    let mut reordered = instance.clone();
    reordered.workshops.reverse();
    reordered.products.rotate_left(instance.products.len() / 2);
    reordered.offers.reverse();
    reordered.offers.rotate_left(instance.offers.len() / 3);
    reordered.pins.reverse();
    reordered.previous.reverse();
    reordered
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn meets_its_guarantees(instance in instance(Kind::default())) {
        check_all(&instance)?;
    }

    #[test]
    fn meets_its_guarantees_with_limits(instance in instance(Kind { limits: true, pins: true, unavailable: true, ..Kind::default() })) {
        check_all(&instance)?;
    }

    #[test]
    fn meets_its_guarantees_on_uneven_numbers(instance in instance(Kind { limits: true, uneven: true, ..Kind::default() })) {
        check_all(&instance)?;
    }

    #[test]
    fn respects_minimum_batches(instance in instance(Kind { limits: true, batches: true, pins: true, ..Kind::default() })) {
        let result = split(&instance).expect("a valid instance");
        check_feasible(&instance, &result)?;
    }

    #[test]
    fn is_the_same_for_any_order_of_rows(instance in instance(Kind { limits: true, batches: true, pins: true, unavailable: true, uneven: false })) {
        prop_assert_eq!(split(&instance), split(&reordered(&instance)));
    }

    #[test]
    fn is_the_same_for_the_same_input(instance in instance(Kind { limits: true, batches: true, pins: true, unavailable: true, uneven: true })) {
        let (a, b) = (split(&instance).expect("a valid instance"), split(&instance.clone()).expect("a valid instance"));
        prop_assert_eq!(write_result(&a).expect("JSON"), write_result(&b).expect("JSON"));
    }

    #[test]
    fn is_idempotent(instance in instance(Kind { limits: true, pins: true, unavailable: true, uneven: true, ..Kind::default() })) {
        check_idempotent(&instance)?;
    }

    #[test]
    fn is_idempotent_with_batches(instance in instance(Kind { limits: true, batches: true, pins: true, ..Kind::default() })) {
        check_idempotent(&instance)?;
    }

    /// Without overall limits, each product is served up to the sum of its capacities.
    #[test]
    fn serves_all_that_capacities_allow(instance in instance(Kind { uneven: true, ..Kind::default() })) {
        let result = split(&instance).expect("a valid instance");
        for product in &instance.products {
            let own = |rows: &[Offer]| -> i64 { rows.iter().filter(|row| row.product == product.id).map(|row| row.capacity).sum() };
            let given: i64 = result.quotas.iter().filter(|row| row.product == product.id).map(|row| row.lots).sum();
            prop_assert_eq!(given, product.demand.min(own(&instance.offers)));
        }
    }

    /// The result does not depend on the width of the integers: the same instance with more decimal places.
    #[test]
    fn is_the_same_in_any_width(instance in instance(Kind { limits: true, ..Kind::default() })) {
        let factor = decimal("1.000000000000000000000001");
        let shares = decimal("1.0000000000000000000000003");
        let mut wide = instance.clone();
        for workshop in &mut wide.workshops {
            workshop.share = workshop.share.checked_mul(shares).expect("it fits");
            workshop.carried_value = workshop.carried_value.checked_mul(factor).expect("it fits");
            workshop.limit = workshop.limit.map(|limit| limit.checked_mul(factor).expect("it fits"));
        }
        for product in &mut wide.products {
            product.lot_value = product.lot_value.checked_mul(factor).expect("it fits");
        }
        let (a, b) = (split(&instance).expect("a valid instance"), split(&wide).expect("a valid instance"));
        prop_assert_eq!(a.quotas, b.quotas);
        prop_assert_eq!(a.unmet, b.unmet);
    }
}
