//! Mails about invoices to buyers, and about statements, payouts and bank accounts to workshops.

use entities::{
    invoicing::invoice,
    settlement::payout,
    values::{InvoiceId, InvoiceKind, PayoutId, PoolFaultId, PoolId, StatementId, WorkshopId},
};
use uuid::Uuid;

use super::{
    composed_mail::{ComposedMail, Document, StoredFile},
    orders::product_name,
};
use crate::{
    invoicing, members,
    notifications::{
        rules::{
            BankAccountChangedMail, CorrectedBecause, Correction, DocumentFiledMail, EarningsCorrectedMail,
            InvoiceOverdueMail, MaskedAccount, PaymentAccount, PayoutConfirmedMail, PayoutFailedMail,
            StatementFiledMail,
        },
        store,
    },
    platform::{
        format,
        http::problem::{Problem, Result},
        locale::Localizer,
        unit_of_work::UnitOfWork,
    },
    settlement::{self, CorrectionFact, PoolFaultView, PoolOrigin},
};

/// The mail with an issued document.
pub async fn document_filed(tx: &UnitOfWork, texts: Localizer, id: InvoiceId) -> Result<ComposedMail> {
    let invoice = invoicing::get_invoice(tx, id).await?;
    let name = invoicing::document_name(&invoice);
    let correction = match invoice.references_id {
        None => None,
        Some(corrected) => Some(Correction {
            is_debit: invoice.kind == InvoiceKind::DebitNote,
            invoice: invoicing::document_name(&invoicing::get_invoice(tx, corrected).await?),
            reason: invoice.reference_reason.clone().unwrap_or_default(),
        }),
    };
    let mail = DocumentFiledMail {
        total: invoice.total.of(invoice.currency),
        issued_on: invoice.issued_on.unwrap_or_else(|| tx.today()),
        due_on: invoice.due_on,
        correction,
        account: payment_account(&invoice),
        page: invoice_page(tx, &invoice),
        name: name.clone(),
    };
    let document = Document::Invoice(id);
    let file = invoice.file.map(|_| StoredFile { name: format!("{name}.pdf"), document });
    Ok(ComposedMail { content: mail.content(texts), file })
}

/// The mail about an overdue invoice.
pub async fn invoice_overdue(tx: &UnitOfWork, texts: Localizer, id: InvoiceId) -> Result<ComposedMail> {
    let invoice = invoicing::get_invoice(tx, id).await?;
    let mail = InvoiceOverdueMail {
        name: invoicing::document_name(&invoice),
        open: invoicing::open_amount(&invoice).of(invoice.currency),
        due_on: invoice.due_on.unwrap_or_else(|| tx.today()),
        page: invoice_page(tx, &invoice),
    };
    Ok(mail.content(texts).into())
}

/// The mail about earnings in a pool that were corrected.
pub async fn earnings_corrected(
    tx: &UnitOfWork,
    texts: Localizer,
    pool: PoolId,
    workshop: WorkshopId,
    cause: CorrectionFact,
) -> Result<ComposedMail> {
    let PoolOrigin { pool, product, cycle } = settlement::get_pool(tx, pool).await?;
    let because = match cause {
        CorrectionFact::Receipt(id) => CorrectedBecause::Receipt {
            accepted: store::sum_accepted(tx, pool.id, workshop).await?,
            reason: store::get_receipt(tx, id).await?.cancel_reason.unwrap_or_default(),
        },
        CorrectionFact::Fault(id) => {
            let view = get_fault_view(tx, pool.id, id).await?;
            CorrectedBecause::Fault {
                batch: view.batch.code,
                net: view.fault.net.of(pool.currency),
                reason: view.note.reference_reason.unwrap_or_default(),
            }
        }
        CorrectionFact::FaultReversed(id) => {
            let view = get_fault_view(tx, pool.id, id).await?;
            CorrectedBecause::FaultReversed {
                batch: view.batch.code,
                net: view.fault.net.of(pool.currency),
                reason: view.reversal.and_then(|reversal| reversal.reversal_reason).unwrap_or_default(),
            }
        }
    };
    let mail = EarningsCorrectedMail {
        workshop: members::get_workshop(tx, workshop).await?.name,
        product: product_name(&product, texts),
        delivery: cycle.delivery_date,
        because,
        page: tx.app().config.link("/taller/dinero"),
    };
    Ok(mail.content(texts).into())
}

async fn get_fault_view(tx: &UnitOfWork, pool: PoolId, id: PoolFaultId) -> Result<PoolFaultView> {
    let view = settlement::list_fault_views(tx, &[pool]).await?.into_iter().find(|view| view.fault.id == id);
    view.ok_or_else(|| Problem::missing_reference("pool_fault", id))
}

/// The mail with a statement.
pub async fn statement_filed(tx: &UnitOfWork, texts: Localizer, id: StatementId) -> Result<ComposedMail> {
    let statement = store::get_statement(tx, id).await?;
    let mail = StatementFiledMail {
        workshop: members::get_workshop(tx, statement.workshop_id).await?.name,
        number: statement.number.unwrap_or_default(),
        from: statement.from_date,
        until: statement.until_date,
        total: statement.total.of(statement.currency),
        page: tx.app().config.link(&format!("/taller/dinero/{id}")),
    };
    let document = Document::Statement(id);
    let file = statement.file.map(|_| StoredFile { name: mail.file_name(texts), document });
    Ok(ComposedMail { content: mail.content(texts), file })
}

/// The mail about a payout that the bank confirmed.
pub async fn payout_confirmed(tx: &UnitOfWork, texts: Localizer, id: PayoutId) -> Result<ComposedMail> {
    let payout = store::get_payout(tx, id).await?;
    let mail = PayoutConfirmedMail {
        amount: payout.amount.of(tx.currency()),
        confirmed_on: payout.confirmed_on.unwrap_or_else(|| tx.today()),
        account: paid_account(tx, &payout).await?,
        page: tx.app().config.link("/taller/dinero"),
    };
    Ok(mail.content(texts).into())
}

/// The mail about a payout that the bank did not carry out or sent back.
pub async fn payout_failed(tx: &UnitOfWork, texts: Localizer, id: PayoutId) -> Result<ComposedMail> {
    let payout = store::get_payout(tx, id).await?;
    let mail = PayoutFailedMail {
        amount: payout.amount.of(tx.currency()),
        account: paid_account(tx, &payout).await?,
        reason: payout.failure.unwrap_or_default(),
        page: tx.app().config.link("/taller/mi-taller"),
    };
    Ok(mail.content(texts).into())
}

/// The mail about a workshop's new bank account.
pub async fn bank_account_changed(
    tx: &UnitOfWork,
    texts: Localizer,
    workshop: WorkshopId,
    id: Uuid,
) -> Result<ComposedMail> {
    let account = store::get_bank_account(tx, id).await?;
    let mail = BankAccountChangedMail {
        account: masked_account(tx, workshop, &account.bank_code, &account.account_number).await?,
        page: tx.app().config.link("/taller/mi-taller"),
    };
    Ok(mail.content(texts).into())
}

/// The account that an invoice prints; none of a credit note.
fn payment_account(invoice: &invoice::Model) -> Option<PaymentAccount> {
    invoice.due_on?;
    let seller = invoicing::seller_of_document(invoice);
    let tax_id = seller.tax_id.as_deref().map(format::tax_id).unwrap_or_default();
    Some(PaymentAccount {
        bank: seller.bank?,
        number: seller.bank_account?,
        holder: format!("{} · {tax_id}", seller.legal_name),
    })
}

fn invoice_page(tx: &UnitOfWork, invoice: &invoice::Model) -> String {
    tx.app().config.link(&format!("/compras/facturas/{}", invoice.id))
}

/// The account that a payout was sent to.
async fn paid_account(tx: &UnitOfWork, payout: &payout::Model) -> Result<MaskedAccount> {
    let part = |name: &str| payout.account.get(name).and_then(|part| part.as_str()).unwrap_or_default();
    masked_account(tx, payout.workshop_id, part("bank_code"), part("account_number")).await
}

async fn masked_account(tx: &UnitOfWork, workshop: WorkshopId, bank: &str, number: &str) -> Result<MaskedAccount> {
    Ok(MaskedAccount {
        workshop: members::get_workshop(tx, workshop).await?.name,
        bank: members::find_bank(bank).map_or_else(|| bank.to_owned(), |bank| bank.name.to_owned()),
        number: members::mask(number),
    })
}
