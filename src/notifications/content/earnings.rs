//! What is read of documents, statements and payouts: for the buyer's people what is owed, for the workshop's what was
//! earned.

use entities::{
    invoicing::invoice,
    values::{InvoiceId, Language, PayoutId, StatementId, WorkshopId},
};
use uuid::Uuid;

use super::Composed;
use crate::{
    invoicing, members,
    notifications::{
        rules::{self, AccountTold, DocumentTold, OverdueTold, PayoutTold, StatementTold},
        store,
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

fn page_of(tx: &UnitOfWork, invoice: &invoice::Model) -> String {
    tx.app().config.link(&format!("/compras/facturas/{}", invoice.id))
}

/// An invoice or credit note with its PDF.
pub async fn document(tx: &UnitOfWork, language: Language, id: InvoiceId) -> Result<Composed> {
    let invoice = invoicing::invoice(tx, id).await?;
    let name = invoicing::name_of(&invoice);
    let corrects = match invoice.references_id {
        None => None,
        Some(of) => {
            let corrected = invoicing::invoice(tx, of).await?;
            Some((invoicing::name_of(&corrected), invoice.reference_reason.clone().unwrap_or_default()))
        }
    };
    let told = DocumentTold {
        kind: invoice.kind,
        total: invoice.total.of(invoice.currency),
        issued_on: invoice.issued_on.unwrap_or_else(|| tx.today()),
        due_on: invoice.due_on,
        corrects,
        page: page_of(tx, &invoice),
        name: name.clone(),
    };
    let file = invoice.file.map(|key| (format!("{name}.pdf"), key));
    Ok(Composed { letter: rules::document_filed(language, &told), file })
}

/// An invoice that passed its day.
pub async fn overdue(tx: &UnitOfWork, language: Language, id: InvoiceId) -> Result<Composed> {
    let invoice = invoicing::invoice(tx, id).await?;
    let told = OverdueTold {
        name: invoicing::name_of(&invoice),
        open: invoicing::open_of(&invoice).of(invoice.currency),
        due_on: invoice.due_on.unwrap_or_else(|| tx.today()),
        page: page_of(tx, &invoice),
    };
    Ok(rules::invoice_overdue(language, &told).into())
}

/// A statement with its PDF.
pub async fn statement(tx: &UnitOfWork, language: Language, id: StatementId) -> Result<Composed> {
    let statement = store::statement(tx, id).await?;
    let number = statement.number.unwrap_or_default();
    let told = StatementTold {
        workshop: members::workshop(tx, statement.workshop_id).await?.name,
        number,
        from: statement.from_date,
        until: statement.until_date,
        total: statement.total.of(statement.currency),
        page: tx.app().config.link(&format!("/taller/dinero/{id}")),
    };
    let name = match language {
        Language::Es => format!("liquidacion-{number}.pdf"),
        Language::En => format!("statement-{number}.pdf"),
    };
    let file = statement.file.map(|key| (name, key));
    Ok(Composed { letter: rules::statement_filed(language, &told), file })
}

/// A payout that reached its account.
pub async fn payout(tx: &UnitOfWork, language: Language, id: PayoutId) -> Result<Composed> {
    let payout = store::payout(tx, id).await?;
    let part = |name: &str| payout.account.get(name).and_then(|part| part.as_str()).unwrap_or_default();
    let told = PayoutTold {
        amount: payout.amount.of(tx.currency()),
        paid_on: payout.confirmed_on.unwrap_or_else(|| tx.today()),
        to: account(tx, payout.workshop_id, part("bank_code"), part("account_number"), "/taller/dinero").await?,
    };
    Ok(rules::payout_confirmed(language, &told).into())
}

/// A workshop's new account.
pub async fn bank_account(tx: &UnitOfWork, language: Language, workshop: WorkshopId, id: Uuid) -> Result<Composed> {
    let set = store::bank_account(tx, id).await?;
    let told = account(tx, workshop, &set.bank_code, &set.account_number, "/taller/unidad").await?;
    Ok(rules::bank_account_changed(language, &told).into())
}

async fn account(tx: &UnitOfWork, workshop: WorkshopId, bank: &str, number: &str, page: &str) -> Result<AccountTold> {
    Ok(AccountTold {
        workshop: members::workshop(tx, workshop).await?.name,
        bank: members::bank(bank).map_or_else(|| bank.to_owned(), |bank| bank.name.to_owned()),
        number: members::masked(number),
        page: tx.app().config.link(page),
    })
}
