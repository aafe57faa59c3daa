//! Events of settlement.

use entities::values::{PayoutId, PoolFaultId, PoolId, ReceiptId, StatementId, WorkshopId};
use serde::{Deserialize, Serialize};

use crate::platform::unit_of_work;

/// Why earnings in a pool were corrected. Its JSON form is stored, so variants keep their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionFact {
    /// A receipt of the product was corrected.
    Receipt(ReceiptId),
    /// A quality fault was named.
    Fault(PoolFaultId),
    /// A quality fault was reversed.
    FaultReversed(PoolFaultId),
}

/// Something that happened in settlement.
#[derive(Debug)]
pub enum Event {
    /// A pool was closed and shared among its makers.
    PoolClosed {
        /// The pool.
        pool_id: PoolId,
    },
    /// What a workshop earns in a pool was corrected.
    EarningsCorrected {
        /// The pool.
        pool_id: PoolId,
        /// The workshop.
        workshop_id: WorkshopId,
        /// Why.
        cause: CorrectionFact,
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
