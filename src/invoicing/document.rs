//! A document on paper: what the template prints of an invoice or a credit note, in Spanish as Chile writes it.

use chrono::{Datelike, NaiveDate};
use entities::{
    catalogue::product,
    invoicing::{invoice, invoice_line, invoice_tax},
    values::{Amount, CreditReason, Currency, InvoiceId, InvoiceKind, ProductId},
};
use serde_json::{Value, json};
use std::collections::HashMap;

use super::{
    parties::{self, Parties, Party},
    rules::VAT,
    store,
};
use crate::{
    catalogue,
    platform::{http::problem::Result, table::decimal, unit_of_work::UnitOfWork},
};

/// The template of both kinds of documents.
pub const TEMPLATE: &str = include_str!("../../templates/invoice.typ");

const MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// What the template reads of one document.
pub async fn data(tx: &UnitOfWork, id: InvoiceId) -> Result<Value> {
    let invoice = store::documents::invoice(tx, id).await?;
    let lines = store::lines::lines(tx, &[id]).await?;
    let taxes = store::lines::taxes(tx, &[id]).await?;
    let referenced = match invoice.references_id {
        Some(id) => Some(store::documents::invoice(tx, id).await?),
        None => None,
    };
    let products: Vec<ProductId> = lines.iter().map(|l| l.product_id).collect();
    let products = catalogue::products(tx, &products).await?;
    Ok(written(&invoice, &lines, &taxes, referenced.as_ref(), &products))
}

fn written(
    invoice: &invoice::Model,
    lines: &[invoice_line::Model],
    taxes: &[invoice_tax::Model],
    referenced: Option<&invoice::Model>,
    products: &HashMap<ProductId, product::Model>,
) -> Value {
    let money = |amount: Amount| money(amount, invoice.currency);
    let Parties { seller, buyer } = parties::of_document(invoice);
    let line = |line: &invoice_line::Model| {
        json!({
            "code": products.get(&line.product_id).map_or("", |p| p.code.as_str()),
            "description": line.description,
            "quantity": grouped(&line.quantity.to_string()),
            "unit_price": money(line.unit_price),
            "discount": if line.discount_bps == 0 { String::new() } else { percent(line.discount_bps) },
            "net": money(line.net),
        })
    };
    let exempt: Amount = lines.iter().filter(|l| l.vat_bps == 0).map(|l| l.net).sum();
    let mut sums = vec![json!({ "name": "Monto neto", "amount": money(invoice.net - exempt) })];
    if exempt > Amount::ZERO {
        sums.push(json!({ "name": "Monto exento", "amount": money(exempt) }));
    }
    sums.extend(taxes.iter().map(|t| json!({ "name": tax_name(t), "amount": money(t.amount) })));
    json!({
        "title": title(invoice.kind),
        "number": invoice.number.map(|n| n.to_string()).unwrap_or_default(),
        "series": invoice.series,
        "seller": party(&seller),
        "buyer": party(&buyer),
        "issued_on": invoice.issued_on.map(long_date).unwrap_or_default(),
        "due_on": invoice.due_on.map(long_date),
        "lines": lines.iter().map(line).collect::<Vec<_>>(),
        "sums": sums,
        "total": money(invoice.total),
        "currency": invoice.currency.code(),
        "reference": referenced.map(|r| reference(invoice, r)),
    })
}

fn title(kind: InvoiceKind) -> &'static str {
    match kind {
        InvoiceKind::Invoice => "FACTURA",
        InvoiceKind::CreditNote => "NOTA DE CRÉDITO",
    }
}

fn reference(note: &invoice::Model, of: &invoice::Model) -> Value {
    let code = match note.reference_code {
        Some(CreditReason::Annul) => "1 · Anula documento de referencia",
        Some(CreditReason::Text) => "2 · Corrige texto documento de referencia",
        Some(CreditReason::Amounts) | None => "3 · Corrige montos",
    };
    json!({
        "document": format!("Factura N.º {} del {}", of.number.unwrap_or_default(), of.issued_on.map(long_date).unwrap_or_default()),
        "code": code,
        "reason": note.reference_reason,
    })
}

fn party(party: &Party) -> Value {
    json!({
        "name": party.legal_name,
        "trade_name": if party.name == party.legal_name { "" } else { party.name.as_str() },
        "tax_id": party.tax_id.as_deref().map(dotted_rut),
        "activity": party.activity,
        "address": party.address,
        "comuna": party.comuna,
        "email": party.email,
        "phone": party.phone,
    })
}

fn tax_name(tax: &invoice_tax::Model) -> String {
    if tax.tax_code == VAT {
        format!("IVA {}", percent(tax.rate_bps))
    } else {
        format!("Impuesto adicional {} ({})", tax.tax_code, percent(tax.rate_bps))
    }
}

/// An amount as Chile writes it: `$ 12.990`, `US$ 1.234,50`.
pub fn money(amount: Amount, currency: Currency) -> String {
    let sign = match currency {
        Currency::Clp => "$",
        Currency::Usd => "US$",
        Currency::Eur => "€",
    };
    format!("{sign}\u{a0}{}", grouped(&decimal(amount.0, currency.minor_digits())))
}

/// A decimal number with points between thousands and a comma before the decimals.
fn grouped(number: &str) -> String {
    let (sign, number) = number.strip_prefix('-').map_or(("", number), |n| ("-", n));
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let mut text = String::with_capacity(number.len() * 2);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            text.push('.');
        }
        text.push(digit);
    }
    if part.is_empty() { format!("{sign}{text}") } else { format!("{sign}{text},{part}") }
}

/// A rate as Chile writes it: `19 %`, `31,5 %`.
fn percent(bps: i32) -> String {
    let figures = decimal(i64::from(bps), 2);
    let figures = figures.trim_end_matches('0').trim_end_matches('.');
    format!("{}\u{a0}%", figures.replace('.', ","))
}

fn long_date(date: NaiveDate) -> String {
    let month = usize::try_from(date.month0()).ok().and_then(|m| MONTHS.get(m)).unwrap_or(&"");
    format!("{} de {month} de {}", date.day(), date.year())
}

/// A RUT with the points that people read: `12.345.678-5`. What is no RUT stays as it is.
fn dotted_rut(plain: &str) -> String {
    match plain.split_once('-') {
        Some((number, digit)) if number.bytes().all(|b| b.is_ascii_digit()) => format!("{}-{digit}", grouped(number)),
        _ => plain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_chile_writes_them() {
        assert_eq!(money(Amount(1_234_567), Currency::Clp), "$\u{a0}1.234.567");
        assert_eq!(money(Amount(-5), Currency::Usd), "US$\u{a0}-0,05");
        assert_eq!(money(Amount(100_000), Currency::Eur), "€\u{a0}1.000,00");
        assert_eq!(percent(1900), "19\u{a0}%");
        assert_eq!(percent(3150), "31,5\u{a0}%");
        assert_eq!(dotted_rut("12345678-5"), "12.345.678-5");
        assert_eq!(dotted_rut("9-K"), "9-K");
        assert_eq!(dotted_rut("US-123"), "US-123");
        assert_eq!(NaiveDate::from_ymd_opt(2026, 9, 1).map(long_date).unwrap(), "1 de septiembre de 2026");
    }
}
