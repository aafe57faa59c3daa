//! Follows an order line from the demand to the payouts of its makers.

use entities::values::{BuyerId, OrderLineId, WorkshopId};

use crate::{
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
    reports::store::{self, TracedGoods, TracedLine, TracedPool, TracedShare, TracedStatement},
    settlement::{self, PoolFaultView},
};

/// Who reads a trace, which decides what it contains.
#[derive(Clone, Debug)]
pub enum TraceReader {
    /// The cooperative: everything.
    Staff,
    /// A buyer: its own lines, up to the invoice.
    Buyer(BuyerId),
    /// A producer: the goods of these workshops, and what they earn.
    Producer(Vec<WorkshopId>),
}

/// The way of an order line.
#[derive(Clone, Debug)]
pub struct LineTrace {
    /// The line.
    pub line: TracedLine,
    /// What was packed for it.
    pub goods: Vec<TracedGoods>,
    /// The pool of its product; not for buyers.
    pub pool: Option<TracedPool>,
    /// The shares of the makers of the pool.
    pub shares: Vec<TracedShare>,
    /// The statements about the pool.
    pub statements: Vec<TracedStatement>,
    /// The quality faults of the line's goods that their makers bear.
    pub faults: Vec<PoolFaultView>,
}

/// The part of the trace of an order line that its reader may see.
///
/// # Errors
/// 404, also for a line of another buyer, and for one without goods of the producer.
pub async fn trace_line(tx: &UnitOfWork, reader: &TraceReader, id: OrderLineId) -> Result<LineTrace> {
    let line = store::get_traced_line(tx, id).await?;
    let mut goods = store::list_traced_goods(tx, id).await?;
    let is_visible = match reader {
        TraceReader::Staff => true,
        TraceReader::Buyer(buyer) => line.buyer_id == *buyer,
        TraceReader::Producer(workshops) => {
            goods.retain(|row| workshops.contains(&row.workshop_id));
            !goods.is_empty()
        }
    };
    if !is_visible {
        return Err(Problem::not_found("order_line"));
    }
    let pool = match reader {
        TraceReader::Buyer(_) => None,
        TraceReader::Staff | TraceReader::Producer(_) => store::find_traced_pool(tx, id).await?,
    };
    let (mut shares, mut statements, mut faults) = match &pool {
        Some(pool) => (
            store::list_traced_shares(tx, pool.id).await?,
            store::list_traced_statements(tx, pool.id).await?,
            settlement::list_fault_views(tx, &[pool.id]).await?,
        ),
        None => (Vec::new(), Vec::new(), Vec::new()),
    };
    faults.retain(|fault| fault.order_line_id == Some(id));
    if let TraceReader::Producer(workshops) = reader {
        shares.retain(|row| workshops.contains(&row.workshop_id));
        statements.retain(|row| workshops.contains(&row.workshop_id));
        faults.retain(|fault| workshops.contains(&fault.workshop.id));
    }
    Ok(LineTrace { line, goods, pool, shares, statements, faults })
}
