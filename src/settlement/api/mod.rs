//! Operations of settlement, one file for each resource: its request and response types, how a row becomes a response,
//! and the handlers.

mod adjustments;
mod bank_reconciliation;
mod commission_rates;
mod cycle_money;
mod earnings;
mod ledger;
mod own_statements;
mod payout_account;
mod payout_batches;
mod payouts;
mod pool_faults;
mod pools;
mod statements;
mod tag;
mod unshared_goods;

/// All operations of this slice, in the order in which the money of a cycle moves.
pub type Apis = (
    cycle_money::CycleMoneyApi,
    commission_rates::CommissionRateApi,
    pools::Pools,
    statements::Statements,
    adjustments::Adjustments,
    ledger::Ledger,
    bank_reconciliation::BankReconciliations,
    payout_account::PayoutAccounts,
    payout_batches::PayoutBatches,
    payouts::Payouts,
    earnings::OwnEarnings,
    unshared_goods::OwnUnsharedGoods,
    own_statements::OwnStatements,
);

/// All operations of this slice, to mount.
pub const APIS: Apis = (
    cycle_money::CycleMoneyApi,
    commission_rates::CommissionRateApi,
    pools::Pools,
    statements::Statements,
    adjustments::Adjustments,
    ledger::Ledger,
    bank_reconciliation::BankReconciliations,
    payout_account::PayoutAccounts,
    payout_batches::PayoutBatches,
    payouts::Payouts,
    earnings::OwnEarnings,
    unshared_goods::OwnUnsharedGoods,
    own_statements::OwnStatements,
);
