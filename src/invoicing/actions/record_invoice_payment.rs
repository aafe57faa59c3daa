//! Records that a part of an invoice is paid, or no longer is.

use entities::{
    invoicing::invoice,
    values::{Amount, InvoiceId, InvoiceKind, InvoiceState},
};
use serde_json::json;

use super::write_off_debt::recover_debt;
use crate::{
    invoicing::{
        InvoicingError,
        rules::{InvoiceBalance, invoice_state, open_amount},
        store,
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Records that `amount`, above zero, of an invoice is paid. Called by payments for each allocation of a payment. What was
/// written off of it is recovered once nothing else is open.
///
/// # Errors
/// 404, `NotPayable`, `MoreThanOpen`.
pub async fn record_invoice_payment(tx: &mut UnitOfWork, id: InvoiceId, amount: Amount) -> Result<invoice::Model> {
    let invoice = store::invoices::lock_invoice(tx, id).await?;
    if invoice.kind == InvoiceKind::CreditNote || invoice.state == InvoiceState::Draft || amount <= Amount::ZERO {
        return Err(InvoicingError::NotPayable.into());
    }
    let open = open_amount(&invoice);
    let payable = open + invoice.written_off;
    if amount > payable {
        return Err(InvoicingError::MoreThanOpen { open: payable.of(invoice.currency) }.into());
    }
    let invoice = if amount > open { recover_debt(tx, invoice, amount - open).await? } else { invoice };
    let paid = invoice::Model { paid: invoice.paid + amount, ..invoice };
    let state = invoice_state(InvoiceBalance::from(&paid), tx.today());
    let paid = invoice::Model { state, ..paid };
    store::invoices::update_balance(tx, &paid).await?;
    tx.audit("invoice", id, "paid", json!({ "amount": amount.0, "state": state.word() }));
    Ok(invoice::Model { version: paid.version + 1, ..paid })
}

/// Records that payments cover `payments` of an invoice, less than before. Called by payments after a release.
///
/// # Errors
/// 404.
pub async fn update_payments_of_invoice(tx: &mut UnitOfWork, id: InvoiceId, payments: Amount) -> Result<()> {
    let invoice = store::invoices::lock_invoice(tx, id).await?;
    let covered = invoice::Model { paid: payments + invoice.credited, ..invoice };
    let state = invoice_state(InvoiceBalance::from(&covered), tx.today());
    store::invoices::update_balance(tx, &invoice::Model { state, ..covered }).await?;
    tx.audit("invoice", id, "released", json!({ "payments": payments.0, "state": state.word() }));
    Ok(())
}
