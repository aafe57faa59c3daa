//! Rules of invoicing: taxes, dates, states, credit and debit notes and the parties of a document.

mod balance;
mod credit;
mod dates;
mod debit;
mod late_charges;
mod parties;
mod quality_faults;
mod recall_credits;
mod taxes;

pub use balance::{InvoiceBalance, document_name, invoice_state, open_amount};
pub use credit::{
    CreditLinesFault, CreditNoteLine, CreditRefusal, CreditableLine, CreditedPart, RequestedCredit, credit_lines,
    credit_taxes,
};
pub use dates::{due_on, invoice_date, month_end};
pub use debit::{DebitLinesFault, spread_over_lines};
pub use entities::values::{AdditionalTaxRate, LINES_PER_DOCUMENT, TaxRates, TaxTotal, VAT, document_taxes};
pub use late_charges::{DatedRate, LateCharge, LateDebt, late_charge};
pub use parties::{Parties, Party, buyer_of_document, parties_of_document, seller_of_document};
pub use quality_faults::{DeliveredUnits, FaultyUnits, check_faults, split_recalled_units};
pub use recall_credits::RecalledLine;
pub use taxes::{OrderedTerms, baskets_of_units, delivered_net};

#[cfg(test)]
mod tests;
