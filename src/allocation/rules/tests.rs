//! Tests of the rules around the split.

use proptest::prelude::*;

use chrono::DateTime;
use entities::values::{Amount, CarriedKind};

use super::*;

#[test]
fn a_lot_is_worth_its_units_at_the_average_price() {
    assert_eq!(lot_value(Amount(10_000), 3, 12), Amount(40_000));
    assert_eq!(lot_value(Amount(1), 2, 1), Amount(1));
    assert_eq!(lot_value(Amount::ZERO, 0, 12), Amount::ZERO);
    assert_eq!((lots_of(24, 12), lots_of(25, 12), lots_of(0, 12)), (2, 3, 0));
}

#[test]
fn the_last_quota_may_need_only_a_part_of_its_last_lot() {
    assert_eq!(units_of_quotas(&[2, 1], 30, 12), [24, 6]);
    assert_eq!(units_of_quotas(&[2, 1], 100, 12), [24, 12]);
    assert_eq!(units_of_quotas(&[], 5, 12), Vec::<i64>::new());
}

#[test]
fn a_changed_share_keeps_the_ratio() {
    let part = |amount, weight| CarriedPart { amount: Amount(amount), weight };
    assert_eq!(carried_value(100, [part(700, 100)]), 700 * MILLION);
    assert_eq!(carried_value(200, [part(700, 100)]), 1_400 * MILLION);
    assert_eq!(decimal(carried_value(2, [part(100, 3)])), "66.666667");
    assert_eq!(decimal(carried_value(10, [part(101, 4)])), "252.5");
    assert_eq!(carried_value(1, [part(-5, 1)]), 0);
}

#[test]
fn a_newcomer_starts_at_the_median() {
    let others = [(100 * MILLION, 1), (300 * MILLION, 1), (1_000 * MILLION, 2)];
    assert_eq!(joining_credit(1, 0, &others), Amount(300));
    assert_eq!(joining_credit(2, 50 * MILLION, &others), Amount(550));
    assert_eq!(joining_credit(1, 0, &others[..2]), Amount(200));
    assert_eq!(joining_credit(1, 400 * MILLION, &others), Amount::ZERO);
    assert_eq!(joining_credit(1, 0, &[]), Amount::ZERO);
}

#[test]
fn an_overall_limit_allows_what_was_promised_for_each_offer() {
    let offer = LimitedOffer { capacity: 23, lot_size: 12, lot_value: Amount(1_001) };
    // 99.99 % of 23 units are 22, one lot of 12.
    assert!(limit_value(9_999, &[offer], Amount::ZERO) >= Amount(1_001));
    assert_eq!(limit_value(5_000, &[LimitedOffer { capacity: 24, ..offer }], Amount::ZERO), Amount(1_001));
    assert_eq!(limit_value(5_000, &[offer], Amount(5_000)), Amount::ZERO);
}

#[test]
fn a_deadline_is_before_the_instants_of_the_cycle() {
    let at = |hour: i64| DateTime::from_timestamp(1_772_000_000 + hour * 3_600, 0).unwrap();
    let due = |now, cycle| Deadline { now: at(now), hours: 48, cycle: at(cycle), delivery: at(100) };
    assert_eq!(due(0, 60).first_round(), at(48));
    assert_eq!(due(0, 30).first_round(), at(30));
    assert_eq!(due(40, 30).first_round(), at(88));
    assert_eq!(due(60, 30).first_round(), at(100));
    assert_eq!(due(0, 30).reoffer(), at(30));
    assert_eq!(due(29, 30).reoffer(), at(41));
    assert_eq!(due(95, 96).reoffer(), at(100));
}

fn received_units() -> impl Strategy<Value = ReceivedUnits> {
    (0_i64..40, 0_i64..20, 0_i64..20).prop_map(|(accepted, failed, damaged)| ReceivedUnits {
        accepted,
        failed,
        damaged,
    })
}

proptest! {
    #[test]
    fn the_movements_of_a_quota_add_up_to_what_was_received(
        units in 1_i64..40, lot_size in 1_i64..13, value in 0_i64..10_000, steps in prop::collection::vec(received_units(), 1..6),
        counts: bool,
    ) {
        let quota = ValuedUnits { units, lot_size, lot_value: Amount(value) };
        let mut held = quota.value();
        let (mut before, mut accepted, mut awaited) = (ReceivedUnits::default(), Amount::ZERO, quota.value());
        for step in steps {
            let after = ReceivedUnits {
                accepted: before.accepted + step.accepted,
                failed: before.failed + step.failed,
                damaged: before.damaged + step.damaged,
            };
            for (kind, amount) in quota.movements(before, after, counts) {
                held += amount;
                match kind {
                    CarriedKind::Accepted => accepted += amount,
                    CarriedKind::Published | CarriedKind::Released => awaited += amount,
                    _ => {}
                }
            }
            before = after;
            let known = (before.accepted + before.failed + before.damaged).min(units);
            prop_assert_eq!(accepted, value_of(before.accepted.min(units), lot_size, Amount(value)));
            prop_assert!(awaited >= Amount::ZERO && held <= quota.value() && held >= accepted);
            if known == units {
                prop_assert_eq!(awaited, Amount::ZERO);
            }
        }
    }

    #[test]
    fn the_units_of_quotas_are_the_demand_that_fits_their_lots(
        lots in prop::collection::vec(0_i64..9, 0..6), demand in 0_i64..300, size in 1_i64..13,
    ) {
        let units = units_of_quotas(&lots, demand, size);
        prop_assert_eq!(units.iter().sum::<i64>(), demand.min(lots.iter().sum::<i64>() * size));
        for (units, lots) in units.iter().zip(&lots) {
            prop_assert!(*units <= lots * size);
        }
    }
}
