//! Generated instances for the property tests.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::super::{Blocked, Decimal, Instance, Lots, Member, Offer, Product};

/// What may occur in an instance.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Kind {
    pub(super) limits: bool,
    pub(super) batches: bool,
    pub(super) pins: bool,
    pub(super) blocked: bool,
    /// Numbers from a thousandth to a million million, and ties.
    pub(super) uneven: bool,
}

pub(super) fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).expect("a number")
}

fn number(uneven: bool) -> BoxedStrategy<Decimal> {
    let plain = prop_oneof![
        (1_i64..30).prop_map(Decimal::whole),
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

/// An instance of some kind; pins are drawn so that they are mostly possible, and dropped where they are not.
pub(super) fn instance(kind: Kind) -> impl Strategy<Value = Instance> {
    (0_usize..6, 0_usize..6).prop_flat_map(move |(units, goods)| {
        let limit: BoxedStrategy<Option<Decimal>> = if kind.limits {
            option::of(prop_oneof![(0_i64..150).prop_map(Decimal::whole), number(kind.uneven)]).boxed()
        } else {
            Just(None).boxed()
        };
        let history = prop_oneof![Just(Decimal::ZERO), (0_i64..80).prop_map(Decimal::whole), number(kind.uneven)];
        let members = vec((share(kind.uneven), limit, history), units);
        let products = vec((number(kind.uneven), 0_i64..9), goods);
        let batch = if kind.batches { 0_i64..5 } else { 0..1 };
        let blocked: BoxedStrategy<Option<Blocked>> = if kind.blocked {
            option::weighted(
                0.25,
                proptest::sample::select(vec![
                    Blocked::Certificate,
                    Blocked::Authorisation,
                    Blocked::Harvest,
                    Blocked::Pause,
                ]),
            )
            .boxed()
        } else {
            Just(None).boxed()
        };
        let pin = if kind.pins { option::weighted(0.2, 0_i64..4).boxed() } else { Just(None).boxed() };
        let cell = option::weighted(0.6, (0_i64..7, batch, blocked, pin));
        (members, products, vec(cell, units * goods), vec(0_i64..4, units * goods))
            .prop_map(move |(members, products, cells, previous)| build(&members, &products, &cells, &previous))
    })
}

type Cell = (i64, i64, Option<Blocked>, Option<i64>);

fn build(
    members: &[(Decimal, Option<Decimal>, Decimal)],
    products: &[(Decimal, i64)],
    cells: &[Option<Cell>],
    previous: &[i64],
) -> Instance {
    let mut instance = Instance {
        members: members
            .iter()
            .enumerate()
            .map(|(u, (share, limit, history))| Member {
                id: format!("u{u}"),
                share: *share,
                limit: *limit,
                history: *history,
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
        let (member, product) = (format!("u{}", place / products.len()), format!("p{}", place % products.len()));
        let Some((capacity, min_batch, blocked, pin)) = *cell else { continue };
        instance.offers.push(Offer { member: member.clone(), product: product.clone(), capacity, min_batch, blocked });
        if place % 3 == 0 {
            instance.previous.push(Lots { member: member.clone(), product: product.clone(), lots: previous[place] });
        }
        if let Some(lots) = pin {
            instance.pins.push(Lots { member, product, lots });
            if super::super::split(&instance).is_err() {
                instance.pins.pop();
            }
        }
    }
    level_limits(&mut instance);
    instance
}

/// Some limits come out as just what one offer is worth, which may be all that the unit could make.
fn level_limits(instance: &mut Instance) {
    let Instance { members, products, offers, pins, .. } = instance;
    for member in members.iter_mut().filter(|member| pins.iter().all(|pin| pin.member != member.id)) {
        let offer = offers.iter().find(|offer| offer.member == member.id && offer.capacity > 0);
        let product = offer.and_then(|offer| products.iter().find(|product| product.id == offer.product));
        let (Some(limit), Some(offer), Some(product)) = (&mut member.limit, offer, product) else { continue };
        if offer.capacity % 2 == 0 {
            *limit = product.lot_value.times(Decimal::whole(offer.capacity.min(product.demand))).expect("it fits");
        }
    }
}
