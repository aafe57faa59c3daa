//! The trace of an order line: from the demand through quota, batch, delivery and invoice to pool, statement and payout.
//! Each party sees its own part.

use chrono::NaiveDate;
use entities::values::{
    Currency, CycleId, DeliveryId, DeliveryState, InvoiceId, Money, OrderId, OrderLineId, OrderState, PayoutId,
    PayoutState, PoolId, PoolState, ProductId, QuotaId, StatementId, WorkshopId,
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::tag::Tag;
use crate::{
    buyers,
    identity::{Buyer, Caller, Producer, StaffViewer},
    invoicing, members,
    platform::{
        app::App,
        http::{paging::List, problem::Result, text::Text},
        unit_of_work::UnitOfWork,
    },
    reports::{
        actions::{LineTrace, TraceReader, trace_line},
        store::{self, LineOfBatch, TracedGoods, TracedPool, TracedStatement},
    },
    settlement::PoolFaultView,
};

/// The order of a traced line. Producers do not see it.
#[derive(Clone, Debug, Object)]
pub struct TraceOrder {
    /// The order.
    pub id: OrderId,
    /// Its code.
    pub code: String,
    /// Its state.
    pub state: OrderState,
    /// Units ordered.
    pub ordered: i64,
    /// Units that did not come.
    pub missing: i64,
}

/// Units of one batch that were packed for a traced line.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct TraceGoods {
    /// The workshop that made them.
    pub workshop_id: WorkshopId,
    /// Name of the workshop.
    pub workshop_name: String,
    /// The quota that they were made for; not for buyers.
    pub quota_id: Option<QuotaId>,
    /// Units of the quota; not for buyers.
    pub quota_units: Option<i64>,
    /// The code on the batch's labels.
    pub batch_code: String,
    /// Their delivery.
    pub delivery_id: DeliveryId,
    /// Code of the delivery.
    pub delivery_code: String,
    /// State of the delivery.
    pub delivery_state: DeliveryState,
    /// Units.
    pub units: i64,
    /// Their invoice, once it is issued; not for producers.
    pub invoice_id: Option<InvoiceId>,
    /// Series and number of the invoice; not for producers.
    pub invoice_name: Option<String>,
}

impl TraceGoods {
    fn of(row: TracedGoods, reader: &TraceReader) -> Self {
        let is_buyer = matches!(reader, TraceReader::Buyer(_));
        let is_producer = matches!(reader, TraceReader::Producer(_));
        let name = row.invoice_series.zip(row.invoice_number).map(|(series, number)| format!("{series}-{number}"));
        Self {
            workshop_id: row.workshop_id,
            workshop_name: row.workshop_name,
            quota_id: row.quota_id.filter(|_| !is_buyer),
            quota_units: row.quota_units.filter(|_| !is_buyer),
            batch_code: row.batch_code,
            delivery_id: row.delivery_id,
            delivery_code: row.delivery_code,
            delivery_state: row.delivery_state,
            units: row.units,
            invoice_id: row.invoice_id.filter(|_| !is_producer),
            invoice_name: name.filter(|_| !is_producer),
        }
    }
}

/// The pool of a traced line's product in its cycle.
#[derive(Clone, Debug, Object)]
pub struct TracePool {
    /// The pool.
    pub id: PoolId,
    /// Its state.
    pub state: PoolState,
    /// Its net value.
    pub net: Money,
    /// The part of `net` that is paid.
    pub paid_net: Money,
}

impl TracePool {
    fn of(row: &TracedPool, currency: Currency) -> Self {
        Self { id: row.id, state: row.state, net: row.net.of(currency), paid_net: row.paid_net.of(currency) }
    }
}

/// A statement about the pool, and its payout.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct TraceStatement {
    /// The statement.
    pub id: StatementId,
    /// Its number, once it is issued.
    pub number: Option<i64>,
    /// Sum of its lines about the pool.
    pub amount: Money,
    /// Its newest payout.
    pub payout_id: Option<PayoutId>,
    /// State of that payout.
    pub payout_state: Option<PayoutState>,
}

impl TraceStatement {
    fn of(row: &TracedStatement, currency: Currency) -> Self {
        Self {
            id: row.statement_id,
            number: row.number,
            amount: row.amount.of(currency),
            payout_id: row.payout_id,
            payout_state: row.payout_state,
        }
    }
}

/// What a workshop earns in the pool of a traced line.
#[derive(Clone, Debug, Object)]
pub struct TraceEarnings {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Name of the workshop.
    pub workshop_name: String,
    /// Net value of its share.
    pub net: Money,
    /// The quality faults of its goods of this line that it bears.
    pub faults: Vec<TraceFault>,
    /// Its statements about the pool, oldest first.
    pub statements: Vec<TraceStatement>,
}

/// A quality fault of goods of a traced line.
#[derive(Clone, Debug, Object)]
pub struct TraceFault {
    /// The code on the batch's labels.
    pub batch_code: String,
    /// Units at fault.
    pub units: i64,
    /// Net value that was credited for them.
    pub net: Money,
    /// Series and number of the credit note.
    pub note_name: String,
    /// Its reason, in words.
    pub reason: String,
    /// Whether it was reversed, so that its maker does not bear it alone.
    pub is_reversed: bool,
}

impl TraceFault {
    fn of(view: &PoolFaultView, currency: Currency) -> Self {
        Self {
            batch_code: view.batch.code.clone(),
            units: view.quantity,
            net: view.fault.net.of(currency),
            note_name: invoicing::document_name(&view.note),
            reason: view.note.reference_reason.clone().unwrap_or_default(),
            is_reversed: view.reversal.is_some(),
        }
    }
}

/// The way of an order line from the demand to the payouts of its makers, as far as the caller may see it.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct OrderLineTrace {
    /// The order line.
    pub order_line_id: OrderLineId,
    /// Its order; not for producers.
    pub order: Option<TraceOrder>,
    /// The product.
    pub product_id: ProductId,
    /// Name of the product in Spanish.
    pub product_name_es: String,
    /// Name of the product in English.
    pub product_name_en: String,
    /// The cycle.
    pub cycle_id: CycleId,
    /// Code of the cycle.
    pub cycle_code: String,
    /// Its day of delivery.
    pub delivery_date: NaiveDate,
    /// Units of the product that all orders of the cycle add up to; not for buyers.
    pub demand: Option<i64>,
    /// What was packed for it.
    pub goods: Vec<TraceGoods>,
    /// The pool of its product; not for buyers.
    pub pool: Option<TracePool>,
    /// What the makers earn in the pool; not for buyers, and only the own part for producers.
    pub earnings: Vec<TraceEarnings>,
}

impl OrderLineTrace {
    fn of(trace: LineTrace, reader: &TraceReader, currency: Currency) -> Self {
        let LineTrace { line, goods, pool, shares, statements, faults } = trace;
        let order = TraceOrder {
            id: line.order_id,
            code: line.order_code,
            state: line.order_state,
            ordered: line.ordered,
            missing: line.missing,
        };
        let earnings = shares.into_iter().map(|share| {
            let own = statements.iter().filter(|row| row.workshop_id == share.workshop_id);
            let at_fault = faults.iter().filter(|fault| fault.workshop.id == share.workshop_id);
            TraceEarnings {
                workshop_id: share.workshop_id,
                workshop_name: share.workshop_name,
                net: share.net.of(currency),
                faults: at_fault.map(|fault| TraceFault::of(fault, currency)).collect(),
                statements: own.map(|row| TraceStatement::of(row, currency)).collect(),
            }
        });
        Self {
            order_line_id: line.id,
            order: (!matches!(reader, TraceReader::Producer(_))).then_some(order),
            product_id: line.product_id,
            product_name_es: line.product_name_es,
            product_name_en: line.product_name_en,
            cycle_id: line.cycle_id,
            cycle_code: line.cycle_code,
            delivery_date: line.delivery_date,
            demand: (!matches!(reader, TraceReader::Buyer(_))).then_some(line.demand),
            goods: goods.into_iter().map(|row| TraceGoods::of(row, reader)).collect(),
            pool: pool.map(|row| TracePool::of(&row, currency)),
            earnings: earnings.collect(),
        }
    }
}

/// An order line that own units were packed for.
#[derive(Clone, Debug, Object)]
pub struct BatchOrderLine {
    /// The order line, whose trace leads on.
    pub order_line_id: OrderLineId,
    /// Code of the delivery.
    pub delivery_code: String,
    /// State of the delivery.
    pub delivery_state: DeliveryState,
    /// Own units.
    pub units: i64,
}

impl From<LineOfBatch> for BatchOrderLine {
    fn from(row: LineOfBatch) -> Self {
        Self {
            order_line_id: row.order_line_id,
            delivery_code: row.delivery_code,
            delivery_state: row.delivery_state,
            units: row.units,
        }
    }
}

/// Operations on the traces of order lines.
pub struct LineTraces;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Reports")]
impl LineTraces {
    /// Trace an order line from the demand to the payouts of its makers
    #[oai(path = "/staff/order-lines/:id/trace", method = "get", operation_id = "trace_order_line")]
    async fn trace_order_line(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<OrderLineId>,
    ) -> Result<Json<OrderLineTrace>> {
        let tx = app.read(caller.actor()).await?;
        trace_response(&tx, &TraceReader::Staff, id.0).await
    }

    /// Trace a line of an own order to its makers, its delivery and its invoice
    #[oai(path = "/buyer/order-lines/:id/trace", method = "get", operation_id = "trace_own_order_line")]
    async fn trace_own_order_line(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<OrderLineId>,
    ) -> Result<Json<OrderLineTrace>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = buyers::get_own_buyer(&tx, &caller).await?.id;
        trace_response(&tx, &TraceReader::Buyer(buyer), id.0).await
    }

    /// Trace own goods of an order line to their pool, statements and payouts
    #[oai(path = "/producer/order-lines/:id/trace", method = "get", operation_id = "trace_own_goods")]
    async fn trace_own_goods(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<OrderLineId>,
    ) -> Result<Json<OrderLineTrace>> {
        let tx = app.read(caller.actor()).await?;
        let workshops = own_workshops(&tx, &caller).await?;
        trace_response(&tx, &TraceReader::Producer(workshops), id.0).await
    }

    /// List the order lines that units of an own batch were packed for
    #[oai(path = "/producer/batches/:code/order-lines", method = "get", operation_id = "list_own_batch_order_lines")]
    async fn list_own_batch_order_lines(
        &self,
        app: Data<&App>,
        caller: Producer,
        /// The code on the label.
        code: Path<Text<1, 80>>,
    ) -> Result<List<BatchOrderLine>> {
        let tx = app.read(caller.actor()).await?;
        let workshops = own_workshops(&tx, &caller).await?;
        let lines = store::list_lines_of_batch(&tx, &code.0, &workshops).await?;
        Ok(List::all(lines.into_iter().map(BatchOrderLine::from).collect()))
    }

    /// List the order lines that own units of a pool were packed for
    ///
    /// They lead from a line of a statement to its traces.
    #[oai(path = "/producer/pools/:id/order-lines", method = "get", operation_id = "list_own_pool_order_lines")]
    async fn list_own_pool_order_lines(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<PoolId>,
    ) -> Result<List<BatchOrderLine>> {
        let tx = app.read(caller.actor()).await?;
        let workshops = own_workshops(&tx, &caller).await?;
        let lines = store::list_lines_of_pool(&tx, id.0, &workshops).await?;
        Ok(List::all(lines.into_iter().map(BatchOrderLine::from).collect()))
    }
}

async fn trace_response(tx: &UnitOfWork, reader: &TraceReader, id: OrderLineId) -> Result<Json<OrderLineTrace>> {
    let trace = trace_line(tx, reader, id).await?;
    Ok(Json(OrderLineTrace::of(trace, reader, tx.currency())))
}

async fn own_workshops(tx: &UnitOfWork, caller: &Producer) -> Result<Vec<WorkshopId>> {
    Ok(members::list_own_workshops(tx, caller).await?.into_iter().map(|workshop| workshop.id).collect())
}
