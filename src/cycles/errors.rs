//! Why the cycles slice refuses a request.

use chrono::{DateTime, NaiveDate, Utc};
use entities::values::CycleState;

use super::rules::TimesFault;
use crate::platform::http::api_error::api_errors;

api_errors! {
    /// Why the cycles slice refuses a request.
    pub enum CycleError {
        /// The cycle takes no orders: it has not opened, or its cut-off has passed, or staff have closed it.
        #[error("This delivery takes orders from {opens_at} until {cut_off_at}; it is {} now.", .state.word())]
        CycleNotOpen { state: CycleState, opens_at: DateTime<Utc>, cut_off_at: DateTime<Utc> }
            => CONFLICT, "cycle_not_open";

        /// The state of the cycle has no such next state.
        #[error("A cycle that is {} does not become {}.", .from.word(), .to.word())]
        InvalidTransition { from: CycleState, to: CycleState } => CONFLICT, "cycle_state";

        /// The cycle has closed, so its times cannot change.
        #[error("The times of a cycle that is {} cannot change.", .state.word())]
        TimesFixed { state: CycleState } => CONFLICT, "cycle_state";

        /// The times of a cycle do not follow each other.
        #[error("{rule}")]
        TimesOutOfOrder { rule: TimesFault } => CONFLICT, "cycle_times";

        /// The cut-off would be in the past.
        #[error("The cut-off must be in the future; to end it now, close the cycle.")]
        CutOffInPast { cut_off_at: DateTime<Utc> } => CONFLICT, "cut_off_in_past";

        /// The zone has a cycle on this date already.
        #[error("This zone has a cycle on {delivery_date} already.")]
        CycleExists { delivery_date: NaiveDate } => CONFLICT, "cycle_exists";

        /// Another cycle has this code.
        #[error("Another cycle has the code {code}.")]
        CodeTaken { code: String } => CONFLICT, "code_taken";

        /// The zone has a calendar for this day of the week already.
        #[error("This zone has a calendar for this day of the week already: change that one.")]
        CalendarExists { delivery_weekday: i32 } => CONFLICT, "calendar_exists";

        /// The calendar has ended.
        #[error("This calendar has ended: create a new one for its zone and day.")]
        CalendarEnded { ended_at: DateTime<Utc> } => CONFLICT, "calendar_ended";

        /// The calendar's days do not follow each other.
        #[error("A cycle opens on an earlier day than it closes, and closes before the day of delivery.")]
        CalendarDays { opens_days_before: i32, cut_off_days_before: i32 } => CONFLICT, "calendar_days";
    }
}
