//! Why fulfilment refuses a request.

use chrono::NaiveDate;
use entities::values::{BoundBy, DeliveryState, QuotaState};

use crate::platform::http::api_error::api_errors;

api_errors! {
    /// Why fulfilment refuses a request. Quantities are units of the product.
    pub enum FulfilmentError {
        /// The workshop does not make this quota: it was not accepted, or was withdrawn.
        #[error("This quota is {}: only quotas that the workshop makes have batches and receipts.", .state.word())]
        QuotaNotLive { state: QuotaState } => CONFLICT, "quota_not_live";

        /// The batch would be made on a day that has not come.
        #[error("A batch is made today, {today}, or earlier.")]
        MadeInFuture { today: NaiveDate } => CONFLICT, "made_in_future";

        /// The batch does not last until the day on which it is needed.
        #[error("The batch must last until {required_until}.")]
        BatchExpired {
            /// Its last day; null where the calendar ends before it.
            best_before: Option<NaiveDate>,
            required_until: NaiveDate,
        } => CONFLICT, "expired_batch";

        /// The batch was made for another quota than the receipt names.
        #[error("The batch {batch_code} was made for another quota.")]
        BatchOfOtherQuota { batch_code: String } => CONFLICT, "batch_of_other_quota";

        /// The deliveries of the cycle are prepared, so it receives no more goods.
        #[error("The deliveries of this cycle are prepared: it receives no more goods.")]
        ReceivingOver => CONFLICT, "receiving_over";

        /// The receipt has neither accepted nor rejected units, although it names a batch or nothing is open.
        #[error("A receipt has accepted or rejected units.")]
        NothingReceived => CONFLICT, "nothing_received";

        /// Units were rejected without cause and reason, or there is a cause or a reason without rejected units.
        #[error("Rejected units have a cause and a reason; without rejected units there is neither.")]
        RejectionCauseMismatch => CONFLICT, "rejection_cause";

        /// Missing units were recorded together with a batch or with accepted units.
        #[error("Missing units are recorded alone: without a batch and with 0 accepted units.")]
        MissingNotAlone => CONFLICT, "missing_alone";

        /// The receipt has more units than the batch has left.
        #[error("{available} units of this batch have no receipt yet.")]
        MoreThanBrought { available: i64 } => CONFLICT, "more_than_brought";

        /// The receipt accepts more units, or records more as missing, than the quota has open.
        #[error("The quota has {available} units open: reject units above that as surplus.")]
        OverQuota { available: i64 } => CONFLICT, "over_quota";

        /// The workshop may not supply the product on the day of delivery.
        #[error("The workshop may not supply this product on {delivery_date}: {}.", .reason.word())]
        MayNotSupply { delivery_date: NaiveDate, reason: BoundBy } => CONFLICT, "may_not_supply";

        /// Workshops may still answer quotas of this cycle.
        #[error("Some workshops have not answered their quotas yet.")]
        QuotasUnanswered => CONFLICT, "quotas_unanswered";

        /// The delivery has not left the cooperative.
        #[error("A delivery that is {} has not left the cooperative yet.", .state.word())]
        NotDispatched { state: DeliveryState } => CONFLICT, "not_dispatched";

        /// The delivery has ended, in another way than the request says.
        #[error("This delivery has ended: it is {}.", .state.word())]
        DeliveryEnded { state: DeliveryState } => CONFLICT, "delivery_ended";

        /// A line is named twice.
        #[error("This line is named twice.")]
        LineTwice => CONFLICT, "line_twice";

        /// More units of a line did not reach the buyer than the delivery has of it.
        #[error("This delivery has {available} units of this line.")]
        MoreThanDelivered { available: i64 } => CONFLICT, "more_than_delivered";

        /// The receipt was cancelled before.
        #[error("This goods receipt was cancelled before.")]
        ReceiptCancelled => CONFLICT, "receipt_cancelled";

        /// Units of the receipt have left in deliveries, or are the cooperative's.
        #[error("Only {available} units of this batch have not left: correct the rest by credit notes.")]
        GoodsLeft { available: i64 } => CONFLICT, "goods_left";

        /// The certificate of the recalled batches is still suspended for safety.
        #[error("The certificate is still suspended for safety: reinstate it first.")]
        StillSuspended => CONFLICT, "still_suspended";

        /// More units leave the stock than are there.
        #[error("{available} units of these goods are in stock.")]
        StockTooLow { available: i64 } => CONFLICT, "stock_too_low";

        /// The goods are of a batch that is blocked for safety.
        #[error("This batch is blocked for safety: it can only be written off.")]
        StockBlocked => CONFLICT, "stock_blocked";

        /// A sale names no total above zero, or goods that are not sold name one.
        #[error("A sale has a total above zero; goods that are given away or written off have none.")]
        SaleTotalMismatch => CONFLICT, "sale_total";

        /// Goods are given away without a recipient, or written off without a reason.
        #[error("Goods that are given away name a recipient or a reason, and those written off a reason.")]
        DisposalUnexplained => CONFLICT, "disposal_unexplained";

        /// The disposal is reversed already, is a reversal, or was recorded with a lost delivery.
        #[error("This disposal cannot be reversed: it is reversed already, or was recorded with a lost delivery.")]
        DisposalNotReversible => CONFLICT, "disposal_not_reversible";
    }
}
