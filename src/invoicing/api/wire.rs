//! Wire types of invoicing.

use chrono::NaiveDate;
use entities::{
    invoicing::{billing_details, invoice, invoice_line, invoice_tax},
    values::{
        BuyerId, CreditReason, Currency, CycleId, DeliveryId, InvoiceId, InvoiceKind, InvoiceLineId, InvoiceState,
        Money, OrganisationId, ProductId,
    },
};
use poem_openapi::Object;

use crate::{
    invoicing::{
        parties::{self, BillingDetails as NewBillingDetails, Parties, Party},
        rules,
    },
    platform::http::{
        limits::{LINE, NAME},
        text::Text,
    },
};

/// An issued document: an invoice, or a credit note that corrects one.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Invoice {
    /// Identifies the document.
    pub id: InvoiceId,
    /// Invoice or credit note.
    pub kind: InvoiceKind,
    /// Series and number, as people say it: `F-12`.
    pub name: String,
    /// Number within its series, without gaps.
    pub number: i64,
    /// Who pays.
    pub buyer_id: BuyerId,
    /// Stable code of the buyer, as it was issued.
    pub buyer_code: String,
    /// Name of the buyer, as it was issued.
    pub buyer_name: String,
    /// The one cycle that it is about.
    pub cycle_id: Option<CycleId>,
    /// The one delivery that it is about.
    pub delivery_id: Option<DeliveryId>,
    /// The invoice that a credit note corrects.
    pub references_id: Option<InvoiceId>,
    /// What it corrects there.
    pub reference_code: Option<CreditReason>,
    /// The same in words.
    pub reference_reason: Option<String>,
    /// Sum of its lines.
    pub net: Money,
    /// Sum of its taxes.
    pub tax: Money,
    /// Net and tax.
    pub total: Money,
    /// Covered by payments and credit notes; of a credit note, what it covered of its invoice.
    pub paid: Money,
    /// Not covered yet; of a credit note, what stays as the buyer's credit.
    pub open: Money,
    /// Total of the credit notes that correct it.
    pub credited: Money,
    /// The day it was issued.
    pub issued_on: NaiveDate,
    /// The day by which it is to be paid.
    pub due_on: Option<NaiveDate>,
    /// Where it stands.
    pub state: InvoiceState,
    /// Whether its PDF is made.
    pub has_pdf: bool,
}

impl From<invoice::Model> for Invoice {
    fn from(row: invoice::Model) -> Self {
        let buyer = parties::buyer_on(&row);
        let currency = row.currency;
        Self {
            id: row.id,
            kind: row.kind,
            name: rules::name_of(&row),
            number: row.number.unwrap_or_default(),
            buyer_id: row.buyer_id,
            buyer_code: buyer.code,
            buyer_name: buyer.name,
            cycle_id: row.cycle_id,
            delivery_id: row.delivery_id,
            references_id: row.references_id,
            reference_code: row.reference_code,
            net: row.net.of(currency),
            tax: row.tax.of(currency),
            total: row.total.of(currency),
            paid: row.paid.of(currency),
            open: rules::open_of(&row).of(currency),
            credited: row.credited.of(currency),
            issued_on: row.issued_on.unwrap_or_default(),
            due_on: row.due_on,
            state: row.state,
            has_pdf: row.file.is_some(),
            reference_reason: row.reference_reason,
        }
    }
}

/// One order line as delivered, or the part of it that a credit note takes back.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct InvoiceLine {
    /// Identifies the line.
    pub id: InvoiceLineId,
    /// Its place.
    pub position: i32,
    /// The product.
    pub product_id: ProductId,
    /// What is printed.
    pub description: String,
    /// Units.
    pub quantity: i64,
    /// Net, per unit.
    pub unit_price: Money,
    /// Basis points off the unit price.
    pub discount_bps: i32,
    /// Net of the line.
    pub net: Money,
    /// VAT in basis points; 0 = exempt.
    pub vat_bps: i32,
    /// Code of an additional tax.
    pub additional_tax_code: Option<String>,
    /// Its rate in basis points.
    pub additional_tax_bps: i32,
}

impl InvoiceLine {
    fn of(row: invoice_line::Model, currency: Currency) -> Self {
        Self {
            id: row.id,
            position: row.position,
            product_id: row.product_id,
            description: row.description,
            quantity: row.quantity,
            unit_price: row.unit_price.of(currency),
            discount_bps: row.discount_bps,
            net: row.net.of(currency),
            vat_bps: row.vat_bps,
            additional_tax_code: row.additional_tax_code,
            additional_tax_bps: row.additional_tax_bps,
        }
    }
}

/// One tax of a document, rounded once on the sum of its lines.
#[derive(Clone, Debug, Object)]
pub struct InvoiceTax {
    /// `vat` or the code of an additional tax.
    pub code: String,
    /// Rate in basis points.
    pub rate_bps: i32,
    /// Sum of the lines that bear it.
    pub base: Money,
    /// The tax.
    pub amount: Money,
}

/// A party as the document names it.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct InvoiceParty {
    /// What people call it.
    pub name: String,
    /// The name in law.
    pub legal_name: String,
    /// RUT.
    pub tax_id: Option<String>,
    /// Giro.
    pub activity: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// Comuna.
    pub comuna: Option<String>,
}

impl From<Party> for InvoiceParty {
    fn from(party: Party) -> Self {
        Self {
            name: party.name,
            legal_name: party.legal_name,
            tax_id: party.tax_id,
            activity: party.activity,
            address: party.address,
            comuna: party.comuna,
        }
    }
}

/// A document whole.
#[derive(Clone, Debug, Object)]
pub struct InvoiceDetail {
    /// The document.
    #[oai(flatten)]
    pub invoice: Invoice,
    /// The cooperative, as it was.
    pub seller: InvoiceParty,
    /// The buyer, as it was.
    pub buyer: InvoiceParty,
    /// Its lines.
    pub lines: Vec<InvoiceLine>,
    /// Its taxes.
    pub taxes: Vec<InvoiceTax>,
    /// The credit notes that correct it, oldest first.
    pub credit_notes: Vec<Invoice>,
}

impl InvoiceDetail {
    /// A document with its rows.
    pub fn of(
        row: invoice::Model,
        lines: Vec<invoice_line::Model>,
        taxes: Vec<invoice_tax::Model>,
        notes: Vec<invoice::Model>,
    ) -> Self {
        let currency = row.currency;
        let Parties { seller, buyer } = parties::of_document(&row);
        let tax = |tax: invoice_tax::Model| InvoiceTax {
            code: tax.tax_code,
            rate_bps: tax.rate_bps,
            base: tax.base.of(currency),
            amount: tax.amount.of(currency),
        };
        Self {
            seller: seller.into(),
            buyer: buyer.into(),
            lines: lines.into_iter().map(|line| InvoiceLine::of(line, currency)).collect(),
            taxes: taxes.into_iter().map(tax).collect(),
            credit_notes: notes.into_iter().map(Invoice::from).collect(),
            invoice: row.into(),
        }
    }
}

/// Until when what was delivered is to be invoiced.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct RunInvoices {
    /// Last day of confirmed deliveries that are invoiced; today at most.
    pub until: NaiveDate,
}

/// What a run issued.
#[derive(Clone, Debug, Object)]
pub struct InvoicesRun {
    /// Documents; 0 where nothing waited.
    pub issued: u64,
}

/// A correction of an invoice.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct CreateCreditNote {
    /// Annul what is left, correct a text, or correct amounts.
    pub code: CreditReason,
    /// The same in words; it is printed.
    pub reason: Text<1, LINE>,
    /// Units that are taken back; only where amounts are corrected.
    #[oai(default, validator(max_items = 60))]
    pub lines: Vec<CreateCreditNoteLine>,
}

/// Units of an invoice's line that are taken back.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct CreateCreditNoteLine {
    /// The line of the invoice.
    pub invoice_line_id: InvoiceLineId,
    /// Units.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))]
    pub quantity: i64,
}

/// What documents say of an organisation beyond its name.
#[derive(Clone, Debug, Object)]
pub struct BillingDetails {
    /// The organisation.
    pub organisation_id: OrganisationId,
    /// Giro.
    pub activity: String,
    /// Street and number.
    pub address: String,
    /// Comuna.
    pub comuna: String,
}

impl From<billing_details::Model> for BillingDetails {
    fn from(row: billing_details::Model) -> Self {
        Self { organisation_id: row.organisation_id, activity: row.activity, address: row.address, comuna: row.comuna }
    }
}

/// What documents issued from now on say of an organisation.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PutBillingDetails {
    /// Giro (SII: 80 characters of the issuer, 40 of the receiver).
    pub activity: Text<1, 80>,
    /// Street and number.
    pub address: Text<1, LINE>,
    /// Comuna.
    pub comuna: Text<1, NAME>,
}

impl From<PutBillingDetails> for NewBillingDetails {
    fn from(new: PutBillingDetails) -> Self {
        Self { activity: new.activity.into(), address: new.address.into(), comuna: new.comuna.into() }
    }
}
