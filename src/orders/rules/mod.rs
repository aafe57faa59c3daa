//! Rules of the orders: pure functions that take values and return a decision.

mod arrival_changes;
mod baskets;
mod codes;
mod guests;
mod lots;
mod occurrence_groups;
mod occurrence_lines;
mod occurrence_outcome;
mod order_changes;
mod order_lines;
mod prices;
mod recurrence;
mod shares;
mod usual_products;
mod windows;

pub use arrival_changes::{ArrivalChange, CountedGuests, served_guests};
pub use baskets::{PricedBasket, basket_at_quantity, basket_rows, is_offered, new_basket};
pub use codes::short_code;
pub use guests::{GuestBounds, GuestDays, count_guests};
pub use lots::lots_for;
pub use occurrence_groups::{OccurrenceGroup, group_dates};
pub use occurrence_lines::{PricingContext, apply_overrides, cut_line, price_items};
pub use occurrence_outcome::{AccountTerms, Outcome, decide, is_retried};
pub use order_changes::{OrderContent, quantity_changes};
pub use order_lines::{
    OrderItem, OrderTotal, PricedLine, Shortfall, holds, is_sold, limit_reason, line_row, line_rows, retried_quantity,
};
pub use prices::net_of_units;
pub use recurrence::{Recurrence, split_rule};
pub use shares::{Claimant, shares_of_relief, shares_of_shortage};
pub use usual_products::{PastLine, UsualQuantity, usual_products};
pub use windows::{Window, delivery_for, earliest_delivery};
