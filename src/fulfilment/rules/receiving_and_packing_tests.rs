use std::collections::HashMap;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).and_then(|d| d.checked_add_days(Days::new(n))).unwrap()
}

fn stock(rows: &[(u64, i64)]) -> Vec<BatchStock> {
    let row = |(i, (best, units)): (usize, &(u64, i64))| BatchStock {
        batch_id: BatchId(Uuid::from_u128(i as u128 + 1)),
        workshop_id: WorkshopId(Uuid::from_u128(9)),
        code: format!("U-{i:02}"),
        best_before: day(*best),
        units: *units,
    };
    rows.iter().enumerate().map(row).collect()
}

fn lines(units: &[i64]) -> Vec<LineDemand> {
    let line = |(i, units): (usize, &i64)| LineDemand {
        order_line_id: OrderLineId(Uuid::from_u128(i as u128 + 1)),
        units: *units,
    };
    units.iter().enumerate().map(line).collect()
}

#[test]
fn the_batch_that_expires_first_leaves_first() {
    let packed = pack_lines(stock(&[(9, 5), (3, 4), (3, 2)]), &lines(&[5, 4]));
    let rows: Vec<(u128, u128, i64)> =
        packed.iter().map(|f| (f.order_line_id.0.as_u128(), f.batch_id.0.as_u128(), f.units)).collect();
    assert_eq!(rows, [(1, 2, 4), (1, 3, 1), (2, 3, 1), (2, 1, 3)]);
}

#[test]
fn the_quantities_of_a_receipt_fit_its_quota_and_batch() {
    let progress = QuotaProgress { quota: 100, accepted: 40, missing: 10, available: Some(60) };
    let receipt =
        |accepted, rejected, cause| ReceiptQuantities { accepted, rejected, cause, has_reason: cause.is_some() };
    let quality = Some(RejectionCause::Quality);
    let missing = Some(RejectionCause::Missing);
    assert_eq!(check_receipt(receipt(50, 10, quality), progress), Ok(()));
    assert_eq!(check_receipt(receipt(0, 0, None), progress), Err(FulfilmentError::NothingReceived));
    assert_eq!(check_receipt(receipt(-1, 5, quality), progress), Err(FulfilmentError::NothingReceived));
    assert_eq!(check_receipt(receipt(5, 1, None), progress), Err(FulfilmentError::RejectionCauseMismatch));
    assert_eq!(check_receipt(receipt(5, 0, quality), progress), Err(FulfilmentError::RejectionCauseMismatch));
    assert_eq!(
        check_receipt(receipt(51, 10, quality), progress),
        Err(FulfilmentError::MoreThanBrought { available: 60 })
    );
    assert_eq!(check_receipt(receipt(51, 0, None), progress), Err(FulfilmentError::OverQuota { available: 50 }));
    assert_eq!(check_receipt(receipt(0, 5, missing), progress), Err(FulfilmentError::MissingNotAlone));
    let no_batch = QuotaProgress { available: None, ..progress };
    assert_eq!(check_receipt(receipt(0, 50, missing), no_batch), Ok(()));
    assert_eq!(check_receipt(receipt(0, 51, missing), no_batch), Err(FulfilmentError::OverQuota { available: 50 }));
    assert_eq!(check_receipt(receipt(1, 5, missing), no_batch), Err(FulfilmentError::MissingNotAlone));
    assert_eq!(check_receipt(receipt(1, 0, None), no_batch), Err(FulfilmentError::MoreThanBrought { available: 0 }));
}

#[test]
fn a_batch_code_names_workshop_day_and_number() {
    assert_eq!(batch_code("U07", day(0), 2), "U07-260101-2");
    assert_eq!(best_before(day(0), 30), Some(day(30)));
    assert_eq!(best_before(day(0), -1), None);
}

proptest! {
    #[test]
    fn packing_uses_no_unit_twice_and_loses_none(
        shelf in prop::collection::vec((0_u64..5, 0_i64..30), 0..8),
        wanted in prop::collection::vec(0_i64..20, 0..12),
        turn in 0_usize..8,
    ) {
        let (stock, lines) = (stock(&shelf), lines(&wanted));
        let packed = pack_lines(stock.clone(), &lines);
        let (mut by_batch, mut by_line) = (HashMap::new(), HashMap::new());
        for f in &packed {
            prop_assert!(f.units > 0);
            *by_batch.entry(f.batch_id).or_insert(0) += f.units;
            *by_line.entry(f.order_line_id).or_insert(0) += f.units;
        }
        let there: i64 = shelf.iter().map(|s| s.1).sum();
        let due: i64 = wanted.iter().sum();
        prop_assert_eq!(packed.iter().map(|f| f.units).sum::<i64>(), there.min(due));
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
            let used = |s: &BatchStock| by_batch.get(&s.batch_id).copied().unwrap_or(0);
            prop_assert!(a.best_before >= b.best_before || used(b) == 0 || used(a) == a.units);
        }
        let mut turned = stock;
        let by = turn.min(turned.len());
        turned.rotate_left(by);
        prop_assert_eq!(pack_lines(turned, &lines), packed);
    }

    #[test]
    fn the_parts_of_a_shortage_add_up_to_it(due in 0_i64..100, stock in 0_i64..100, rejected in 0_i64..100) {
        let split = split_shortage(due, stock, rejected);
        prop_assert_eq!(split.rejected + split.not_delivered, (due - stock).max(0));
        prop_assert!(split.rejected >= 0 && split.not_delivered >= 0 && split.rejected <= rejected);
    }
}

#[test]
fn what_was_packed_last_is_unpacked_first() {
    assert_eq!(units_to_unpack(&[4, 3, 5], 7), Some(vec![0, 2, 5]));
    assert_eq!(units_to_unpack(&[4, 3], 0), Some(vec![0, 0]));
    assert_eq!(units_to_unpack(&[4, 3], 8), None);
}
