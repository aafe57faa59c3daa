//! Operations of payments, one file for each resource: its request and response types, how a row becomes a response, and
//! the handlers.

mod amounts;
mod bank_lines;
mod bank_statements;
mod card_events;
mod card_payments;
mod own_payments;
mod payments;
mod tag;

/// All operations of this slice.
pub type Apis = (
    bank_statements::BankStatements,
    bank_lines::BankLines,
    payments::Payments,
    card_payments::CardPayments,
    card_events::CardEvents,
    own_payments::OwnPayments,
);

/// All operations of this slice, to mount.
pub const APIS: Apis = (
    bank_statements::BankStatements,
    bank_lines::BankLines,
    payments::Payments,
    card_payments::CardPayments,
    card_events::CardEvents,
    own_payments::OwnPayments,
);
