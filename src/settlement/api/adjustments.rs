//! Finance staff record advances and deductions, which the next statements take off.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    settlement::adjustment,
    values::{
        AdjustmentId, AdjustmentKind, AdvanceMethod, Amount, BankLineId, Currency, Money, StatementId, StatementLineId,
        WorkshopId,
    },
};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{own_statements::own_scope, tag::Tag};
use crate::{
    identity::{Caller, Producer, StaffFinance, StaffViewer},
    platform::{
        app::App,
        http::{
            api_error::ApiError,
            dates::MoneyDate,
            idempotency::{Created, Idempotent},
            limits::LINE,
            page_request::{PageRequest, Rows},
            paging::List,
            problem::Result,
            text::Text,
        },
        unit_of_work::UnitOfWork,
    },
    settlement::{
        NewCashAdvance, NewDeduction, SettlementError, record_cash_advance, record_deduction,
        record_transferred_advance, reverse_adjustment,
        store::{
            adjustments::{self, AdjustmentWithWorkshop},
            statements::StatementScope,
        },
    },
};

/// An advance or a deduction, or the reversal of one.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Adjustment {
    /// Identifies the adjustment.
    pub id: AdjustmentId,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The workshop's name.
    pub workshop: String,
    /// What it is.
    pub kind: AdjustmentKind,
    /// What the next statement takes off; negative in a reversal, which it pays back.
    pub amount: Money,
    /// The day on which the advance was paid, or the deduction or reversal recorded.
    pub dated_on: NaiveDate,
    /// How an advance was paid.
    pub method: Option<AdvanceMethod>,
    /// Why.
    pub reason: String,
    /// Where the workshop consented to a deduction.
    pub consent: Option<String>,
    /// The adjustment that this one reverses.
    pub reverses_id: Option<AdjustmentId>,
    /// Why it was reversed.
    pub reversal_reason: Option<String>,
    /// The statement that takes it off.
    pub statement_id: Option<StatementId>,
    /// Number of that statement.
    pub statement_number: Option<i64>,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
}

/// Where an adjustment stands: the statement that has it, and its reversal.
#[derive(Default)]
struct AdjustmentPlaces {
    statements: HashMap<StatementLineId, (StatementId, Option<i64>)>,
    reversals: HashMap<AdjustmentId, adjustment::Model>,
}

impl AdjustmentPlaces {
    async fn load(tx: &UnitOfWork, rows: &[AdjustmentWithWorkshop]) -> Result<Self> {
        let ids: Vec<AdjustmentId> = rows.iter().map(|row| row.adjustment.id).collect();
        let lines: Vec<StatementLineId> = rows.iter().filter_map(|row| row.adjustment.statement_line_id).collect();
        Ok(Self {
            statements: adjustments::list_statements_of_lines(tx, &lines).await?,
            reversals: adjustments::list_reversals(tx, &ids).await?,
        })
    }
}

impl Adjustment {
    fn of(AdjustmentWithWorkshop { adjustment, workshop }: AdjustmentWithWorkshop, places: &AdjustmentPlaces) -> Self {
        let statement = adjustment.statement_line_id.and_then(|line| places.statements.get(&line)).copied();
        Self {
            id: adjustment.id,
            workshop_id: workshop.id,
            workshop: workshop.name,
            kind: adjustment.kind,
            amount: adjustment.amount.of(adjustment.currency),
            dated_on: adjustment.dated_on,
            method: adjustment.method,
            reason: adjustment.reason,
            consent: adjustment.consent,
            reverses_id: adjustment.reverses_id,
            reversal_reason: places.reversals.get(&adjustment.id).map(|reversal| reversal.reason.clone()),
            statement_id: statement.map(|(id, _)| id),
            statement_number: statement.and_then(|(_, number)| number),
            created_at: adjustment.created_at,
        }
    }
}

/// An advance that was paid in cash.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct CashAdvance {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// More than zero.
    pub amount: Money,
    /// The day on which it was paid.
    pub paid_on: MoneyDate,
    /// Why.
    pub reason: Text<1, LINE>,
}

/// An advance that a bank line shows.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct TransferredAdvance {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Why.
    pub reason: Text<1, LINE>,
}

/// A deduction to which the workshop consented.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct Deduction {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// More than zero.
    pub amount: Money,
    /// Why.
    pub reason: Text<1, LINE>,
    /// Where the workshop consented, such as the number of a signed paper.
    pub consent: Text<1, LINE>,
}

/// Why an adjustment is reversed.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct AdjustmentReversal {
    /// The reason, in words.
    pub reason: Text<1, LINE>,
}

/// An amount above zero in the installation's currency.
///
/// # Errors
/// `WrongCurrency`, `NotPositive`.
fn positive_amount(money: Money, currency: Currency) -> Result<Amount> {
    if money.currency != currency {
        Err(SettlementError::WrongCurrency { currency }.at("/amount"))
    } else if money.amount <= 0 {
        Err(SettlementError::NotPositive.at("/amount"))
    } else {
        Ok(Amount(money.amount))
    }
}

/// Operations on advances and deductions.
pub struct Adjustments;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Settlement")]
impl Adjustments {
    /// List advances and deductions with their reversals, newest first
    #[oai(path = "/staff/adjustments", method = "get", operation_id = "list_adjustments")]
    async fn list_adjustments(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only of this workshop.
        workshop_id: Query<Option<WorkshopId>>,
        page: PageRequest,
    ) -> Result<List<Adjustment>> {
        let tx = app.read(caller.actor()).await?;
        let rows = adjustments::list_adjustments(&tx, &StatementScope::All, workshop_id.0, &page).await?;
        adjustment_list(&tx, rows).await
    }

    /// Record an advance that was paid in cash
    #[oai(path = "/staff/advances", method = "post", operation_id = "record_cash_advance")]
    async fn record_cash_advance(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        body: Json<CashAdvance>,
    ) -> Result<Created<Adjustment>> {
        request
            .run(body, async |tx, _, CashAdvance { workshop_id, amount, paid_on, reason }| {
                let amount = positive_amount(amount, tx.currency())?;
                let new = NewCashAdvance { workshop_id, amount, paid_on: paid_on.into(), reason: reason.into() };
                let row = record_cash_advance(tx, new).await?;
                adjustment_response(tx, row).await
            })
            .await
    }

    /// Record an advance that was paid by transfer
    ///
    /// The bank line shows it: its amount and day are those of the advance.
    #[oai(path = "/staff/bank-lines/:id/advance", method = "post", operation_id = "record_transferred_advance")]
    async fn record_transferred_advance(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<BankLineId>,
        body: Json<TransferredAdvance>,
    ) -> Result<Created<Adjustment>> {
        request
            .run(body, async |tx, _, TransferredAdvance { workshop_id, reason }| {
                let row = record_transferred_advance(tx, id.0, workshop_id, reason.into()).await?;
                adjustment_response(tx, row).await
            })
            .await
    }

    /// Record a deduction to which the workshop consented
    #[oai(path = "/staff/deductions", method = "post", operation_id = "record_deduction")]
    async fn record_deduction(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        body: Json<Deduction>,
    ) -> Result<Created<Adjustment>> {
        request
            .run(body, async |tx, _, Deduction { workshop_id, amount, reason, consent }| {
                let amount = positive_amount(amount, tx.currency())?;
                let new = NewDeduction { workshop_id, amount, reason: reason.into(), consent: consent.into() };
                let row = record_deduction(tx, new).await?;
                adjustment_response(tx, row).await
            })
            .await
    }

    /// Reverse an advance or a deduction
    ///
    /// Once. What a statement has taken off, the next one pays back; the bank line of an advance waits for a person again.
    #[oai(path = "/staff/adjustments/:id/reverse", method = "post", operation_id = "reverse_adjustment")]
    async fn reverse_adjustment(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<AdjustmentId>,
        body: Json<AdjustmentReversal>,
    ) -> Result<Created<Adjustment>> {
        request
            .run(body, async |tx, _, AdjustmentReversal { reason }| {
                let row = reverse_adjustment(tx, id.0, reason.into()).await?;
                adjustment_response(tx, row).await
            })
            .await
    }

    /// List advances and deductions of own workshops with their reversals, newest first
    #[oai(path = "/producer/adjustments", method = "get", operation_id = "list_own_adjustments")]
    async fn list_own_adjustments(
        &self,
        app: Data<&App>,
        caller: Producer,
        page: PageRequest,
    ) -> Result<List<Adjustment>> {
        let tx = app.read(caller.actor()).await?;
        let scope = own_scope(&tx, &caller).await?;
        let rows = adjustments::list_adjustments(&tx, &scope, None, &page).await?;
        adjustment_list(&tx, rows).await
    }
}

async fn adjustment_list(tx: &UnitOfWork, rows: Rows<AdjustmentWithWorkshop>) -> Result<List<Adjustment>> {
    let places = AdjustmentPlaces::load(tx, &rows.items).await?;
    Ok(rows.map(|row| Adjustment::of(row, &places)).into())
}

async fn adjustment_response(tx: &UnitOfWork, row: AdjustmentWithWorkshop) -> Result<Adjustment> {
    let places = AdjustmentPlaces::load(tx, std::slice::from_ref(&row)).await?;
    Ok(Adjustment::of(row, &places))
}
