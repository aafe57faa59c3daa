//! Commands of the orders: each loads, applies the rules, stores and emits.

pub(super) mod amend_order;
pub(super) mod arrivals;
pub(super) mod arrivals_file;
pub(super) mod batch_waits;
pub(super) mod cancel_order;
pub(super) mod close_orders;
pub(super) mod import_order;
pub(super) mod materialise_occurrences;
pub(super) mod occurrence_context;
pub(super) mod order_lines;
pub(super) mod pause_standing_order;
pub(super) mod place_order;
pub(super) mod preview_occurrences;
pub(super) mod recompute_guest_lines;
pub(super) mod record_line_shortages;
pub(super) mod record_order_changes;
pub(super) mod report_lost_supply;
pub(super) mod retry_cuts;
pub(super) mod reverse_shortage;
pub(super) mod schedule_occurrences;
pub(super) mod schedule_retry;
pub(super) mod share_shortage;
pub(super) mod split_standing_order;
pub(super) mod standing_orders;
pub(super) mod update_delivery_state;
pub(super) mod update_occurrence;
