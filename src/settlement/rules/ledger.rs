//! Entries of the double-entry ledger and the names of its accounts.

use chrono::NaiveDate;
use entities::values::{AccountKind, Amount, EntryKind};
use uuid::Uuid;

/// A buyer or a workshop that has accounts in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerParty {
    /// Id of the buyer or the workshop.
    pub id: Uuid,
    /// Its stable code.
    pub code: String,
}

impl LedgerParty {
    /// The party with this id and code.
    pub fn new(id: impl Into<Uuid>, code: impl Into<String>) -> Self {
        Self { id: id.into(), code: code.into() }
    }
}

/// An account, by its kind and its owner. It is created by its first posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRef {
    /// Its kind.
    pub kind: AccountKind,
    /// Its owner; none = the cooperative itself.
    pub party: Option<LedgerParty>,
}

impl AccountRef {
    /// An account of the cooperative itself.
    pub fn own(kind: AccountKind) -> Self {
        Self { kind, party: None }
    }

    /// An account of a buyer or a workshop.
    pub fn of(kind: AccountKind, party: &LedgerParty) -> Self {
        Self { kind, party: Some(party.clone()) }
    }

    /// Its name in the ledger: the class of accounting, then its kind, then the code of its owner.
    pub fn code(&self) -> String {
        let name = match self.kind {
            AccountKind::Receivable => "assets:receivable",
            AccountKind::Bank => "assets:bank",
            AccountKind::SalesClearing => "liabilities:sales",
            AccountKind::Vat => "liabilities:sales_tax",
            AccountKind::AdditionalTax => "liabilities:additional_tax",
            AccountKind::ProducerPending => "liabilities:producers:pending",
            AccountKind::ProducerPayable => "liabilities:producers:payable",
            AccountKind::ProducerReceivable => "assets:producers:receivable",
            AccountKind::CarriedReceivable => "assets:carried_receivables",
            AccountKind::Deductions => "income:deductions",
            AccountKind::Commission => "income:commission",
            AccountKind::CommissionVat => "liabilities:commission_vat",
            AccountKind::Unallocated => "liabilities:unallocated",
            AccountKind::PayoutClearing => "liabilities:payouts",
            AccountKind::CardClearing => "assets:cards",
            AccountKind::CardFees => "expenses:card_fees",
            AccountKind::Stock => "assets:stock",
            AccountKind::Cash => "assets:cash",
            AccountKind::StockSales => "income:stock_sales",
            AccountKind::StockTax => "liabilities:stock_tax",
            AccountKind::StockAdditionalTax => "liabilities:stock_additional_tax",
            AccountKind::PackagingSales => "income:packaging",
            AccountKind::PackagingTax => "liabilities:packaging_tax",
            AccountKind::StockCost => "expenses:stock_sold",
            AccountKind::StockLosses => "expenses:stock_losses",
            AccountKind::StockGiven => "expenses:stock_given",
            AccountKind::Refunds => "liabilities:refunds",
            AccountKind::BankFees => "expenses:bank_fees",
            AccountKind::BankInterest => "income:bank_interest",
            AccountKind::OwnTransfers => "assets:own_transfers",
            AccountKind::OpeningBalance => "equity:opening_balance",
            AccountKind::Rounding => "expenses:rounding",
        };
        match &self.party {
            None => name.to_owned(),
            Some(party) => format!("{name}:{}", party.code.split_whitespace().collect::<Vec<_>>().join("_")),
        }
    }
}

/// One side of an entry to post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerPosting {
    /// The account.
    pub account: AccountRef,
    /// Positive for a debit.
    pub amount: Amount,
}

impl LedgerPosting {
    /// A posting to an account of the cooperative itself.
    pub fn own(kind: AccountKind, amount: Amount) -> Self {
        Self { account: AccountRef::own(kind), amount }
    }

    /// A posting to an account of a buyer or a workshop.
    pub fn of(kind: AccountKind, party: &LedgerParty, amount: Amount) -> Self {
        Self { account: AccountRef::of(kind, party), amount }
    }
}

/// An entry to post.
#[derive(Clone, Debug)]
pub struct LedgerEntry {
    /// The kind of business fact behind it.
    pub kind: EntryKind,
    /// Identifies the fact, so that it is posted once.
    pub key: String,
    /// The day of the fact.
    pub date: NaiveDate,
    /// A description for people.
    pub description: String,
    /// Its postings; they add up to zero. Those of zero are not stored.
    pub postings: Vec<LedgerPosting>,
}

impl LedgerEntry {
    /// The entry that takes this one back: the same postings with the signs reversed, as a fact of its own.
    pub fn reversed(self, kind: EntryKind, key: String, description: String) -> Self {
        let reverse = |posting: LedgerPosting| LedgerPosting { amount: -posting.amount, ..posting };
        Self { kind, key, description, date: self.date, postings: self.postings.into_iter().map(reverse).collect() }
    }

    /// The sum of the postings: zero in a balanced entry.
    pub fn sum(&self) -> i128 {
        self.postings.iter().map(|posting| i128::from(posting.amount.0)).sum()
    }
}
