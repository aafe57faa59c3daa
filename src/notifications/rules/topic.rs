//! What a message is about: the ids of an event, as they are stored with the message.

use entities::values::{
    ApplicationId, ApplicationState, BuyerId, CycleId, DeliveryId, InvoiceId, MessageKind, OccurrenceId, OrderId,
    PayoutId, PersonId, PoolId, ProductId, QuotaChangeCause, QuotaId, RecallId, RunId, StatementId, WorkshopId,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{orders::OrderWarning, settlement::CorrectionFact};

/// What a message is about. Its JSON form is stored, so variants and fields keep their names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Topic {
    /// An allocation run gave quotas to a workshop.
    QuotasPublished {
        /// The cycle.
        cycle_id: CycleId,
        /// The run, which may be a re-offer.
        run_id: RunId,
        /// The workshop.
        workshop_id: WorkshopId,
    },
    /// A workshop lost these quotas of a cycle at the same time.
    QuotasEnded {
        /// The cycle.
        cycle_id: CycleId,
        /// The workshop.
        workshop_id: WorkshopId,
        /// The quotas.
        quota_ids: Vec<QuotaId>,
        /// Whether the cooperative withdrew them; otherwise the deadline passed.
        withdrawn: bool,
    },
    /// These quotas of a workshop became smaller.
    QuotasReduced {
        /// The cycle.
        cycle_id: CycleId,
        /// The workshop.
        workshop_id: WorkshopId,
        /// The quotas.
        quota_ids: Vec<QuotaId>,
        /// The version of the quota with the lowest id after the change.
        version: i32,
        /// The cause.
        cause: QuotaChangeCause,
    },
    /// A date of a standing order was not ordered in full.
    OccurrenceDecided {
        /// The occurrence.
        occurrence_id: OccurrenceId,
        /// Its outcome: it may change until the cut-off, and each is reported once.
        #[serde(default)]
        outcome: String,
    },
    /// Ordered units of a buyer will not be delivered, or will be after all.
    ShortageRecorded {
        /// The cycle.
        cycle_id: CycleId,
        /// The buyer.
        buyer_id: BuyerId,
        /// The key of the cause.
        cause_key: String,
    },
    /// What may change of a buyer's orders of a product in a cycle.
    OrderWarning {
        /// The cycle.
        cycle_id: CycleId,
        /// The buyer.
        buyer_id: BuyerId,
        /// The product.
        product_id: ProductId,
        /// What the buyer must hear.
        about: OrderWarning,
        /// The orders.
        order_ids: Vec<OrderId>,
        /// The key of the cause.
        cause_key: String,
    },
    /// A delivery has left the cooperative.
    DeliveryDispatched {
        /// The delivery.
        delivery_id: DeliveryId,
    },
    /// Goods that a buyer has are recalled for safety.
    RecallOpened {
        /// The recall.
        recall_id: RecallId,
        /// The buyer.
        buyer_id: BuyerId,
    },
    /// A recall of goods that a buyer has was lifted.
    RecallLifted {
        /// The recall.
        recall_id: RecallId,
        /// The buyer.
        buyer_id: BuyerId,
    },
    /// The PDF of an invoice or credit note is ready.
    DocumentFiled {
        /// The invoice or credit note.
        invoice_id: InvoiceId,
    },
    /// An invoice is overdue.
    InvoiceOverdue {
        /// The invoice.
        invoice_id: InvoiceId,
    },
    /// What a workshop earned in a pool was corrected.
    EarningsCorrected {
        /// The pool.
        pool_id: PoolId,
        /// The workshop.
        workshop_id: WorkshopId,
        /// Why.
        cause: CorrectionFact,
    },
    /// The PDF of a statement is ready.
    StatementFiled {
        /// The statement.
        statement_id: StatementId,
    },
    /// The bank statement shows a payout.
    PayoutConfirmed {
        /// The payout.
        payout_id: PayoutId,
    },
    /// The bank did not carry out a payout, or sent it back.
    PayoutFailed {
        /// The payout.
        payout_id: PayoutId,
    },
    /// A workshop is paid to another bank account.
    BankAccountChanged {
        /// The workshop.
        workshop_id: WorkshopId,
        /// The new account.
        account_id: Uuid,
    },
    /// An application came into a state, of which the applicant is notified.
    ApplicationChanged {
        /// The application.
        application_id: ApplicationId,
        /// The state.
        state: ApplicationState,
        /// The application's version in this state: it may come into a state again.
        version: i32,
    },
    /// An application was approved: its first person may order.
    ApplicationApproved {
        /// The application.
        application_id: ApplicationId,
        /// The account.
        buyer_id: BuyerId,
    },
}

impl Topic {
    /// The kind of the message.
    pub fn kind(&self) -> MessageKind {
        match self {
            Self::QuotasPublished { .. } => MessageKind::QuotasPublished,
            Self::QuotasEnded { withdrawn: true, .. } => MessageKind::QuotasWithdrawn,
            Self::QuotasEnded { withdrawn: false, .. } => MessageKind::QuotasExpired,
            Self::QuotasReduced { .. } => MessageKind::QuotasReduced,
            Self::OccurrenceDecided { .. } => MessageKind::OccurrenceDecided,
            Self::ShortageRecorded { .. } => MessageKind::ShortageRecorded,
            Self::OrderWarning { .. } => MessageKind::OrderWarning,
            Self::DeliveryDispatched { .. } => MessageKind::DeliveryDispatched,
            Self::RecallOpened { .. } => MessageKind::RecallOpened,
            Self::RecallLifted { .. } => MessageKind::RecallLifted,
            Self::DocumentFiled { .. } => MessageKind::DocumentFiled,
            Self::InvoiceOverdue { .. } => MessageKind::InvoiceOverdue,
            Self::EarningsCorrected { .. } => MessageKind::EarningsCorrected,
            Self::StatementFiled { .. } => MessageKind::StatementFiled,
            Self::PayoutConfirmed { .. } => MessageKind::PayoutConfirmed,
            Self::PayoutFailed { .. } => MessageKind::PayoutFailed,
            Self::BankAccountChanged { .. } => MessageKind::BankAccountChanged,
            Self::ApplicationChanged { state, .. } => match state {
                ApplicationState::Submitted => MessageKind::ApplicationSubmitted,
                ApplicationState::InReview => MessageKind::ApplicationInReview,
                ApplicationState::MoreAsked => MessageKind::ApplicationMoreAsked,
                ApplicationState::Approved => MessageKind::ApplicationApproved,
                ApplicationState::Refused => MessageKind::ApplicationRefused,
                ApplicationState::Withdrawn => MessageKind::ApplicationWithdrawn,
            },
            Self::ApplicationApproved { .. } => MessageKind::ApplicationApproved,
        }
    }

    /// The application that it is about.
    pub fn application_id(&self) -> Option<ApplicationId> {
        match self {
            Self::ApplicationChanged { application_id, .. } | Self::ApplicationApproved { application_id, .. } => {
                Some(*application_id)
            }
            _ => None,
        }
    }

    /// The key of the message to this reader, or to the applicant. The same event always has the same key, so it is sent
    /// once.
    pub fn key(&self, reader: Option<PersonId>) -> String {
        let event = match self {
            Self::QuotasPublished { run_id, workshop_id, .. } => format!("{run_id}/{workshop_id}"),
            // A quota ends once, so the lowest id identifies all of them.
            Self::QuotasEnded { workshop_id, quota_ids, .. } => {
                let first = quota_ids.iter().min().map(ToString::to_string).unwrap_or_default();
                format!("{workshop_id}/{first}")
            }
            // A quota can be reduced again: each version is another event.
            Self::QuotasReduced { workshop_id, quota_ids, version, .. } => {
                let first = quota_ids.iter().min().map(ToString::to_string).unwrap_or_default();
                format!("{workshop_id}/{first}/{version}")
            }
            Self::OccurrenceDecided { occurrence_id, outcome } => format!("{occurrence_id}/{outcome}"),
            Self::ShortageRecorded { cycle_id, buyer_id, cause_key } => format!("{cycle_id}/{buyer_id}/{cause_key}"),
            Self::OrderWarning { cycle_id, buyer_id, product_id, about, cause_key, .. } => {
                format!("{cycle_id}/{buyer_id}/{product_id}/{}/{cause_key}", about.word())
            }
            Self::DeliveryDispatched { delivery_id } => delivery_id.to_string(),
            Self::RecallOpened { recall_id, buyer_id } | Self::RecallLifted { recall_id, buyer_id } => {
                format!("{recall_id}/{buyer_id}")
            }
            Self::DocumentFiled { invoice_id } | Self::InvoiceOverdue { invoice_id } => invoice_id.to_string(),
            Self::EarningsCorrected { workshop_id, cause, .. } => match cause {
                CorrectionFact::Receipt(receipt) => format!("{workshop_id}/receipt/{receipt}"),
                CorrectionFact::Fault(fault) => format!("{workshop_id}/fault/{fault}"),
                CorrectionFact::FaultReversed(fault) => format!("{workshop_id}/fault_reversed/{fault}"),
            },
            Self::StatementFiled { statement_id } => statement_id.to_string(),
            Self::PayoutConfirmed { payout_id } | Self::PayoutFailed { payout_id } => payout_id.to_string(),
            Self::BankAccountChanged { account_id, .. } => account_id.to_string(),
            Self::ApplicationChanged { application_id, version, .. } => format!("{application_id}/{version}"),
            Self::ApplicationApproved { application_id, .. } => application_id.to_string(),
        };
        let reader = reader.map_or_else(|| "applicant".to_owned(), |reader| reader.to_string());
        format!("{}/{event}/{reader}", self.kind().word())
    }
}
