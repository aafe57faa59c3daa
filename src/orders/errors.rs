//! Why the orders refuse a request.

use chrono::{DateTime, NaiveDate, Utc};
use entities::values::{CycleState, Money, OccurrenceState, OrderState, ProductId};

use crate::platform::http::api_error::api_errors;

api_errors! {
    /// Why the orders refuse a request.
    pub enum OrderError {
        /// The order has no lines.
        #[error("An order has at least one line.")]
        NoLines => CONFLICT, "order_empty";

        /// Every favourite is shown.
        #[error("You have {maximum} favourites already: take one out first.")]
        TooManyFavourites { maximum: u64 } => CONFLICT, "too_many_favourites";

        /// Two lines order the same product.
        #[error("A product appears in one line of an order only.")]
        DuplicateProduct { product_id: ProductId } => CONFLICT, "product_twice";

        /// The product is not in the catalogue, or has no price for this buyer. A line that has it already does not grow.
        #[error("This product is not sold to you now: choose another, or keep at most what you have of it.")]
        ProductUnavailable { product_id: ProductId } => CONFLICT, "product_unavailable";

        /// A basket where only products are ordered.
        #[error("A basket is ordered by number, in an order of its own: not per guest, in a standing order or in a file.")]
        BasketOnlyInOrders { product_id: ProductId } => CONFLICT, "basket_only_in_orders";

        /// The product is sold in multiples, and the quantity is not one.
        #[error("This product is sold in multiples of {multiple}.")]
        NotAMultiple { product_id: ProductId, multiple: i64 } => CONFLICT, "not_a_multiple";

        /// An arrival whose reference is this one without its leading zeros is recorded, and may be the same.
        #[error("{stored} is recorded without leading zeros, and may be the same arrival: cancel it, or record this one alone.")]
        ReferenceWithoutZeros { stored: String } => CONFLICT, "reference_without_zeros";

        /// The net value of the order is below the minimum of the buyer.
        #[error("The net value {} is below your order minimum of {}.", .net.amount, .minimum.amount)]
        BelowOrderMinimum { net: Money, minimum: Money } => CONFLICT, "below_order_minimum";

        /// The cycle has just opened and its standing orders are not placed yet.
        #[error("This delivery has just opened, and standing orders come first: try again after {retry_at}.")]
        StandingOrdersFirst { retry_at: DateTime<Utc> } => CONFLICT, "cycle_opening";

        /// The order is not placed, so it cannot change or be cancelled.
        #[error("Only a placed order can be changed or cancelled; this one is {}.", .state.word())]
        OrderNotPlaced { state: OrderState } => CONFLICT, "order_state";

        /// Goods of the cycle are being received, so its orders cannot be cancelled.
        #[error("Goods of this delivery are being received: what was made for the order leaves for its buyer.")]
        CycleDelivering { state: CycleState } => CONFLICT, "cycle_delivering";

        /// An imported order, or a changed date of a standing order, belongs to a cycle that has closed.
        #[error("Cycle {cycle} takes no more orders.")]
        CycleClosed { cycle: String } => CONFLICT, "cycle_closed";

        /// Another order or standing order has this code.
        #[error("Another order has the code {code}.")]
        CodeTaken { code: String } => CONFLICT, "code_taken";

        /// An imported line names a product that does not exist.
        #[error("There is no such product.")]
        UnknownProduct { product_id: ProductId } => CONFLICT, "product_unknown";

        /// An imported line has no price, and the buyer's price list has none either.
        #[error("{product} has no agreed price, and none on the buyer's list.")]
        NoPrice { product: String } => CONFLICT, "no_price";

        /// The date of a standing order has an occurrence already, so no order can be linked to it.
        #[error("The date {date} of the standing order has its order already.")]
        OccurrenceTaken { date: NaiveDate } => CONFLICT, "occurrence_taken";

        /// The date of a standing order is decided, so it cannot change.
        #[error("This date is decided already: change or cancel its order.")]
        OccurrenceDecided { date: NaiveDate, state: OccurrenceState } => CONFLICT, "occurrence_decided";

        /// The standing order has ended.
        #[error("This standing order has ended: create a new one.")]
        StandingOrderEnded { ended_at: Option<DateTime<Utc>> } => CONFLICT, "standing_order_ended";

        /// The last day of a standing order is before its first day.
        #[error("The last day, {ends_on}, is before the first, {starts_on}.")]
        EndsBeforeStart { starts_on: NaiveDate, ends_on: NaiveDate } => CONFLICT, "ends_before_start";

        /// A later first day of a standing order that has begun would leave out dates.
        #[error("From {first_date} until {starts_on} dates would be left out: change it from a date on, or pause it.")]
        DatesLeftOut { first_date: NaiveDate, starts_on: NaiveDate } => CONFLICT, "dates_left_out";

        /// Another standing order has the days after the last day.
        #[error("Another standing order continues it after {last_day}: change that one.")]
        ContinuedAfter { last_day: NaiveDate } => CONFLICT, "continued_after";

        /// Another standing order has the days before the first day.
        #[error("It continues another standing order, and begins on {first_day}.")]
        ContinuesFrom { first_day: NaiveDate } => CONFLICT, "continues_from";

        /// A standing order is changed from a day on that is past.
        #[error("A change begins today, {today}, or later.")]
        SplitInPast { today: NaiveDate } => CONFLICT, "split_in_past";

        /// A standing order is changed from a day on before which it has no date: all of it changes.
        #[error("It has no date before {from_date}: change all of it.")]
        SplitAtStart { from_date: NaiveDate } => CONFLICT, "split_at_start";

        /// A standing order is changed from a day on after its last date.
        #[error("It has no date from {from_date} on.")]
        SplitAfterEnd { from_date: NaiveDate } => CONFLICT, "split_after_end";

        /// A pause ends before it begins, or is too long.
        #[error("A pause ends on its first day or later, and lasts at most {maximum_days} days.")]
        PauseDays { maximum_days: i64 } => CONFLICT, "pause_days";

        /// Another arrival of the buyer has this reference.
        #[error("You have an arrival with the reference {reference} already: change that one.")]
        ReferenceTaken { reference: String } => CONFLICT, "reference_taken";

        /// Two rows of a file of arrivals have the same reference.
        #[error("Each reference appears in one row of a file only: {reference}.")]
        DuplicateReference { reference: String } => CONFLICT, "reference_twice";

        /// A file of arrivals has errors; the problem names the first of them.
        #[error("Nothing of the file was stored, because it has {errors} errors: correct it and send it again.")]
        FileInvalid { errors: usize } => UNPROCESSABLE_ENTITY, "file_invalid";

        /// A recurrence rule cannot be parsed.
        #[error("The rule is not a recurrence rule, such as FREQ=WEEKLY;BYDAY=TU.")]
        RuleUnreadable => CONFLICT, "rule_unreadable";

        /// A recurrence rule repeats within a day.
        #[error("A delivery has a day, not a time: leave out BYHOUR, BYMINUTE and BYSECOND, and use DAILY or longer.")]
        RuleSubDay => CONFLICT, "rule_sub_day";

        /// A recurrence rule has UNTIL.
        #[error("Give the last day in `ends_on` instead of UNTIL.")]
        RuleUntil => CONFLICT, "rule_until";

        /// A recurrence rule has BYWEEKNO without BYDAY.
        #[error("BYWEEKNO needs BYDAY, the day of that week.")]
        RuleWeekWithoutDay => CONFLICT, "rule_week_without_day";

        /// A yearly recurrence rule has BYMONTHDAY without BYMONTH.
        #[error("FREQ=YEARLY with BYMONTHDAY needs BYMONTH.")]
        RuleMonthDayWithoutMonth => CONFLICT, "rule_month_day_without_month";

        /// A weekly recurrence rule has BYSETPOS.
        #[error("BYSETPOS has no meaning with FREQ=WEEKLY.")]
        RuleWeeklySetPos => CONFLICT, "rule_weekly_set_pos";

        /// A recurrence rule has a part that RFC 5545 forbids for its frequency.
        #[error("{part} has no meaning with FREQ={frequency}: leave it out.")]
        RulePartForbidden { part: String, frequency: String } => CONFLICT, "rule_part_forbidden";

        /// A recurrence rule numbers its days of the week, such as 1TU, and is neither monthly nor yearly.
        #[error("A numbered day such as 1TU needs FREQ=MONTHLY or FREQ=YEARLY: for every Tuesday write BYDAY=TU.")]
        RuleNumberedDay => CONFLICT, "rule_numbered_day";

        /// A recurrence rule has BYSETPOS without a part that it could choose from.
        #[error("BYSETPOS needs another part, such as BYDAY, to choose from.")]
        RuleSetPosAlone => CONFLICT, "rule_set_pos_alone";

        /// A recurrence rule has an unknown or repeated part, or a number out of bounds.
        #[error("The rule has a part that is not supported, a part twice, or a number out of bounds.")]
        RuleUnsupported => CONFLICT, "rule_unsupported";

        /// A recurrence rule has no date within the next years.
        #[error("The rule has no date within {years} years.")]
        RuleNever { years: u64 } => CONFLICT, "rule_never";
    }
}
