//! An issued document: the buyer owes it; its net waits to be shared out, its tax waits beside it.

use chrono::NaiveDate;
use entities::values::{AccountKind, Amount, BuyerId, EntryKind, InvoiceId, InvoiceKind};

use super::own;
use crate::settlement::ledger::{AccountRef, Entry};

/// What the posting needs of an issued invoice or credit note.
#[derive(Clone, Debug)]
pub struct IssuedDocument {
    /// The document.
    pub id: InvoiceId,
    /// Invoice or credit note.
    pub kind: InvoiceKind,
    /// Its series and number, as people say it.
    pub name: String,
    /// The day it was issued.
    pub issued_on: NaiveDate,
    /// The buyer and its code.
    pub buyer: (BuyerId, String),
    /// Net value, positive also in a credit note.
    pub net: Amount,
    /// All taxes, likewise.
    pub tax: Amount,
}

/// The entry of an issued document; a credit note posts the other way round.
pub fn document_issued(document: &IssuedDocument) -> Entry {
    let (kind, sign, word) = match document.kind {
        InvoiceKind::Invoice => (EntryKind::InvoiceIssued, 1, "Factura"),
        InvoiceKind::CreditNote => (EntryKind::CreditNoteIssued, -1, "Nota de crédito"),
    };
    let (net, tax) = (Amount(sign * document.net.0), Amount(sign * document.tax.0));
    let (buyer, code) = &document.buyer;
    Entry {
        kind,
        key: format!("{}:{}", kind.word(), document.id),
        date: document.issued_on,
        description: format!("{word} {}", document.name),
        postings: vec![
            (AccountRef::of(AccountKind::Receivable, buyer.0, code), net + tax),
            own(AccountKind::SalesClearing, -net),
            own(AccountKind::Vat, -tax),
        ],
    }
}
