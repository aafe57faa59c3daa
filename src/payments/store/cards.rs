//! Card payments, the processor's events and its payouts.

use entities::{
    payments::{card_event, card_payment, card_payout, payment},
    values::{
        Amount, CardEventId, CardPaymentFailure, CardPaymentId, CardPaymentState, InvoiceId, PaymentId, PaymentMethod,
    },
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany,
    sea_query::{Expr, ExprTrait, LockType},
};

use crate::{
    payments::cards::Session,
    platform::{
        http::problem::{Problem, Result},
        rows::insert_if_new,
        unit_of_work::UnitOfWork,
    },
};

/// States of an attempt that may still bring money.
const UNDER_WAY: [CardPaymentState; 2] = [CardPaymentState::Requested, CardPaymentState::Open];

fn none() -> Problem {
    Problem::not_found("card payment")
}

/// One card payment, or 404.
pub async fn card_payment(tx: &UnitOfWork, id: CardPaymentId) -> Result<card_payment::Model> {
    card_payment::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(none)
}

/// One card payment, its row locked for change; or 404.
pub async fn lock(tx: &UnitOfWork, id: CardPaymentId) -> Result<card_payment::Model> {
    card_payment::Entity::find_by_id(id).lock(LockType::Update).one(tx.db()).await?.ok_or_else(none)
}

/// The attempt to pay this invoice that is under way.
pub async fn under_way(tx: &UnitOfWork, invoice: InvoiceId) -> Result<Option<card_payment::Model>> {
    let found = card_payment::Entity::find()
        .filter(card_payment::Column::InvoiceId.eq(invoice))
        .filter(card_payment::Column::State.is_in(UNDER_WAY));
    Ok(found.one(tx.db()).await?)
}

/// Stores a new attempt; `false` where another for the same invoice is under way.
pub async fn insert(tx: &UnitOfWork, row: card_payment::Model) -> Result<bool> {
    insert_if_new(tx, row).await
}

/// Which card payments of a list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Only of this invoice.
    pub invoice: Option<InvoiceId>,
    /// Only those that stand so.
    pub state: Option<CardPaymentState>,
}

/// A page of card payments, newest first.
pub async fn page(
    tx: &UnitOfWork,
    filter: Filter,
    after: Option<CardPaymentId>,
    fetch: u64,
) -> Result<Vec<card_payment::Model>> {
    let mut found = card_payment::Entity::find().order_by_desc(card_payment::Column::Id).limit(fetch);
    if let Some(invoice) = filter.invoice {
        found = found.filter(card_payment::Column::InvoiceId.eq(invoice));
    }
    if let Some(state) = filter.state {
        found = found.filter(card_payment::Column::State.eq(state));
    }
    if let Some(after) = after {
        found = found.filter(card_payment::Column::Id.lt(after));
    }
    Ok(found.all(tx.db()).await?)
}

/// An attempt moves to a state, if it is in one of `from`.
fn step(id: CardPaymentId, from: &[CardPaymentState], to: CardPaymentState) -> UpdateMany<card_payment::Entity> {
    card_payment::Entity::update_many()
        .col_expr(card_payment::Column::State, Expr::value(to))
        .col_expr(card_payment::Column::Version, Expr::col(card_payment::Column::Version).add(1))
        .filter(card_payment::Column::Id.eq(id))
        .filter(card_payment::Column::State.is_in(from.iter().copied()))
}

async fn took(tx: &UnitOfWork, step: UpdateMany<card_payment::Entity>) -> Result<bool> {
    Ok(step.exec(tx.db()).await?.rows_affected == 1)
}

/// The page is there; `false` where nobody waits for it any more.
pub async fn set_open(tx: &UnitOfWork, id: CardPaymentId, session: Session) -> Result<bool> {
    let open = step(id, &[CardPaymentState::Requested], CardPaymentState::Open)
        .col_expr(card_payment::Column::Session, Expr::value(Some(session.id)))
        .col_expr(card_payment::Column::Url, Expr::value(Some(session.url)));
    took(tx, open).await
}

/// There will be no page; `false` where nobody waits for it any more.
pub async fn set_failed(tx: &UnitOfWork, id: CardPaymentId, why: CardPaymentFailure, detail: &str) -> Result<bool> {
    let failed = step(id, &[CardPaymentState::Requested], CardPaymentState::Failed)
        .col_expr(card_payment::Column::Failure, Expr::value(Some(why)))
        .col_expr(card_payment::Column::FailureDetail, Expr::value(Some(detail)));
    took(tx, failed).await
}

/// The page closed; `false` where it was not under way.
pub async fn set_expired(tx: &UnitOfWork, id: CardPaymentId) -> Result<bool> {
    took(tx, step(id, &UNDER_WAY, CardPaymentState::Expired)).await
}

/// The money came, in this payment; whatever was thought of the page before. `false` where it had come.
pub async fn set_paid(tx: &UnitOfWork, id: CardPaymentId, payment: PaymentId) -> Result<bool> {
    use CardPaymentState::*;
    let paid = step(id, &[Requested, Open, Expired, Failed], Paid)
        .col_expr(card_payment::Column::PaymentId, Expr::value(Some(payment)));
    took(tx, paid).await
}

/// Stores an event; `false` where it was told before.
pub async fn insert_event(tx: &UnitOfWork, row: card_event::Model) -> Result<bool> {
    insert_if_new(tx, row).await
}

/// One event, or 404.
pub async fn event(tx: &UnitOfWork, id: CardEventId) -> Result<card_event::Model> {
    card_event::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("card event"))
}

/// Stores a payout of the processor.
pub async fn insert_payout(tx: &UnitOfWork, row: card_payout::Model) -> Result<()> {
    card_payout::Entity::insert(card_payout::ActiveModel::from(row)).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// What buyers paid by card and the processor has not paid out.
pub async fn with_processor(tx: &UnitOfWork) -> Result<Amount> {
    let sum = |column: Expr| column.sum().cast_as("bigint");
    let paid: Option<Option<i64>> = payment::Entity::find()
        .select_only()
        .expr(sum(Expr::col(payment::Column::Amount)))
        .filter(payment::Column::Method.eq(PaymentMethod::Card))
        .into_tuple()
        .one(tx.db())
        .await?;
    let out = Expr::col(card_payout::Column::Amount).add(Expr::col(card_payout::Column::Fee));
    let out: Option<Option<i64>> =
        card_payout::Entity::find().select_only().expr(sum(out)).into_tuple().one(tx.db()).await?;
    Ok(Amount(paid.flatten().unwrap_or_default() - out.flatten().unwrap_or_default()))
}
