//! Staff read the demand of a cycle, its orders by state, and its shortages.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    cycles::cycle,
    orders::shortage,
    values::{
        BuyerId, CycleId, Money, OccurrenceState, OrderLineId, OrderState, ProductId, ShortageCause, StandingOrderId,
    },
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::{occurrences::Occurrence, tag::Tag};
use crate::{
    buyers::load_buyer_names,
    cycles,
    identity::{Caller, StaffViewer},
    orders::{rules::lots_for, store},
    platform::{
        app::App,
        http::{
            paging::List,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// The demand of a cycle for one product.
#[derive(Clone, Debug, Object)]
pub struct DemandLine {
    /// The product.
    pub product_id: ProductId,
    /// Its code.
    pub product_code: String,
    /// Its name in Spanish.
    pub name_es: String,
    /// Its name in English.
    pub name_en: String,
    /// Units ordered.
    pub units: i64,
    /// Units per lot.
    pub lot_size: i64,
    /// Lots to make: the units, rounded up.
    pub lots: i64,
    /// Net value of the units.
    pub net: Money,
}

/// The orders of a cycle by state, and the dates of standing orders that need attention.
#[derive(Clone, Debug, Object)]
pub struct CycleOrders {
    /// The number and value of orders in each state.
    pub states: Vec<OrdersInState>,
    /// Dates of standing orders that are not decided yet.
    pub occurrences_due: i64,
    /// Dates that were reduced, skipped or blocked, with the reason.
    pub occurrence_issues: Vec<OccurrenceIssue>,
    /// Arrivals of which this delivery counts other guests than are expected now, because they were announced, changed or
    /// cancelled after its cut-off; by day, at most 200.
    pub late_arrivals: Vec<LateArrival>,
}

/// An arrival that was announced, changed or cancelled too late for a delivery.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct LateArrival {
    /// The buyer.
    pub buyer_id: BuyerId,
    /// The buyer's name.
    pub buyer_name: String,
    /// The buyer's own reference.
    pub reference: String,
    /// The day.
    pub date: NaiveDate,
    /// Number of guests.
    pub guests: i32,
    /// Guests of the arrival that the delivery counts.
    pub counted_guests: i32,
    /// When it was announced or changed.
    pub changed_at: DateTime<Utc>,
    /// When it was cancelled.
    pub cancelled_at: Option<DateTime<Utc>>,
}

/// Orders of a cycle in one state.
#[derive(Clone, Debug, Object)]
pub struct OrdersInState {
    /// The state.
    pub state: OrderState,
    /// Number of orders.
    pub orders: i64,
    /// Their net value.
    pub net: Money,
    /// Their taxes.
    pub tax: Money,
}

/// A date of a standing order that was reduced, skipped or blocked.
#[derive(Clone, Debug, Object)]
pub struct OccurrenceIssue {
    /// The standing order.
    pub standing_order_id: StandingOrderId,
    /// What the buyer calls it.
    pub standing_order_name: String,
    /// The buyer.
    pub buyer_id: BuyerId,
    /// The buyer's name.
    pub buyer_name: String,
    /// The date and its outcome.
    pub occurrence: Occurrence,
}

/// Units of an order line that cannot be delivered.
#[derive(Clone, Debug, Object)]
pub struct Shortage {
    /// The line.
    pub order_line_id: OrderLineId,
    /// The product.
    pub product_id: ProductId,
    /// The cause.
    pub cause: ShortageCause,
    /// Units; negative for a relief.
    pub quantity: i64,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
}

impl From<shortage::Model> for Shortage {
    fn from(row: shortage::Model) -> Self {
        Self {
            order_line_id: row.order_line_id,
            product_id: row.product_id,
            cause: row.cause,
            quantity: row.quantity,
            created_at: row.created_at,
        }
    }
}

/// Operations of staff on the orders of a cycle.
pub struct CycleOrderReports;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Orders")]
impl CycleOrderReports {
    /// List the demand of a cycle by product, in units and lots
    #[oai(path = "/cycles/:id/demand", method = "get", operation_id = "list_demand")]
    async fn list_demand(&self, app: Data<&App>, caller: StaffViewer, id: Path<CycleId>) -> Result<List<DemandLine>> {
        let tx = app.read(caller.actor()).await?;
        let cycle = cycles::get_cycle(&tx, id.0).await?.id;
        Ok(List::all(demand_lines(&tx, cycle).await?))
    }

    /// Get a summary of a cycle's orders. Lists the dates of standing orders that were reduced, skipped or blocked.
    #[oai(path = "/cycles/:id/orders", method = "get", operation_id = "get_cycle_orders")]
    async fn get_cycle_orders(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<CycleId>,
    ) -> Result<Json<CycleOrders>> {
        let tx = app.read(caller.actor()).await?;
        let cycle = cycles::get_cycle(&tx, id.0).await?;
        Ok(Json(cycle_orders(&tx, &cycle).await?))
    }

    /// List the shortages of a cycle by order line
    #[oai(path = "/cycles/:id/shortages", method = "get", operation_id = "list_shortages")]
    async fn list_shortages(&self, app: Data<&App>, caller: StaffViewer, id: Path<CycleId>) -> Result<List<Shortage>> {
        let tx = app.read(caller.actor()).await?;
        let cycle = cycles::get_cycle(&tx, id.0).await?.id;
        Ok(List::all(store::shortages::list(&tx, cycle).await?.into_iter().map(Shortage::from).collect()))
    }
}

async fn demand_lines(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<DemandLine>> {
    let demand = store::lines::list_demand(tx, cycle).await?;
    let products: Vec<_> = demand.iter().map(|line| (cycle, line.product_id)).collect();
    let products = cycles::list_products_of_cycles(tx, &products).await?;
    let lines = demand.into_iter().zip(products).map(|(line, product)| DemandLine {
        product_id: product.id,
        units: line.units,
        lot_size: product.lot_size.max(1),
        lots: lots_for(line.units, product.lot_size),
        net: line.net.of(tx.currency()),
        product_code: product.code,
        name_es: product.name_es,
        name_en: product.name_en,
    });
    Ok(lines.collect())
}

async fn cycle_orders(tx: &UnitOfWork, cycle: &cycle::Model) -> Result<CycleOrders> {
    let currency = tx.currency();
    let states = store::orders::sum_by_state(tx, cycle.id).await?.into_iter().map(|sum| OrdersInState {
        state: sum.state,
        orders: sum.orders,
        net: sum.net.of(currency),
        tax: sum.tax.of(currency),
    });
    let due = store::occurrences::count(tx, cycle.id, OccurrenceState::Due).await?;
    Ok(CycleOrders {
        states: states.collect(),
        occurrences_due: i64::try_from(due).unwrap_or(i64::MAX),
        occurrence_issues: occurrence_issues(tx, cycle.id).await?,
        late_arrivals: late_arrivals(tx, cycle).await?,
    })
}

async fn late_arrivals(tx: &UnitOfWork, cycle: &cycle::Model) -> Result<Vec<LateArrival>> {
    let window = store::cycles::get_window(tx, cycle).await?;
    let late = store::arrivals::list_late(tx, cycle, window).await?;
    let buyers: Vec<BuyerId> = late.iter().map(|late| late.arrival.buyer_id).collect();
    let names = load_buyer_names(tx, &buyers).await?;
    let late = late.into_iter().map(|late| {
        let row = late.arrival;
        Ok(LateArrival {
            buyer_id: row.buyer_id,
            buyer_name: names.get(row.buyer_id)?.name.clone(),
            reference: row.reference,
            date: row.date,
            guests: row.guests,
            counted_guests: late.counted_guests,
            changed_at: row.changed_at.unwrap_or(row.created_at),
            cancelled_at: row.cancelled_at,
        })
    });
    late.collect()
}

async fn occurrence_issues(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<OccurrenceIssue>> {
    let rows = store::occurrences::list_issues(tx, cycle).await?;
    let buyers: Vec<BuyerId> = rows.iter().filter_map(|(_, standing)| Some(standing.as_ref()?.buyer_id)).collect();
    let names = load_buyer_names(tx, &buyers).await?;
    let issues = rows.into_iter().map(|(row, standing)| {
        let missing = || Problem::missing_reference("standing_order", row.standing_order_id);
        let standing = standing.ok_or_else(missing)?;
        Ok(OccurrenceIssue {
            standing_order_id: standing.id,
            buyer_id: standing.buyer_id,
            buyer_name: names.get(standing.buyer_id)?.name.clone(),
            standing_order_name: standing.name,
            occurrence: row.into(),
        })
    });
    issues.collect()
}
