//! The cooperative's stock: it pays the makers of goods that no buyer got, and sells, gives away or loses the goods.

use chrono::NaiveDate;
use entities::values::{AccountKind, Amount, EntryKind, StockDisposalId, StockDisposalKind, StockItemId};

use crate::{
    platform::locale::{Localizer, localize},
    settlement::rules::ledger::{LedgerEntry, LedgerPosting},
};

/// The entry of goods that the cooperative took over: it owes their net value to the pool of their product.
pub fn stock_received_entry(id: StockItemId, date: NaiveDate, product: &str, value: Amount) -> LedgerEntry {
    LedgerEntry {
        kind: EntryKind::StockReceived,
        key: format!("stock_received:{id}"),
        date,
        description: localize!(Localizer::SHARED, "entry-stock-received", product = product),
        postings: vec![
            LedgerPosting::own(AccountKind::Stock, value),
            LedgerPosting::own(AccountKind::SalesClearing, -value),
        ],
    }
}

/// Goods that left the stock; all amounts are negative in a reversal.
#[derive(Clone, Copy, Debug)]
pub struct StockDisposalPosting {
    /// The disposal, or its reversal.
    pub id: StockDisposalId,
    /// How the goods left.
    pub kind: StockDisposalKind,
    /// The part of their value that left with them.
    pub cost: Amount,
    /// What was received for them, with taxes.
    pub total: Amount,
    /// The VAT in `total`.
    pub vat: Amount,
    /// The additional taxes in `total`.
    pub additional_tax: Amount,
    /// Whether it reverses another disposal.
    pub is_reversal: bool,
}

/// The entry of goods that left the stock, or of its reversal.
pub fn stock_disposal_entry(disposal: &StockDisposalPosting, date: NaiveDate, product: &str) -> LedgerEntry {
    let texts = Localizer::SHARED;
    let (kind, description) = if disposal.is_reversal {
        (EntryKind::StockDisposalReversed, localize!(texts, "entry-stock-disposal-reversed", product = product))
    } else {
        let kind = disposal.kind.word();
        (EntryKind::StockDisposed, localize!(texts, "entry-stock-disposed", product = product, kind = kind))
    };
    let expense = match disposal.kind {
        StockDisposalKind::Sold => AccountKind::StockCost,
        StockDisposalKind::GivenAway => AccountKind::StockGiven,
        StockDisposalKind::WrittenOff | StockDisposalKind::Lost => AccountKind::StockLosses,
        // The cooperative owes the pool no more what it took over.
        StockDisposalKind::NotReceived => AccountKind::SalesClearing,
    };
    LedgerEntry {
        kind,
        key: format!("stock_disposed:{}", disposal.id),
        date,
        description,
        postings: vec![
            LedgerPosting::own(expense, disposal.cost),
            LedgerPosting::own(AccountKind::Stock, -disposal.cost),
            LedgerPosting::own(AccountKind::Cash, disposal.total),
            LedgerPosting::own(AccountKind::StockSales, -(disposal.total - disposal.vat - disposal.additional_tax)),
            LedgerPosting::own(AccountKind::StockTax, -disposal.vat),
            LedgerPosting::own(AccountKind::StockAdditionalTax, -disposal.additional_tax),
        ],
    }
}
