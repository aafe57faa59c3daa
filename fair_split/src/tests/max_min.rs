//! The fractional optimum: a feasible flow, in which no ratio can rise without lowering one at or below it.

use proptest::prelude::*;

use super::super::int256::U256;
use super::super::max_min::FractionalSplit;
use super::super::problem::Problem;
use super::super::ratio::Ratio;
use super::super::{Instance, split};
use super::strategies::{Kind, instance};

/// Money × scale on an arc.
fn money(problem: &Problem, fractional: &FractionalSplit, arc: usize) -> U256 {
    let scale = fractional.product_scales[problem.arcs[arc].product];
    U256::widening_mul(problem.value_of(arc, fractional.flows[arc].lots), scale) + fractional.flows[arc].remainder
}

/// The flow respects capacities and demand, and adds up to the value of each workshop.
fn check_flow(problem: &Problem, fractional: &FractionalSplit) -> Result<(), TestCaseError> {
    for arc in 0..problem.arcs.len() {
        let full = U256::widening_mul(
            problem.value_of(arc, problem.arcs[arc].capacity),
            fractional.product_scales[problem.arcs[arc].product],
        );
        prop_assert!(money(problem, fractional, arc) <= full);
    }
    for product in 0..problem.products.len() {
        let given = problem.product_arcs(product).fold(U256::ZERO, |sum, arc| sum + money(problem, fractional, arc));
        let value = problem.products[product].lot_value * u128::from(problem.products[product].demand.unsigned_abs());
        prop_assert!(given <= U256::widening_mul(value, fractional.product_scales[product]));
    }
    for workshop in 0..problem.workshops.len() {
        // arcs from other subproblems carry whole lots, so they can be counted in any scale
        let given = problem.workshop_arcs[workshop].iter().fold(U256::ZERO, |sum, arc| {
            let flow = fractional.flows[*arc];
            sum + U256::widening_mul(problem.value_of(*arc, flow.lots), fractional.scales[workshop]) + flow.remainder
        });
        prop_assert_eq!(given, fractional.values[workshop]);
        let start = U256::widening_mul(problem.workshops[workshop].initial_value(), fractional.scales[workshop])
            + fractional.values[workshop];
        let Ratio { numerator, denominator } = fractional.ratios[workshop];
        let (whole, rest) = start.div_rem(fractional.scales[workshop].into());
        if rest.is_zero() {
            prop_assert_eq!(
                U256::widening_mul(whole, denominator),
                U256::widening_mul(numerator, problem.workshops[workshop].share)
            );
        }
    }
    Ok(())
}

/// Searches the residual network backwards from each workshop below its limit: no source of more value has a higher ratio.
fn check_fairest(problem: &Problem, fractional: &FractionalSplit) -> Result<(), TestCaseError> {
    let has_flow = |arc: usize| !money(problem, fractional, arc).is_zero();
    for workshop in 0..problem.workshops.len() {
        if fractional.is_at_limit(problem, workshop) {
            continue;
        }
        let (mut workshops, mut seen, mut products) = (vec![workshop], vec![workshop], Vec::new());
        while let Some(next) = workshops.pop() {
            for &arc in problem.workshop_arcs[next]
                .iter()
                .filter(|arc| fractional.flows[**arc].lots < problem.arcs[**arc].capacity)
            {
                let product = problem.arcs[arc].product;
                if problem.products[product].lot_value == 0 || products.contains(&product) {
                    continue;
                }
                products.push(product);
                prop_assert_eq!(
                    *fractional.served_lots(problem, product).start(),
                    problem.products[product].demand,
                    "workshop {} could take unserved demand",
                    workshop
                );
                for other in problem.product_arcs(product).filter(|arc| has_flow(*arc)) {
                    let giver = problem.arcs[other].workshop;
                    prop_assert!(
                        fractional.ratios[giver].compare(fractional.ratios[workshop]).is_le(),
                        "workshop {} could rise at the cost of {}",
                        workshop,
                        giver
                    );
                    if !seen.contains(&giver) {
                        seen.push(giver);
                        workshops.push(giver);
                    }
                }
            }
        }
    }
    Ok(())
}

fn check(instance: &Instance) -> Result<(), TestCaseError> {
    let problem = Problem::new(instance).expect("a valid instance");
    let fractional = FractionalSplit::solve(&problem);
    check_flow(&problem, &fractional)?;
    check_fairest(&problem, &fractional)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn is_max_min(instance in instance(Kind::default())) {
        check(&instance)?;
    }

    #[test]
    fn is_max_min_with_limits(instance in instance(Kind { limits: true, pins: true, ..Kind::default() })) {
        check(&instance)?;
    }

    #[test]
    fn is_max_min_on_uneven_numbers(instance in instance(Kind { limits: true, uneven: true, ..Kind::default() })) {
        check(&instance)?;
    }

    /// Without overall limits, more capacity never lowers a workshop's own ratio.
    #[test]
    fn own_capacity_never_lowers_the_ratio(instance in instance(Kind::default()), which in any::<prop::sample::Index>(), more in 1_i64..5) {
        if instance.offers.is_empty() {
            return Ok(());
        }
        let at = which.index(instance.offers.len());
        let mut larger = instance.clone();
        larger.offers[at].capacity += more;
        let ratio = |instance: &Instance| {
            let result = split(instance).expect("a valid instance");
            result.workshops.iter().find(|row| row.workshop == instance.offers[at].workshop).map(|row| row.target_ratio)
        };
        let (before, after) = (ratio(&instance).expect("a workshop"), ratio(&larger).expect("a workshop"));
        prop_assert!(after >= before * (1.0 - 1e-12), "{before} fell to {after}");
    }
}
