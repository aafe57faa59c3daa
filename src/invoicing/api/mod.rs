//! API of invoicing.

mod billing_details;
mod buyer_invoices;
mod credit_notes;
mod debit_notes;
mod interest_rates;
mod invoice_runs;
mod invoices;
mod recall_credits;
mod staff_invoices;
mod tag;
mod write_offs;

/// The APIs of invoicing.
pub type Apis = (
    staff_invoices::StaffInvoices,
    invoice_runs::InvoiceRuns,
    credit_notes::CreditNotes,
    debit_notes::DebitNotes,
    write_offs::WriteOffs,
    interest_rates::InterestRates,
    recall_credits::RecallCredits,
    billing_details::BillingDetailsOfOrganisations,
    buyer_invoices::BuyerInvoices,
);

/// The APIs of invoicing, to mount.
pub const APIS: Apis = (
    staff_invoices::StaffInvoices,
    invoice_runs::InvoiceRuns,
    credit_notes::CreditNotes,
    debit_notes::DebitNotes,
    write_offs::WriteOffs,
    interest_rates::InterestRates,
    recall_credits::RecallCredits,
    billing_details::BillingDetailsOfOrganisations,
    buyer_invoices::BuyerInvoices,
);
