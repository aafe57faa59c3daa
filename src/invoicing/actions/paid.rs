//! Money covers an invoice.

use entities::{
    invoicing::invoice,
    values::{Amount, InvoiceId, InvoiceKind, InvoiceState},
};
use serde_json::json;

use crate::{
    invoicing::{
        InvoicingError,
        rules::{Covered, open_of, state_of},
        store::{self, documents::Standing},
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Records that `amount` (> 0) of an invoice is paid. Payments calls it, once for each part of a payment.
///
/// # Errors
/// 404, `NotPayable`, `MoreThanOpen`.
pub async fn paid(tx: &mut UnitOfWork, id: InvoiceId, amount: Amount) -> Result<invoice::Model> {
    let invoice = store::documents::lock(tx, id).await?;
    if invoice.kind != InvoiceKind::Invoice || invoice.state == InvoiceState::Draft || amount <= Amount::ZERO {
        return Err(InvoicingError::NotPayable.into());
    }
    let open = open_of(&invoice);
    if amount > open {
        return Err(InvoicingError::MoreThanOpen { open: open.of(invoice.currency) }.into());
    }
    let moved = invoice::Model { paid: invoice.paid + amount, ..invoice };
    let state = state_of(&covered(&moved), tx.today());
    store_standing(tx, &moved, state).await?;
    tx.audit("invoice", id, "paid", json!({ "amount": amount.0, "state": state.word() }));
    Ok(invoice::Model { state, version: moved.version + 1, ..moved })
}

/// What the state of an invoice follows from.
pub fn covered(invoice: &invoice::Model) -> Covered {
    Covered { total: invoice.total, paid: invoice.paid, credited: invoice.credited, due_on: invoice.due_on }
}

/// Stores what moved of a locked invoice.
pub async fn store_standing(tx: &UnitOfWork, invoice: &invoice::Model, state: InvoiceState) -> Result<()> {
    let standing = Standing { paid: invoice.paid, credited: invoice.credited, state };
    store::documents::set_standing(tx, invoice.id, standing).await
}
