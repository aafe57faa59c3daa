//! Facts become messages: who reads of each, written in the fact's own transaction. Telling a fact again changes
//! nothing.

use std::collections::{BTreeMap, BTreeSet};

use entities::{
    notifications::message,
    values::{
        BuyerId, CycleId, DeliveryId, InvoiceId, MessageId, OccurrenceId, OccurrenceState, OrderId, OrganisationId,
        PayoutId, QuotaChangeCause, QuotaId, StatementId, WorkshopId,
    },
};

use super::{Notice, SendMessage, rules, store};
use crate::{
    buyers, identity, members,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Quotas are with their workshops: one message for each workshop's people.
pub async fn quotas_published(tx: &mut UnitOfWork, quota_ids: &[QuotaId]) -> Result<()> {
    let quotas = store::quotas(tx, quota_ids).await?;
    let runs: BTreeSet<_> = quotas.into_iter().map(|q| (q.workshop_id, q.run_id, q.cycle_id)).collect();
    let told = runs.into_iter().map(|(workshop_id, run_id, cycle_id)| {
        (workshop_id, Notice::QuotasPublished { cycle_id, run_id, workshop_id })
    });
    notify_workshops(tx, told.collect()).await
}

/// Nobody answered these quotas in time.
pub async fn quotas_expired(tx: &mut UnitOfWork, cycle_id: CycleId, quota_ids: &[QuotaId]) -> Result<()> {
    quotas_ended(tx, cycle_id, quota_ids, false).await
}

/// The cooperative took these quotas back.
pub async fn quotas_withdrawn(tx: &mut UnitOfWork, cycle_id: CycleId, quota_ids: &[QuotaId]) -> Result<()> {
    quotas_ended(tx, cycle_id, quota_ids, true).await
}

/// Less is made of these quotas: one message for each workshop's people.
pub async fn quotas_reduced(
    tx: &mut UnitOfWork,
    cycle_id: CycleId,
    quota_ids: &[QuotaId],
    cause: QuotaChangeCause,
) -> Result<()> {
    let mut of_workshop: BTreeMap<WorkshopId, BTreeMap<QuotaId, i32>> = BTreeMap::new();
    for quota in store::quotas(tx, quota_ids).await? {
        of_workshop.entry(quota.workshop_id).or_default().insert(quota.id, quota.version);
    }
    let told = of_workshop.into_iter().map(|(workshop_id, quotas)| {
        let version = quotas.values().next().copied().unwrap_or_default();
        (
            workshop_id,
            Notice::QuotasReduced { cycle_id, workshop_id, quota_ids: quotas.into_keys().collect(), version, cause },
        )
    });
    notify_workshops(tx, told.collect()).await
}

async fn quotas_ended(tx: &mut UnitOfWork, cycle_id: CycleId, quota_ids: &[QuotaId], withdrawn: bool) -> Result<()> {
    let mut of_workshop: BTreeMap<WorkshopId, Vec<QuotaId>> = BTreeMap::new();
    for quota in store::quotas(tx, quota_ids).await? {
        of_workshop.entry(quota.workshop_id).or_default().push(quota.id);
    }
    let told = of_workshop.into_iter().map(|(workshop_id, quota_ids)| {
        (workshop_id, Notice::QuotasEnded { cycle_id, workshop_id, quota_ids, withdrawn })
    });
    notify_workshops(tx, told.collect()).await
}

/// A date of a standing order was decided: the buyer hears of it where something is missing that it did not choose.
pub async fn occurrence_decided(tx: &mut UnitOfWork, id: OccurrenceId, buyer: BuyerId) -> Result<()> {
    use OccurrenceState::{Blocked, Reduced, Skipped};
    let occurrence = store::occurrence(tx, id).await?;
    if !matches!(occurrence.state, Reduced | Skipped | Blocked) || rules::own_choice(occurrence.reason) {
        return Ok(());
    }
    tell_buyers(tx, vec![(buyer, Notice::OccurrenceDecided { occurrence_id: id })]).await
}

/// Units of these orders will not come: one message for each buyer and cause, whatever the number of products.
pub async fn shortage_recorded(
    tx: &mut UnitOfWork,
    cycle_id: CycleId,
    order_ids: &[OrderId],
    cause_key: &str,
) -> Result<()> {
    let buyers: BTreeSet<BuyerId> = store::buyers_of_orders(tx, order_ids).await?.into_iter().collect();
    let told = buyers
        .into_iter()
        .map(|buyer_id| (buyer_id, Notice::ShortageRecorded { cycle_id, buyer_id, cause_key: cause_key.to_owned() }));
    tell_buyers(tx, told.collect()).await
}

/// A delivery left the cooperative.
pub async fn delivery_dispatched(tx: &mut UnitOfWork, delivery_id: DeliveryId) -> Result<()> {
    let buyer = store::delivery(tx, delivery_id).await?.buyer_id;
    tell_buyers(tx, vec![(buyer, Notice::DeliveryDispatched { delivery_id })]).await
}

/// The PDF of an invoice or credit note is there.
pub async fn document_filed(tx: &mut UnitOfWork, invoice_id: InvoiceId) -> Result<()> {
    let buyers = store::buyers_of_invoices(tx, &[invoice_id]).await?;
    let told = buyers.into_iter().map(|(invoice_id, buyer)| (buyer, Notice::DocumentFiled { invoice_id }));
    tell_buyers(tx, told.collect()).await
}

/// Invoices passed their day.
pub async fn invoices_overdue(tx: &mut UnitOfWork, invoice_ids: &[InvoiceId]) -> Result<()> {
    let buyers = store::buyers_of_invoices(tx, invoice_ids).await?;
    let told = buyers.into_iter().map(|(invoice_id, buyer)| (buyer, Notice::InvoiceOverdue { invoice_id }));
    tell_buyers(tx, told.collect()).await
}

/// The PDF of a statement is there.
pub async fn statement_filed(tx: &mut UnitOfWork, statement_id: StatementId) -> Result<()> {
    let workshop = store::statement(tx, statement_id).await?.workshop_id;
    notify_workshops(tx, vec![(workshop, Notice::StatementFiled { statement_id })]).await
}

/// A payout was seen in the bank statement.
pub async fn payout_confirmed(tx: &mut UnitOfWork, payout_id: PayoutId) -> Result<()> {
    let workshop = store::payout(tx, payout_id).await?.workshop_id;
    notify_workshops(tx, vec![(workshop, Notice::PayoutConfirmed { payout_id })]).await
}

/// A workshop's payouts go to another account.
pub async fn bank_account_changed(tx: &mut UnitOfWork, workshop_id: WorkshopId) -> Result<()> {
    let Some(account) = members::bank_account_of(tx, workshop_id).await? else { return Ok(()) };
    notify_workshops(tx, vec![(workshop_id, Notice::BankAccountChanged { workshop_id, account_id: account.id })]).await
}

async fn notify_workshops(tx: &mut UnitOfWork, notices: Vec<(WorkshopId, Notice)>) -> Result<()> {
    let ids: Vec<WorkshopId> = notices.iter().map(|(workshop, _)| *workshop).collect();
    let workshops = members::workshops(tx, &ids).await?;
    let told =
        notices.into_iter().filter_map(|(workshop, notice)| Some((workshops.get(&workshop)?.organisation_id, notice)));
    tell(tx, told.collect()).await
}

async fn tell_buyers(tx: &mut UnitOfWork, notices: Vec<(BuyerId, Notice)>) -> Result<()> {
    let ids: Vec<BuyerId> = notices.iter().map(|(buyer, _)| *buyer).collect();
    let buyers = buyers::buyers(tx, &ids).await?;
    let told = notices.into_iter().filter_map(|(buyer, notice)| Some((buyers.get(&buyer)?.organisation_id, notice)));
    tell(tx, told.collect()).await
}

/// Writes a message for each reader of each notice, with the job that sends it.
async fn tell(tx: &mut UnitOfWork, notices: Vec<(OrganisationId, Notice)>) -> Result<()> {
    let organisations: BTreeSet<OrganisationId> = notices.iter().map(|(organisation, _)| *organisation).collect();
    let readers = identity::readers(tx, &organisations.into_iter().collect::<Vec<_>>()).await?;
    let mut messages = Vec::new();
    for (organisation_id, notice) in notices {
        let about = serde_json::to_value(&notice).map_err(anyhow::Error::from)?;
        for reader in readers.get(&organisation_id).into_iter().flatten() {
            messages.push(message::Model {
                id: tx.new_id::<MessageId>(),
                key: notice.key(reader.person_id),
                kind: notice.kind(),
                about: about.clone(),
                person_id: reader.person_id,
                organisation_id,
                name: reader.name.clone(),
                recipient: reader.email.clone(),
                language: reader.language,
                queued_at: tx.now(),
                subject: None,
                sent_at: None,
                refused_at: None,
                refusal: None,
            });
        }
    }
    // One cause may touch hundreds of products, each told by itself: what is written already is not written again.
    // That two at once do not both write it is the key's business.
    let known = store::known(tx, messages.iter().map(|message| message.key.as_str())).await?;
    messages.retain(|message| !known.contains(&message.key));
    for message in &messages {
        tx.enqueue(&SendMessage { key: message.key.clone() })?;
    }
    store::insert_new(tx, messages).await
}
