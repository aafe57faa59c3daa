//! The operations of settlement: finance staff close, state and pay; producers read what is theirs.

mod cycle_money;
mod files;
mod finance;
mod payouts;
mod producer;
mod wire;

use poem_openapi::Tags;

/// The slice, in the API's description.
#[derive(Tags)]
enum Tag {
    /// What each one earned: pools, statements, payouts, the ledger.
    #[oai(rename = "settlement")]
    Settlement,
}

/// All operations of settlement, in the order of a cycle's money.
pub type Apis = (cycle_money::CycleMoneyApi, finance::FinanceApi, payouts::PayoutsApi, producer::ProducerApi);

/// The operations, ready to be mounted.
pub const APIS: Apis = (cycle_money::CycleMoneyApi, finance::FinanceApi, payouts::PayoutsApi, producer::ProducerApi);
