//! A pool is shared among its makers: sales and their taxes become earnings, not yet paid by the buyers, the
//! cooperative's commission, and the VAT on the commission.

use chrono::NaiveDate;
use entities::values::{AccountKind, Amount, EntryKind};

use crate::settlement::rules::{
    Earnings, WorkshopEarnings,
    ledger::{LedgerEntry, LedgerParty, LedgerPosting},
};

/// The entry that shares a pool, or that corrects its shares after a credit note; `key` identifies the fact.
pub fn pool_shares_entry(
    key: String,
    date: NaiveDate,
    description: String,
    shares: &[WorkshopEarnings],
) -> LedgerEntry {
    let sum = |amount: fn(&Earnings) -> Amount| shares.iter().map(|share| amount(&share.earnings)).sum::<Amount>();
    let mut postings = vec![
        LedgerPosting::own(AccountKind::SalesClearing, sum(|earnings| earnings.net)),
        LedgerPosting::own(AccountKind::Vat, sum(|earnings| earnings.vat)),
        LedgerPosting::own(AccountKind::AdditionalTax, sum(|earnings| earnings.additional_tax)),
        LedgerPosting::own(AccountKind::Commission, -sum(|earnings| earnings.commission)),
        LedgerPosting::own(AccountKind::CommissionVat, -sum(|earnings| earnings.commission_vat)),
    ];
    postings.extend(shares.iter().map(|share| {
        let party = LedgerParty::new(share.workshop_id.0, share.workshop_code.as_str());
        LedgerPosting::of(AccountKind::ProducerPending, &party, -share.earnings.total())
    }));
    LedgerEntry { kind: EntryKind::PoolClosed, key, date, description, postings }
}
