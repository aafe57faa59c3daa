//! Feasible, near the target, no better single lot, the same for any order of rows, pins and batches kept.

use std::cmp::Ordering;

use proptest::prelude::*;

use super::super::json::write_split;
use super::super::problem::Problem;
use super::super::rounding::{self, Bounds, State, compare};
use super::super::target::Target;
use super::super::wide::Wide;
use super::super::{Instance, Offer, Split, split};
use super::generated::{Kind, decimal, instance};

/// Demand, capacity, batches, limits and pins, counted from the rows.
fn check_feasible(instance: &Instance, result: &Split) -> Result<(), TestCaseError> {
    for row in &result.assignments {
        let offer = instance.offers.iter().find(|offer| (&offer.member, &offer.product) == (&row.member, &row.product));
        let offer = offer.expect("an assignment without an offer");
        prop_assert!(row.lots > 0 && row.lots <= offer.capacity && offer.blocked.is_none());
        prop_assert!(row.lots >= offer.min_batch, "{row:?} is below its batch");
    }
    for product in &instance.products {
        let given: i64 = result.assignments.iter().filter(|row| row.product == product.id).map(|row| row.lots).sum();
        let unmet: i64 = result.unmet.iter().filter(|row| row.product == product.id).map(|row| row.lots).sum();
        prop_assert_eq!(given + unmet, product.demand);
        prop_assert!(result.unmet.iter().all(|row| row.lots > 0));
    }
    for pin in &instance.pins {
        let given = result
            .assignments
            .iter()
            .find(|row| (&row.member, &row.product) == (&pin.member, &pin.product))
            .map_or(0, |row| row.lots);
        prop_assert_eq!(given, pin.lots);
    }
    Ok(())
}

/// The state of a result, pins apart.
fn state_of<'a>(problem: &'a Problem, result: &Split) -> State<'a> {
    let mut state = State::empty(problem);
    for (number, arc) in problem.arcs.iter().enumerate() {
        let (unit, good) = (&problem.units[arc.unit].id, &problem.goods[arc.good].id);
        let lots =
            result.assignments.iter().find(|row| (&row.member, &row.product) == (unit, good)).map_or(0, |row| row.lots);
        state.give(number, lots);
    }
    state
}

/// The bounds as they are promised, counted from the rows: one dearest lot that is wanted and that the unit has capacity for; two
/// for a unit at its limit, and never above the limit.
fn promised(instance: &Instance, problem: &Problem, target: &Target) -> Bounds {
    let mut bounds = Bounds { least: Vec::new(), most: Vec::new() };
    for (number, unit) in problem.units.iter().enumerate() {
        let pinned = |offer: &&Offer| {
            instance.pins.iter().any(|pin| (&pin.member, &pin.product) == (&offer.member, &offer.product))
        };
        let makes = instance.offers.iter().filter(|offer| offer.member == unit.id && offer.blocked.is_none());
        let dearest = makes
            .filter(|offer| offer.capacity > 0 && !pinned(offer))
            .filter_map(|offer| problem.goods.iter().find(|good| good.id == offer.product && good.demand > 0))
            .map(|good| good.value)
            .max()
            .unwrap_or(0);
        let limit = instance.members.iter().find(|member| member.id == unit.id).and_then(|member| member.limit);
        let limit = limit.map(|limit| limit.scaled(problem.money_places).expect("it fits") - unit.pinned);
        let scale = target.scale[number];
        let at_limit = limit.is_some_and(|limit| Wide::product(limit, scale) == target.value[number]);
        let (value, exact) = target.whole_value(number);
        let room = if at_limit { 2 } else { 1 } * dearest;
        bounds.least.push((value + u128::from(!exact)).saturating_sub(room));
        bounds.most.push(limit.map_or(value + room, |limit| limit.min(value + room)));
    }
    bounds
}

/// Each unit within its bounds, and each product's total as in the target.
fn check_bounds(problem: &Problem, target: &Target, state: &State<'_>, bounds: &Bounds) -> Result<(), TestCaseError> {
    for (unit, value) in state.value.iter().enumerate() {
        prop_assert!(*value <= bounds.most[unit], "unit {} is too high", problem.units[unit].id);
        prop_assert!(*value >= bounds.least[unit], "unit {} is too low", problem.units[unit].id);
    }
    for (number, good) in problem.goods.iter().enumerate().filter(|(_, good)| good.value > 0) {
        let (least, most) = target.served(problem, number);
        prop_assert!(state.total[number] <= good.demand);
        // limits leave the totals by product open
        let limited = problem.units.iter().any(|unit| unit.limit.is_some());
        let as_target = (least..=most).contains(&state.total[number]);
        prop_assert!(limited || as_target, "{} serves {} of {least}", good.id, state.total[number]);
    }
    Ok(())
}

fn sorted(state: &State<'_>) -> Vec<(u128, u128)> {
    let mut ratios: Vec<_> = (0..state.value.len()).map(|unit| state.ratio(unit)).collect();
    ratios.sort_by(|a, b| compare(*a, *b));
    ratios
}

fn within(state: &State<'_>, bounds: &Bounds) -> bool {
    state.value.iter().enumerate().all(|(unit, value)| (bounds.least[unit]..=bounds.most[unit]).contains(value))
        && state.total.iter().zip(&state.problem.goods).all(|(total, good)| *total <= good.demand)
}

/// Every move of one lot, tried: none that keeps the bounds has better sorted ratios.
fn check_no_better_move(state: &State<'_>, bounds: &Bounds) -> Result<(), TestCaseError> {
    let before = sorted(state);
    for taker in 0..state.lots.len() {
        let good = state.problem.arcs[taker].good;
        if state.spare(taker) == 0 {
            continue;
        }
        let givers = state.problem.good_range(good).filter(|giver| *giver != taker && state.lots[*giver] > 0);
        for giver in std::iter::once(None).chain(givers.map(Some)) {
            let mut moved = state.clone();
            if let Some(giver) = giver {
                moved.take(giver, 1);
            }
            moved.give(taker, 1);
            let better = sorted(&moved).iter().zip(&before).map(|(a, b)| compare(*a, *b)).find(|order| order.is_ne())
                == Some(Ordering::Greater);
            prop_assert!(!(better && within(&moved, bounds)), "a lot moves {giver:?} -> {taker}");
        }
    }
    Ok(())
}

fn check_all(instance: &Instance) -> Result<(), TestCaseError> {
    let result = split(instance).expect("a possible instance");
    check_feasible(instance, &result)?;
    let problem = Problem::new(instance).expect("a possible instance");
    let mut target = Target::of(&problem);
    let (state, _) = rounding::round(&problem, &mut target);
    let bounds = promised(instance, &problem, &target);
    check_bounds(&problem, &target, &state, &bounds)?;
    check_no_better_move(&state, &bounds)?;
    if instance.offers.iter().all(|offer| offer.min_batch <= 1) {
        prop_assert_eq!(&state_of(&problem, &result).lots, &state.lots);
    }
    Ok(())
}

/// The assignments again with themselves as the previous run. Reasons may differ: they are judged by runs without this or that.
fn check_settled(instance: &Instance) -> Result<(), TestCaseError> {
    for previous in [instance.previous.clone(), Vec::new()] {
        let first = split(&Instance { previous, ..instance.clone() }).expect("possible").assignments;
        let again = split(&Instance { previous: first.clone(), ..instance.clone() }).expect("possible").assignments;
        prop_assert_eq!(first, again);
    }
    Ok(())
}

fn turned(instance: &Instance) -> Instance {
    let mut turned = instance.clone();
    turned.members.reverse();
    turned.products.rotate_left(instance.products.len() / 2);
    turned.offers.reverse();
    turned.offers.rotate_left(instance.offers.len() / 3);
    turned.pins.reverse();
    turned.previous.reverse();
    turned
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn keeps_its_promises(instance in instance(Kind::default())) {
        check_all(&instance)?;
    }

    #[test]
    fn keeps_its_promises_with_limits(instance in instance(Kind { limits: true, pins: true, blocked: true, ..Kind::default() })) {
        check_all(&instance)?;
    }

    #[test]
    fn keeps_its_promises_on_uneven_numbers(instance in instance(Kind { limits: true, uneven: true, ..Kind::default() })) {
        check_all(&instance)?;
    }

    #[test]
    fn keeps_minimum_batches(instance in instance(Kind { limits: true, batches: true, pins: true, ..Kind::default() })) {
        let result = split(&instance).expect("a possible instance");
        check_feasible(&instance, &result)?;
    }

    #[test]
    fn is_the_same_for_any_order_of_rows(instance in instance(Kind { limits: true, batches: true, pins: true, blocked: true, uneven: false })) {
        prop_assert_eq!(split(&instance), split(&turned(&instance)));
    }

    #[test]
    fn is_the_same_for_the_same_input(instance in instance(Kind { limits: true, batches: true, pins: true, blocked: true, uneven: true })) {
        let (a, b) = (split(&instance).expect("possible"), split(&instance.clone()).expect("possible"));
        prop_assert_eq!(write_split(&a).expect("JSON"), write_split(&b).expect("JSON"));
    }

    /// Run again with its own result as the previous run, nothing changes: whoever has planned with it is left alone.
    #[test]
    fn is_the_same_after_itself(instance in instance(Kind { limits: true, pins: true, blocked: true, uneven: true, ..Kind::default() })) {
        check_settled(&instance)?;
    }

    #[test]
    fn is_the_same_after_itself_with_batches(instance in instance(Kind { limits: true, batches: true, pins: true, ..Kind::default() })) {
        check_settled(&instance)?;
    }

    /// Without overall limits nothing stands in the way of a whole lot: each product is served as far as capacities reach.
    #[test]
    fn serves_all_that_capacities_allow(instance in instance(Kind { uneven: true, ..Kind::default() })) {
        let result = split(&instance).expect("possible");
        for product in &instance.products {
            let own = |rows: &[Offer]| -> i64 { rows.iter().filter(|row| row.product == product.id).map(|row| row.capacity).sum() };
            let given: i64 = result.assignments.iter().filter(|row| row.product == product.id).map(|row| row.lots).sum();
            prop_assert_eq!(given, product.demand.min(own(&instance.offers)));
        }
    }

    /// The width of the arithmetic must not show: the same instance in a currency with more digits.
    #[test]
    fn is_the_same_in_any_width(instance in instance(Kind { limits: true, ..Kind::default() })) {
        let factor = decimal("1.000000000000000000000001");
        let shares = decimal("1.0000000000000000000000003");
        let mut wide = instance.clone();
        for member in &mut wide.members {
            member.share = member.share.times(shares).expect("it fits");
            member.history = member.history.times(factor).expect("it fits");
            member.limit = member.limit.map(|limit| limit.times(factor).expect("it fits"));
        }
        for product in &mut wide.products {
            product.lot_value = product.lot_value.times(factor).expect("it fits");
        }
        let (a, b) = (split(&instance).expect("possible"), split(&wide).expect("possible"));
        prop_assert_eq!(a.assignments, b.assignments);
        prop_assert_eq!(a.unmet, b.unmet);
    }
}
