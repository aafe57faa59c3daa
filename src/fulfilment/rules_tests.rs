use std::collections::HashMap;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).and_then(|d| d.checked_add_days(Days::new(n))).unwrap()
}

fn stock(rows: &[(u64, i64)]) -> Vec<Stock> {
    let row = |(i, (best, units)): (usize, &(u64, i64))| Stock {
        batch_id: BatchId(Uuid::from_u128(i as u128 + 1)),
        workshop_id: WorkshopId(Uuid::from_u128(9)),
        code: format!("U-{i:02}"),
        best_before: day(*best),
        units: *units,
    };
    rows.iter().enumerate().map(row).collect()
}

fn lines(units: &[i64]) -> Vec<Due> {
    let line =
        |(i, units): (usize, &i64)| Due { order_line_id: OrderLineId(Uuid::from_u128(i as u128 + 1)), units: *units };
    units.iter().enumerate().map(line).collect()
}

#[test]
fn the_batch_that_expires_first_leaves_first() {
    let fills = fill(stock(&[(9, 5), (3, 4), (3, 2)]), &lines(&[5, 4]));
    let told: Vec<(u128, u128, i64)> =
        fills.iter().map(|f| (f.order_line_id.0.as_u128(), f.batch_id.0.as_u128(), f.units)).collect();
    assert_eq!(told, [(1, 2, 4), (1, 3, 1), (2, 3, 1), (2, 1, 3)]);
}

#[test]
fn receptions_are_judged() {
    let standing = Standing { quota: 100, accepted: 40, missing: 10, brought: Some(60) };
    let says = |accepted, rejected, cause| Reception { accepted, rejected, cause, has_reason: cause.is_some() };
    let quality = Some(RejectionCause::Quality);
    let missing = Some(RejectionCause::Missing);
    assert_eq!(check(says(50, 10, quality), standing), Ok(()));
    assert_eq!(check(says(0, 0, None), standing), Err(Refusal::Nothing));
    assert_eq!(check(says(-1, 5, quality), standing), Err(Refusal::Nothing));
    assert_eq!(check(says(5, 1, None), standing), Err(Refusal::CauseNeeded));
    assert_eq!(check(says(5, 0, quality), standing), Err(Refusal::CauseNeeded));
    assert_eq!(check(says(51, 10, quality), standing), Err(Refusal::MoreThanBrought(60)));
    assert_eq!(check(says(51, 0, None), standing), Err(Refusal::OverQuota(50)));
    assert_eq!(check(says(0, 5, missing), standing), Err(Refusal::MissingAlone));
    let absent = Standing { brought: None, ..standing };
    assert_eq!(check(says(0, 50, missing), absent), Ok(()));
    assert_eq!(check(says(0, 51, missing), absent), Err(Refusal::OverQuota(50)));
    assert_eq!(check(says(1, 5, missing), absent), Err(Refusal::MissingAlone));
    assert_eq!(check(says(1, 0, None), absent), Err(Refusal::MoreThanBrought(0)));
}

#[test]
fn codes_read_on_a_jar() {
    assert_eq!(batch_code("U07", day(0), 2), "U07-260101-2");
    assert_eq!(best_before(day(0), 30), Some(day(30)));
    assert_eq!(best_before(day(0), -1), None);
}

proptest! {
    #[test]
    fn filling_conserves_and_never_gives_a_workshop_twice(
        shelf in prop::collection::vec((0_u64..5, 0_i64..30), 0..8),
        wanted in prop::collection::vec(0_i64..20, 0..12),
        turn in 0_usize..8,
    ) {
        let (stock, lines) = (stock(&shelf), lines(&wanted));
        let fills = fill(stock.clone(), &lines);
        let (mut by_batch, mut by_line) = (HashMap::new(), HashMap::new());
        for f in &fills {
            prop_assert!(f.units > 0);
            *by_batch.entry(f.batch_id).or_insert(0) += f.units;
            *by_line.entry(f.order_line_id).or_insert(0) += f.units;
        }
        let there: i64 = shelf.iter().map(|s| s.1).sum();
        let due: i64 = wanted.iter().sum();
        prop_assert_eq!(fills.iter().map(|f| f.units).sum::<i64>(), there.min(due));
        for s in &stock {
            prop_assert!(by_batch.get(&s.batch_id).copied().unwrap_or(0) <= s.units);
        }
        for l in &lines {
            let got = by_line.get(&l.order_line_id).copied().unwrap_or(0);
            prop_assert!(got <= l.units);
            prop_assert!(there < due || got == l.units);
        }
        // A batch stays untouched while one that expires earlier has units left.
        for (a, b) in stock.iter().flat_map(|a| stock.iter().map(move |b| (a, b))) {
            let used = |s: &Stock| by_batch.get(&s.batch_id).copied().unwrap_or(0);
            prop_assert!(a.best_before >= b.best_before || used(b) == 0 || used(a) == a.units);
        }
        let mut turned = stock;
        let by = turn.min(turned.len());
        turned.rotate_left(by);
        prop_assert_eq!(fill(turned, &lines), fills);
    }

    #[test]
    fn a_shortage_is_parted_whole(due in 0_i64..100, there in 0_i64..100, rejected in 0_i64..100) {
        let (faulty, missing) = part_shortage(due, there, rejected);
        prop_assert_eq!(faulty + missing, (due - there).max(0));
        prop_assert!(faulty >= 0 && missing >= 0 && faulty <= rejected);
    }
}
