//! Generated instances for the property tests.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::super::{Decimal, Instance, Offer, Product, Quota, UnavailableReason, Workshop};

/// What may occur in an instance.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Kind {
    pub(super) limits: bool,
    pub(super) batches: bool,
    pub(super) pins: bool,
    pub(super) unavailable: bool,
    /// Numbers from a thousandth to 10^12, and ties.
    pub(super) uneven: bool,
}

pub(super) fn decimal(text: &str) -> Decimal {
    text.parse().expect("a number")
}

fn number(uneven: bool) -> BoxedStrategy<Decimal> {
    let plain = prop_oneof![
        (1_i64..30).prop_map(Decimal::from),
        (1_i64..3000).prop_map(|n| decimal(&format!("{}.{:02}", n / 100 + 1, n % 100)))
    ];
    if !uneven {
        return plain.boxed();
    }
    let odd = proptest::sample::select(vec![
        "0.001",
        "1000",
        "1",
        "1",
        "7",
        "0.3333333333333333",
        "1e12",
        "999999999989",
        "2.5",
    ])
    .prop_map(decimal);
    prop_oneof![2 => plain, 1 => odd].boxed()
}

fn share(uneven: bool) -> BoxedStrategy<Decimal> {
    let texts: &[&str] = if uneven {
        &["0.001", "1000", "1", "1", "0.7363452345234512", "3"]
    } else {
        &["1", "1", "1", "2", "0.5", "1.7", "3.25"]
    };
    proptest::sample::select(texts.iter().map(|text| decimal(text)).collect::<Vec<_>>()).boxed()
}

/// An instance of some kind; pins that make it invalid are dropped.
pub(super) fn instance(kind: Kind) -> impl Strategy<Value = Instance> {
    (0_usize..6, 0_usize..6).prop_flat_map(move |(workshop_count, product_count)| {
        let limit: BoxedStrategy<Option<Decimal>> = if kind.limits {
            option::of(prop_oneof![(0_i64..150).prop_map(Decimal::from), number(kind.uneven)]).boxed()
        } else {
            Just(None).boxed()
        };
        let carried_value = prop_oneof![Just(Decimal::ZERO), (0_i64..80).prop_map(Decimal::from), number(kind.uneven)];
        let workshops = vec((share(kind.uneven), limit, carried_value), workshop_count);
        let products = vec((number(kind.uneven), 0_i64..9), product_count);
        let batch = if kind.batches { 0_i64..5 } else { 0..1 };
        let unavailable: BoxedStrategy<Option<UnavailableReason>> = if kind.unavailable {
            option::weighted(
                0.25,
                proptest::sample::select(vec![
                    UnavailableReason::Certificate,
                    UnavailableReason::Authorisation,
                    UnavailableReason::Harvest,
                    UnavailableReason::Pause,
                ]),
            )
            .boxed()
        } else {
            Just(None).boxed()
        };
        let pin = if kind.pins { option::weighted(0.2, 0_i64..4).boxed() } else { Just(None).boxed() };
        let cell = option::weighted(0.6, (0_i64..7, batch, unavailable, pin));
        (workshops, products, vec(cell, workshop_count * product_count), vec(0_i64..4, workshop_count * product_count))
            .prop_map(move |(workshops, products, cells, previous)| build(&workshops, &products, &cells, &previous))
    })
}

type Cell = (i64, i64, Option<UnavailableReason>, Option<i64>);

fn build(
    workshops: &[(Decimal, Option<Decimal>, Decimal)],
    products: &[(Decimal, i64)],
    cells: &[Option<Cell>],
    previous: &[i64],
) -> Instance {
    let mut instance = Instance {
        workshops: workshops
            .iter()
            .enumerate()
            .map(|(u, (share, limit, carried_value))| Workshop {
                id: format!("u{u}"),
                share: *share,
                limit: *limit,
                carried_value: *carried_value,
            })
            .collect(),
        products: products
            .iter()
            .enumerate()
            .map(|(p, (value, demand))| Product { id: format!("p{p}"), lot_value: *value, demand: *demand })
            .collect(),
        ..Instance::default()
    };
    for (place, cell) in cells.iter().enumerate() {
        let (workshop, product) = (format!("u{}", place / products.len()), format!("p{}", place % products.len()));
        let Some((capacity, min_batch, unavailable, pin)) = *cell else { continue };
        instance.offers.push(Offer {
            workshop: workshop.clone(),
            product: product.clone(),
            capacity,
            min_batch,
            unavailable,
        });
        if place % 3 == 0 {
            instance.previous.push(Quota {
                workshop: workshop.clone(),
                product: product.clone(),
                lots: previous[place],
            });
        }
        if let Some(lots) = pin {
            instance.pins.push(Quota { workshop, product, lots });
            if super::super::split(&instance).is_err() {
                instance.pins.pop();
            }
        }
    }
    align_limits(&mut instance);
    instance
}

/// Sets some limits to exactly the value of one offer, which may be the value of all capacities.
fn align_limits(instance: &mut Instance) {
    let Instance { workshops, products, offers, pins, .. } = instance;
    for workshop in workshops.iter_mut().filter(|workshop| pins.iter().all(|pin| pin.workshop != workshop.id)) {
        let offer = offers.iter().find(|offer| offer.workshop == workshop.id && offer.capacity > 0);
        let product = offer.and_then(|offer| products.iter().find(|product| product.id == offer.product));
        let (Some(limit), Some(offer), Some(product)) = (&mut workshop.limit, offer, product) else { continue };
        if offer.capacity % 2 == 0 {
            *limit = product.lot_value.checked_mul(Decimal::from(offer.capacity.min(product.demand))).expect("it fits");
        }
    }
}
