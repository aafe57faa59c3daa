//! An issued document: the buyer owes its total; its net value and its taxes wait to be shared among the makers.

use chrono::NaiveDate;
use entities::values::{AccountKind, Amount, EntryKind, InvoiceId, InvoiceKind};

use crate::{
    platform::locale::{Localizer, localize},
    settlement::rules::{
        DocumentValue,
        ledger::{LedgerEntry, LedgerParty, LedgerPosting},
    },
};

/// An issued document.
#[derive(Clone, Debug)]
pub struct IssuedDocument {
    /// The document.
    pub id: InvoiceId,
    /// Invoice, credit note or debit note.
    pub kind: InvoiceKind,
    /// Its series and number.
    pub name: String,
    /// The day on which it was issued.
    pub issued_on: NaiveDate,
    /// The buyer.
    pub buyer: LedgerParty,
    /// Net value and taxes, positive in a credit note too.
    pub value: DocumentValue,
}

/// The entry of an issued document; that of a credit note has the signs reversed.
pub fn document_entry(document: &IssuedDocument) -> LedgerEntry {
    let (texts, name) = (Localizer::SHARED, &document.name);
    let (kind, sign, description) = match document.kind {
        InvoiceKind::Invoice => (EntryKind::InvoiceIssued, 1, localize!(texts, "entry-invoice-issued", name = name)),
        InvoiceKind::CreditNote => {
            (EntryKind::CreditNoteIssued, -1, localize!(texts, "entry-credit-note-issued", name = name))
        }
        InvoiceKind::DebitNote => {
            (EntryKind::DebitNoteIssued, 1, localize!(texts, "entry-debit-note-issued", name = name))
        }
    };
    LedgerEntry {
        kind,
        key: format!("{}:{}", kind.word(), document.id),
        date: document.issued_on,
        description,
        postings: sale_postings(&document.buyer, document.value, sign),
    }
}

/// The postings of a value that the buyer owes, where `sign` is 1, or no longer owes, where it is -1.
pub(super) fn sale_postings(buyer: &LedgerParty, value: DocumentValue, sign: i64) -> Vec<LedgerPosting> {
    let signed = |amount: Amount| Amount(sign * amount.0);
    let DocumentValue { goods, packaging } = value;
    vec![
        LedgerPosting::of(AccountKind::Receivable, buyer, signed(value.total())),
        LedgerPosting::own(AccountKind::SalesClearing, -signed(goods.net)),
        LedgerPosting::own(AccountKind::Vat, -signed(goods.vat)),
        LedgerPosting::own(AccountKind::AdditionalTax, -signed(goods.additional_tax)),
        LedgerPosting::own(AccountKind::PackagingSales, -signed(packaging.net)),
        LedgerPosting::own(AccountKind::PackagingTax, -signed(packaging.tax())),
    ]
}
