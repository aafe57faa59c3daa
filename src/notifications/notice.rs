//! A fact that somebody is told, by its ids: the stored part of a message.

use entities::values::{
    BuyerId, CycleId, DeliveryId, InvoiceId, MessageKind, OccurrenceId, PayoutId, PersonId, QuotaChangeCause, QuotaId,
    RunId, StatementId, WorkshopId,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A fact that somebody is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Notice {
    /// A run gave quotas to a workshop.
    QuotasPublished {
        /// The cycle.
        cycle_id: CycleId,
        /// The run, of a first offer or of one made again.
        run_id: RunId,
        /// The workshop.
        workshop_id: WorkshopId,
    },
    /// A workshop lost these quotas of a cycle at one moment.
    QuotasEnded {
        /// The cycle.
        cycle_id: CycleId,
        /// The workshop.
        workshop_id: WorkshopId,
        /// The quotas.
        quota_ids: Vec<QuotaId>,
        /// Whether the cooperative took them back; else nobody answered in time.
        withdrawn: bool,
    },
    /// Less is made of these quotas of a workshop.
    QuotasReduced {
        /// The cycle.
        cycle_id: CycleId,
        /// The workshop.
        workshop_id: WorkshopId,
        /// The quotas.
        quota_ids: Vec<QuotaId>,
        /// The version that the first of them came to.
        version: i32,
        /// Why.
        cause: QuotaChangeCause,
    },
    /// A date of a standing order was not ordered whole.
    OccurrenceDecided {
        /// The date.
        occurrence_id: OccurrenceId,
    },
    /// Units of a buyer's orders will not come.
    ShortageRecorded {
        /// The cycle.
        cycle_id: CycleId,
        /// The buyer.
        buyer_id: BuyerId,
        /// What caused it.
        cause_key: String,
    },
    /// A delivery left.
    DeliveryDispatched {
        /// The delivery.
        delivery_id: DeliveryId,
    },
    /// The PDF of a document is there.
    DocumentFiled {
        /// The invoice or credit note.
        invoice_id: InvoiceId,
    },
    /// An invoice passed its day.
    InvoiceOverdue {
        /// The invoice.
        invoice_id: InvoiceId,
    },
    /// The PDF of a statement is there.
    StatementFiled {
        /// The statement.
        statement_id: StatementId,
    },
    /// A payout reached its account.
    PayoutConfirmed {
        /// The payout.
        payout_id: PayoutId,
    },
    /// A workshop is paid to another account.
    BankAccountChanged {
        /// The workshop.
        workshop_id: WorkshopId,
        /// The account.
        account_id: Uuid,
    },
}

impl Notice {
    /// What the message is about.
    pub fn kind(&self) -> MessageKind {
        match self {
            Self::QuotasPublished { .. } => MessageKind::QuotasPublished,
            Self::QuotasEnded { withdrawn: true, .. } => MessageKind::QuotasWithdrawn,
            Self::QuotasEnded { withdrawn: false, .. } => MessageKind::QuotasExpired,
            Self::QuotasReduced { .. } => MessageKind::QuotasReduced,
            Self::OccurrenceDecided { .. } => MessageKind::OccurrenceDecided,
            Self::ShortageRecorded { .. } => MessageKind::ShortageRecorded,
            Self::DeliveryDispatched { .. } => MessageKind::DeliveryDispatched,
            Self::DocumentFiled { .. } => MessageKind::DocumentFiled,
            Self::InvoiceOverdue { .. } => MessageKind::InvoiceOverdue,
            Self::StatementFiled { .. } => MessageKind::StatementFiled,
            Self::PayoutConfirmed { .. } => MessageKind::PayoutConfirmed,
            Self::BankAccountChanged { .. } => MessageKind::BankAccountChanged,
        }
    }

    /// The key of the message to this reader: the same fact gives the same key, whenever and wherever it is told.
    pub fn key(&self, reader: PersonId) -> String {
        let fact = match self {
            Self::QuotasPublished { run_id, workshop_id, .. } => format!("{run_id}/{workshop_id}"),
            // A quota ends once: the first names them all.
            Self::QuotasEnded { workshop_id, quota_ids, .. } => {
                let first = quota_ids.iter().min().map(ToString::to_string).unwrap_or_default();
                format!("{workshop_id}/{first}")
            }
            // It may be reduced again: each version of it is a fact of its own.
            Self::QuotasReduced { workshop_id, quota_ids, version, .. } => {
                let first = quota_ids.iter().min().map(ToString::to_string).unwrap_or_default();
                format!("{workshop_id}/{first}/{version}")
            }
            Self::OccurrenceDecided { occurrence_id } => occurrence_id.to_string(),
            Self::ShortageRecorded { cycle_id, buyer_id, cause_key } => format!("{cycle_id}/{buyer_id}/{cause_key}"),
            Self::DeliveryDispatched { delivery_id } => delivery_id.to_string(),
            Self::DocumentFiled { invoice_id } | Self::InvoiceOverdue { invoice_id } => invoice_id.to_string(),
            Self::StatementFiled { statement_id } => statement_id.to_string(),
            Self::PayoutConfirmed { payout_id } => payout_id.to_string(),
            Self::BankAccountChanged { account_id, .. } => account_id.to_string(),
        };
        format!("{}/{fact}/{reader}", self.kind().word())
    }
}
