//! What the Typst template of invoices and credit notes reads: labels and values, all of them as text.

use chrono::NaiveDate;
use entities::{
    invoicing::{invoice, invoice_line, invoice_tax},
    orders::order_line,
    values::{Amount, CreditReason, InvoiceId, InvoiceKind, OrderId},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

use super::document_lines::line_data;
use crate::{
    invoicing::{
        rules::{self, Parties, Party, VAT},
        store::{self, ordered_lines::OrderedLines},
    },
    orders,
    platform::{
        format::{self, DateStyle},
        http::problem::Result,
        locale::{Localizer, localize},
        unit_of_work::UnitOfWork,
    },
};

const TEXTS: Localizer = Localizer::SHARED;

/// What the template reads of one document.
pub async fn document_data(tx: &UnitOfWork, id: InvoiceId) -> Result<Value> {
    let invoice = store::invoices::get_invoice(tx, id).await?;
    let lines = store::invoice_lines::list_invoice_lines(tx, &[id]).await?;
    let taxes = store::invoice_lines::list_invoice_taxes(tx, &[id]).await?;
    let referenced = match invoice.references_id {
        Some(id) => Some(store::invoices::get_invoice(tx, id).await?),
        None => None,
    };
    let ordered = OrderedLines::load(tx, &lines).await?;
    let purchase_orders = purchase_order_numbers(tx, ordered.lines.values()).await?;
    Ok(template_data(&invoice, (&lines, &ordered), &taxes, referenced.as_ref(), &purchase_orders))
}

/// The buyer's own numbers of the orders of these lines, with commas between them.
async fn purchase_order_numbers(tx: &UnitOfWork, lines: impl Iterator<Item = &order_line::Model>) -> Result<String> {
    let ids: Vec<OrderId> = lines.map(|line| line.order_id).collect();
    let orders = orders::find_orders(tx, &ids).await?;
    let numbers: BTreeSet<String> = orders.into_values().filter_map(|order| order.purchase_order_number).collect();
    Ok(numbers.into_iter().collect::<Vec<_>>().join(", "))
}

fn template_data(
    invoice: &invoice::Model,
    (lines, ordered): (&[invoice_line::Model], &OrderedLines),
    taxes: &[invoice_tax::Model],
    referenced: Option<&invoice::Model>,
    purchase_orders: &str,
) -> Value {
    let language = TEXTS.language();
    let money = |amount: Amount| format::money(language, amount.of(invoice.currency));
    let Parties { seller, buyer } = rules::parties_of_document(invoice);
    let exempt: Amount = lines.iter().filter(|line| line.vat_bps == 0).map(|line| line.net).sum();
    let net = localize!(TEXTS, "document-label.net-sum");
    let mut sums = vec![json!({ "name": net, "amount": money(invoice.net - exempt) })];
    if exempt > Amount::ZERO {
        sums.push(json!({ "name": localize!(TEXTS, "document-label.exempt-sum"), "amount": money(exempt) }));
    }
    sums.extend(taxes.iter().map(|t| json!({ "name": tax_name(t), "amount": money(t.amount) })));
    json!({
        "language": language.word(),
        "label": labels(invoice.kind),
        "title": localize!(TEXTS, "document-title", kind = invoice.kind.word()),
        "number": localize!(TEXTS, "document-number", number = number_text(invoice)),
        "seller": party(&seller),
        "buyer": party(&buyer),
        "issued_on": invoice.issued_on.map(long_date).unwrap_or_default(),
        "due_on": invoice.due_on.map(long_date),
        "how_to_pay": invoice.due_on.map(|due| {
            localize!(TEXTS, "document-how-to-pay", due = due, name = rules::document_name(invoice))
        }),
        "account": invoice.due_on.and_then(|_| bank_account(&seller)),
        "lines": line_data(invoice.kind, lines, ordered, money),
        "sums": sums,
        "total": money(invoice.total),
        "currency": invoice.currency.code(),
        "purchase_orders": purchase_orders,
        "reference": referenced.map(|r| reference(invoice, r)),
    })
}

/// The account to which the seller is paid; none where it has recorded none.
fn bank_account(seller: &Party) -> Option<String> {
    let (bank, account) = (seller.bank.as_deref()?, seller.bank_account.as_deref()?);
    let tax_id = seller.tax_id.as_deref().map(format::tax_id).unwrap_or_default();
    let holder = seller.legal_name.as_str();
    Some(localize!(TEXTS, "document-account", bank = bank, account = account, holder = holder, tax_id = tax_id))
}

/// The labels of the template.
fn labels(kind: InvoiceKind) -> Value {
    let total = match kind {
        InvoiceKind::Invoice | InvoiceKind::DebitNote => localize!(TEXTS, "document-label.total"),
        InvoiceKind::CreditNote => localize!(TEXTS, "document-label.total-in-favour"),
    };
    json!({
        "page": localize!(TEXTS, "document-label.page"),
        "page_numbering": localize!(TEXTS, "document-label.page-numbering"),
        "phone": localize!(TEXTS, "document-label.phone"),
        "tax_id": localize!(TEXTS, "document-label.tax-id"),
        "activity": localize!(TEXTS, "document-label.activity"),
        "buyer": localize!(TEXTS, "document-label.buyer"),
        "trade_name": localize!(TEXTS, "document-label.trade-name"),
        "address": localize!(TEXTS, "document-label.address"),
        "comuna": localize!(TEXTS, "document-label.comuna"),
        "issued_on": localize!(TEXTS, "document-label.issued-on"),
        "due_on": localize!(TEXTS, "document-label.due-on"),
        "currency": localize!(TEXTS, "document-label.currency"),
        "reference": localize!(TEXTS, "document-label.reference"),
        "reason": localize!(TEXTS, "document-label.reason"),
        "code": localize!(TEXTS, "document-label.code"),
        "description": localize!(TEXTS, "document-label.description"),
        "quantity": localize!(TEXTS, "document-label.quantity"),
        "unit_price": localize!(TEXTS, "document-label.unit-price"),
        "discount": localize!(TEXTS, "document-label.discount"),
        "net": localize!(TEXTS, "document-label.net"),
        "total": total,
        "purchase_orders": localize!(TEXTS, "document-label.purchase-orders"),
    })
}

fn reference(note: &invoice::Model, corrected: &invoice::Model) -> Value {
    let reason = note.reference_code.unwrap_or(CreditReason::Amounts);
    let document = match corrected.issued_on {
        Some(date) => {
            let (kind, number) = (corrected.kind.word(), number_text(corrected));
            localize!(TEXTS, "document-reference", kind = kind, number = number, date = date)
        }
        None => rules::document_name(corrected),
    };
    let mut code = localize!(TEXTS, "document-credit-reason", reason = reason.word());
    if let Some(cause) = note.reference_cause {
        code = format!("{code} · {}", localize!(TEXTS, "document-correction-cause", cause = cause.word()));
    }
    json!({
        "document": document,
        "code": code,
        "reason": note.reference_reason,
    })
}

fn party(party: &Party) -> Value {
    json!({
        "name": party.legal_name,
        "trade_name": if party.name == party.legal_name { "" } else { party.name.as_str() },
        "tax_id": party.tax_id.as_deref().map(format::tax_id),
        "activity": party.activity,
        "address": party.address,
        "comuna": party.comuna,
        "email": party.email,
        "phone": party.phone,
    })
}

fn tax_name(tax: &invoice_tax::Model) -> String {
    let rate = format::percent(TEXTS.language(), tax.rate_bps);
    if tax.tax_code == VAT {
        localize!(TEXTS, "document-vat", rate = rate)
    } else {
        localize!(TEXTS, "document-other-tax", code = &tax.tax_code, rate = rate)
    }
}

/// A document's number without separators; empty for a draft.
fn number_text(document: &invoice::Model) -> String {
    document.number.map(|number| number.to_string()).unwrap_or_default()
}

fn long_date(date: NaiveDate) -> String {
    format::date(TEXTS.language(), date, DateStyle::Long)
}
