//! Wire types of payments.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    payments::{bank_line, card_payment, payment, payment_allocation},
    values::{
        Amount, BankLineId, BankLineState, BuyerId, CardPaymentFailure, CardPaymentId, CardPaymentState, Currency,
        InvoiceId, Money, PaymentId, PaymentMethod,
    },
};
use poem_openapi::{Enum, Object};

use crate::{
    fulfilment::BuyerName,
    payments::{
        Allocation, Imported, NewPayment,
        errors::PaymentError,
        rules::{Evidence, Suggestion},
    },
    platform::http::{api_error::ApiError, limits::LINE, problem::Result, text::Text},
};

/// What an import of a bank statement did.
#[derive(Clone, Debug, Object)]
pub struct BankStatementImport {
    /// Lines that were new.
    pub new: u64,
    /// Lines that were known: the same statement twice changes nothing.
    pub known: u64,
    /// New lines that carry the reference of a payout to a producer.
    pub payouts: u64,
}

impl From<Imported> for BankStatementImport {
    fn from(done: Imported) -> Self {
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        Self { new: count(done.new), known: count(done.known), payouts: count(done.payouts) }
    }
}

/// A line of the cooperative's bank statement.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BankLine {
    /// Identifies the line.
    pub id: BankLineId,
    /// The bank's day.
    pub booked_on: NaiveDate,
    /// Positive = received.
    pub amount: Money,
    /// The bank's text.
    pub reference: String,
    /// Who paid or was paid.
    pub counterparty: Option<String>,
    /// Where it stands.
    pub state: BankLineState,
}

impl From<bank_line::Model> for BankLine {
    fn from(row: bank_line::Model) -> Self {
        Self {
            id: row.id,
            booked_on: row.booked_on,
            amount: row.amount.of(row.currency),
            reference: row.reference,
            counterparty: row.counterparty,
            state: row.state,
        }
    }
}

/// Why a buyer is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum PaymentEvidence {
    /// The text names one of its invoices.
    InvoiceNumber,
    /// The text holds its RUT.
    TaxId,
    /// The text holds its name.
    Name,
    /// The amount is what one invoice, or all of them, leave open.
    Amount,
}

impl From<Evidence> for PaymentEvidence {
    fn from(evidence: Evidence) -> Self {
        match evidence {
            Evidence::InvoiceNumber => Self::InvoiceNumber,
            Evidence::TaxId => Self::TaxId,
            Evidence::Name => Self::Name,
            Evidence::Amount => Self::Amount,
        }
    }
}

/// Who may have paid a bank line, and what. A person confirms it.
#[derive(Clone, Debug, Object)]
pub struct PaymentSuggestion {
    /// The buyer.
    pub buyer_id: BuyerId,
    /// Its stable code.
    pub buyer_code: String,
    /// Its name.
    pub buyer_name: String,
    /// Why.
    pub evidence: Vec<PaymentEvidence>,
    /// How the amount would be put to its invoices; what is above stays unallocated.
    pub allocations: Vec<PaymentPart>,
}

impl PaymentSuggestion {
    /// A suggestion with the buyer's name.
    pub fn of(suggestion: Suggestion, name: BuyerName, currency: Currency) -> Self {
        let part = |(invoice_id, amount): (InvoiceId, Amount)| PaymentPart { invoice_id, amount: amount.of(currency) };
        Self {
            buyer_id: suggestion.buyer_id,
            buyer_code: suggestion.code,
            buyer_name: name.name,
            evidence: suggestion.evidence.into_iter().map(PaymentEvidence::from).collect(),
            allocations: suggestion.allocations.into_iter().map(part).collect(),
        }
    }
}

/// The part of a payment that goes to one invoice.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PaymentPart {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// How much, more than zero.
    pub amount: Money,
}

/// A bank line is a payment of this buyer.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct MatchBankLine {
    /// Who paid.
    pub buyer_id: BuyerId,
    /// What it pays; the rest stays unallocated.
    #[oai(validator(max_items = 200))]
    pub allocations: Vec<PaymentPart>,
}

/// A bank line is a payment that was recorded before.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct LinkBankLine {
    /// The payment.
    pub payment_id: PaymentId,
}

/// A payment that no bank line tells yet.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct RecordPayment {
    /// Who paid.
    pub buyer_id: BuyerId,
    /// How.
    pub method: PaymentMethod,
    /// The day.
    pub received_on: NaiveDate,
    /// How much, more than zero.
    pub amount: Money,
    /// What was said of it.
    pub note: Option<Text<1, LINE>>,
    /// What it pays; the rest stays unallocated.
    #[oai(validator(max_items = 200))]
    pub allocations: Vec<PaymentPart>,
}

impl RecordPayment {
    /// The payment in the installation's currency.
    pub fn read(&self, currency: Currency) -> Result<NewPayment> {
        Ok(NewPayment {
            buyer_id: self.buyer_id,
            method: self.method,
            received_on: self.received_on,
            amount: positive(self.amount, currency, "/amount")?,
            note: self.note.as_ref().map(|note| note.as_str().to_owned()),
            allocations: parts(&self.allocations, currency)?,
        })
    }
}

/// More of a payment goes to invoices.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct AllocatePayment {
    /// What it pays.
    #[oai(validator(min_items = 1, max_items = 200))]
    pub allocations: Vec<PaymentPart>,
}

/// Parts of a payment in the installation's currency.
pub fn parts(parts: &[PaymentPart], currency: Currency) -> Result<Vec<Allocation>> {
    let part = |(place, part): (usize, &PaymentPart)| {
        let amount = positive(part.amount, currency, &format!("/allocations/{place}/amount"))?;
        Ok(Allocation { invoice_id: part.invoice_id, amount })
    };
    parts.iter().enumerate().map(part).collect()
}

fn positive(money: Money, currency: Currency, pointer: &str) -> Result<Amount> {
    let amount = here(money, currency, pointer)?;
    if amount <= Amount::ZERO {
        return Err(PaymentError::NotPositive.at(pointer));
    }
    Ok(amount)
}

/// An amount in the installation's currency.
fn here(money: Money, currency: Currency, pointer: &str) -> Result<Amount> {
    if money.currency != currency {
        return Err(PaymentError::WrongCurrency { currency }.at(pointer));
    }
    Ok(Amount(money.amount))
}

/// A bank line is what buyers paid by card.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct SettleCards {
    /// What the card processor kept of it; nothing or more.
    pub fee: Money,
}

impl SettleCards {
    /// What was kept, in the installation's currency.
    pub fn fee(&self, currency: Currency) -> Result<Amount> {
        let fee = here(self.fee, currency, "/fee")?;
        if fee < Amount::ZERO {
            return Err(PaymentError::NegativeAmount.at("/fee"));
        }
        Ok(fee)
    }
}

/// A buyer's attempt to pay an invoice by card.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct CardPayment {
    /// Identifies the attempt.
    pub id: CardPaymentId,
    /// What it pays.
    pub invoice_id: InvoiceId,
    /// What was open of the invoice.
    pub amount: Money,
    /// Where it stands.
    pub state: CardPaymentState,
    /// The card processor's page to pay on, while it is open.
    pub checkout_url: Option<String>,
    /// When the page closes.
    pub expires_at: DateTime<Utc>,
    /// Why there is no page.
    pub failure: Option<CardPaymentFailure>,
    /// The payment that came of it.
    pub payment_id: Option<PaymentId>,
    /// When it began.
    pub begun_at: DateTime<Utc>,
}

impl From<card_payment::Model> for CardPayment {
    fn from(row: card_payment::Model) -> Self {
        let open = row.state == CardPaymentState::Open;
        Self {
            id: row.id,
            invoice_id: row.invoice_id,
            amount: row.amount.of(row.currency),
            state: row.state,
            checkout_url: row.url.filter(|_| open),
            expires_at: row.expires_at,
            failure: row.failure,
            payment_id: row.payment_id,
            begun_at: row.created_at,
        }
    }
}

/// A card payment as finance staff see it.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BuyerCardPayment {
    /// Identifies the attempt.
    pub id: CardPaymentId,
    /// What it pays.
    pub invoice_id: InvoiceId,
    /// Who pays.
    pub buyer_id: BuyerId,
    /// Its stable code.
    pub buyer_code: String,
    /// Its name.
    pub buyer_name: String,
    /// What was open of the invoice.
    pub amount: Money,
    /// Where it stands.
    pub state: CardPaymentState,
    /// When the page closes.
    pub expires_at: DateTime<Utc>,
    /// Why there is no page.
    pub failure: Option<CardPaymentFailure>,
    /// The card processor's words for it.
    pub failure_detail: Option<String>,
    /// The payment that came of it.
    pub payment_id: Option<PaymentId>,
    /// When it began.
    pub begun_at: DateTime<Utc>,
}

impl BuyerCardPayment {
    /// A card payment with the buyer's name.
    pub fn of(row: card_payment::Model, name: BuyerName) -> Self {
        Self {
            id: row.id,
            invoice_id: row.invoice_id,
            buyer_id: row.buyer_id,
            buyer_code: name.code,
            buyer_name: name.name,
            amount: row.amount.of(row.currency),
            state: row.state,
            expires_at: row.expires_at,
            failure: row.failure,
            failure_detail: row.failure_detail,
            payment_id: row.payment_id,
            begun_at: row.created_at,
        }
    }
}

/// Money that a buyer paid.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Payment {
    /// Identifies the payment.
    pub id: PaymentId,
    /// Who paid.
    pub buyer_id: BuyerId,
    /// Its stable code.
    pub buyer_code: String,
    /// Its name.
    pub buyer_name: String,
    /// The bank line that tells it.
    pub bank_line_id: Option<BankLineId>,
    /// How.
    pub method: PaymentMethod,
    /// The day.
    pub received_on: NaiveDate,
    /// How much.
    pub amount: Money,
    /// Not put to an invoice yet.
    pub unallocated: Money,
    /// What was said of it.
    pub note: Option<String>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

impl Payment {
    /// A payment with the buyer's name.
    pub fn of(row: payment::Model, name: BuyerName) -> Self {
        Self {
            id: row.id,
            buyer_id: row.buyer_id,
            buyer_code: name.code,
            buyer_name: name.name,
            bank_line_id: row.bank_line_id,
            method: row.method,
            received_on: row.received_on,
            amount: row.amount.of(row.currency),
            unallocated: row.unallocated.of(row.currency),
            note: row.note,
            recorded_at: row.created_at,
        }
    }
}

/// A payment with what it paid.
#[derive(Clone, Debug, Object)]
pub struct PaymentDetail {
    /// The payment.
    #[oai(flatten)]
    pub payment: Payment,
    /// Its parts, oldest first.
    pub allocations: Vec<PaymentPart>,
}

impl PaymentDetail {
    /// A payment with its parts and the buyer's name.
    pub fn of(row: payment::Model, parts: Vec<payment_allocation::Model>, name: BuyerName) -> Self {
        let currency = row.currency;
        let part =
            |p: payment_allocation::Model| PaymentPart { invoice_id: p.invoice_id, amount: p.amount.of(currency) };
        Self { payment: Payment::of(row, name), allocations: parts.into_iter().map(part).collect() }
    }
}
