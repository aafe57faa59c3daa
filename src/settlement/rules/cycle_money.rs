//! Where the money of a cycle is.

use entities::values::CycleMoneyState;

/// The state of a cycle's money.
///
/// `collecting`: buyers still owe some of it. `unsettled`: some of it is on no statement. `unpaid_out`: some statement
/// with a part of it has no confirmed payout.
pub const fn money_state(collecting: bool, unsettled: bool, unpaid_out: bool) -> CycleMoneyState {
    match (collecting, unsettled, unpaid_out) {
        (true, ..) => CycleMoneyState::Collecting,
        (false, true, _) => CycleMoneyState::Stating,
        (false, false, true) => CycleMoneyState::PayingOut,
        (false, false, false) => CycleMoneyState::PaidOut,
    }
}
