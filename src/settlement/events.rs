//! What settlement tells.

use entities::values::{PayoutId, PoolId, StatementId};

use crate::platform::unit_of_work;

/// A fact of settlement.
#[derive(Debug)]
pub enum Event {
    /// A pool was shared out among its makers.
    PoolClosed {
        /// The pool.
        pool_id: PoolId,
    },
    /// A statement was issued to a producer.
    StatementIssued {
        /// The statement.
        statement_id: StatementId,
    },
    /// The PDF of a statement lies in the file store, for the first time.
    StatementFiled {
        /// The statement.
        statement_id: StatementId,
    },
    /// A payout was seen in the bank statement.
    PayoutConfirmed {
        /// The payout.
        payout_id: PayoutId,
    },
}

impl unit_of_work::Event for Event {}
