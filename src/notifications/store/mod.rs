//! The queries of notifications: messages, and the rows of other slices that mails are about.

mod deliveries;
mod messages;
mod money;
mod orders;
mod quotas;

pub use deliveries::get_delivery;
pub use messages::{
    delete_messages_of_applications, delete_old_messages, existing_keys, get_message, insert_messages,
    list_message_readers, list_messages, update_message_refused, update_message_sent,
};
pub use money::{get_bank_account, get_payout, get_receipt, get_statement, list_invoice_buyers, sum_accepted};
pub use orders::{
    get_occurrence, get_standing_order, list_lines_of_product, list_order_buyers, list_reduced_lines, list_short_lines,
};
pub use quotas::{list_published_quotas, list_quotas};
