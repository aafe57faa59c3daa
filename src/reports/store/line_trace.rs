//! The way of an order line: its batches and deliveries, its invoice, and the pool, statements and payouts of its makers.

use chrono::NaiveDate;
use entities::values::{
    Amount, BuyerId, CycleId, DeliveryId, DeliveryState, InvoiceId, OrderId, OrderLineId, OrderState, PayoutId,
    PayoutState, PoolId, PoolState, ProductId, QuotaId, StatementId, WorkshopId,
};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use uuid::Uuid;

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// An order line with its order, product and cycle.
#[derive(Clone, Debug, FromQueryResult)]
pub struct TracedLine {
    /// The line.
    pub id: OrderLineId,
    /// Its order.
    pub order_id: OrderId,
    /// Code of the order.
    pub order_code: String,
    /// State of the order.
    pub order_state: OrderState,
    /// The buyer.
    pub buyer_id: BuyerId,
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
    /// Units ordered.
    pub ordered: i64,
    /// Units that did not come.
    pub missing: i64,
    /// Units of the product that all orders of the cycle add up to.
    pub demand: i64,
}

/// Units of one batch that were packed for the line.
#[derive(Clone, Debug, FromQueryResult)]
pub struct TracedGoods {
    /// The workshop that made them.
    pub workshop_id: WorkshopId,
    /// Name of the workshop.
    pub workshop_name: String,
    /// The quota that they were made for.
    pub quota_id: Option<QuotaId>,
    /// Units of the quota.
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
    /// Their invoice, once it is issued.
    pub invoice_id: Option<InvoiceId>,
    /// Series of the invoice.
    pub invoice_series: Option<String>,
    /// Number of the invoice.
    pub invoice_number: Option<i64>,
}

/// The pool of the line's product in its cycle.
#[derive(Clone, Debug, FromQueryResult)]
pub struct TracedPool {
    /// The pool.
    pub id: PoolId,
    /// Its state.
    pub state: PoolState,
    /// Its net value.
    pub net: Amount,
    /// The part of `net` that is paid.
    pub paid_net: Amount,
}

/// The share of a workshop in the pool.
#[derive(Clone, Debug, FromQueryResult)]
pub struct TracedShare {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Name of the workshop.
    pub workshop_name: String,
    /// Net value of the share.
    pub net: Amount,
}

/// What a statement says about the pool, and its payout.
#[derive(Clone, Debug, FromQueryResult)]
pub struct TracedStatement {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The statement.
    pub statement_id: StatementId,
    /// Number of the statement.
    pub number: Option<i64>,
    /// Sum of its lines about the pool.
    pub amount: Amount,
    /// The newest payout of the statement.
    pub payout_id: Option<PayoutId>,
    /// State of that payout.
    pub payout_state: Option<PayoutState>,
}

/// A line of an order that units of a batch were packed for.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LineOfBatch {
    /// The line.
    pub order_line_id: OrderLineId,
    /// Code of the delivery.
    pub delivery_code: String,
    /// State of the delivery.
    pub delivery_state: DeliveryState,
    /// Units.
    pub units: i64,
}

/// An order line with its order, product and cycle; or 404, also for packaging, which nobody made.
pub async fn get_traced_line(tx: &UnitOfWork, id: OrderLineId) -> Result<TracedLine> {
    const SQL: &str = "SELECT l.id, l.order_id, o.code AS order_code, o.state AS order_state, o.buyer_id, l.product_id, \
            l.name_es AS product_name_es, l.name_en AS product_name_en, l.cycle_id, c.code AS cycle_code, \
            c.delivery_date, l.quantity AS ordered, \
            CAST(COALESCE((SELECT SUM(s.quantity) FROM shortage s WHERE s.order_line_id = l.id), 0) AS BIGINT) AS missing, \
            CAST(COALESCE((SELECT SUM(a.quantity) FROM order_line a JOIN orders b ON b.id = a.order_id \
                WHERE a.cycle_id = l.cycle_id AND a.product_id = l.product_id AND b.state IN \
                ('placed', 'in_delivery', 'delivered', 'undelivered')), 0) AS BIGINT) AS demand \
        FROM order_line l JOIN orders o ON o.id = l.order_id \
        JOIN cycle c ON c.id = l.cycle_id WHERE l.id = $1 AND NOT l.packaging";
    let found = TracedLine::find_by_statement(statement(tx, SQL, id.0)).one(tx.db()).await?;
    found.ok_or_else(|| Problem::not_found("order_line"))
}

/// What was packed for a line, in the order of packing.
pub async fn list_traced_goods(tx: &UnitOfWork, line: OrderLineId) -> Result<Vec<TracedGoods>> {
    const SQL: &str = "SELECT d.workshop_id, w.name AS workshop_name, b.quota_id, q.units AS quota_units, \
            b.code AS batch_code, v.id AS delivery_id, v.code AS delivery_code, v.state AS delivery_state, \
            d.quantity AS units, i.id AS invoice_id, i.series AS invoice_series, i.number AS invoice_number \
        FROM delivery_line d JOIN delivery v ON v.id = d.delivery_id JOIN batch b ON b.id = d.batch_id \
        JOIN workshop w ON w.id = d.workshop_id LEFT JOIN quota q ON q.id = b.quota_id \
        LEFT JOIN invoiced_delivery x ON x.delivery_line_id = d.id LEFT JOIN invoice_line n ON n.id = x.invoice_line_id \
        LEFT JOIN invoice i ON i.id = n.invoice_id WHERE d.order_line_id = $1 ORDER BY d.id";
    Ok(TracedGoods::find_by_statement(statement(tx, SQL, line.0)).all(tx.db()).await?)
}

/// The pool of the line's product in its cycle; none before anything of it is invoiced.
pub async fn find_traced_pool(tx: &UnitOfWork, line: OrderLineId) -> Result<Option<TracedPool>> {
    const SQL: &str = "SELECT p.id, p.state, p.net, p.paid_net FROM pool p JOIN order_line l \
        ON l.cycle_id = p.cycle_id AND l.product_id = p.product_id WHERE l.id = $1";
    Ok(TracedPool::find_by_statement(statement(tx, SQL, line.0)).one(tx.db()).await?)
}

/// The shares of a pool, by the workshops' codes.
pub async fn list_traced_shares(tx: &UnitOfWork, pool: PoolId) -> Result<Vec<TracedShare>> {
    const SQL: &str = "SELECT s.workshop_id, w.name AS workshop_name, s.net FROM pool_share s \
        JOIN workshop w ON w.id = s.workshop_id WHERE s.pool_id = $1 ORDER BY w.code";
    Ok(TracedShare::find_by_statement(statement(tx, SQL, pool.0)).all(tx.db()).await?)
}

/// The statements with lines about a pool, oldest first, each with its newest payout.
pub async fn list_traced_statements(tx: &UnitOfWork, pool: PoolId) -> Result<Vec<TracedStatement>> {
    const SQL: &str = "SELECT s.workshop_id, s.id AS statement_id, s.number, t.amount, o.id AS payout_id, \
            o.state AS payout_state FROM (SELECT statement_id, CAST(SUM(amount) AS BIGINT) AS amount \
            FROM statement_line WHERE pool_id = $1 GROUP BY statement_id) t JOIN statement s ON s.id = t.statement_id \
        LEFT JOIN payout o ON o.statement_id = s.id AND NOT EXISTS (SELECT 1 FROM payout n \
            WHERE n.statement_id = s.id AND n.id > o.id) ORDER BY s.id";
    Ok(TracedStatement::find_by_statement(statement(tx, SQL, pool.0)).all(tx.db()).await?)
}

/// The order lines that units of a batch were packed for, in the order of packing. `code` is the batch's.
pub async fn list_lines_of_batch(tx: &UnitOfWork, code: &str, workshops: &[WorkshopId]) -> Result<Vec<LineOfBatch>> {
    const SQL: &str = "SELECT d.order_line_id, v.code AS delivery_code, v.state AS delivery_state, \
            d.quantity AS units, d.workshop_id FROM delivery_line d JOIN delivery v ON v.id = d.delivery_id \
        JOIN batch b ON b.id = d.batch_id WHERE b.code = $1 AND b.workshop_id = $2 ORDER BY d.id";
    let mut lines = Vec::new();
    for workshop in workshops {
        let values = [code.into(), workshop.0.into()];
        let statement = Statement::from_sql_and_values(tx.db().get_database_backend(), SQL, values);
        lines.extend(LineOfBatch::find_by_statement(statement).all(tx.db()).await?);
    }
    Ok(lines)
}

/// The order lines that units of these workshops were packed for, of a pool's product in its cycle, in the order of packing.
pub async fn list_lines_of_pool(tx: &UnitOfWork, pool: PoolId, workshops: &[WorkshopId]) -> Result<Vec<LineOfBatch>> {
    const SQL: &str = "SELECT d.order_line_id, v.code AS delivery_code, v.state AS delivery_state, \
            CAST(SUM(d.quantity) AS BIGINT) AS units FROM delivery_line d JOIN delivery v ON v.id = d.delivery_id \
        JOIN pool p ON p.cycle_id = v.cycle_id AND p.product_id = d.product_id \
        WHERE p.id = $1 AND d.workshop_id = $2 GROUP BY d.order_line_id, v.code, v.state ORDER BY v.code";
    let mut lines = Vec::new();
    for workshop in workshops {
        let values = [pool.0.into(), workshop.0.into()];
        let statement = Statement::from_sql_and_values(tx.db().get_database_backend(), SQL, values);
        lines.extend(LineOfBatch::find_by_statement(statement).all(tx.db()).await?);
    }
    Ok(lines)
}

fn statement(tx: &UnitOfWork, sql: &str, id: Uuid) -> Statement {
    Statement::from_sql_and_values(tx.db().get_database_backend(), sql, [id.into()])
}
