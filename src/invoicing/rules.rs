//! The laws of documents: a line is rounded once, each tax is rounded once on the sum of its lines, a document has at
//! most sixty lines, and what is credited never exceeds what was invoiced. Amounts are whole minor units; a rounding
//! goes half away from zero.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use entities::{
    invoicing::invoice,
    values::{Amount, InvoiceState, OrderLineId, line_net},
};
use serde::Serialize;

/// Lines of one document at most (SII, format of the electronic documents).
pub const LINES_PER_DOCUMENT: usize = 60;

/// Code under which VAT stands among the taxes of a document.
pub const VAT: &str = "vat";

/// The rates that a line's product bears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rates {
    /// VAT in basis points; 0 = exempt.
    pub vat_bps: i32,
    /// Code and rate of an additional tax.
    pub additional: Option<(String, i32)>,
}

/// An order line as it was ordered.
#[derive(Clone, Copy, Debug)]
pub struct Ordered {
    /// Units.
    pub quantity: i64,
    /// Net, per unit.
    pub unit_price: Amount,
    /// Off the unit price.
    pub discount_bps: i32,
    /// Net of the whole line.
    pub net: Amount,
}

/// Net of the delivered part of an order line: its own net where all of it came.
pub fn delivered_net(ordered: &Ordered, delivered: i64) -> Amount {
    if delivered == ordered.quantity {
        ordered.net
    } else {
        line_net(ordered.unit_price, delivered, ordered.discount_bps)
    }
}

/// One tax of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tax {
    /// `vat` or the code of an additional tax.
    pub code: String,
    /// Rate in basis points.
    pub rate_bps: i32,
    /// Sum of the net of its lines.
    pub base: Amount,
    /// Base × rate, rounded once.
    pub amount: Amount,
}

/// The taxes of lines, VAT first, then by code and rate. What is exempt bears none.
pub fn taxes<'a>(lines: impl IntoIterator<Item = (Amount, &'a Rates)>) -> Vec<Tax> {
    let mut bases: BTreeMap<(bool, &str, i32), Amount> = BTreeMap::new();
    for (net, rates) in lines {
        if rates.vat_bps > 0 {
            *bases.entry((false, VAT, rates.vat_bps)).or_default() += net;
        }
        if let Some((code, rate)) = rates.additional.as_ref().filter(|(_, rate)| *rate > 0) {
            *bases.entry((true, code, *rate)).or_default() += net;
        }
    }
    bases
        .into_iter()
        .map(|((_, code, rate_bps), base)| Tax { code: code.to_owned(), rate_bps, base, amount: base.bps(rate_bps) })
        .collect()
}

/// The day by which a document is to be paid: calendar days from the day it is issued (Ley 21.131).
pub fn due_on(issued_on: NaiveDate, terms_days: i32) -> NaiveDate {
    let days = u64::try_from(terms_days).unwrap_or(0);
    issued_on.checked_add_days(Days::new(days)).unwrap_or(issued_on)
}

/// The instant at which a day ends in a time zone.
pub fn end_of(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let next = day.succ_opt().unwrap_or(day).and_time(NaiveTime::MIN);
    // Where the clock leaps over midnight the next day begins an hour later.
    let begins = (0..3).find_map(|hour| zone.from_local_datetime(&(next + TimeDelta::hours(hour))).earliest());
    begins.map_or_else(|| next.and_utc(), |at| at.to_utc())
}

/// The last day of the month of `day`.
pub fn month_end(day: NaiveDate) -> NaiveDate {
    let next = day.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
    next.and_then(|first| first.pred_opt()).unwrap_or(day)
}

/// The name of an issued document: its series and number, such as `F-12`.
pub fn name_of(document: &invoice::Model) -> String {
    format!("{}-{}", document.series, document.number.unwrap_or_default())
}

/// What payments and credit notes have not covered of an invoice; of a credit note, what stays as the buyer's credit.
pub fn open_of(document: &invoice::Model) -> Amount {
    document.total - document.paid
}

/// Where an issued invoice stands.
#[derive(Clone, Copy, Debug)]
pub struct Covered {
    /// What the buyer owes by it.
    pub total: Amount,
    /// What payments and credit notes have covered.
    pub paid: Amount,
    /// Total of its credit notes.
    pub credited: Amount,
    /// The day by which it is to be paid.
    pub due_on: Option<NaiveDate>,
}

/// The state that follows: annulled, paid, late, begun, or new.
pub fn state_of(covered: &Covered, today: NaiveDate) -> InvoiceState {
    let Covered { total, paid, credited, due_on } = *covered;
    if credited >= total && total > Amount::ZERO {
        InvoiceState::Credited
    } else if paid >= total {
        InvoiceState::Paid
    } else if due_on.is_some_and(|due| due < today) {
        InvoiceState::Overdue
    } else if paid > Amount::ZERO {
        InvoiceState::PartlyPaid
    } else {
        InvoiceState::Issued
    }
}

/// An invoiced line and what credit notes have taken of it so far.
#[derive(Clone, Debug)]
pub struct Creditable {
    /// The order line, which names it in every document.
    pub order_line_id: OrderLineId,
    /// Units invoiced.
    pub quantity: i64,
    /// Net invoiced.
    pub net: Amount,
    /// Net, per unit.
    pub unit_price: Amount,
    /// Off the unit price.
    pub discount_bps: i32,
    /// What it bears.
    pub rates: Rates,
    /// Units credited before.
    pub credited_quantity: i64,
    /// Net credited before.
    pub credited_net: Amount,
}

/// A line of a credit note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditedLine {
    /// Its place among the creditable lines.
    pub line: usize,
    /// Units.
    pub quantity: i64,
    /// Net, positive.
    pub net: Amount,
}

/// Why the lines of a credit note are refused. `index` is a requested line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditRefusal {
    /// The invoice has no such line.
    UnknownLine { index: usize },
    /// An earlier requested line names the same line of the invoice.
    DuplicateLine { index: usize },
    /// More units than are left to credit.
    TooManyUnits { index: usize, available: i64 },
    /// Earlier credit notes have credited everything.
    NothingLeft,
}

/// What is wrong with the lines of a credit note as a whole, or with one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum CreditLinesFault {
    /// A correction of amounts names no line.
    #[error("A credit note that corrects amounts names the lines that it corrects.")]
    LinesRequired,
    /// A credit note for another reason names lines.
    #[error("Only a credit note that corrects amounts names lines.")]
    LinesNotAllowed,
    /// The line is not one of the invoice.
    #[error("This line is not on the invoice.")]
    UnknownLine,
    /// The line is named twice.
    #[error("This line is named twice.")]
    DuplicateLine,
}

/// Lines of a credit note over these quantities; all that is left where `wanted` is none.
pub fn credit_lines(
    lines: &[Creditable],
    wanted: Option<&[(OrderLineId, i64)]>,
) -> Result<Vec<CreditedLine>, CreditRefusal> {
    let mut credited: Vec<CreditedLine> = Vec::new();
    let Some(wanted) = wanted else {
        let rest = lines.iter().enumerate().filter_map(|(i, l)| credit_line(i, l, l.quantity - l.credited_quantity));
        credited.extend(rest);
        return if credited.is_empty() { Err(CreditRefusal::NothingLeft) } else { Ok(credited) };
    };
    for (asked, (order_line, quantity)) in wanted.iter().enumerate() {
        let found = lines.iter().enumerate().find(|(_, l)| l.order_line_id == *order_line);
        let (i, line) = found.ok_or(CreditRefusal::UnknownLine { index: asked })?;
        if credited.iter().any(|c| c.line == i) {
            return Err(CreditRefusal::DuplicateLine { index: asked });
        }
        let left = line.quantity - line.credited_quantity;
        if *quantity > left || *quantity <= 0 {
            return Err(CreditRefusal::TooManyUnits { index: asked, available: left });
        }
        credited.extend(credit_line(i, line, *quantity));
    }
    if credited.is_empty() { Err(CreditRefusal::NothingLeft) } else { Ok(credited) }
}

/// The last units take what is left of the line's net, so that the notes of a line add up to it.
fn credit_line(place: usize, line: &Creditable, quantity: i64) -> Option<CreditedLine> {
    if quantity <= 0 {
        return None;
    }
    let left = line.net - line.credited_net;
    let last = line.credited_quantity + quantity == line.quantity;
    let net = if last { left } else { line_net(line.unit_price, quantity, line.discount_bps).min(left) };
    Some(CreditedLine { line: place, quantity, net })
}

/// The taxes of a credit note: what its lines bear, but never more than is left of the invoice's, and all that is
/// left with the last of its base. `before` are the taxes of the notes so far, one by one or summed.
pub fn credit_taxes(invoice: &[Tax], before: &[Tax], note: Vec<Tax>) -> Vec<Tax> {
    let same = |a: &Tax, b: &Tax| a.code == b.code && a.rate_bps == b.rate_bps;
    note.into_iter()
        .map(|tax| {
            let Some(whole) = invoice.iter().find(|t| same(t, &tax)) else { return tax };
            let gone = before.iter().filter(|t| same(t, &tax)).map(|t| (t.base, t.amount));
            let (base, amount) = gone.fold((Amount::ZERO, Amount::ZERO), |a, b| (a.0 + b.0, a.1 + b.1));
            let left = whole.amount - amount;
            let amount = if base + tax.base >= whole.base { left } else { tax.amount.min(left) };
            Tax { amount, ..tax }
        })
        .collect()
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
