//! Why allocation refuses a request.

use chrono::{DateTime, Utc};
use entities::values::{CycleState, QuotaState};

use crate::platform::http::api_error::api_errors;

api_errors! {
    /// Why allocation refuses a request.
    pub enum AllocationError {
        /// The cycle still takes orders, so its demand is not final.
        #[error("The demand is not final before the cut-off at {cut_off_at}.")]
        CycleNotClosed { cut_off_at: DateTime<Utc> } => CONFLICT, "cycle_not_closed";

        /// The quotas of the cycle are published, so its demand cannot be split again.
        #[error("The quotas of this cycle are published; it is {} now.", .state.word())]
        AlreadyPublished { state: CycleState } => CONFLICT, "already_published";

        /// The cycle has no run whose quotas could be published.
        #[error("There is no run to publish: the demand has not been split yet.")]
        NotAllocated => CONFLICT, "not_allocated";

        /// Orders or offers have changed since the newest run.
        #[error("Since this run the orders changed, or a workshop may no longer make its quota: run it again.")]
        AllocationOutdated => CONFLICT, "allocation_outdated";

        /// The quotas of the cycle have not been published yet.
        #[error("The quotas of this cycle are not published yet.")]
        NotPublished => CONFLICT, "not_published";

        /// Some quotas still wait for an answer.
        #[error("{quotas} quotas have no answer yet: wait for the deadline, or answer for their workshops.")]
        QuotasUnanswered { quotas: u64 } => CONFLICT, "quotas_unanswered";

        /// The quota has ended, is frozen or was withdrawn.
        #[error("This quota is {} and can no longer be answered.", .state.word())]
        QuotaNotOpen { state: QuotaState } => CONFLICT, "quota_not_open";

        /// The rest of an amended quota was offered to other workshops, so it cannot be accepted in full again.
        #[error("The rest of this amended quota was offered to other workshops and cannot be taken back.")]
        RestReoffered { state: QuotaState } => CONFLICT, "quota_not_open";

        /// The deadline of the quota has passed.
        #[error("This quota was to be answered by {respond_by}; contact the cooperative.")]
        AnswerTooLate { respond_by: DateTime<Utc> } => CONFLICT, "answer_too_late";

        /// An amendment asks for more lots than the quota has.
        #[error("A quota may be amended downward only: {lots} lots at most.")]
        AmendUpward { lots: i64 } => CONFLICT, "amend_upward";

        /// The quota link has expired.
        #[error("This link expired at {expired_at}. Sign in to see your quotas, or contact the cooperative.")]
        LinkExpired { expired_at: DateTime<Utc> } => CONFLICT, "link_expired";

        /// A pin is for a workshop that cannot supply the product.
        #[error("A pin gives {product} to {workshop}, which cannot supply it.")]
        PinNotEligible { workshop: String, product: String } => CONFLICT, "pin_not_eligible";

        /// A pin exceeds the capacity of the workshop.
        #[error("The pin of {product} at {workshop} exceeds its capacity.")]
        PinOverCapacity { workshop: String, product: String } => CONFLICT, "pin_over_capacity";

        /// The pins of a product exceed its demand.
        #[error("With the pin at {workshop}, the pins of {product} exceed its demand.")]
        PinOverDemand { workshop: String, product: String } => CONFLICT, "pin_over_demand";

        /// A pin is below the minimum batch of the workshop.
        #[error("The pin of {product} at {workshop} is below its minimum batch.")]
        PinBelowMinimumBatch { workshop: String, product: String } => CONFLICT, "pin_below_minimum_batch";

        /// The pins of a workshop exceed its overall limit.
        #[error("With the pin of {product}, the pins of {workshop} exceed its overall limit.")]
        PinOverLimit { workshop: String, product: String } => CONFLICT, "pin_over_limit";

        /// A quantity or value of the cycle is too large for the split.
        #[error("A number is too large to be split: {field} of {}.", .codes.join(", "))]
        NumberTooLarge { field: &'static str, codes: Vec<String> } => CONFLICT, "number_too_large";

        /// The values of the cycle have too many digits for exact arithmetic.
        #[error("The numbers have too many digits for exact arithmetic: {field} of {}.", .codes.join(", "))]
        NumberTooPrecise { field: &'static str, codes: Vec<String> } => CONFLICT, "number_too_precise";
    }
}

impl AllocationError {
    /// Whether pins cannot be kept, so that staff have to change them before the next run.
    pub fn is_pin(&self) -> bool {
        matches!(
            self,
            Self::PinNotEligible { .. }
                | Self::PinOverCapacity { .. }
                | Self::PinOverDemand { .. }
                | Self::PinBelowMinimumBatch { .. }
                | Self::PinOverLimit { .. }
        )
    }
}
