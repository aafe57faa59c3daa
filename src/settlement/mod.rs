//! CONTRACT STUB
use entities::values::*;
use crate::platform::work::Fact;
#[derive(Debug)]
pub enum Event { PoolClosed { pool_id: PoolId }, StatementIssued { statement_id: StatementId }, PayoutConfirmed { payout_id: PayoutId } }
impl Fact for Event {}
