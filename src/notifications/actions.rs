//! Facts become messages: who reads of each, written in the fact's own transaction. Telling a fact again changes
//! nothing.

use std::collections::{BTreeMap, BTreeSet};

use entities::{
    notifications::message,
    values::{
        BuyerId, CycleId, DeliveryId, InvoiceId, MessageId, OccurrenceId, OccurrenceState, OrderId, OrganisationId,
        PayoutId, QuotaChangeCause, QuotaId, StatementId, UnitId,
    },
};

use super::{Notice, SendMessage, rules, store};
use crate::{
    buyers, identity, members,
    platform::{http::problem::Answer, work::Work},
};

/// Quotas are with their units: one message for each unit's people.
pub async fn quotas_published(work: &mut Work, quota_ids: &[QuotaId]) -> Answer<()> {
    let quotas = store::quotas(work, quota_ids).await?;
    let runs: BTreeSet<_> = quotas.into_iter().map(|q| (q.unit_id, q.run_id, q.cycle_id)).collect();
    let told = runs
        .into_iter()
        .map(|(unit_id, run_id, cycle_id)| (unit_id, Notice::QuotasPublished { cycle_id, run_id, unit_id }));
    tell_units(work, told.collect()).await
}

/// Nobody answered these quotas in time.
pub async fn quotas_expired(work: &mut Work, cycle_id: CycleId, quota_ids: &[QuotaId]) -> Answer<()> {
    quotas_ended(work, cycle_id, quota_ids, false).await
}

/// The cooperative took these quotas back.
pub async fn quotas_withdrawn(work: &mut Work, cycle_id: CycleId, quota_ids: &[QuotaId]) -> Answer<()> {
    quotas_ended(work, cycle_id, quota_ids, true).await
}

/// Less is made of these quotas: one message for each unit's people.
pub async fn quotas_reduced(
    work: &mut Work,
    cycle_id: CycleId,
    quota_ids: &[QuotaId],
    cause: QuotaChangeCause,
) -> Answer<()> {
    let mut of_unit: BTreeMap<UnitId, BTreeMap<QuotaId, i32>> = BTreeMap::new();
    for quota in store::quotas(work, quota_ids).await? {
        of_unit.entry(quota.unit_id).or_default().insert(quota.id, quota.version);
    }
    let told = of_unit.into_iter().map(|(unit_id, quotas)| {
        let version = quotas.values().next().copied().unwrap_or_default();
        (unit_id, Notice::QuotasReduced { cycle_id, unit_id, quota_ids: quotas.into_keys().collect(), version, cause })
    });
    tell_units(work, told.collect()).await
}

async fn quotas_ended(work: &mut Work, cycle_id: CycleId, quota_ids: &[QuotaId], withdrawn: bool) -> Answer<()> {
    let mut of_unit: BTreeMap<UnitId, Vec<QuotaId>> = BTreeMap::new();
    for quota in store::quotas(work, quota_ids).await? {
        of_unit.entry(quota.unit_id).or_default().push(quota.id);
    }
    let told = of_unit
        .into_iter()
        .map(|(unit_id, quota_ids)| (unit_id, Notice::QuotasEnded { cycle_id, unit_id, quota_ids, withdrawn }));
    tell_units(work, told.collect()).await
}

/// A date of a standing order was decided: the buyer hears of it where something is missing that it did not choose.
pub async fn occurrence_decided(work: &mut Work, id: OccurrenceId, buyer: BuyerId) -> Answer<()> {
    use OccurrenceState::{Blocked, Reduced, Skipped};
    let occurrence = store::occurrence(work, id).await?;
    if !matches!(occurrence.state, Reduced | Skipped | Blocked) || rules::own_choice(occurrence.reason) {
        return Ok(());
    }
    tell_buyers(work, vec![(buyer, Notice::OccurrenceDecided { occurrence_id: id })]).await
}

/// Units of these orders will not come: one message for each buyer and cause, whatever the number of products.
pub async fn shortage_recorded(
    work: &mut Work,
    cycle_id: CycleId,
    order_ids: &[OrderId],
    cause_key: &str,
) -> Answer<()> {
    let buyers: BTreeSet<BuyerId> = store::buyers_of_orders(work, order_ids).await?.into_iter().collect();
    let told = buyers
        .into_iter()
        .map(|buyer_id| (buyer_id, Notice::ShortageRecorded { cycle_id, buyer_id, cause_key: cause_key.to_owned() }));
    tell_buyers(work, told.collect()).await
}

/// A delivery left the cooperative.
pub async fn delivery_dispatched(work: &mut Work, delivery_id: DeliveryId) -> Answer<()> {
    let buyer = store::delivery(work, delivery_id).await?.buyer_id;
    tell_buyers(work, vec![(buyer, Notice::DeliveryDispatched { delivery_id })]).await
}

/// The PDF of an invoice or credit note is there.
pub async fn document_filed(work: &mut Work, invoice_id: InvoiceId) -> Answer<()> {
    let buyers = store::buyers_of_invoices(work, &[invoice_id]).await?;
    let told = buyers.into_iter().map(|(invoice_id, buyer)| (buyer, Notice::DocumentFiled { invoice_id }));
    tell_buyers(work, told.collect()).await
}

/// Invoices passed their day.
pub async fn invoices_overdue(work: &mut Work, invoice_ids: &[InvoiceId]) -> Answer<()> {
    let buyers = store::buyers_of_invoices(work, invoice_ids).await?;
    let told = buyers.into_iter().map(|(invoice_id, buyer)| (buyer, Notice::InvoiceOverdue { invoice_id }));
    tell_buyers(work, told.collect()).await
}

/// The PDF of a statement is there.
pub async fn statement_filed(work: &mut Work, statement_id: StatementId) -> Answer<()> {
    let unit = store::statement(work, statement_id).await?.unit_id;
    tell_units(work, vec![(unit, Notice::StatementFiled { statement_id })]).await
}

/// A payout was seen in the bank statement.
pub async fn payout_confirmed(work: &mut Work, payout_id: PayoutId) -> Answer<()> {
    let unit = store::payout(work, payout_id).await?.unit_id;
    tell_units(work, vec![(unit, Notice::PayoutConfirmed { payout_id })]).await
}

/// A unit's payouts go to another account.
pub async fn bank_account_changed(work: &mut Work, unit_id: UnitId) -> Answer<()> {
    let Some(account) = members::bank_account_of(work, unit_id).await? else { return Ok(()) };
    tell_units(work, vec![(unit_id, Notice::BankAccountChanged { unit_id, account_id: account.id })]).await
}

async fn tell_units(work: &mut Work, notices: Vec<(UnitId, Notice)>) -> Answer<()> {
    let ids: Vec<UnitId> = notices.iter().map(|(unit, _)| *unit).collect();
    let units = members::units(work, &ids).await?;
    let told = notices.into_iter().filter_map(|(unit, notice)| Some((units.get(&unit)?.organisation_id, notice)));
    tell(work, told.collect()).await
}

async fn tell_buyers(work: &mut Work, notices: Vec<(BuyerId, Notice)>) -> Answer<()> {
    let ids: Vec<BuyerId> = notices.iter().map(|(buyer, _)| *buyer).collect();
    let buyers = buyers::buyers(work, &ids).await?;
    let told = notices.into_iter().filter_map(|(buyer, notice)| Some((buyers.get(&buyer)?.organisation_id, notice)));
    tell(work, told.collect()).await
}

/// Writes a message for each reader of each notice, with the job that sends it.
async fn tell(work: &mut Work, notices: Vec<(OrganisationId, Notice)>) -> Answer<()> {
    let organisations: BTreeSet<OrganisationId> = notices.iter().map(|(organisation, _)| *organisation).collect();
    let readers = identity::readers(work, &organisations.into_iter().collect::<Vec<_>>()).await?;
    let mut messages = Vec::new();
    for (organisation_id, notice) in notices {
        let about = serde_json::to_value(&notice).map_err(anyhow::Error::from)?;
        for reader in readers.get(&organisation_id).into_iter().flatten() {
            messages.push(message::Model {
                id: work.new_id::<MessageId>(),
                key: notice.key(reader.person_id),
                kind: notice.kind(),
                about: about.clone(),
                person_id: reader.person_id,
                organisation_id,
                name: reader.name.clone(),
                recipient: reader.email.clone(),
                language: reader.language,
                queued_at: work.now(),
                subject: None,
                sent_at: None,
                refused_at: None,
                refusal: None,
            });
        }
    }
    // One cause may touch hundreds of products, each told by itself: what is written already is not written again.
    // That two at once do not both write it is the key's business.
    let known = store::known(work, messages.iter().map(|message| message.key.as_str())).await?;
    messages.retain(|message| !known.contains(&message.key));
    for message in &messages {
        work.enqueue(&SendMessage { key: message.key.clone() })?;
    }
    store::insert_new(work, messages).await
}
