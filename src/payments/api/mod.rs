//! Operations of payments, by who calls them.

mod bank;
mod buyer;
mod card_events;
mod card_payments;
mod staff;
pub(super) mod wire;

/// All operations of payments.
pub type Apis =
    (bank::BankApi, staff::StaffApi, card_payments::CardPaymentsApi, card_events::CardEventsApi, buyer::BuyerApi);

/// All operations of payments, to mount.
pub const APIS: Apis =
    (bank::BankApi, staff::StaffApi, card_payments::CardPaymentsApi, card_events::CardEventsApi, buyer::BuyerApi);

/// Payments.
#[derive(poem_openapi::Tags)]
enum Tag {
    /// What came in: the bank statement and the payments recognised in it.
    #[oai(rename = "payments")]
    Payments,
}
