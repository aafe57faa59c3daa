//! Queries of card payments.

use entities::{
    payments::card_payment,
    values::{BuyerId, CardPaymentFailure, CardPaymentId, CardPaymentState, InvoiceId, PaymentId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect, UpdateMany,
    sea_query::{Expr, ExprTrait, LockType},
};

use crate::{
    payments::cards::CheckoutPage,
    platform::{
        http::{
            page_request::{PageRequest, Rows},
            problem::{Problem, Result},
        },
        rows::insert_if_new,
        unit_of_work::UnitOfWork,
    },
};

/// States in which a card payment may still be paid.
const UNDER_WAY: [CardPaymentState; 2] = [CardPaymentState::Requested, CardPaymentState::Open];

/// One card payment.
///
/// # Errors
/// 404.
pub async fn get_card_payment(tx: &UnitOfWork, id: CardPaymentId) -> Result<card_payment::Model> {
    card_payment::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(not_found)
}

/// What a card payment pays, which never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaidByCard {
    /// The buyer.
    pub buyer_id: BuyerId,
    /// The invoice.
    pub invoice_id: InvoiceId,
}

/// What a card payment pays.
///
/// # Errors
/// 404.
pub async fn load_paid_by_card(tx: &UnitOfWork, id: CardPaymentId) -> Result<PaidByCard> {
    let row = get_card_payment(tx, id).await?;
    Ok(PaidByCard { buyer_id: row.buyer_id, invoice_id: row.invoice_id })
}

/// One card payment, its row locked for update.
///
/// # Errors
/// 404.
pub async fn lock_card_payment(tx: &UnitOfWork, id: CardPaymentId) -> Result<card_payment::Model> {
    card_payment::Entity::find_by_id(id).lock(LockType::Update).one(tx.db()).await?.ok_or_else(not_found)
}

/// The card payment of this invoice that is under way.
pub async fn find_under_way(tx: &UnitOfWork, invoice: InvoiceId) -> Result<Option<card_payment::Model>> {
    let found = card_payment::Entity::find()
        .filter(card_payment::Column::InvoiceId.eq(invoice))
        .filter(card_payment::Column::State.is_in(UNDER_WAY));
    Ok(found.one(tx.db()).await?)
}

/// The card payment with this id, or with this id of the processor.
pub async fn find_card_payment(
    tx: &UnitOfWork,
    id: Option<CardPaymentId>,
    payment_intent: Option<&str>,
) -> Result<Option<card_payment::Model>> {
    let by_id = id.map(|id| card_payment::Column::Id.eq(id));
    let by_intent = payment_intent.map(|intent| card_payment::Column::PaymentIntent.eq(intent));
    let Some(filter) = by_id.or(by_intent) else { return Ok(None) };
    Ok(card_payment::Entity::find().filter(filter).one(tx.db()).await?)
}

/// The card payment that a payment was made by.
pub async fn find_card_payment_of(tx: &UnitOfWork, payment: PaymentId) -> Result<Option<card_payment::Model>> {
    let found = card_payment::Entity::find().filter(card_payment::Column::PaymentId.eq(payment));
    Ok(found.one(tx.db()).await?)
}

/// Stores the processor's id of a payment.
pub async fn update_payment_intent(tx: &UnitOfWork, id: CardPaymentId, payment_intent: &str) -> Result<()> {
    card_payment::Entity::update_many()
        .col_expr(card_payment::Column::PaymentIntent, Expr::value(Some(payment_intent)))
        .filter(card_payment::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Which card payments to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct CardPaymentFilter {
    /// Only of this invoice.
    pub invoice: Option<InvoiceId>,
    /// Only in this state.
    pub state: Option<CardPaymentState>,
}

/// Card payments, newest first.
pub async fn list_card_payments(
    tx: &UnitOfWork,
    filter: CardPaymentFilter,
    page: &PageRequest,
) -> Result<Rows<card_payment::Model>> {
    let mut found = card_payment::Entity::find();
    if let Some(invoice) = filter.invoice {
        found = found.filter(card_payment::Column::InvoiceId.eq(invoice));
    }
    if let Some(state) = filter.state {
        found = found.filter(card_payment::Column::State.eq(state));
    }
    page.select(tx.db(), found.cursor_by(card_payment::Column::Id).desc(), |row| row.id).await
}

/// Stores a new card payment. Returns `false` where another of the same invoice is under way.
pub async fn insert_card_payment(tx: &UnitOfWork, row: card_payment::Model) -> Result<bool> {
    insert_if_new(tx, row).await
}

/// Records the checkout page of a requested card payment. Returns `false` where it is no longer requested.
pub async fn update_to_open(tx: &UnitOfWork, id: CardPaymentId, page: CheckoutPage) -> Result<bool> {
    let update = update_state(id, &[CardPaymentState::Requested], CardPaymentState::Open)
        .col_expr(card_payment::Column::Session, Expr::value(Some(page.id)))
        .col_expr(card_payment::Column::Url, Expr::value(Some(page.url)));
    execute(tx, update).await
}

/// Records that a requested card payment gets no checkout page. Returns `false` where it is no longer requested.
pub async fn update_to_failed(
    tx: &UnitOfWork,
    id: CardPaymentId,
    failure: CardPaymentFailure,
    detail: &str,
) -> Result<bool> {
    let update = update_state(id, &[CardPaymentState::Requested], CardPaymentState::Failed)
        .col_expr(card_payment::Column::Failure, Expr::value(Some(failure)))
        .col_expr(card_payment::Column::FailureDetail, Expr::value(Some(detail)));
    execute(tx, update).await
}

/// Records that the checkout page expired. Returns `false` where the card payment was not under way.
pub async fn update_to_expired(tx: &UnitOfWork, id: CardPaymentId) -> Result<bool> {
    execute(tx, update_state(id, &UNDER_WAY, CardPaymentState::Expired)).await
}

/// Records the payment that came of a card payment, also of one that had expired or failed. Returns `false` where it
/// was paid before.
pub async fn update_to_paid(tx: &UnitOfWork, id: CardPaymentId, payment: PaymentId) -> Result<bool> {
    use CardPaymentState::{Expired, Failed, Open, Paid, Requested};
    let update = update_state(id, &[Requested, Open, Expired, Failed], Paid)
        .col_expr(card_payment::Column::PaymentId, Expr::value(Some(payment)));
    execute(tx, update).await
}

/// An update of the state to `to`, if it is one of `from`.
fn update_state(
    id: CardPaymentId,
    from: &[CardPaymentState],
    to: CardPaymentState,
) -> UpdateMany<card_payment::Entity> {
    card_payment::Entity::update_many()
        .col_expr(card_payment::Column::State, Expr::value(to))
        .col_expr(card_payment::Column::Version, Expr::col(card_payment::Column::Version).add(1))
        .filter(card_payment::Column::Id.eq(id))
        .filter(card_payment::Column::State.is_in(from.iter().copied()))
}

async fn execute(tx: &UnitOfWork, update: UpdateMany<card_payment::Entity>) -> Result<bool> {
    Ok(update.exec(tx.db()).await?.rows_affected == 1)
}

fn not_found() -> Problem {
    Problem::not_found("card_payment")
}
