//! Finance staff decide what each line of the bank statement is.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    payments::{bank_line, bank_line_match},
    values::{BankLineId, BankLineKind, BankLineState, BuyerId, Currency, Money, PaymentId, PayoutId, RefundId},
};
use poem::web::Data;
use poem_openapi::{
    Enum, Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    amounts::{PaymentAllocation, Reversal, invoice_allocations, non_negative_amount},
    payments::{self, Payment, PaymentDetail, payment_detail},
    tag::Tag,
};
use crate::{
    buyers::{BuyerName, load_buyer_names},
    identity::{Caller, StaffFinance},
    payments::{
        BankLineDecision, BankLineName,
        actions::{link_bank_line, record_card_payout, suggest_buyers, suggest_returned_payments},
        decide_bank_line,
        errors::PaymentError,
        match_bank_line, name_bank_line,
        rules::{Evidence, Suggestion},
        store::{bank_line_matches, bank_lines},
        undo_bank_line,
    },
    platform::{
        app::App,
        http::{
            api_error::ApiError,
            idempotency::{Created, Idempotent},
            limits::LINE,
            page_request::PageRequest,
            paging::List,
            problem::Result,
            text::Text,
        },
        unit_of_work::UnitOfWork,
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
    /// What it is, once that is known.
    pub kind: Option<BankLineKind>,
    /// The bank's own id.
    pub bank_id: Option<String>,
    /// The line that it is or may be again, where it resembled one when it was imported.
    pub duplicate_of: Option<OriginalBankLine>,
    /// The payment that it shows or takes back.
    pub payment_id: Option<PaymentId>,
    /// The payout that it shows.
    pub payout_id: Option<PayoutId>,
    /// The refund that it shows.
    pub refund_id: Option<RefundId>,
    /// A remark of the person who named it.
    pub note: Option<String>,
}

impl BankLine {
    fn of(row: bank_line::Model, found: Option<&bank_line_match::Model>, original: Option<&bank_line::Model>) -> Self {
        Self {
            kind: found.map(|found| found.kind),
            payment_id: found.and_then(|found| found.payment_id),
            payout_id: found.and_then(|found| found.payout_id),
            refund_id: found.and_then(|found| found.refund_id),
            note: found.and_then(|found| found.note.clone()),
            bank_id: row.bank_id,
            duplicate_of: original.map(OriginalBankLine::from),
            id: row.id,
            booked_on: row.booked_on,
            amount: row.amount.of(row.currency),
            reference: row.reference,
            counterparty: row.counterparty,
            state: row.state,
        }
    }
}

/// The bank line that another one resembles.
#[derive(Clone, Debug, Object)]
pub struct OriginalBankLine {
    /// Identifies the line.
    pub id: BankLineId,
    /// The day on which the bank booked it.
    pub booked_on: NaiveDate,
    /// Positive for money received.
    pub amount: Money,
    /// The bank's text.
    pub reference: String,
    /// Its state.
    pub state: BankLineState,
}

impl From<&bank_line::Model> for OriginalBankLine {
    fn from(row: &bank_line::Model) -> Self {
        Self {
            id: row.id,
            booked_on: row.booked_on,
            amount: row.amount.of(row.currency),
            reference: row.reference.clone(),
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

/// What a bank line is that is no payment of a buyer and no payout of the card processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum OtherBankLineKind {
    /// A payout to a workshop; `payout_id` names it.
    Payout,
    /// A refund to a buyer; `refund_id` names it.
    Refund,
    /// A fee of the bank, or one that it gave back.
    BankFee,
    /// Interest received or paid.
    Interest,
    /// To or from another account of the cooperative.
    OwnTransfer,
    /// Cash of the cooperative, such as of sold stock, that was paid in.
    CashDeposit,
    /// A payment of a buyer that the bank took back, such as a returned cheque; `payment_id` names it.
    PaymentReturn,
}

impl NewBankLineName {
    /// The name of a bank line.
    ///
    /// # Errors
    /// `BankLineNameIncomplete`.
    fn name(&self) -> Result<BankLineName> {
        use OtherBankLineKind::{BankFee, CashDeposit, Interest, OwnTransfer, PaymentReturn, Payout, Refund};
        match (self.kind, self.refund_id, self.payout_id, self.payment_id) {
            (Refund, Some(id), None, None) => Ok(BankLineName::Refund(id)),
            (Payout, None, Some(id), None) => Ok(BankLineName::Payout(id)),
            (PaymentReturn, None, None, Some(id)) => Ok(BankLineName::PaymentReturn(id)),
            (BankFee, None, None, None) => Ok(BankLineName::BankFee),
            (Interest, None, None, None) => Ok(BankLineName::Interest),
            (OwnTransfer, None, None, None) => Ok(BankLineName::OwnTransfer),
            (CashDeposit, None, None, None) => Ok(BankLineName::CashDeposit),
            _ => Err(PaymentError::BankLineNameIncomplete.at("/kind")),
        }
    }
}

/// What a bank line that resembles another one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum PossibleDuplicateDecision {
    /// A movement of its own.
    Separate,
    /// The same movement: nothing is booked for it.
    Duplicate,
    /// The same movement, as the bank corrected it: the earlier line becomes the duplicate.
    Replacement,
}

impl From<PossibleDuplicateDecision> for BankLineDecision {
    fn from(decision: PossibleDuplicateDecision) -> Self {
        match decision {
            PossibleDuplicateDecision::Separate => Self::Separate,
            PossibleDuplicateDecision::Duplicate => Self::Duplicate,
            PossibleDuplicateDecision::Replacement => Self::Replacement,
        }
    }
}

/// A decision on a bank line that resembles another one.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct NewBankLineDecision {
    /// What it is.
    pub decision: PossibleDuplicateDecision,
    /// Why.
    pub reason: Option<Text<1, LINE>>,
}

/// What a bank line is.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct NewBankLineName {
    /// What it is.
    pub kind: OtherBankLineKind,
    /// The refund that it shows.
    pub refund_id: Option<RefundId>,
    /// The payout that it shows.
    pub payout_id: Option<PayoutId>,
    /// The payment that it takes back.
    pub payment_id: Option<PaymentId>,
    /// A remark.
    pub note: Option<Text<1, LINE>>,
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
        let rows = bank_lines::list_bank_lines(&tx, state.0, &page).await?;
        let related = Related::load(&tx, &rows.items).await?;
        Ok(rows.map(|line| related.response(line)).into())
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

    /// List the payments that a bank line may take back, the most likely first
    ///
    /// A cheque was returned, or a transfer reversed. Naming the line `payment_return` reverses the payment.
    #[oai(path = "/bank-lines/:id/returned-payments", method = "get", operation_id = "list_returned_payments")]
    async fn list_returned_payments(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<BankLineId>,
    ) -> Result<List<Payment>> {
        let tx = app.read(caller.actor()).await?;
        let found = suggest_returned_payments(&tx, id.0).await?;
        let related = payments::Related::load(&tx, &found).await?;
        Ok(List::all(found.into_iter().map(|row| related.response(row)).collect::<Result<_>>()?))
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
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<BankLineId>,
        body: Json<BankLineLink>,
    ) -> Result<Created<BankLine>> {
        request
            .run(body, async |tx, _, BankLineLink { payment_id }| {
                link_bank_line(tx, id.0, payment_id).await?;
                bank_line_response(tx, bank_lines::get_bank_line(tx, id.0).await?).await
            })
            .await
    }

    /// Record a bank line as a payout of the card processor
    ///
    /// The line is the sum of many card payments, less what the card processor keeps. One below zero is what it took back
    /// because it returned more to cards than it held.
    #[oai(path = "/bank-lines/:id/settle-cards", method = "post", operation_id = "record_card_payout")]
    async fn record_card_payout(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<BankLineId>,
        body: Json<CardPayout>,
    ) -> Result<Created<BankLine>> {
        request
            .run(body, async |tx, _, CardPayout { fee }| {
                let fee = non_negative_amount(fee, tx.currency(), "/fee")?;
                let line = record_card_payout(tx, id.0, fee).await?;
                bank_line_response(tx, line).await
            })
            .await
    }

    /// Name a bank line that is no payment of a buyer
    ///
    /// A refund, a payment that the bank took back, a payout, a fee of the bank, interest, a transfer between own accounts,
    /// or cash that was paid in. It is posted to the ledger.
    #[oai(path = "/bank-lines/:id/name", method = "post", operation_id = "name_bank_line")]
    async fn name_bank_line(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<BankLineId>,
        body: Json<NewBankLineName>,
    ) -> Result<Created<BankLine>> {
        request
            .run(body, async |tx, _, new: NewBankLineName| {
                let line = name_bank_line(tx, id.0, new.name()?, new.note.map(Text::into_inner)).await?;
                bank_line_response(tx, line).await
            })
            .await
    }

    /// Decide what a bank line that resembles another one is
    ///
    /// A line under the bank's id of another line, with another day, amount or text, waits for this decision. It can be
    /// decided again until the line is matched.
    #[oai(path = "/bank-lines/:id/decide", method = "post", operation_id = "decide_bank_line")]
    async fn decide_bank_line(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<BankLineId>,
        body: Json<NewBankLineDecision>,
    ) -> Result<Created<BankLine>> {
        request
            .run(body, async |tx, _, NewBankLineDecision { decision, reason }| {
                let line = decide_bank_line(tx, id.0, decision.into(), reason.as_deref()).await?;
                bank_line_response(tx, line).await
            })
            .await
    }

    /// Undo the match of a bank line
    ///
    /// What was posted for it is posted in reverse, and the line waits for a person again.
    #[oai(path = "/bank-lines/:id/undo", method = "post", operation_id = "undo_bank_line")]
    async fn undo_bank_line(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<BankLineId>,
        body: Json<Reversal>,
    ) -> Result<Created<BankLine>> {
        request
            .run(body, async |tx, _, Reversal { reason }| {
                let line = undo_bank_line(tx, id.0, reason.as_str()).await?;
                bank_line_response(tx, line).await
            })
            .await
    }
}

/// A bank line with what it was found to be.
async fn bank_line_response(tx: &UnitOfWork, line: bank_line::Model) -> Result<BankLine> {
    Ok(Related::load(tx, std::slice::from_ref(&line)).await?.response(line))
}

/// What bank lines were found to be, and the lines that they resemble.
pub(super) struct Related {
    matches: HashMap<BankLineId, bank_line_match::Model>,
    originals: HashMap<BankLineId, bank_line::Model>,
}

impl Related {
    pub async fn load(tx: &UnitOfWork, lines: &[bank_line::Model]) -> Result<Self> {
        let ids: Vec<BankLineId> = lines.iter().map(|line| line.id).collect();
        let originals: Vec<BankLineId> = lines.iter().filter_map(|line| line.duplicate_of).collect();
        Ok(Self {
            matches: bank_line_matches::list_live_matches(tx, &ids).await?,
            originals: bank_lines::map_bank_lines(tx, &originals).await?,
        })
    }

    pub fn response(&self, line: bank_line::Model) -> BankLine {
        let original = line.duplicate_of.and_then(|id| self.originals.get(&id));
        let found = self.matches.get(&line.id);
        BankLine::of(line, found, original)
    }
}
