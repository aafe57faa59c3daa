//! The fractional target: a flow that exists, and from which no unit could rise without lowering one at or below it.

use proptest::prelude::*;

use super::super::problem::Problem;
use super::super::target::Target;
use super::super::wide::Wide;
use super::super::{Instance, split};
use super::generated::{Kind, instance};

/// Money × scale on an arc.
fn money(problem: &Problem, target: &Target, arc: usize) -> Wide {
    let scale = target.good_scale[problem.arcs[arc].good];
    Wide::product(problem.worth(arc, target.flow[arc].whole), scale).plus(target.flow[arc].part)
}

/// The flow respects capacity and demand, and adds up to the value each unit is said to have.
fn check_flow(problem: &Problem, target: &Target) -> Result<(), TestCaseError> {
    for arc in 0..problem.arcs.len() {
        let full =
            Wide::product(problem.worth(arc, problem.arcs[arc].capacity), target.good_scale[problem.arcs[arc].good]);
        prop_assert!(money(problem, target, arc) <= full);
    }
    for good in 0..problem.goods.len() {
        let given = problem.good_range(good).fold(Wide::ZERO, |sum, arc| sum.plus(money(problem, target, arc)));
        let value = problem.goods[good].value * u128::from(problem.goods[good].demand.unsigned_abs());
        prop_assert!(given <= Wide::product(value, target.good_scale[good]));
    }
    for unit in 0..problem.units.len() {
        // arcs from other parts carry whole lots, so they count in any scale
        let given = problem.unit_arcs[unit].iter().fold(Wide::ZERO, |sum, arc| {
            let flow = target.flow[*arc];
            sum.plus(Wide::product(problem.worth(*arc, flow.whole), target.scale[unit])).plus(flow.part)
        });
        prop_assert_eq!(given, target.value[unit]);
        let start = Wide::product(problem.units[unit].start(), target.scale[unit]).plus(target.value[unit]);
        let (over, under) = (target.ratio[unit].over, target.ratio[unit].under);
        let (whole, rest) = start.divided(Wide::new(target.scale[unit]));
        if rest.is_zero() {
            prop_assert_eq!(Wide::product(whole, under), Wide::product(over, problem.units[unit].weight));
        }
    }
    Ok(())
}

/// From each unit that has room under its limit, walks back to whatever could give it more.
fn check_fairest(problem: &Problem, target: &Target) -> Result<(), TestCaseError> {
    let carries = |arc: usize| !money(problem, target, arc).is_zero();
    for unit in 0..problem.units.len() {
        if target.at_limit(problem, unit) {
            continue;
        }
        let (mut units, mut seen, mut goods) = (vec![unit], vec![unit], Vec::new());
        while let Some(next) = units.pop() {
            for &arc in
                problem.unit_arcs[next].iter().filter(|arc| target.flow[**arc].whole < problem.arcs[**arc].capacity)
            {
                let good = problem.arcs[arc].good;
                if problem.goods[good].value == 0 || goods.contains(&good) {
                    continue;
                }
                goods.push(good);
                prop_assert_eq!(
                    target.served(problem, good).0,
                    problem.goods[good].demand,
                    "unit {} could take unserved demand",
                    unit
                );
                for other in problem.good_range(good).filter(|arc| carries(*arc)) {
                    let giver = problem.arcs[other].unit;
                    prop_assert!(
                        target.ratio[giver].compare(target.ratio[unit]).is_le(),
                        "unit {} could rise at the cost of {}",
                        unit,
                        giver
                    );
                    if !seen.contains(&giver) {
                        seen.push(giver);
                        units.push(giver);
                    }
                }
            }
        }
    }
    Ok(())
}

fn check(instance: &Instance) -> Result<(), TestCaseError> {
    let problem = Problem::new(instance).expect("a possible instance");
    let target = Target::of(&problem);
    check_flow(&problem, &target)?;
    check_fairest(&problem, &target)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn is_fairest(instance in instance(Kind::default())) {
        check(&instance)?;
    }

    #[test]
    fn is_fairest_with_limits(instance in instance(Kind { limits: true, pins: true, ..Kind::default() })) {
        check(&instance)?;
    }

    #[test]
    fn is_fairest_on_uneven_numbers(instance in instance(Kind { limits: true, uneven: true, ..Kind::default() })) {
        check(&instance)?;
    }

    /// Without overall limits, more own capacity never lowers one's own target.
    #[test]
    fn own_capacity_never_harms(instance in instance(Kind::default()), which in any::<prop::sample::Index>(), more in 1_i64..5) {
        if instance.offers.is_empty() {
            return Ok(());
        }
        let at = which.index(instance.offers.len());
        let mut larger = instance.clone();
        larger.offers[at].capacity += more;
        let ratio = |instance: &Instance| {
            let result = split(instance).expect("a possible instance");
            result.members.iter().find(|row| row.member == instance.offers[at].member).map(|row| row.target_ratio)
        };
        let (before, after) = (ratio(&instance).expect("a unit"), ratio(&larger).expect("a unit"));
        prop_assert!(after >= before * (1.0 - 1e-12), "{before} fell to {after}");
    }
}
