//! A simulated season of 52 cycles with uneven demand, on the engine and the rules of carried value: after every cycle,
//! the ratio of a workshop exceeds that of another which could have made more of its products by one lot at most.

use std::collections::{BTreeMap, HashMap};

use entities::values::Amount;

use super::*;
use fair_split::{Decimal, Instance, Offer, Product, Quota, SplitResult, Workshop, split};

/// Value of a lot of each product.
const VALUES: [i64; 6] = [9_990, 4_500, 12_300, 700, 25_000, 3_333];
/// Shares of the workshops with ample capacity for every product.
const AMPLE: [i64; 8] = [100, 100, 150, 80, 200, 120, 100, 90];
const CYCLES: usize = 52;
const NEWCOMER: usize = 7;

/// A pseudo-random generator with a fixed seed, so that every test run is the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// A workshop in the season: its present share, its carried value by share, and its capacity by product.
struct SimulatedWorkshop {
    code: String,
    weight: i64,
    parts: Vec<CarriedPart>,
    capacity: BTreeMap<usize, i64>,
}

impl SimulatedWorkshop {
    fn new(code: String, weight: i64, capacity: BTreeMap<usize, i64>) -> Self {
        Self { code, weight, parts: Vec::new(), capacity }
    }

    fn add(&mut self, amount: Amount) {
        self.parts.push(CarriedPart { amount, weight: self.weight });
    }

    fn carried(&self) -> i128 {
        carried_value(self.weight, self.parts.iter().copied())
    }

    fn ratio(&self) -> f64 {
        self.carried() as f64 / MILLION as f64 / self.weight as f64
    }

    /// The value of the most expensive lot that it can make, per share.
    fn highest_lot(&self) -> f64 {
        let highest = self.capacity.keys().map(|product| VALUES[*product]).max().unwrap_or(0);
        highest as f64 / self.weight as f64
    }
}

fn group() -> Vec<SimulatedWorkshop> {
    let all = |lots: i64| (0..VALUES.len()).map(|product| (product, lots)).collect();
    let mut workshops: Vec<SimulatedWorkshop> = (0..)
        .zip(AMPLE)
        .map(|(n, share): (usize, i64)| SimulatedWorkshop::new(format!("ample{n}"), share, all(2_000)))
        .collect();
    workshops.push(SimulatedWorkshop::new("small0".into(), 100, all(1)));
    workshops.push(SimulatedWorkshop::new("small1".into(), 300, all(3)));
    workshops.push(SimulatedWorkshop::new("only0".into(), 100, BTreeMap::from([(3, 40)])));
    workshops.push(SimulatedWorkshop::new("only4".into(), 50, BTreeMap::from([(4, 2), (1, 6)])));
    workshops
}

fn instance(workshops: &[SimulatedWorkshop], demand: &[i64]) -> Instance {
    let name = |product: usize| format!("p{product}");
    Instance {
        workshops: workshops
            .iter()
            .map(|workshop| Workshop {
                id: workshop.code.clone(),
                share: Decimal::from(workshop.weight),
                limit: None,
                carried_value: decimal(workshop.carried()).parse().unwrap(),
            })
            .collect(),
        products: (0..)
            .zip(demand)
            .map(|(product, lots): (usize, &i64)| Product {
                id: name(product),
                lot_value: Decimal::from(VALUES[product]),
                demand: *lots,
            })
            .collect(),
        offers: workshops
            .iter()
            .flat_map(|workshop| {
                workshop.capacity.iter().map(|(product, capacity)| Offer {
                    workshop: workshop.code.clone(),
                    product: name(*product),
                    capacity: *capacity,
                    min_batch: 0,
                    unavailable: None,
                })
            })
            .collect(),
        ..Instance::default()
    }
}

fn lots_of_row(result: &SplitResult) -> HashMap<(&str, usize), i64> {
    let product = |row: &Quota| row.product[1..].parse::<usize>().unwrap();
    result.quotas.iter().map(|row| ((row.workshop.as_str(), product(row)), row.lots)).collect()
}

/// Checks every pair in which `other` received a product of which `one` could have made more: the ratio of `other`
/// exceeds that of `one` by one lot at most. Returns the number of pairs.
fn check_pairs(workshops: &[SimulatedWorkshop], lots: &HashMap<(&str, usize), i64>, cycle: usize) -> usize {
    let mut pairs = 0;
    for one in workshops {
        for (product, capacity) in &one.capacity {
            if lots.get(&(one.code.as_str(), *product)).copied().unwrap_or(0) >= *capacity {
                continue;
            }
            let received = |other: &&SimulatedWorkshop| {
                other.code != one.code && lots.contains_key(&(other.code.as_str(), *product))
            };
            for other in workshops.iter().filter(received) {
                pairs += 1;
                let (gap, most) = (other.ratio() - one.ratio(), other.highest_lot().max(one.highest_lot()));
                assert!(gap <= most + 1e-6, "cycle {cycle}: {} is {gap} above {}, over {most}", other.code, one.code);
            }
        }
    }
    pairs
}

fn spread(workshops: &[SimulatedWorkshop]) -> (f64, f64) {
    let ratios: Vec<f64> = workshops.iter().map(SimulatedWorkshop::ratio).collect();
    let lot = workshops.iter().map(SimulatedWorkshop::highest_lot).fold(0.0, f64::max);
    (ratios.iter().copied().fold(0.0, f64::max) - ratios.iter().copied().fold(f64::MAX, f64::min), lot)
}

#[test]
fn workshops_that_could_have_made_more_stay_within_one_lot_of_the_others() {
    let mut dice = Dice(20_260_302);
    let mut workshops = group();
    let newcomer = workshops.remove(NEWCOMER);
    let mut arriving = Some(newcomer);
    let (mut pairs, mut widest) = (0, 0.0_f64);
    for cycle in 0..CYCLES {
        if cycle == 20 {
            // A workshop that joins in mid-season receives a credit up to the median of the others, once.
            let mut workshop = arriving.take().unwrap();
            let others: Vec<(i128, i64)> =
                workshops.iter().filter(|u| u.code.starts_with("ample")).map(|u| (u.carried(), u.weight)).collect();
            workshop.add(joining_credit(workshop.weight, 0, &others));
            workshops.insert(NEWCOMER, workshop);
        }
        if cycle == 33 {
            // A share that changes keeps its ratio.
            let before = workshops[2].ratio();
            workshops[2].weight = 230;
            assert!((workshops[2].ratio() - before).abs() < 1e-3);
        }
        let peak = if (24..28).contains(&cycle) { 12 } else { 1 };
        let demand: Vec<i64> = VALUES
            .iter()
            .map(|_| if dice.below(3) == 0 { 0 } else { i64::try_from(dice.below(45) * peak).unwrap() })
            .collect();
        let result = split(&instance(&workshops, &demand)).unwrap();
        let lots = lots_of_row(&result);
        for workshop in &mut workshops {
            for (product, value) in VALUES.iter().enumerate() {
                let Some(lots) = lots.get(&(workshop.code.as_str(), product)).copied() else { continue };
                // A part may be declined or rejected; by the assembly's policy it counts as made.
                let made = if dice.below(8) == 0 { i64::try_from(dice.below(5)).unwrap().min(lots) } else { lots };
                workshop.add(Amount(made * value));
                workshop.add(Amount((lots - made) * value));
            }
        }
        pairs += check_pairs(&workshops, &lots, cycle);
        let ample = AMPLE.len() - usize::from(arriving.is_some());
        let (spread, lot) = spread(&workshops[..ample]);
        assert!(
            spread <= lot + 1e-6,
            "cycle {cycle}: the ratios of workshops with ample capacity differ by {spread}, more than {lot}"
        );
        widest = widest.max(spread);
    }
    assert!(pairs > 5_000 && widest > 0.0, "{pairs} pairs, {widest} apart");
    // A workshop with little capacity stays below the others and does not hold them back.
    assert!(workshops.iter().any(|workshop| workshop.code == "small1" && workshop.ratio() < workshops[0].ratio()));
}

#[test]
fn without_the_policy_a_workshop_that_declines_is_preferred_again() {
    let mut workshops = vec![
        SimulatedWorkshop::new("a".into(), 1, BTreeMap::from([(3, 100)])),
        SimulatedWorkshop::new("b".into(), 1, BTreeMap::from([(3, 100)])),
    ];
    for _ in 0..10 {
        let result = split(&instance(&workshops, &[0, 0, 0, 8, 0, 0])).unwrap();
        // `a` declines all of its quotas, and without the policy these do not count.
        let made = lots_of_row(&result).get(&("b", 3)).copied().unwrap_or(0);
        workshops[1].add(Amount(made * VALUES[3]));
    }
    let last = split(&instance(&workshops, &[0, 0, 0, 8, 0, 0])).unwrap();
    assert_eq!(lots_of_row(&last).get(&("a", 3)), Some(&8));
}
