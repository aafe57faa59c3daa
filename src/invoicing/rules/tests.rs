use chrono::NaiveDate;
use entities::values::{Amount, InvoiceState, OrderLineId, line_net};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn rates(vat_bps: i32, additional: Option<(&str, i32)>) -> TaxRates {
    let additional = additional.map(|(code, rate_bps)| AdditionalTaxRate { code: code.to_owned(), rate_bps });
    TaxRates { vat_bps, additional }
}

fn kinds() -> [TaxRates; 4] {
    [rates(1900, None), rates(0, None), rates(1900, Some(("24", 3150))), rates(1900, Some(("27", 1000)))]
}

#[test]
fn each_tax_is_rounded_once_on_the_sum_of_its_lines() {
    let [plain, exempt, spirits, _] = kinds();
    let lines = [(Amount(1051), &plain), (Amount(999), &plain), (Amount(5000), &exempt), (Amount(333), &spirits)];
    let rows: Vec<_> = document_taxes(lines).into_iter().map(|t| (t.code, t.rate_bps, t.base.0, t.amount.0)).collect();
    // 19 % of 2,383 is 452.77; 31.5 % of 333 is 104.895. Line by line VAT would be 200 + 190 + 63 = 453 as well, but
    // two lines of 13 would be 2 + 2 = 4 where 19 % of 26 is 4.94.
    assert_eq!(rows, [("vat".to_owned(), 1900, 2383, 453), ("24".to_owned(), 3150, 333, 105)]);
    let small = [(Amount(13), &plain), (Amount(13), &plain)];
    assert_eq!(document_taxes(small)[0].amount, Amount(5));
}

#[test]
fn a_whole_line_keeps_its_net() {
    let ordered =
        OrderedTerms { quantity: 3, unit_price: Amount(333), price_units: 1, discount_bps: 1000, net: Amount(900) };
    assert_eq!(delivered_net(&ordered, 3), Amount(900));
    assert_eq!(delivered_net(&ordered, 2), Amount(599));
    assert_eq!(delivered_net(&ordered, 0), Amount(0));
}

#[test]
fn the_state_follows_from_payments_credits_and_due_date() {
    let day = |d| NaiveDate::from_ymd_opt(2026, 3, d);
    let lossy = |paid, credited, written_off, today| {
        let (paid, credited, written_off) = (Amount(paid), Amount(credited), Amount(written_off));
        let balance = InvoiceBalance { total: Amount(100), paid, credited, written_off, due_on: day(10) };
        invoice_state(balance, day(today).unwrap())
    };
    let state = |paid, credited, today| lossy(paid, credited, 0, today);
    assert_eq!(lossy(40, 0, 60, 11), InvoiceState::WrittenOff);
    assert_eq!(lossy(30, 0, 60, 11), InvoiceState::Overdue);
    assert_eq!(state(0, 0, 10), InvoiceState::Issued);
    assert_eq!(state(1, 0, 10), InvoiceState::PartlyPaid);
    assert_eq!(state(99, 0, 11), InvoiceState::Overdue);
    assert_eq!(state(100, 0, 11), InvoiceState::Paid);
    assert_eq!(state(100, 40, 11), InvoiceState::Paid);
    assert_eq!(state(100, 100, 11), InvoiceState::Credited);
    assert_eq!(due_on(day(10).unwrap(), 30), NaiveDate::from_ymd_opt(2026, 4, 9).unwrap());
}

#[test]
fn a_month_ends_on_its_last_day() {
    let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
    assert_eq!(month_end(day(2, 1)), day(2, 28));
    assert_eq!(month_end(day(12, 31)), day(12, 31));
}

#[test]
fn no_credit_exceeds_what_is_left() {
    let line = CreditableLine {
        order_line_id: OrderLineId(Uuid::from_u128(1)),
        quantity: 10,
        net: Amount(1000),
        unit_price: Amount(100),
        price_units: 1,
        discount_bps: 0,
        rates: rates(1900, None),
        credited_quantity: 4,
        credited_net: Amount(400),
        reduced_net: Amount::ZERO,
    };
    let id = line.order_line_id;
    let request = |order_line_id, units| RequestedCredit { order_line_id, part: CreditedPart::Units(units) };
    let ask = |quantity| credit_lines(std::slice::from_ref(&line), Some(&[request(id, quantity)]));
    assert_eq!(ask(7), Err(CreditRefusal::TooManyUnits { index: 0, available: 6 }));
    assert_eq!(ask(0), Err(CreditRefusal::TooManyUnits { index: 0, available: 6 }));
    assert_eq!(ask(6).unwrap(), [CreditNoteLine { index: 0, quantity: 6, net: Amount(600) }]);
    let twice = credit_lines(std::slice::from_ref(&line), Some(&[request(id, 1), request(id, 1)]));
    assert_eq!(twice, Err(CreditRefusal::DuplicateLine { index: 1 }));
    let other = OrderLineId(Uuid::from_u128(2));
    assert_eq!(
        credit_lines(std::slice::from_ref(&line), Some(&[request(other, 1)])),
        Err(CreditRefusal::UnknownLine { index: 0 })
    );
    let price = |amount| {
        let part = CreditedPart::Net(Amount(amount));
        credit_lines(std::slice::from_ref(&line), Some(&[RequestedCredit { order_line_id: id, part }]))
    };
    assert_eq!(price(601), Err(CreditRefusal::TooMuch { index: 0, available: Amount(600) }));
    assert_eq!(price(0), Err(CreditRefusal::TooMuch { index: 0, available: Amount(600) }));
    assert_eq!(price(60).unwrap(), [CreditNoteLine { index: 0, quantity: 0, net: Amount(60) }]);
    // Ten units became 6 each cheaper: one of them is worth 94 then.
    let cheaper = CreditableLine { credited_net: Amount(460), reduced_net: Amount(60), ..line.clone() };
    let one = credit_lines(std::slice::from_ref(&cheaper), Some(&[request(id, 1)])).unwrap();
    assert_eq!(one, [CreditNoteLine { index: 0, quantity: 1, net: Amount(94) }]);
    let done = CreditableLine { credited_quantity: 10, credited_net: Amount(1000), ..line };
    assert_eq!(credit_lines(&[done], None), Err(CreditRefusal::NothingLeft));
}

proptest! {
    #[test]
    fn each_tax_is_its_rate_of_its_base(lines in prop::collection::vec((0_i64..10_000_000, 0_usize..4), 0..60)) {
        let kinds = kinds();
        let taxed = lines.iter().map(|(net, kind)| (Amount(*net), &kinds[*kind]));
        let taxes = document_taxes(taxed);
        for tax in &taxes {
            prop_assert!((tax.amount.0 * 10_000 - tax.base.0 * i64::from(tax.rate_bps)).abs() <= 5_000);
        }
        let net_of = |wanted: &dyn Fn(usize) -> bool| lines.iter().filter(|l| wanted(l.1)).map(|l| l.0).sum::<i64>();
        let base_of = |code: &str| taxes.iter().filter(|t| t.code == code).map(|t| t.base.0).sum::<i64>();
        prop_assert_eq!(base_of(VAT), net_of(&|kind| kind != 1));
        prop_assert_eq!(base_of("24"), net_of(&|kind| kind == 2));
        prop_assert_eq!(base_of("27"), net_of(&|kind| kind == 3));
    }

    /// However a line is credited in parts, the notes add up to the invoice and to nothing more.
    #[test]
    fn notes_add_up_to_their_invoice(
        invoiced in prop::collection::vec((1_i64..50, 1_i64..100_000, 0_i32..3_000, 0_usize..4), 1..8),
        cuts in prop::collection::vec((0_usize..8, 1_i64..30, prop::bool::ANY), 0..20),
    ) {
        let kinds = kinds();
        let mut lines: Vec<CreditableLine> = invoiced.iter().enumerate().map(|(i, (quantity, price, discount, kind))| CreditableLine {
            order_line_id: OrderLineId(Uuid::from_u128(i as u128)),
            quantity: *quantity,
            net: line_net(Amount(*price), *quantity, *discount),
            unit_price: Amount(*price),
            price_units: 1,
            discount_bps: *discount,
            rates: kinds[*kind].clone(),
            credited_quantity: 0,
            credited_net: Amount::ZERO,
            reduced_net: Amount::ZERO,
        }).collect();
        let whole = document_taxes(lines.iter().map(|l| (l.net, &l.rates)));
        let mut before: Vec<TaxTotal> = Vec::new();
        let mut asks: Vec<Option<Vec<RequestedCredit>>> = cuts
            .iter()
            .map(|(i, part, of_price)| Some(vec![RequestedCredit {
                order_line_id: OrderLineId(Uuid::from_u128((i % lines.len()) as u128)),
                part: if *of_price { CreditedPart::Net(Amount(part * 997)) } else { CreditedPart::Units(*part) },
            }]))
            .collect();
        asks.push(None);
        for ask in asks {
            let Ok(note) = credit_lines(&lines, ask.as_deref()) else { continue };
            let bare = document_taxes(note.iter().map(|c| (c.net, &lines[c.index].rates)));
            before.extend(credit_taxes(&whole, &before, bare));
            for c in &note {
                prop_assert!(c.net >= Amount::ZERO);
                lines[c.index].credited_quantity += c.quantity;
                lines[c.index].credited_net += c.net;
                if c.quantity == 0 {
                    lines[c.index].reduced_net += c.net;
                }
            }
        }
        for line in &lines {
            prop_assert_eq!((line.credited_quantity, line.credited_net), (line.quantity, line.net));
        }
        for tax in &whole {
            let same = before.iter().filter(|t| t.code == tax.code && t.rate_bps == tax.rate_bps);
            let (base, amount) = same.fold((0, 0), |a, t| (a.0 + t.base.0, a.1 + t.amount.0));
            prop_assert_eq!((base, amount), (tax.base.0, tax.amount.0));
        }
    }
}
