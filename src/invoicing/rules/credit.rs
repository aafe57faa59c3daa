//! Rules of credit notes: no more is credited than was invoiced, and all credit notes of an invoice add up to it.

use entities::values::{Amount, OrderLineId, TaxRates, TaxTotal, line_net_of, split_by_largest_remainder};
use serde::Serialize;

use crate::platform::repeated::repeated;

/// A line of an invoice, and what credit notes have credited of it.
#[derive(Clone, Debug)]
pub struct CreditableLine {
    /// The order line. It identifies the line in the invoice and in its credit notes.
    pub order_line_id: OrderLineId,
    /// Units invoiced.
    pub quantity: i64,
    /// Net invoiced.
    pub net: Amount,
    /// Net, per `price_units` units.
    pub unit_price: Amount,
    /// The units that the price is for.
    pub price_units: i64,
    /// Discount on the unit price, in basis points.
    pub discount_bps: i32,
    /// Its tax rates.
    pub rates: TaxRates,
    /// Units that earlier credit notes have credited.
    pub credited_quantity: i64,
    /// Net that earlier credit notes have credited.
    pub credited_net: Amount,
    /// The part of it that was credited without units, so that each unit costs less than was invoiced.
    pub reduced_net: Amount,
}

/// A line of a credit note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditNoteLine {
    /// Index of the creditable line.
    pub index: usize,
    /// Units; zero where only the price is corrected.
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
    /// A higher amount than is left to credit, or none above zero.
    TooMuch { index: usize, available: Amount },
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
    /// The line names neither units nor an amount, or both.
    #[error("Name either units or an amount of this line.")]
    UnitsOrAmount,
    /// The cause does not fit the lines.
    #[error("Units are credited because of the goods; amounts because of the price or a discount.")]
    CauseDoesNotFit,
    /// The buyer received nothing of the batch for this line.
    #[error("The buyer received nothing of this batch for this line.")]
    BatchNotDelivered,
    /// The batch is named twice for one line.
    #[error("This batch is named twice.")]
    DuplicateBatch,
    /// More units at fault than the line credits, or than the buyer received of the batch.
    #[error("No more units are at fault than are credited, and than the buyer received of the batch.")]
    TooManyFaulty,
}

/// What of a line is credited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditedPart {
    /// Units, with their net.
    Units(i64),
    /// Net without units: the price was too high.
    Net(Amount),
}

/// A part of an order line to credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestedCredit {
    /// The order line.
    pub order_line_id: OrderLineId,
    /// What of it.
    pub part: CreditedPart,
}

/// The lines of a credit note for what is requested, or for everything that is not credited yet.
///
/// # Errors
/// The first [`CreditRefusal`].
pub fn credit_lines(
    lines: &[CreditableLine],
    requested: Option<&[RequestedCredit]>,
) -> Result<Vec<CreditNoteLine>, CreditRefusal> {
    let Some(requested) = requested else {
        let rest: Vec<CreditNoteLine> = lines.iter().enumerate().filter_map(|(i, line)| credit_rest(i, line)).collect();
        return if rest.is_empty() { Err(CreditRefusal::NothingLeft) } else { Ok(rest) };
    };
    if let Some(index) = repeated(requested.iter().map(|request| request.order_line_id)).next() {
        return Err(CreditRefusal::DuplicateLine { index });
    }
    let mut credited: Vec<CreditNoteLine> = Vec::new();
    for (index, request) in requested.iter().enumerate() {
        let found = lines.iter().enumerate().find(|(_, l)| l.order_line_id == request.order_line_id);
        let (i, line) = found.ok_or(CreditRefusal::UnknownLine { index })?;
        let (quantity, net) = match request.part {
            CreditedPart::Units(units) => (units, credit_of_units(line, units, index)?),
            CreditedPart::Net(net) => (0, credit_of_price(line, net, index)?),
        };
        credited.push(CreditNoteLine { index: i, quantity, net });
    }
    if credited.is_empty() { Err(CreditRefusal::NothingLeft) } else { Ok(credited) }
}

/// All that is left of a line, if anything is.
fn credit_rest(index: usize, line: &CreditableLine) -> Option<CreditNoteLine> {
    let (quantity, net) = (line.quantity - line.credited_quantity, line.net - line.credited_net);
    (quantity > 0 || net > Amount::ZERO).then_some(CreditNoteLine { index, quantity, net })
}

/// The net of some units of a line, less their part of what was credited on the price. The last units of a line take the
/// rest of its net, so that its credit notes add up to it.
fn credit_of_units(line: &CreditableLine, units: i64, index: usize) -> Result<Amount, CreditRefusal> {
    let available = line.quantity - line.credited_quantity;
    if units > available || units <= 0 {
        return Err(CreditRefusal::TooManyUnits { index, available });
    }
    let rest = line.net - line.credited_net;
    if units == available {
        return Ok(rest);
    }
    let reduced = split_by_largest_remainder(line.reduced_net, &[units, line.quantity - units]);
    let reduced = reduced.first().copied().unwrap_or_default();
    let net = line_net_of(line.unit_price, line.price_units, units, line.discount_bps) - reduced;
    Ok(net.max(Amount::ZERO).min(rest))
}

/// An amount of the price of a line.
fn credit_of_price(line: &CreditableLine, net: Amount, index: usize) -> Result<Amount, CreditRefusal> {
    let available = line.net - line.credited_net;
    if net > available || net <= Amount::ZERO {
        return Err(CreditRefusal::TooMuch { index, available });
    }
    Ok(net)
}

/// The taxes of a credit note: those of its lines, but never more than the invoice has left, and all the rest with the
/// last of the base. `before` are the taxes of earlier credit notes, one by one or summed.
pub fn credit_taxes(invoice: &[TaxTotal], before: &[TaxTotal], note: Vec<TaxTotal>) -> Vec<TaxTotal> {
    let same = |a: &TaxTotal, b: &TaxTotal| a.code == b.code && a.rate_bps == b.rate_bps;
    note.into_iter()
        .map(|tax| {
            let Some(invoiced) = invoice.iter().find(|t| same(t, &tax)) else { return tax };
            let credited_base: Amount = before.iter().filter(|t| same(t, &tax)).map(|t| t.base).sum();
            let credited: Amount = before.iter().filter(|t| same(t, &tax)).map(|t| t.amount).sum();
            let rest = invoiced.amount - credited;
            let amount = if credited_base + tax.base >= invoiced.base { rest } else { tax.amount.min(rest) };
            TaxTotal { amount, ..tax }
        })
        .collect()
}
