//! Operations of payments, one file for each resource: its request and response types, how a row becomes a response, and
//! the handlers.

mod account_statements;
mod amounts;
mod bank_balances;
mod bank_lines;
mod bank_statements;
mod card_events;
mod card_payments;
mod own_payments;
mod payments;
mod refunds;
mod tag;

/// All operations of this slice.
pub type Apis = (
    bank_statements::BankStatements,
    bank_lines::BankLines,
    bank_balances::BankBalances,
    payments::Payments,
    refunds::Refunds,
    card_payments::CardPayments,
    card_events::CardEvents,
    own_payments::OwnPayments,
    account_statements::AccountStatements,
);

/// All operations of this slice, to mount.
pub const APIS: Apis = (
    bank_statements::BankStatements,
    bank_lines::BankLines,
    bank_balances::BankBalances,
    payments::Payments,
    refunds::Refunds,
    card_payments::CardPayments,
    card_events::CardEvents,
    own_payments::OwnPayments,
    account_statements::AccountStatements,
);
