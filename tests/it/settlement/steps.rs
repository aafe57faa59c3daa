//! The steps that the tests of settlement have in common: buyers pay, statements are issued, a batch goes to the bank.

use entities::{
    settlement::payout,
    values::{Amount, BankAccountKind, BankFileFormat, BuyerId, PaymentMethod, PayoutBatchId},
};
use minga::{
    invoicing, members, payments,
    platform::{http::etag::IfMatch, unit_of_work::Actor},
    settlement,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::support::{TestApp, market::Market};

/// Pays this part, in percent, of what a buyer still owes.
pub async fn pay(app: &TestApp, buyer_id: BuyerId, percent: i64) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    for invoice in invoicing::list_open_invoices(&tx, buyer_id).await.unwrap() {
        let amount = Amount((invoice.total - invoice.paid).0 * percent / 100);
        let new = payments::NewPayment {
            buyer_id,
            method: PaymentMethod::Transfer,
            received_on: tx.today(),
            amount,
            note: None,
            allocations: vec![payments::InvoiceAllocation { invoice_id: invoice.id, amount }],
        };
        payments::record_payment(&mut tx, new).await.unwrap();
    }
    tx.commit().await.unwrap();
    app.run_jobs().await;
}

/// Sets the bank accounts of both workshops and of the cooperative.
pub async fn set_accounts(app: &TestApp, market: &Market) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    for (maker, number) in [(&market.ana, "00123456789"), (&market.beto, "00987654321")] {
        let new = members::NewBankAccount {
            bank_code: "012".into(),
            account_kind: BankAccountKind::Sight,
            account_number: number.into(),
            holder_name: "Taller".into(),
            holder_tax_id: "12.345.678-5".into(),
            email: None,
        };
        members::update_bank_account(&mut tx, maker.workshop, &IfMatch::any(), new).await.unwrap();
    }
    let account = settlement::NewPayoutAccount {
        bank_code: "012".into(),
        account_number: "84300112233".into(),
        holder_name: "Cooperativa".into(),
        holder_tax_id: "12.345.678-5".into(),
    };
    settlement::upsert_payout_account(&mut tx, account).await.unwrap();
    tx.commit().await.unwrap();
}

/// Creates, approves and exports a batch of the statements to pay.
pub async fn export_batch(app: &TestApp, market: &Market) -> PayoutBatchId {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let (one, other) = (market.finance.person, market.staff.person);
    let batch = settlement::create_payout_batch(&mut tx, one, BankFileFormat::Pain001).await.unwrap().batch.id;
    settlement::approve_payout_batch(&mut tx, other, batch).await.unwrap();
    settlement::export_payout_batch(&mut tx, batch).await.unwrap();
    tx.commit().await.unwrap();
    batch
}

/// Imports a bank statement with the transfers of a batch, except the last `missing` of them.
pub async fn import_transfers(app: &TestApp, batch: PayoutBatchId, missing: usize) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let sent = payout::Entity::find().filter(payout::Column::BatchId.eq(batch)).all(tx.db()).await.unwrap();
    let rows = sent.iter().take(sent.len() - missing).map(|p| payments::BankStatementRow {
        line: 0,
        bank_id: Some(p.id.to_string()),
        booked_on: tx.today(),
        amount: Amount(-p.amount.0),
        reference: payments::payout_reference(p.id),
        counterparty: None,
    });
    let rows = rows.collect();
    payments::import_bank_lines(&mut tx, rows).await.unwrap();
    tx.commit().await.unwrap();
    app.run_jobs().await;
}

/// Runs the statements.
pub async fn issue_statements(app: &TestApp) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    settlement::issue_statements(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    app.run_jobs().await;
}
