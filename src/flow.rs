//! The connections between slices: for each event, what happens in the same transaction, and for each job, the action
//! that runs it. A slice names no slice to its right, so what it causes there is written here.

use std::any::Any;

use async_trait::async_trait;
use entities::values::SuspensionKind;

use crate::{
    allocation, buyers, catalogue, certification, cycles, fulfilment, identity, invoicing, members, notifications,
    orders, payments,
    platform::{
        app::{App, Flow},
        http::problem::Result,
        jobs::{Claim, Lane},
        retention::{self, DeleteOldRows},
        unit_of_work::{Event, Job, UnitOfWork},
    },
    search, settlement,
};

/// Delivers the events and runs the jobs of all slices.
pub static FLOW: SliceFlow = SliceFlow;

/// The connections between the slices.
pub struct SliceFlow;

#[async_trait]
impl Flow for SliceFlow {
    async fn deliver(&self, tx: &mut UnitOfWork, event: &dyn Event) -> Result<()> {
        let any: &dyn Any = event;
        // In journey order of the slice that emits the event.
        if let Some(event) = any.downcast_ref() {
            return on_identity_event(tx, event).await;
        }
        if let Some(event) = any.downcast_ref() {
            return on_members_event(tx, event).await;
        }
        if let Some(event) = any.downcast_ref() {
            return on_certification_event(tx, event).await;
        }
        if let Some(event) = any.downcast_ref() {
            return on_buyers_event(tx, event).await;
        }
        if let Some(event) = any.downcast_ref() {
            return on_catalogue_event(tx, event).await;
        }
        if let Some(event) = any.downcast_ref() {
            return on_cycles_event(tx, event).await;
        }
        if let Some(event) = any.downcast_ref() {
            return on_orders_event(tx, event).await;
        }
        if let Some(event) = any.downcast_ref() {
            return on_allocation_event(tx, event).await;
        }
        if let Some(event) = any.downcast_ref() {
            return on_fulfilment_event(tx, event).await;
        }
        if let Some(event) = any.downcast_ref() {
            return on_invoicing_event(tx, event).await;
        }
        if let Some(event) = any.downcast_ref() {
            return on_payments_event(tx, event).await;
        }
        if let Some(event) = any.downcast_ref() {
            return on_settlement_event(tx, event).await;
        }
        Err(anyhow::anyhow!("flow.rs does not deliver the event {event:?}").into())
    }

    fn outside_lanes(&self) -> &'static [Lane] {
        &[
            Lane { name: "mail", kinds: &[notifications::SendMessage::KIND] },
            Lane {
                name: "cards",
                kinds: &[
                    payments::OpenCheckout::KIND,
                    payments::PollCheckout::KIND,
                    payments::RefundCard::KIND,
                    payments::ReviewCardRefunds::KIND,
                ],
            },
            Lane { name: "documents", kinds: &[invoicing::RenderInvoice::KIND, settlement::RenderStatement::KIND] },
            Lane { name: "search", kinds: &[search::RefreshIndex::KIND] },
        ]
    }

    async fn run(&self, app: &App, claim: &Claim) -> Result<()> {
        // In journey order of the slice that runs the job.
        match claim.kind.as_str() {
            cycles::PrepareCycles::KIND => cycles::prepare_cycles(app, claim).await,
            cycles::OpenCycle::KIND => cycles::open_cycle(app, claim).await,
            cycles::CloseCycle::KIND => cycles::close_cycle(app, claim).await,
            orders::MaterialiseOccurrences::KIND => orders::run_materialise_occurrences(app, claim).await,
            orders::RetryCuts::KIND => orders::run_retry_cuts(app, claim).await,
            orders::BlockMissedDates::KIND => orders::run_block_missed_dates(app, claim).await,
            allocation::RunAllocation::KIND => allocation::run_allocation_job(app, claim).await,
            allocation::RerunAllocation::KIND => allocation::rerun_allocation_job(app, claim).await,
            allocation::ExpireQuotas::KIND => allocation::expire_quotas_job(app, claim).await,
            invoicing::IssueInvoice::KIND => invoicing::issue_invoice(app, claim).await,
            invoicing::RenderInvoice::KIND => invoicing::render_invoice(app, claim).await,
            invoicing::InvoiceMonth::KIND => invoicing::invoice_month(app, claim).await,
            invoicing::MarkOverdue::KIND => invoicing::mark_overdue_job(app, claim).await,
            payments::OpenCheckout::KIND => payments::open_checkout(app, claim).await,
            payments::PollCheckout::KIND => payments::poll_checkout(app, claim).await,
            payments::RefundCard::KIND => payments::refund_card(app, claim).await,
            payments::ReviewCardRefunds::KIND => payments::review_card_refunds(app, claim).await,
            payments::ReadCardEvent::KIND => payments::read_card_event(app, claim).await,
            settlement::ClosePools::KIND => settlement::close_pools_job(app, claim).await,
            settlement::RenderStatement::KIND => settlement::render_statement(app, claim).await,
            notifications::SendMessage::KIND => notifications::send_message(app, claim).await,
            search::RefreshIndex::KIND => search::refresh_index(app, claim).await,
            search::RefreshIndexDaily::KIND => search::refresh_index_daily(app, claim).await,
            DeleteOldRows::KIND => delete_old_rows(app, claim).await,
            kind => Err(anyhow::anyhow!("flow.rs has no runner for jobs of kind `{kind}`").into()),
        }
    }
}

/// Runs [`DeleteOldRows`]: each slice deletes its own.
async fn delete_old_rows(app: &App, claim: &Claim) -> Result<()> {
    claim.read::<DeleteOldRows>()?;
    let mut tx = claim.begin(app).await?;
    let ages = retention::delete_old_rows(&tx).await?;
    identity::delete_ended_sessions(&tx, ages.ended).await?;
    identity::delete_unused_devices(&tx).await?;
    allocation::delete_expired_quota_links(&tx, ages.ended).await?;
    notifications::delete_old_messages(&tx, ages.messages).await?;
    search::delete_old_misses(&tx).await?;
    let applications = buyers::list_old_applications(&tx).await?;
    notifications::delete_messages_of_applications(&tx, &applications).await?;
    buyers::delete_old_applications(&tx, &applications).await?;
    retention::schedule_next(&mut tx)?;
    tx.commit().await
}

async fn on_identity_event(tx: &mut UnitOfWork, event: &identity::Event) -> Result<()> {
    match event {
        identity::Event::PersonRightsReduced { person_id } => settlement::check_person_business(tx, *person_id).await,
    }
}

async fn on_members_event(tx: &mut UnitOfWork, event: &members::Event) -> Result<()> {
    match event {
        members::Event::SupplyChanged { workshop_id } => {
            catalogue::emit_offered_products_changed(tx, *workshop_id).await?;
            allocation::withdraw_ineligible_quotas(tx, *workshop_id, None).await
        }
        members::Event::WorkshopLeft { workshop_id, left_on, debts_stay } => {
            settlement::check_workshop_business(tx, *workshop_id, *left_on, *debts_stay).await
        }
        members::Event::TaxStatusChanged { workshop_id } => settlement::apply_tax_status(tx, *workshop_id).await,
        members::Event::BankAccountChanged { workshop_id } => {
            notifications::notify_bank_account_changed(tx, *workshop_id).await
        }
    }
}

async fn on_certification_event(tx: &mut UnitOfWork, event: &certification::Event) -> Result<()> {
    use certification::Event::*;
    match event {
        CertificateGranted { certificate_id, product_id, .. } => {
            catalogue::store_certified_product(tx, *certificate_id, *product_id).await
        }
        CertificateSuspended { certificate_id, workshop_id, product_id, kind, reason } => {
            catalogue::emit_product_changed(tx, *product_id);
            let cause_key = format!("suspended:{certificate_id}:{}", tx.now().timestamp_micros());
            orders::report_lost_supply(tx, *product_id, &cause_key).await?;
            allocation::withdraw_ineligible_quotas(tx, *workshop_id, Some(*product_id)).await?;
            match kind {
                SuspensionKind::Safety => {
                    fulfilment::block_goods(tx, *certificate_id, *workshop_id, *product_id, reason).await
                }
                SuspensionKind::Paperwork => Ok(()),
            }
        }
        CertificateWithdrawn { certificate_id, workshop_id, product_id } => {
            catalogue::emit_product_changed(tx, *product_id);
            orders::report_lost_supply(tx, *product_id, &format!("withdrawn:{certificate_id}")).await?;
            allocation::withdraw_ineligible_quotas(tx, *workshop_id, Some(*product_id)).await
        }
        CertificateReinstated { product_id, .. } => {
            catalogue::emit_product_changed(tx, *product_id);
            Ok(())
        }
        ProtocolCreated { family_id } => catalogue::get_family(tx, *family_id).await.map(drop),
    }
}

async fn on_buyers_event(tx: &mut UnitOfWork, event: &buyers::Event) -> Result<()> {
    match event {
        buyers::Event::BuyerApproved { .. } => Ok(()),
        buyers::Event::ApplicationChanged { application_id } => {
            notifications::notify_application_changed(tx, *application_id).await
        }
        buyers::Event::ApplicationApproved { application_id } => {
            invoicing::create_applicant_details(tx, *application_id).await?;
            notifications::notify_application_approved(tx, *application_id).await
        }
        buyers::Event::BuyerClosed { buyer_id, debts_stay } => {
            payments::check_no_open_business(tx, *buyer_id, *debts_stay).await
        }
    }
}

async fn on_catalogue_event(tx: &mut UnitOfWork, event: &catalogue::Event) -> Result<()> {
    match event {
        catalogue::Event::ProductChanged { .. } => search::schedule_index_refresh(tx),
        catalogue::Event::OfferReduced { workshop_id, product_id } => {
            allocation::reduce_offer(tx, *workshop_id, *product_id).await
        }
    }
}

async fn on_cycles_event(tx: &mut UnitOfWork, event: &cycles::Event) -> Result<()> {
    match event {
        cycles::Event::CycleOpened { cycle_id } => orders::schedule_occurrences(tx, *cycle_id).await,
        cycles::Event::CycleClosed { cycle_id } => {
            orders::close_orders(tx, *cycle_id).await?;
            allocation::schedule_run(tx, *cycle_id).await
        }
    }
}

async fn on_orders_event(tx: &mut UnitOfWork, event: &orders::Event) -> Result<()> {
    use orders::Event::*;
    match event {
        DemandFell { cycle_id, order_id, units } => allocation::reduce_demand(tx, *cycle_id, *order_id, units).await,
        OccurrenceDecided { occurrence_id, buyer_id, was_blocked } => {
            notifications::notify_occurrence_decided(tx, *occurrence_id, *buyer_id, *was_blocked).await
        }
        ShortageRecorded { cycle_id, order_ids, cause_key } => {
            notifications::notify_shortage_recorded(tx, *cycle_id, order_ids, cause_key).await
        }
        // Less is missing: the same message says so.
        ShortageRelieved { cycle_id, order_ids, cause_key } => {
            notifications::notify_shortage_recorded(tx, *cycle_id, order_ids, cause_key).await
        }
        OrdersWarned { cycle_id, warning, product_id, order_ids, cause_key } => {
            notifications::notify_orders_warned(tx, (*cycle_id, *product_id), *warning, order_ids, cause_key).await
        }
        OrderPlaced { .. } | OrderAmended { .. } | GuestLinesRecomputed { .. } | OrderCancelled { .. } => Ok(()),
    }
}

async fn on_allocation_event(tx: &mut UnitOfWork, event: &allocation::Event) -> Result<()> {
    use allocation::Event::*;
    match event {
        QuotasPublished { quota_ids, .. } => notifications::notify_quotas_published(tx, quota_ids).await?,
        QuotasExpired { cycle_id, quota_ids } => notifications::notify_quotas_expired(tx, *cycle_id, quota_ids).await?,
        QuotasWithdrawn { cycle_id, quota_ids } => {
            notifications::notify_quotas_withdrawn(tx, *cycle_id, quota_ids).await?;
        }
        QuotasReduced { cycle_id, quota_ids, cause } => {
            notifications::notify_quotas_reduced(tx, *cycle_id, quota_ids, *cause).await?;
        }
        RunCreated { .. } | QuotaAnswered { .. } | QuotasFrozen { .. } => {}
    }
    search::schedule_index_refresh(tx)
}

async fn on_fulfilment_event(tx: &mut UnitOfWork, event: &fulfilment::Event) -> Result<()> {
    use fulfilment::Event::*;
    match event {
        DeliveryConfirmed { delivery_id, cycle_id } => {
            invoicing::schedule_invoice(tx, *delivery_id)?;
            settlement::schedule_pool_closing(tx, *cycle_id, format!("delivery:{delivery_id}"))
        }
        CycleDelivered { cycle_id } => orders::end_undelivered_orders(tx, *cycle_id).await,
        // What a workshop has been given decides its place among equals.
        GoodsReceived { .. } => search::schedule_index_refresh(tx),
        ReceiptCorrected { cycle_id, product_id, receipt_id } => {
            settlement::update_accepted_units(tx, *cycle_id, *product_id, *receipt_id).await
        }
        DeliveryDispatched { delivery_id } => notifications::notify_delivery_dispatched(tx, *delivery_id).await,
        RecallOpened { recall_id } => notifications::notify_recall_opened(tx, *recall_id).await,
        RecallLifted { recall_id } => {
            settlement::reverse_recall_faults(tx, *recall_id).await?;
            notifications::notify_recall_lifted(tx, *recall_id).await
        }
        StockReceived { stock_item_id } => settlement::post_stock_item(tx, *stock_item_id).await.map(drop),
        StockDisposed { stock_disposal_id } => settlement::post_stock_disposal(tx, *stock_disposal_id).await.map(drop),
        // Its orders recorded the shortage, of which the buyer is notified.
        DeliveryFailed { delivery_id, cycle_id } => {
            settlement::schedule_pool_closing(tx, *cycle_id, format!("delivery:{delivery_id}"))
        }
        // No delivery that is under way may carry its product any more.
        GoodsUnpacked { cycle_id, batch_id, fact } => {
            settlement::schedule_pool_closing(tx, *cycle_id, format!("unpacked:{batch_id}:{fact}"))
        }
        DeliveriesPrepared { .. } => Ok(()),
    }
}

async fn on_invoicing_event(tx: &mut UnitOfWork, event: &invoicing::Event) -> Result<()> {
    match event {
        invoicing::Event::InvoiceIssued { invoice_id } => {
            settlement::post_document(tx, *invoice_id).await?;
            settlement::schedule_pool_closing_of_invoice(tx, *invoice_id).await?;
            invoicing::schedule_document(tx, *invoice_id).await?;
        }
        invoicing::Event::CreditNoteIssued { invoice_id } | invoicing::Event::DebitNoteIssued { invoice_id } => {
            settlement::post_document(tx, *invoice_id).await?;
            invoicing::schedule_document(tx, *invoice_id).await?;
        }
        invoicing::Event::DebtWrittenOff { write_off_id, invoice_id, amount } => {
            settlement::post_write_off(tx, *write_off_id, *invoice_id, *amount).await?;
        }
        invoicing::Event::DebtRecovered { recovery_id, invoice_id, amount } => {
            settlement::post_recovery(tx, *recovery_id, *invoice_id, *amount).await?;
        }
        invoicing::Event::DocumentFiled { invoice_id } => notifications::notify_document_filed(tx, *invoice_id).await?,
        invoicing::Event::InvoicesOverdue { invoice_ids } => {
            notifications::notify_invoices_overdue(tx, invoice_ids).await?;
        }
    }
    Ok(())
}

async fn on_payments_event(tx: &mut UnitOfWork, event: &payments::Event) -> Result<()> {
    match event {
        payments::Event::PaymentReceived { payment_id } => {
            settlement::post_payment(tx, *payment_id).await?;
        }
        payments::Event::PaymentAllocated { allocation_id, invoice_id, amount, .. } => {
            settlement::post_payment_allocation(tx, *allocation_id, *invoice_id, *amount).await?;
        }
        payments::Event::CardPayoutRecorded { card_payout_id, amount, fee, booked_on } => {
            settlement::post_card_payout(tx, *card_payout_id, *amount, *fee, *booked_on).await?;
        }
        payments::Event::PayoutReferenceFound { bank_line_id, reference, amount, booked_on } => {
            settlement::confirm_payout_by_reference(tx, *bank_line_id, reference, *amount, *booked_on).await?;
        }
        payments::Event::PayoutNamed { payout_id, bank_line_id, amount, booked_on } => {
            settlement::confirm_named_payout(tx, *payout_id, *bank_line_id, *amount, *booked_on).await?;
        }
        payments::Event::PayoutReturnNamed { payout_id, bank_line_id, amount, booked_on } => {
            settlement::return_named_payout(tx, *payout_id, *bank_line_id, *amount, *booked_on).await?;
        }
        payments::Event::PayoutMatchUndone { payout_id, bank_line_id, reason } => {
            settlement::undo_payout_line(tx, *payout_id, *bank_line_id, reason).await?;
        }
        payments::Event::PaymentReleased { release_id, invoice_id, amount } => {
            settlement::post_payment_release(tx, *release_id, *invoice_id, *amount).await?;
        }
        payments::Event::PaymentReversed { payment_id } => {
            settlement::post_payment_reversal(tx, *payment_id).await?;
        }
        payments::Event::RefundRequested { refund_id } => {
            settlement::post_refund(tx, *refund_id).await?;
        }
        payments::Event::RefundCancelled { refund_id } => {
            settlement::post_refund_cancelled(tx, *refund_id).await?;
        }
        payments::Event::CardRefundPaid { refund_id } => {
            settlement::post_card_refund(tx, *refund_id).await?;
        }
        payments::Event::CardRefundReversed { refund_id } => {
            settlement::post_card_refund_reversal(tx, *refund_id).await?;
        }
        payments::Event::BankLineNamed { match_id } => {
            settlement::post_bank_line(tx, *match_id).await?;
        }
        payments::Event::BankLineUndone { match_id } => {
            settlement::post_bank_line_undone(tx, *match_id).await?;
        }
        payments::Event::OpeningBalanceRecorded { id, change, balance_on } => {
            settlement::post_opening_balance(tx, *id, *change, *balance_on).await?;
        }
        payments::Event::CardPayoutReversed { card_payout_id } => {
            settlement::post_card_payout_reversal(tx, *card_payout_id).await?;
        }
    }
    Ok(())
}

async fn on_settlement_event(tx: &mut UnitOfWork, event: &settlement::Event) -> Result<()> {
    match event {
        settlement::Event::EarningsCorrected { pool_id, workshop_id, cause } => {
            notifications::notify_earnings_corrected(tx, *pool_id, *workshop_id, *cause).await
        }
        settlement::Event::StatementFiled { statement_id } => {
            notifications::notify_statement_filed(tx, *statement_id).await
        }
        settlement::Event::PayoutConfirmed { payout_id } => {
            notifications::notify_payout_confirmed(tx, *payout_id).await
        }
        settlement::Event::PayoutFailed { payout_id } | settlement::Event::PayoutReturned { payout_id } => {
            notifications::notify_payout_failed(tx, *payout_id).await
        }
        settlement::Event::PoolClosed { .. } | settlement::Event::StatementIssued { .. } => Ok(()),
    }
}
