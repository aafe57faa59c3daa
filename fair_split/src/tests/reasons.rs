//! Every reason is true: relaxing what it names changes the result.

use proptest::prelude::*;

use super::super::{BindingConstraint, Decimal, Instance, Offer, SplitResult, UnavailableReason, UnmetReason, split};
use super::strategies::{Kind, instance};

fn run(instance: &Instance) -> SplitResult {
    split(instance).expect("a valid instance")
}

fn demand(instance: &Instance, product: &str) -> i64 {
    instance.products.iter().find(|row| row.id == product).map_or(0, |row| row.demand)
}

/// Raises the capacities of one workshop, or of all, to the demand. Minimum batches are removed too: where both bind, the
/// capacity is reported.
fn with_capacity(instance: &Instance, workshop: Option<&str>) -> Instance {
    let mut relaxed = instance.clone();
    for offer in relaxed.offers.iter_mut().filter(|offer| workshop.is_none_or(|workshop| offer.workshop == workshop)) {
        offer.capacity = offer.capacity.max(demand(instance, &offer.product)).max(1);
        offer.min_batch = 0;
    }
    relaxed
}

fn without_pins(instance: &Instance) -> Instance {
    Instance { pins: Vec::new(), ..instance.clone() }
}

fn without_limit(instance: &Instance, workshop: Option<&str>) -> Instance {
    let mut relaxed = instance.clone();
    for row in relaxed.workshops.iter_mut().filter(|row| workshop.is_none_or(|workshop| row.id == workshop)) {
        row.limit = None;
    }
    relaxed
}

fn without_batches(instance: &Instance, workshop: Option<&str>) -> Instance {
    let mut relaxed = instance.clone();
    for offer in relaxed.offers.iter_mut().filter(|offer| workshop.is_none_or(|workshop| offer.workshop == workshop)) {
        offer.min_batch = 0;
    }
    relaxed
}

fn available(instance: &Instance, workshop: &str, why: UnavailableReason) -> Instance {
    let mut relaxed = instance.clone();
    for offer in relaxed.offers.iter_mut().filter(|offer| offer.workshop == workshop && offer.unavailable == Some(why))
    {
        offer.unavailable = None;
    }
    relaxed
}

/// More demand for every product of the workshop, and capacity to serve it.
fn with_demand(instance: &Instance, workshop: &str) -> Instance {
    let mut relaxed = instance.clone();
    for product in &mut relaxed.products {
        if instance.offers.iter().any(|offer| offer.workshop == workshop && offer.product == product.id) {
            product.demand += 50;
        }
    }
    with_capacity(&relaxed, Some(workshop))
}

/// A much larger share of the workshop, and capacity to use it.
fn with_share(instance: &Instance, workshop: &str) -> Instance {
    let mut relaxed = without_limit(&with_capacity(instance, Some(workshop)), Some(workshop));
    for row in relaxed.workshops.iter_mut().filter(|row| row.id == workshop) {
        row.share = row.share.checked_mul(Decimal::from(10_000_000)).expect("it fits");
    }
    relaxed
}

fn target(result: &SplitResult, workshop: &str) -> f64 {
    result.workshops.iter().find(|row| row.workshop == workshop).map_or(0.0, |row| row.target_ratio)
}

fn check_workshop(
    instance: &Instance,
    result: &SplitResult,
    workshop: &str,
    bound: BindingConstraint,
) -> Result<(), TestCaseError> {
    // a limit or pin that binds at exactly the same value as the capacity is relaxed with it
    let before = target(result, workshop);
    let rises = |relaxed: Instance| target(&run(&relaxed), workshop) > before * (1.0 + 1e-9);
    let available_rises = |why| {
        [instance, &without_limit(instance, Some(workshop))].into_iter().any(|i| rises(available(i, workshop, why)))
    };
    let why = match bound {
        BindingConstraint::WorkshopLimit => rises(without_limit(instance, Some(workshop))),
        BindingConstraint::ProductCapacity => [instance, &without_pins(instance)]
            .into_iter()
            .any(|instance| rises(without_limit(&with_capacity(instance, Some(workshop)), Some(workshop)))),
        BindingConstraint::Certificate => available_rises(UnavailableReason::Certificate),
        BindingConstraint::Authorisation => available_rises(UnavailableReason::Authorisation),
        BindingConstraint::Harvest => available_rises(UnavailableReason::Harvest),
        BindingConstraint::Pause => available_rises(UnavailableReason::Pause),
        BindingConstraint::Pin => {
            let loose = run(&without_pins(instance));
            (target(&loose, workshop) - before).abs() > before * 1e-9
        }
        BindingConstraint::MinimumBatch => {
            let own = |result: &SplitResult| -> Vec<(String, i64)> {
                result
                    .quotas
                    .iter()
                    .filter(|row| row.workshop == workshop)
                    .map(|row| (row.product.clone(), row.lots))
                    .collect()
            };
            own(&run(&without_batches(instance, None))) != own(result)
        }
        BindingConstraint::NoDemand => {
            let makes = instance.offers.iter().any(|offer| offer.workshop == workshop && offer.unavailable.is_none());
            !makes || rises(without_limit(&with_demand(&without_pins(instance), workshop), Some(workshop)))
        }
        // with 10^7 times the share, the value rises if the ratio stays above 10^-7 of what it was
        BindingConstraint::Level => {
            target(&run(&with_share(instance, workshop)), workshop) * 1e7 > before * (1.0 + 1e-9)
        }
    };
    prop_assert!(why, "{workshop} is not bound by {}", bound.code());
    Ok(())
}

fn check_product(instance: &Instance, product: &str, lots: i64, reason: UnmetReason) -> Result<(), TestCaseError> {
    let after = |relaxed: Instance| -> i64 {
        run(&relaxed).unmet.iter().filter(|row| row.product == product).map(|row| row.lots).sum()
    };
    let relaxed = match reason {
        // where a pin equals the capacity, the capacity is reported
        UnmetReason::Capacity if after(without_limit(&with_capacity(instance, None), None)) == lots => {
            without_limit(&with_capacity(&without_pins(instance), None), None)
        }
        UnmetReason::Capacity => without_limit(&with_capacity(instance, None), None),
        UnmetReason::MinimumBatch => without_batches(instance, None),
        UnmetReason::Rounding => without_limit(instance, None),
        UnmetReason::Pin => without_pins(instance),
        UnmetReason::NoMaker => {
            let mut relaxed = without_limit(instance, None);
            let Some(workshop) = instance.workshops.first().map(|workshop| workshop.id.clone()) else { return Ok(()) };
            relaxed.offers.retain(|offer| (&offer.workshop, offer.product.as_str()) != (&workshop, product));
            relaxed.offers.push(Offer {
                workshop,
                product: product.to_owned(),
                capacity: 100,
                min_batch: 0,
                unavailable: None,
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
    for row in &result.workshops {
        check_workshop(instance, &result, &row.workshop, row.bound_by)?;
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
    fn are_true_with_limits_and_unavailable_pairs(instance in instance(Kind { limits: true, unavailable: true, ..Kind::default() })) {
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
