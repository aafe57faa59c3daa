//! Loads the statement of a buyer's account.

use chrono::NaiveDate;
use entities::{
    invoicing::invoice,
    payments::{payment, refund},
    values::{AccountMovementKind, Amount, BuyerId, InvoiceKind, RefundState},
};

use crate::{
    invoicing,
    payments::{
        rules::{AccountLines, AccountMovement, account_lines},
        store::{payments, refunds},
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// The statement of a buyer's account from a day on, and what it is made of today.
#[derive(Clone, Debug)]
pub struct BuyerStatement {
    /// Its movements.
    pub account: AccountLines,
    /// What is open of the buyer's invoices.
    pub open_invoices: Amount,
    /// What is unallocated of the buyer's payments: a balance in its favour.
    pub in_favour: Amount,
    /// What may be charged because its invoices are paid late; not owed yet.
    pub late_charges: Amount,
}

/// The statement of a buyer's account from a day on. Its closing balance is what is open less what is in the buyer's
/// favour.
pub async fn load_account_statement(tx: &UnitOfWork, buyer: BuyerId, from: NaiveDate) -> Result<BuyerStatement> {
    let documents = invoicing::list_issued_documents(tx, buyer).await?;
    let payments = payments::list_all_payments(tx, buyer).await?;
    let refunds = refunds::list_refunds_of_buyer(tx, buyer).await?;
    let open = |document: &&invoice::Model| document.kind != InvoiceKind::CreditNote;
    let open_invoices = documents.iter().filter(open).map(invoicing::open_amount).sum();
    let late_charges = invoicing::list_late_charges(tx, &documents).await?;
    let late_charges = late_charges.values().map(|charge| charge.total()).sum();
    let in_favour = payments.iter().map(|payment| payment.unallocated).sum();
    let mut movements: Vec<AccountMovement> = documents.iter().map(document_movement).collect();
    for loss in invoicing::list_losses(tx, buyer).await? {
        let is_recovery = loss.amount > Amount::ZERO;
        movements.push(AccountMovement {
            on: loss.at.with_timezone(&tx.zone()).date_naive(),
            kind: if is_recovery { AccountMovementKind::Recovery } else { AccountMovementKind::WriteOff },
            invoice_id: Some(loss.invoice.id),
            name: Some(invoicing::document_name(&loss.invoice)),
            amount: loss.amount,
        });
    }
    for payment in &payments {
        movements.extend(payment_movements(tx, payment));
    }
    movements.extend(
        refunds
            .iter()
            .filter(|refund| refund.state != RefundState::Cancelled)
            .map(|refund| refund_movement(tx, refund)),
    );
    Ok(BuyerStatement { account: account_lines(movements, from), open_invoices, in_favour, late_charges })
}

fn document_movement(document: &invoice::Model) -> AccountMovement {
    let (kind, amount) = match document.kind {
        InvoiceKind::Invoice => (AccountMovementKind::Invoice, document.total),
        InvoiceKind::CreditNote => (AccountMovementKind::CreditNote, -document.total),
        InvoiceKind::DebitNote => (AccountMovementKind::DebitNote, document.total),
    };
    AccountMovement {
        on: document.issued_on.unwrap_or_default(),
        kind,
        invoice_id: Some(document.id),
        name: Some(invoicing::document_name(document)),
        amount,
    }
}

/// A payment, and its reversal where it was reversed.
fn payment_movements(tx: &UnitOfWork, payment: &payment::Model) -> Vec<AccountMovement> {
    let movement = |on, kind, amount| AccountMovement { on, kind, invoice_id: None, name: None, amount };
    let mut movements = vec![movement(payment.received_on, AccountMovementKind::Payment, -payment.amount)];
    if let Some(at) = payment.reversed_at {
        let on = at.with_timezone(&tx.zone()).date_naive();
        movements.push(movement(on, AccountMovementKind::PaymentReversal, payment.amount));
    }
    movements
}

fn refund_movement(tx: &UnitOfWork, refund: &refund::Model) -> AccountMovement {
    AccountMovement {
        on: refund.requested_at.with_timezone(&tx.zone()).date_naive(),
        kind: AccountMovementKind::Refund,
        invoice_id: None,
        name: None,
        amount: refund.amount,
    }
}
