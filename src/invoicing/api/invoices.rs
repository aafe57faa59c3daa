//! An invoice or credit note as buyers and staff see it.

use chrono::NaiveDate;
use entities::{
    invoicing::{invoice, invoice_line, invoice_tax},
    orders::order_basket,
    values::{
        Amount, BatchId, BuyerId, CorrectionCause, CreditReason, Currency, CycleId, DeliveryId, InvoiceId, InvoiceKind,
        InvoiceLineId, InvoiceState, Money, OrderBasketId, OrderLineId, ProductId,
    },
};
use poem_openapi::Object;

use crate::{
    fulfilment::{self, DeliveredBatch},
    invoicing::{
        actions::{late_charges::list_late_charges, render_invoice::load_document},
        rules::{self, LateCharge, Parties, Party},
        store::{self, invoices::InvoiceScope, ordered_lines::OrderedLines, quality_faults::CreditedFault},
    },
    platform::{
        app::App,
        http::{download::Download, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// An issued document: an invoice, or a credit or debit note that corrects one.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Invoice {
    /// Identifies the document.
    pub id: InvoiceId,
    /// Invoice, credit note or debit note.
    pub kind: InvoiceKind,
    /// Series and number: `F-12`.
    pub name: String,
    /// Number within its series; the numbers have no gaps.
    pub number: i64,
    /// The buyer.
    pub buyer_id: BuyerId,
    /// Stable code of the buyer when the document was issued.
    pub buyer_code: String,
    /// Name of the buyer when the document was issued.
    pub buyer_name: String,
    /// The cycle, where all lines are of one.
    pub cycle_id: Option<CycleId>,
    /// The delivery, where all lines are of one.
    pub delivery_id: Option<DeliveryId>,
    /// The document that it corrects.
    pub references_id: Option<InvoiceId>,
    /// The kind of correction.
    pub reference_code: Option<CreditReason>,
    /// Why it corrects amounts.
    pub reference_cause: Option<CorrectionCause>,
    /// The reason in words.
    pub reference_reason: Option<String>,
    /// Sum of its lines.
    pub net: Money,
    /// Sum of its taxes.
    pub tax: Money,
    /// Net and tax.
    pub total: Money,
    /// Covered by payments and credit notes. Of a credit note: what it covered of its invoice.
    pub paid: Money,
    /// Not covered yet. Of a credit note: what remains as the buyer's credit.
    pub open: Money,
    /// Total of the credit notes that correct it.
    pub credited: Money,
    /// The part that is a loss: written off and not recovered.
    pub written_off: Money,
    /// The day it was issued.
    pub issued_on: NaiveDate,
    /// The day by which it is to be paid.
    pub due_on: Option<NaiveDate>,
    /// State of the document.
    pub state: InvoiceState,
    /// Whether its PDF is rendered.
    pub has_pdf: bool,
}

impl From<invoice::Model> for Invoice {
    fn from(row: invoice::Model) -> Self {
        let buyer = rules::buyer_of_document(&row);
        let currency = row.currency;
        Self {
            id: row.id,
            kind: row.kind,
            name: rules::document_name(&row),
            number: row.number.unwrap_or_default(),
            buyer_id: row.buyer_id,
            buyer_code: buyer.code,
            buyer_name: buyer.name,
            cycle_id: row.cycle_id,
            delivery_id: row.delivery_id,
            references_id: row.references_id,
            reference_code: row.reference_code,
            reference_cause: row.reference_cause,
            net: row.net.of(currency),
            tax: row.tax.of(currency),
            total: row.total.of(currency),
            paid: row.paid.of(currency),
            open: rules::open_amount(&row).of(currency),
            credited: row.credited.of(currency),
            written_off: row.written_off.of(currency),
            issued_on: row.issued_on.unwrap_or_default(),
            due_on: row.due_on,
            state: row.state,
            has_pdf: row.file.is_some(),
            reference_reason: row.reference_reason,
        }
    }
}

/// One order line as delivered, or the part of it that a credit note credits or a debit note adds.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct InvoiceLine {
    /// Identifies the line.
    pub id: InvoiceLineId,
    /// Position within the document, from 1.
    pub position: i32,
    /// The product.
    pub product_id: ProductId,
    /// The description, as printed.
    pub description: String,
    /// The basket that it is a part of.
    pub basket: Option<InvoicedBasket>,
    /// Units; zero where only the price is corrected.
    pub quantity: i64,
    /// Net, per `price_units` units.
    pub unit_price: Money,
    /// The units that the price is for: 1, or, of a product in a basket, those in one basket.
    pub price_units: i64,
    /// Discount on the unit price, in basis points.
    pub discount_bps: i32,
    /// Net of the line.
    pub net: Money,
    /// VAT rate in basis points; 0 = exempt.
    pub vat_bps: i32,
    /// Code of an additional tax.
    pub additional_tax_code: Option<String>,
    /// Its rate in basis points.
    pub additional_tax_bps: i32,
    /// What the buyer received of each batch; only for staff.
    pub batches: Vec<InvoiceLineBatch>,
    /// Of a credit note, the batches whose quality fault it corrects; only for staff.
    pub faults: Vec<InvoiceLineBatch>,
}

/// A basket that lines of a document are parts of.
#[derive(Clone, Debug, Object)]
pub struct InvoicedBasket {
    /// Identifies it in its order.
    pub id: OrderBasketId,
    /// Its name in Spanish when it was ordered.
    pub name_es: String,
    /// Its name in English when it was ordered.
    pub name_en: String,
}

impl From<&order_basket::Model> for InvoicedBasket {
    fn from(row: &order_basket::Model) -> Self {
        Self { id: row.id, name_es: row.name_es.clone(), name_en: row.name_en.clone() }
    }
}

/// Units of a batch in an invoice line.
#[derive(Clone, Debug, Object)]
pub struct InvoiceLineBatch {
    /// The batch.
    pub batch_id: BatchId,
    /// The code on its labels.
    pub batch_code: String,
    /// Name of the workshop that made it.
    pub workshop: String,
    /// Units.
    pub quantity: i64,
}

impl InvoiceLine {
    fn of(
        row: invoice_line::Model,
        basket: Option<InvoicedBasket>,
        delivered: &[DeliveredBatch],
        faults: &[CreditedFault],
        currency: Currency,
    ) -> Self {
        let of_line = |batch: &&DeliveredBatch| Some(batch.order_line_id) == row.order_line_id;
        let batch = |batch: &DeliveredBatch| InvoiceLineBatch {
            batch_id: batch.batch.id,
            batch_code: batch.batch.code.clone(),
            workshop: batch.workshop.name.clone(),
            quantity: batch.quantity,
        };
        let fault = |found: &CreditedFault| {
            let same = delivered.iter().filter(of_line).find(|batch| batch.batch.id == found.fault.batch_id)?;
            Some(InvoiceLineBatch { quantity: found.fault.quantity, ..batch(same) })
        };
        Self {
            batches: delivered.iter().filter(of_line).map(batch).collect(),
            faults: faults.iter().filter(|found| found.fault.invoice_line_id == row.id).filter_map(fault).collect(),
            id: row.id,
            position: row.position,
            product_id: row.product_id,
            description: row.description,
            basket,
            quantity: row.quantity,
            unit_price: row.unit_price.of(currency),
            price_units: row.price_units,
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
    /// Sum of the lines with this tax.
    pub base: Money,
    /// The tax.
    pub amount: Money,
}

/// A party of a document, as printed.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct InvoiceParty {
    /// Trade name.
    pub name: String,
    /// Legal name.
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

/// How an invoice is paid by bank transfer.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct PaymentInstructions {
    /// Name of the bank and kind of account.
    pub bank: String,
    /// Number of the account.
    pub bank_account: String,
    /// Holder of the account: the cooperative's legal name.
    pub holder: String,
    /// The holder's RUT.
    pub holder_tax_id: Option<String>,
    /// Where the bank may send its confirmation.
    pub email: Option<String>,
    /// What to write in the message of the transfer, so that the payment is recognised.
    pub reference: String,
    /// What remains to be paid.
    pub amount: Money,
}

impl PaymentInstructions {
    /// None of a credit note, where nothing is open, and where the cooperative has recorded no account.
    fn of(invoice: &invoice::Model, seller: Party) -> Option<Self> {
        let open = rules::open_amount(invoice);
        if invoice.kind == InvoiceKind::CreditNote || open <= Amount::ZERO {
            return None;
        }
        Some(Self {
            bank: seller.bank?,
            bank_account: seller.bank_account?,
            holder: seller.legal_name,
            holder_tax_id: seller.tax_id,
            email: seller.email,
            reference: rules::document_name(invoice),
            amount: open.of(invoice.currency),
        })
    }
}

/// What may be charged of an invoice that is paid late (Ley 21.131). It is owed only once a debit note charges it.
#[derive(Clone, Debug, Object)]
pub struct LatePaymentCharge {
    /// The first day of the interest.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// Current interest of these days on what is open, net.
    pub interest: Money,
    /// The commission of 1 %; zero where it was charged already.
    pub commission: Money,
    /// Both.
    pub total: Money,
}

impl LatePaymentCharge {
    fn of(charge: LateCharge, currency: Currency) -> Self {
        Self {
            from: charge.from,
            until: charge.until,
            interest: charge.interest.of(currency),
            commission: charge.commission.of(currency),
            total: charge.total().of(currency),
        }
    }
}

/// A document with its parties, lines, taxes and corrections.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct InvoiceDetail {
    /// The document.
    #[oai(flatten)]
    pub invoice: Invoice,
    /// The cooperative, as printed.
    pub seller: InvoiceParty,
    /// The buyer, as printed.
    pub buyer: InvoiceParty,
    /// Its lines.
    pub lines: Vec<InvoiceLine>,
    /// Its taxes.
    pub taxes: Vec<InvoiceTax>,
    /// The credit notes that correct it, oldest first.
    pub credit_notes: Vec<Invoice>,
    /// The debit notes that add to it, oldest first.
    pub debit_notes: Vec<Invoice>,
    /// How what is open of it is paid by bank transfer.
    pub payment: Option<PaymentInstructions>,
    /// What may be charged because it is paid late.
    pub late_charge: Option<LatePaymentCharge>,
}

impl InvoiceDetail {
    fn of(
        row: invoice::Model,
        lines: Vec<InvoiceLine>,
        taxes: Vec<invoice_tax::Model>,
        credit_notes: Vec<invoice::Model>,
        debit_notes: Vec<invoice::Model>,
        payment: Option<PaymentInstructions>,
        late_charge: Option<LateCharge>,
    ) -> Self {
        let currency = row.currency;
        let Parties { seller, buyer } = rules::parties_of_document(&row);
        let tax = |tax: invoice_tax::Model| InvoiceTax {
            code: tax.tax_code,
            rate_bps: tax.rate_bps,
            base: tax.base.of(currency),
            amount: tax.amount.of(currency),
        };
        Self {
            seller: seller.into(),
            buyer: buyer.into(),
            lines,
            taxes: taxes.into_iter().map(tax).collect(),
            credit_notes: credit_notes.into_iter().map(Invoice::from).collect(),
            debit_notes: debit_notes.into_iter().map(Invoice::from).collect(),
            payment,
            late_charge: late_charge.map(|charge| LatePaymentCharge::of(charge, currency)),
            invoice: row.into(),
        }
    }
}

/// One document of a scope with its lines, taxes and corrections.
///
/// # Errors
/// 404.
pub async fn get_response(tx: &UnitOfWork, scope: InvoiceScope, id: InvoiceId) -> Result<InvoiceDetail> {
    let invoice = store::invoices::get_invoice_of_scope(tx, scope, id).await?;
    let lines = store::invoice_lines::list_invoice_lines(tx, &[id]).await?;
    let lines = line_responses(tx, scope, lines, invoice.currency).await?;
    let taxes = store::invoice_lines::list_invoice_taxes(tx, &[id]).await?;
    let credit_notes = store::invoices::list_corrections(tx, id, InvoiceKind::CreditNote).await?;
    let debit_notes = store::invoices::list_corrections(tx, id, InvoiceKind::DebitNote).await?;
    // The account of today, not that of the day of issue: buyers pay to the account that is in use.
    let seller = store::parties::load_parties(tx, &[]).await?.seller;
    let payment = PaymentInstructions::of(&invoice, seller);
    let late_charge = list_late_charges(tx, std::slice::from_ref(&invoice)).await?.remove(&id);
    Ok(InvoiceDetail::of(invoice, lines, taxes, credit_notes, debit_notes, payment, late_charge))
}

/// The lines of a document; for staff with their batches.
async fn line_responses(
    tx: &UnitOfWork,
    scope: InvoiceScope,
    lines: Vec<invoice_line::Model>,
    currency: Currency,
) -> Result<Vec<InvoiceLine>> {
    let (delivered, faults) = match scope {
        InvoiceScope::Buyer(_) => (Vec::new(), Vec::new()),
        InvoiceScope::All => {
            let order_lines: Vec<OrderLineId> = lines.iter().filter_map(|line| line.order_line_id).collect();
            let documents: Vec<InvoiceId> = lines.first().map(|line| line.invoice_id).into_iter().collect();
            let delivered = fulfilment::list_delivered_batches(tx, &order_lines).await?;
            (delivered, store::quality_faults::list_quality_faults(tx, &documents).await?)
        }
    };
    let ordered = OrderedLines::load(tx, &lines).await?;
    let response = |line: invoice_line::Model| {
        let basket = ordered.basket(&line).map(InvoicedBasket::from);
        InvoiceLine::of(line, basket, &delivered, &faults, currency)
    };
    Ok(lines.into_iter().map(response).collect())
}

/// The PDF of a document of a scope.
///
/// # Errors
/// 404, also until the PDF is rendered.
pub async fn get_pdf(app: &App, tx: &UnitOfWork, scope: InvoiceScope, id: InvoiceId) -> Result<Download> {
    let invoice = store::invoices::get_invoice_of_scope(tx, scope, id).await?;
    let name = format!("{}.pdf", rules::document_name(&invoice));
    Ok(Download::pdf(&name, load_document(app, id).await?))
}
