//! Events of settlement.

use entities::values::{PayoutId, PoolId, StatementId};

use crate::platform::unit_of_work;

/// Something that happened in settlement.
#[derive(Debug)]
pub enum Event {
    /// A pool was closed and shared among its makers.
    PoolClosed {
        /// The pool.
        pool_id: PoolId,
    },
    /// A statement was issued.
    StatementIssued {
        /// The statement.
        statement_id: StatementId,
    },
    /// The PDF of a statement was stored for the first time.
    StatementFiled {
        /// The statement.
        statement_id: StatementId,
    },
    /// The bank statement shows a payout.
    PayoutConfirmed {
        /// The payout.
        payout_id: PayoutId,
    },
    /// The bank did not carry out a payout.
    PayoutFailed {
        /// The payout.
        payout_id: PayoutId,
    },
    /// The bank sent a payout back.
    PayoutReturned {
        /// The payout.
        payout_id: PayoutId,
    },
}

impl unit_of_work::Event for Event {}
