//! Queues the messages of each event that people learn of by mail.

use std::collections::{BTreeMap, BTreeSet};

use entities::values::{
    ApplicationId, BuyerId, CycleId, DeliveryId, InvoiceId, OccurrenceId, OccurrenceState, OrderId, PayoutId, PoolId,
    ProductId, QuotaChangeCause, QuotaId, RecallId, StatementId, WorkshopId,
};

use super::queue::{queue_to_applicant, queue_to_buyers, queue_to_workshops};
use crate::{
    buyers, fulfilment, members,
    notifications::{
        rules::{Topic, is_buyers_choice},
        store,
    },
    orders::{self, OrderWarning},
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
    settlement::CorrectionFact,
};

/// Quotas were published: one message to each workshop.
pub async fn notify_quotas_published(tx: &mut UnitOfWork, quota_ids: &[QuotaId]) -> Result<()> {
    let quotas = store::list_quotas(tx, quota_ids).await?;
    let runs: BTreeSet<_> = quotas.into_iter().map(|q| (q.workshop_id, q.run_id, q.cycle_id)).collect();
    let topics = runs
        .into_iter()
        .map(|(workshop_id, run_id, cycle_id)| (workshop_id, Topic::QuotasPublished { cycle_id, run_id, workshop_id }));
    queue_to_workshops(tx, topics.collect()).await
}

/// The deadline of these quotas passed without an answer.
pub async fn notify_quotas_expired(tx: &mut UnitOfWork, cycle_id: CycleId, quota_ids: &[QuotaId]) -> Result<()> {
    notify_quotas_ended(tx, cycle_id, quota_ids, false).await
}

/// The cooperative withdrew these quotas.
pub async fn notify_quotas_withdrawn(tx: &mut UnitOfWork, cycle_id: CycleId, quota_ids: &[QuotaId]) -> Result<()> {
    notify_quotas_ended(tx, cycle_id, quota_ids, true).await
}

async fn notify_quotas_ended(
    tx: &mut UnitOfWork,
    cycle_id: CycleId,
    quota_ids: &[QuotaId],
    withdrawn: bool,
) -> Result<()> {
    let mut by_workshop: BTreeMap<WorkshopId, Vec<QuotaId>> = BTreeMap::new();
    for quota in store::list_quotas(tx, quota_ids).await? {
        by_workshop.entry(quota.workshop_id).or_default().push(quota.id);
    }
    let topics = by_workshop.into_iter().map(|(workshop_id, quota_ids)| {
        (workshop_id, Topic::QuotasEnded { cycle_id, workshop_id, quota_ids, withdrawn })
    });
    queue_to_workshops(tx, topics.collect()).await
}

/// These quotas became smaller: one message to each workshop.
pub async fn notify_quotas_reduced(
    tx: &mut UnitOfWork,
    cycle_id: CycleId,
    quota_ids: &[QuotaId],
    cause: QuotaChangeCause,
) -> Result<()> {
    let mut by_workshop: BTreeMap<WorkshopId, BTreeMap<QuotaId, i32>> = BTreeMap::new();
    for quota in store::list_quotas(tx, quota_ids).await? {
        by_workshop.entry(quota.workshop_id).or_default().insert(quota.id, quota.version);
    }
    let topics = by_workshop.into_iter().map(|(workshop_id, versions)| {
        let version = versions.values().next().copied().unwrap_or_default();
        let quota_ids = versions.into_keys().collect();
        (workshop_id, Topic::QuotasReduced { cycle_id, workshop_id, quota_ids, version, cause })
    });
    queue_to_workshops(tx, topics.collect()).await
}

/// A date of a standing order was decided. The buyer is told where something is missing that it did not choose.
///
/// A date that is placed is reported only to a buyer who had heard that it is blocked.
pub async fn notify_occurrence_decided(
    tx: &mut UnitOfWork,
    id: OccurrenceId,
    buyer: BuyerId,
    was_blocked: bool,
) -> Result<()> {
    use OccurrenceState::{Blocked, Placed, Reduced, Skipped};
    let occurrence = store::get_occurrence(tx, id).await?;
    let reported = matches!(occurrence.state, Reduced | Skipped | Blocked) || occurrence.state == Placed && was_blocked;
    if !reported || is_buyers_choice(occurrence.reason) {
        return Ok(());
    }
    let outcome = match occurrence.reason {
        Some(reason) => format!("{}:{}", occurrence.state.word(), reason.word()),
        None => occurrence.state.word().to_owned(),
    };
    queue_to_buyers(tx, vec![(buyer, Topic::OccurrenceDecided { occurrence_id: id, outcome })]).await
}

/// Shortages of these orders were recorded: one message for each buyer and cause, whatever the number of products.
pub async fn notify_shortage_recorded(
    tx: &mut UnitOfWork,
    cycle_id: CycleId,
    order_ids: &[OrderId],
    cause_key: &str,
) -> Result<()> {
    let buyers: BTreeSet<BuyerId> = store::list_order_buyers(tx, order_ids).await?.into_iter().collect();
    let topics = buyers
        .into_iter()
        .map(|buyer_id| (buyer_id, Topic::ShortageRecorded { cycle_id, buyer_id, cause_key: cause_key.to_owned() }));
    queue_to_buyers(tx, topics.collect()).await
}

/// The buyers of these orders must hear of something about a product: one message for each buyer and cause.
pub async fn notify_orders_warned(
    tx: &mut UnitOfWork,
    (cycle_id, product_id): (CycleId, ProductId),
    about: OrderWarning,
    order_ids: &[OrderId],
    cause_key: &str,
) -> Result<()> {
    let mut by_buyer: BTreeMap<BuyerId, Vec<OrderId>> = BTreeMap::new();
    for order in orders::find_orders(tx, order_ids).await?.into_values() {
        by_buyer.entry(order.buyer_id).or_default().push(order.id);
    }
    let topics = by_buyer.into_iter().map(|(buyer_id, mut order_ids)| {
        order_ids.sort_unstable();
        let cause_key = cause_key.to_owned();
        (buyer_id, Topic::OrderWarning { cycle_id, buyer_id, product_id, about, order_ids, cause_key })
    });
    queue_to_buyers(tx, topics.collect()).await
}

/// A delivery left the cooperative.
pub async fn notify_delivery_dispatched(tx: &mut UnitOfWork, delivery_id: DeliveryId) -> Result<()> {
    let buyer = store::get_delivery(tx, delivery_id).await?.buyer_id;
    queue_to_buyers(tx, vec![(buyer, Topic::DeliveryDispatched { delivery_id })]).await
}

/// Batches are recalled: one message to each buyer that has some of them.
pub async fn notify_recall_opened(tx: &mut UnitOfWork, recall_id: RecallId) -> Result<()> {
    let topics = list_recall_buyers(tx, recall_id).await?.into_iter();
    queue_to_buyers(tx, topics.map(|buyer_id| (buyer_id, Topic::RecallOpened { recall_id, buyer_id })).collect()).await
}

/// A recall was lifted: one message to each buyer that has some of its batches.
pub async fn notify_recall_lifted(tx: &mut UnitOfWork, recall_id: RecallId) -> Result<()> {
    let topics = list_recall_buyers(tx, recall_id).await?.into_iter();
    queue_to_buyers(tx, topics.map(|buyer_id| (buyer_id, Topic::RecallLifted { recall_id, buyer_id })).collect()).await
}

async fn list_recall_buyers(tx: &UnitOfWork, recall_id: RecallId) -> Result<BTreeSet<BuyerId>> {
    let units = fulfilment::list_recalled_units(tx, recall_id, None).await?;
    Ok(units.into_iter().map(|row| row.delivery.buyer_id).collect())
}

/// The PDF of an invoice or credit note is ready.
pub async fn notify_document_filed(tx: &mut UnitOfWork, invoice_id: InvoiceId) -> Result<()> {
    let buyers = store::list_invoice_buyers(tx, &[invoice_id]).await?;
    let topics = buyers.into_iter().map(|(invoice_id, buyer)| (buyer, Topic::DocumentFiled { invoice_id }));
    queue_to_buyers(tx, topics.collect()).await
}

/// Invoices are overdue.
pub async fn notify_invoices_overdue(tx: &mut UnitOfWork, invoice_ids: &[InvoiceId]) -> Result<()> {
    let buyers = store::list_invoice_buyers(tx, invoice_ids).await?;
    let topics = buyers.into_iter().map(|(invoice_id, buyer)| (buyer, Topic::InvoiceOverdue { invoice_id }));
    queue_to_buyers(tx, topics.collect()).await
}

/// What a workshop earned in a pool was corrected.
pub async fn notify_earnings_corrected(
    tx: &mut UnitOfWork,
    pool_id: PoolId,
    workshop_id: WorkshopId,
    cause: CorrectionFact,
) -> Result<()> {
    queue_to_workshops(tx, vec![(workshop_id, Topic::EarningsCorrected { pool_id, workshop_id, cause })]).await
}

/// The PDF of a statement is ready.
pub async fn notify_statement_filed(tx: &mut UnitOfWork, statement_id: StatementId) -> Result<()> {
    let workshop = store::get_statement(tx, statement_id).await?.workshop_id;
    queue_to_workshops(tx, vec![(workshop, Topic::StatementFiled { statement_id })]).await
}

/// The bank statement shows a payout.
pub async fn notify_payout_confirmed(tx: &mut UnitOfWork, payout_id: PayoutId) -> Result<()> {
    let workshop = store::get_payout(tx, payout_id).await?.workshop_id;
    queue_to_workshops(tx, vec![(workshop, Topic::PayoutConfirmed { payout_id })]).await
}

/// The bank did not carry out a payout, or sent it back.
pub async fn notify_payout_failed(tx: &mut UnitOfWork, payout_id: PayoutId) -> Result<()> {
    let workshop = store::get_payout(tx, payout_id).await?.workshop_id;
    queue_to_workshops(tx, vec![(workshop, Topic::PayoutFailed { payout_id })]).await
}

/// A workshop is paid to another bank account.
pub async fn notify_bank_account_changed(tx: &mut UnitOfWork, workshop_id: WorkshopId) -> Result<()> {
    let Some(account) = members::find_bank_account(tx, workshop_id).await? else { return Ok(()) };
    let topic = Topic::BankAccountChanged { workshop_id, account_id: account.id };
    queue_to_workshops(tx, vec![(workshop_id, topic)]).await
}

/// An application came into its present state.
pub async fn notify_application_changed(tx: &mut UnitOfWork, application_id: ApplicationId) -> Result<()> {
    let application = buyers::get_application(tx, application_id).await?;
    let topic = Topic::ApplicationChanged { application_id, state: application.state, version: application.version };
    queue_to_applicant(tx, application, topic).await
}

/// An application was approved: its first person is notified.
pub async fn notify_application_approved(tx: &mut UnitOfWork, application_id: ApplicationId) -> Result<()> {
    let application = buyers::get_application(tx, application_id).await?;
    let buyer_id =
        application.buyer_id.ok_or_else(|| Problem::missing_reference("buyer of application", application_id))?;
    queue_to_buyers(tx, vec![(buyer_id, Topic::ApplicationApproved { application_id, buyer_id })]).await
}
