//! Rules of credit notes: no more is credited than was invoiced, and all credit notes of an invoice add up to it.

use entities::values::{Amount, OrderLineId, TaxRates, TaxTotal, line_net};
use serde::Serialize;

/// A line of an invoice, and what credit notes have credited of it.
#[derive(Clone, Debug)]
pub struct CreditableLine {
    /// The order line. It identifies the line in the invoice and in its credit notes.
    pub order_line_id: OrderLineId,
    /// Units invoiced.
    pub quantity: i64,
    /// Net invoiced.
    pub net: Amount,
    /// Net, per unit.
    pub unit_price: Amount,
    /// Discount on the unit price, in basis points.
    pub discount_bps: i32,
    /// Its tax rates.
    pub rates: TaxRates,
    /// Units that earlier credit notes have credited.
    pub credited_quantity: i64,
    /// Net that earlier credit notes have credited.
    pub credited_net: Amount,
}

/// A line of a credit note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditNoteLine {
    /// Index of the creditable line.
    pub index: usize,
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

/// Units of an order line to credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestedCredit {
    /// The order line.
    pub order_line_id: OrderLineId,
    /// Units.
    pub quantity: i64,
}

/// The lines of a credit note for the requested units, or for everything that is not credited yet.
///
/// # Errors
/// The first [`CreditRefusal`].
pub fn credit_lines(
    lines: &[CreditableLine],
    requested: Option<&[RequestedCredit]>,
) -> Result<Vec<CreditNoteLine>, CreditRefusal> {
    let mut credited: Vec<CreditNoteLine> = Vec::new();
    match requested {
        None => {
            let all_lines = lines.iter().enumerate();
            credited.extend(all_lines.filter_map(|(i, l)| credit_line(i, l, l.quantity - l.credited_quantity)));
        }
        Some(requested) => {
            for (index, request) in requested.iter().enumerate() {
                let found = lines.iter().enumerate().find(|(_, l)| l.order_line_id == request.order_line_id);
                let (i, line) = found.ok_or(CreditRefusal::UnknownLine { index })?;
                if credited.iter().any(|c| c.index == i) {
                    return Err(CreditRefusal::DuplicateLine { index });
                }
                let available = line.quantity - line.credited_quantity;
                if request.quantity > available || request.quantity <= 0 {
                    return Err(CreditRefusal::TooManyUnits { index, available });
                }
                credited.extend(credit_line(i, line, request.quantity));
            }
        }
    }
    if credited.is_empty() { Err(CreditRefusal::NothingLeft) } else { Ok(credited) }
}

/// A line of a credit note. The last units of a line take the rest of its net, so that its credit notes add up to it.
fn credit_line(index: usize, line: &CreditableLine, quantity: i64) -> Option<CreditNoteLine> {
    if quantity <= 0 {
        return None;
    }
    let rest = line.net - line.credited_net;
    let last = line.credited_quantity + quantity == line.quantity;
    let net = if last { rest } else { line_net(line.unit_price, quantity, line.discount_bps).min(rest) };
    Some(CreditNoteLine { index, quantity, net })
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
