//! Finance staff decide what each line of the bank statement is.

use chrono::NaiveDate;
use entities::{
    payments::bank_line,
    values::{BankLineId, BankLineState, BuyerId, Currency, Money, PaymentId},
};
use poem::web::Data;
use poem_openapi::{
    Enum, Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    amounts::{PaymentAllocation, invoice_allocations, non_negative_amount},
    payments::{PaymentDetail, payment_detail},
    tag::Tag,
};
use crate::{
    buyers::{BuyerName, load_buyer_names},
    identity::{Caller, StaffFinance},
    payments::{
        actions::{ignore_bank_line, link_bank_line, record_card_payout, restore_bank_line, suggest_buyers},
        match_bank_line,
        rules::{Evidence, Suggestion},
        store::bank_lines,
    },
    platform::{
        app::App,
        http::{
            idempotency::{Created, Idempotent},
            page_request::PageRequest,
            paging::List,
            problem::Result,
        },
    },
};

/// A line of the cooperative's bank statement.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BankLine {
    /// Identifies the line.
    pub id: BankLineId,
    /// The day on which the bank booked it.
    pub booked_on: NaiveDate,
    /// Positive for money received.
    pub amount: Money,
    /// The bank's text.
    pub reference: String,
    /// Who paid, or was paid.
    pub counterparty: Option<String>,
    /// Its state.
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
    /// The text contains the number of one of its invoices.
    InvoiceNumber,
    /// The text contains its RUT.
    TaxId,
    /// The text contains its name.
    Name,
    /// The amount is what remains to be paid of one invoice, or of all of them.
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

/// A buyer who may have paid a bank line, and the invoices that it would pay. A person confirms it.
#[derive(Clone, Debug, Object)]
pub struct PaymentSuggestion {
    /// The buyer.
    pub buyer_id: BuyerId,
    /// Its stable code.
    pub buyer_code: String,
    /// Its name.
    pub buyer_name: String,
    /// Why it is suggested.
    pub evidence: Vec<PaymentEvidence>,
    /// The parts of the amount by invoice; what exceeds the invoices is in none.
    pub allocations: Vec<PaymentAllocation>,
}

impl PaymentSuggestion {
    fn of(suggestion: Suggestion, buyer: &BuyerName, currency: Currency) -> Self {
        let allocations = suggestion.allocations.into_iter().map(|allocation| PaymentAllocation {
            invoice_id: allocation.invoice_id,
            amount: allocation.amount.of(currency),
        });
        Self {
            buyer_id: suggestion.buyer_id,
            buyer_code: suggestion.code,
            buyer_name: buyer.name.clone(),
            evidence: suggestion.evidence.into_iter().map(PaymentEvidence::from).collect(),
            allocations: allocations.collect(),
        }
    }
}

/// The buyer who paid a bank line, and the invoices that it pays.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct BankLineMatch {
    /// The buyer.
    pub buyer_id: BuyerId,
    /// The invoices that it pays; the rest stays unallocated.
    #[oai(validator(max_items = 200))]
    pub allocations: Vec<PaymentAllocation>,
}

/// The payment that a bank line shows.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct BankLineLink {
    /// The payment, which was recorded by hand.
    pub payment_id: PaymentId,
}

/// A payout of the card processor.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct CardPayout {
    /// What the card processor kept of it; zero or more.
    pub fee: Money,
}

/// Operations of finance staff on bank lines.
pub struct BankLines;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Payments")]
impl BankLines {
    /// List bank lines, newest first
    #[oai(path = "/bank-lines", method = "get", operation_id = "list_bank_lines")]
    async fn list_bank_lines(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        /// Only in this state.
        state: Query<Option<BankLineState>>,
        page: PageRequest,
    ) -> Result<List<BankLine>> {
        let tx = app.read(caller.actor()).await?;
        Ok(bank_lines::list_bank_lines(&tx, state.0, &page).await?.map(BankLine::from).into())
    }

    /// List the buyers who may have paid a bank line, the most likely first
    #[oai(path = "/bank-lines/:id/suggestions", method = "get", operation_id = "list_payment_suggestions")]
    async fn list_payment_suggestions(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<BankLineId>,
    ) -> Result<List<PaymentSuggestion>> {
        let tx = app.read(caller.actor()).await?;
        let suggestions = suggest_buyers(&tx, id.0).await?;
        let ids: Vec<_> = suggestions.iter().map(|suggestion| suggestion.buyer_id).collect();
        let names = load_buyer_names(&tx, &ids).await?;
        let response = suggestions.into_iter().map(|suggestion| {
            let id = suggestion.buyer_id;
            let buyer = names.get(id)?;
            Ok(PaymentSuggestion::of(suggestion, buyer, tx.currency()))
        });
        Ok(List::all(response.collect::<Result<_>>()?))
    }

    /// Match a bank line with a buyer
    ///
    /// Creates the payment and allocates it to the invoices.
    #[oai(path = "/bank-lines/:id/match", method = "post", operation_id = "match_bank_line")]
    async fn match_bank_line(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<BankLineId>,
        body: Json<BankLineMatch>,
    ) -> Result<Created<PaymentDetail>> {
        request
            .run(body, async |tx, _, BankLineMatch { buyer_id, allocations }| {
                let allocations = invoice_allocations(&allocations, tx.currency())?;
                let payment = match_bank_line(tx, id.0, buyer_id, allocations).await?;
                payment_detail(tx, payment).await
            })
            .await
    }

    /// Link a bank line to a payment that was recorded by hand
    #[oai(path = "/bank-lines/:id/link", method = "post", operation_id = "link_bank_line")]
    async fn link_bank_line(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<BankLineId>,
        body: Json<BankLineLink>,
    ) -> Result<Json<BankLine>> {
        let mut tx = app.begin(caller.actor()).await?;
        link_bank_line(&mut tx, id.0, body.payment_id).await?;
        let line = bank_lines::get_bank_line(&tx, id.0).await?;
        tx.commit().await?;
        Ok(Json(line.into()))
    }

    /// Record a bank line as a payout of the card processor
    ///
    /// The line is the sum of many card payments, less what the card processor keeps.
    #[oai(path = "/bank-lines/:id/settle-cards", method = "post", operation_id = "record_card_payout")]
    async fn record_card_payout(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<BankLineId>,
        body: Json<CardPayout>,
    ) -> Result<Json<BankLine>> {
        let mut tx = app.begin(caller.actor()).await?;
        let fee = non_negative_amount(body.fee, tx.currency(), "/fee")?;
        let line = record_card_payout(&mut tx, id.0, fee).await?;
        tx.commit().await?;
        Ok(Json(line.into()))
    }

    /// Mark a bank line as not a payment of a buyer
    #[oai(path = "/bank-lines/:id/ignore", method = "post", operation_id = "ignore_bank_line")]
    async fn ignore_bank_line(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<BankLineId>,
    ) -> Result<Json<BankLine>> {
        let mut tx = app.begin(caller.actor()).await?;
        ignore_bank_line(&mut tx, id.0).await?;
        let line = bank_lines::get_bank_line(&tx, id.0).await?;
        tx.commit().await?;
        Ok(Json(line.into()))
    }

    /// Restore an ignored bank line to unmatched
    #[oai(path = "/bank-lines/:id/restore", method = "post", operation_id = "restore_bank_line")]
    async fn restore_bank_line(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<BankLineId>,
    ) -> Result<Json<BankLine>> {
        let mut tx = app.begin(caller.actor()).await?;
        restore_bank_line(&mut tx, id.0).await?;
        let line = bank_lines::get_bank_line(&tx, id.0).await?;
        tx.commit().await?;
        Ok(Json(line.into()))
    }
}
