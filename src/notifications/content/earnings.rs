//! What is read of documents, statements and payouts: for the buyer's people what is owed, for the unit's what was
//! earned.

use entities::{
    invoicing::invoice,
    values::{InvoiceId, Language, PayoutId, StatementId, UnitId},
};
use uuid::Uuid;

use super::Composed;
use crate::{
    invoicing, members,
    notifications::{
        rules::{self, AccountTold, DocumentTold, OverdueTold, PayoutTold, StatementTold},
        store,
    },
    platform::{http::problem::Answer, work::Work},
};

fn page_of(work: &Work, invoice: &invoice::Model) -> String {
    work.app().config.link(&format!("/compras/facturas/{}", invoice.id))
}

/// An invoice or credit note with its PDF.
pub async fn document(work: &Work, language: Language, id: InvoiceId) -> Answer<Composed> {
    let invoice = invoicing::invoice(work, id).await?;
    let name = invoicing::name_of(&invoice);
    let corrects = match invoice.references_id {
        None => None,
        Some(of) => {
            let corrected = invoicing::invoice(work, of).await?;
            Some((invoicing::name_of(&corrected), invoice.reference_reason.clone().unwrap_or_default()))
        }
    };
    let told = DocumentTold {
        kind: invoice.kind,
        total: invoice.total.of(invoice.currency),
        issued_on: invoice.issued_on.unwrap_or_else(|| work.today()),
        due_on: invoice.due_on,
        corrects,
        page: page_of(work, &invoice),
        name: name.clone(),
    };
    let file = invoice.file.map(|key| (format!("{name}.pdf"), key));
    Ok(Composed { letter: rules::document_filed(language, &told), file })
}

/// An invoice that passed its day.
pub async fn overdue(work: &Work, language: Language, id: InvoiceId) -> Answer<Composed> {
    let invoice = invoicing::invoice(work, id).await?;
    let told = OverdueTold {
        name: invoicing::name_of(&invoice),
        open: invoicing::open_of(&invoice).of(invoice.currency),
        due_on: invoice.due_on.unwrap_or_else(|| work.today()),
        page: page_of(work, &invoice),
    };
    Ok(rules::invoice_overdue(language, &told).into())
}

/// A statement with its PDF.
pub async fn statement(work: &Work, language: Language, id: StatementId) -> Answer<Composed> {
    let statement = store::statement(work, id).await?;
    let number = statement.number.unwrap_or_default();
    let told = StatementTold {
        unit: members::unit(work, statement.unit_id).await?.name,
        number,
        from: statement.from_date,
        until: statement.until_date,
        total: statement.total.of(statement.currency),
        page: work.app().config.link(&format!("/taller/dinero/{id}")),
    };
    let name = match language {
        Language::Es => format!("liquidacion-{number}.pdf"),
        Language::En => format!("statement-{number}.pdf"),
    };
    let file = statement.file.map(|key| (name, key));
    Ok(Composed { letter: rules::statement_filed(language, &told), file })
}

/// A payout that reached its account.
pub async fn payout(work: &Work, language: Language, id: PayoutId) -> Answer<Composed> {
    let payout = store::payout(work, id).await?;
    let part = |name: &str| payout.account.get(name).and_then(|part| part.as_str()).unwrap_or_default();
    let told = PayoutTold {
        amount: payout.amount.of(work.currency()),
        paid_on: payout.confirmed_on.unwrap_or_else(|| work.today()),
        to: account(work, payout.unit_id, part("bank_code"), part("account_number"), "/taller/dinero").await?,
    };
    Ok(rules::payout_confirmed(language, &told).into())
}

/// A unit's new account.
pub async fn bank_account(work: &Work, language: Language, unit: UnitId, id: Uuid) -> Answer<Composed> {
    let set = store::bank_account(work, id).await?;
    let told = account(work, unit, &set.bank_code, &set.account_number, "/taller/unidad").await?;
    Ok(rules::bank_account_changed(language, &told).into())
}

async fn account(work: &Work, unit: UnitId, bank: &str, number: &str, page: &str) -> Answer<AccountTold> {
    Ok(AccountTold {
        unit: members::unit(work, unit).await?.name,
        bank: members::bank(bank).map_or_else(|| bank.to_owned(), |bank| bank.name.to_owned()),
        number: members::masked(number),
        page: work.app().config.link(page),
    })
}
