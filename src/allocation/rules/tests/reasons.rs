//! A reason is true: what it names, relaxed, moves the result.

use proptest::prelude::*;

use super::super::{Blocked, Bound, Decimal, Instance, Offer, Shortfall, Split, split};
use super::generated::{Kind, instance};

fn run(instance: &Instance) -> Split {
    split(instance).expect("a possible instance")
}

fn demand(instance: &Instance, product: &str) -> i64 {
    instance.products.iter().find(|row| row.id == product).map_or(0, |row| row.demand)
}

/// Gives one unit, or all, as much capacity as is wanted. A batch that stands in the way at the very same place goes
/// too: of the two the capacity is named.
fn with_capacity(instance: &Instance, member: Option<&str>) -> Instance {
    let mut relaxed = instance.clone();
    for offer in relaxed.offers.iter_mut().filter(|offer| member.is_none_or(|member| offer.member == member)) {
        offer.capacity = offer.capacity.max(demand(instance, &offer.product)).max(1);
        offer.min_batch = 0;
    }
    relaxed
}

fn without_pins(instance: &Instance) -> Instance {
    Instance { pins: Vec::new(), ..instance.clone() }
}

fn without_limit(instance: &Instance, member: Option<&str>) -> Instance {
    let mut relaxed = instance.clone();
    for row in relaxed.members.iter_mut().filter(|row| member.is_none_or(|member| row.id == member)) {
        row.limit = None;
    }
    relaxed
}

fn without_batches(instance: &Instance, member: Option<&str>) -> Instance {
    let mut relaxed = instance.clone();
    for offer in relaxed.offers.iter_mut().filter(|offer| member.is_none_or(|member| offer.member == member)) {
        offer.min_batch = 0;
    }
    relaxed
}

fn unblocked(instance: &Instance, member: &str, why: Blocked) -> Instance {
    let mut relaxed = instance.clone();
    for offer in relaxed.offers.iter_mut().filter(|offer| offer.member == member && offer.blocked == Some(why)) {
        offer.blocked = None;
    }
    relaxed
}

/// More demand for everything the unit makes, and the means to make it.
fn with_demand(instance: &Instance, member: &str) -> Instance {
    let mut relaxed = instance.clone();
    for product in &mut relaxed.products {
        if instance.offers.iter().any(|offer| offer.member == member && offer.product == product.id) {
            product.demand += 50;
        }
    }
    with_capacity(&relaxed, Some(member))
}

/// The unit counts for much more in the group, with means to make what that brings.
fn with_share(instance: &Instance, member: &str) -> Instance {
    let mut relaxed = without_limit(&with_capacity(instance, Some(member)), Some(member));
    for row in relaxed.members.iter_mut().filter(|row| row.id == member) {
        row.share = row.share.times(Decimal::whole(10_000_000)).expect("it fits");
    }
    relaxed
}

fn target(result: &Split, member: &str) -> f64 {
    result.members.iter().find(|row| row.member == member).map_or(0.0, |row| row.target_ratio)
}

fn check_unit(instance: &Instance, result: &Split, member: &str, bound: Bound) -> Result<(), TestCaseError> {
    // a limit or a pin exactly as large as the capacity behind which it stands goes with it
    let before = target(result, member);
    let rises = |relaxed: Instance| target(&run(&relaxed), member) > before * (1.0 + 1e-9);
    let unblocked_rises =
        |why| [instance, &without_limit(instance, Some(member))].into_iter().any(|i| rises(unblocked(i, member, why)));
    let why = match bound {
        Bound::UnitLimit => rises(without_limit(instance, Some(member))),
        Bound::ProductCapacity => [instance, &without_pins(instance)]
            .into_iter()
            .any(|instance| rises(without_limit(&with_capacity(instance, Some(member)), Some(member)))),
        Bound::Certificate => unblocked_rises(Blocked::Certificate),
        Bound::Authorisation => unblocked_rises(Blocked::Authorisation),
        Bound::Harvest => unblocked_rises(Blocked::Harvest),
        Bound::Pause => unblocked_rises(Blocked::Pause),
        Bound::Pin => {
            let loose = run(&without_pins(instance));
            (target(&loose, member) - before).abs() > before * 1e-9
        }
        Bound::MinimumBatch => {
            let own = |result: &Split| -> Vec<(String, i64)> {
                result
                    .assignments
                    .iter()
                    .filter(|row| row.member == member)
                    .map(|row| (row.product.clone(), row.lots))
                    .collect()
            };
            own(&run(&without_batches(instance, None))) != own(result)
        }
        Bound::NoDemand => {
            let makes = instance.offers.iter().any(|offer| offer.member == member && offer.blocked.is_none());
            !makes || rises(without_limit(&with_demand(&without_pins(instance), member), Some(member)))
        }
        // a ratio is money per share: ten million times the share, and still more than a ten-millionth of the ratio
        Bound::Level => target(&run(&with_share(instance, member)), member) * 1e7 > before * (1.0 + 1e-9),
    };
    prop_assert!(why, "{member} is not bound by {}", bound.code());
    Ok(())
}

fn check_product(instance: &Instance, product: &str, lots: i64, reason: Shortfall) -> Result<(), TestCaseError> {
    let after = |relaxed: Instance| -> i64 {
        run(&relaxed).unmet.iter().filter(|row| row.product == product).map(|row| row.lots).sum()
    };
    let relaxed = match reason {
        // where a pin is as large as the capacity, the capacity is named
        Shortfall::Capacity if after(without_limit(&with_capacity(instance, None), None)) == lots => {
            without_limit(&with_capacity(&without_pins(instance), None), None)
        }
        Shortfall::Capacity => without_limit(&with_capacity(instance, None), None),
        Shortfall::MinimumBatch => without_batches(instance, None),
        Shortfall::Rounding => without_limit(instance, None),
        Shortfall::Pin => without_pins(instance),
        Shortfall::NoMaker => {
            let mut relaxed = without_limit(instance, None);
            let Some(member) = instance.members.first().map(|member| member.id.clone()) else { return Ok(()) };
            relaxed.offers.retain(|offer| (&offer.member, offer.product.as_str()) != (&member, product));
            relaxed.offers.push(Offer {
                member,
                product: product.to_owned(),
                capacity: 100,
                min_batch: 0,
                blocked: None,
            });
            relaxed
        }
    };
    let after = after(relaxed);
    prop_assert!(after < lots, "{product} is short by {lots}, and by {after} without {}", reason.code());
    Ok(())
}

fn check(instance: &Instance) -> Result<(), TestCaseError> {
    let result = run(instance);
    for row in &result.members {
        check_unit(instance, &result, &row.member, row.bound_by)?;
    }
    for row in &result.unmet {
        check_product(instance, &row.product, row.lots, row.reason)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn are_true(instance in instance(Kind::default())) {
        check(&instance)?;
    }

    #[test]
    fn are_true_with_limits_and_blocked_pairs(instance in instance(Kind { limits: true, blocked: true, ..Kind::default() })) {
        check(&instance)?;
    }

    #[test]
    fn are_true_with_pins(instance in instance(Kind { pins: true, ..Kind::default() })) {
        check(&instance)?;
    }

    #[test]
    fn are_true_with_batches(instance in instance(Kind { batches: true, ..Kind::default() })) {
        check(&instance)?;
    }
}
