//! Identifiers: one type per noun, so that an order can never be looked up by a buyer's id.
//! All are UUIDs of version 7, made by the running work, so that rows sort by birth.

use poem_openapi::NewType;
use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveValueType, NewType, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// Identifies one job.
    JobId,
    /// Identifies one person.
    PersonId,
    /// Identifies one organisation.
    OrganisationId,
    /// Identifies one session.
    SessionId,
    /// Identifies one decision.
    DecisionId,
    /// Identifies one season.
    SeasonId,
    /// Identifies one workshop.
    WorkshopId,
    /// Identifies one certificate.
    CertificateId,
    /// Identifies one version of a protocol.
    ProtocolId,
    /// Identifies one segment.
    SegmentId,
    /// Identifies one zone.
    ZoneId,
    /// Identifies one buyer.
    BuyerId,
    /// Identifies one delivery point.
    DeliveryPointId,
    /// Identifies one application.
    ApplicationId,
    /// Identifies one document of an application.
    ApplicationDocumentId,
    /// Identifies one family.
    FamilyId,
    /// Identifies one product.
    ProductId,
    /// Identifies one photo.
    PhotoId,
    /// Identifies one offer.
    OfferId,
    /// Identifies one price list.
    PriceListId,
    /// Identifies one calendar.
    CalendarId,
    /// Identifies one cycle.
    CycleId,
    /// Identifies one order.
    OrderId,
    /// Identifies one order line.
    OrderLineId,
    /// Identifies one basket of an order.
    OrderBasketId,
    /// Identifies one standing order.
    StandingOrderId,
    /// Identifies one occurrence.
    OccurrenceId,
    /// Identifies one arrival.
    ArrivalId,
    /// Identifies one allocation run.
    RunId,
    /// Identifies one pin.
    PinId,
    /// Identifies one quota.
    QuotaId,
    /// Identifies one batch.
    BatchId,
    /// Identifies one goods receipt.
    ReceiptId,
    /// Identifies one delivery.
    DeliveryId,
    /// Identifies one delivery line.
    DeliveryLineId,
    /// Identifies goods of the cooperative's stock.
    StockItemId,
    /// Identifies a recall.
    RecallId,
    /// Identifies a disposal of the stock.
    StockDisposalId,
    /// Identifies one invoice.
    InvoiceId,
    /// Identifies one invoice line.
    InvoiceLineId,
    /// Identifies one bank line.
    BankLineId,
    /// Identifies one match of a bank line.
    BankLineMatchId,
    /// Identifies one balance of the bank account.
    BankBalanceId,
    /// Identifies one payment.
    PaymentId,
    /// Identifies one refund.
    RefundId,
    /// Identifies one card payment.
    CardPaymentId,
    /// Identifies one event of the card processor.
    CardEventId,
    /// Identifies one payout of the card processor.
    CardPayoutId,
    /// Rate of current interest.
    InterestRateId,
    /// Debt of a buyer that was written off.
    WriteOffId,
    /// Part of such a debt that was paid after all.
    DebtRecoveryId,
    /// Identifies one account.
    AccountId,
    /// Identifies one journal entry.
    EntryId,
    /// Identifies one pool.
    PoolId,
    /// Identifies what a credit note took from a pool because of a quality fault.
    PoolFaultId,
    /// Identifies one statement.
    StatementId,
    /// Identifies one statement line.
    StatementLineId,
    /// Identifies one commission rate.
    CommissionRateId,
    /// Identifies one adjustment.
    AdjustmentId,
    /// Identifies one payout batch.
    PayoutBatchId,
    /// Identifies one payout.
    PayoutId,
    /// Identifies one message.
    MessageId,
    /// Identifies one synonym of the search.
    SearchSynonymId,
    /// Identifies one text that was searched and not found.
    SearchMissId,
}
