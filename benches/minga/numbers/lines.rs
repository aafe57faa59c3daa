//! A cycle's orders by the hundred thousand. Placing them one by one would take the bench hours: they are written in
//! sets, row for row what placing writes (orders, lines, reservations, sums of capacity, exposure, audit), so that
//! `minga audit` finds nothing wrong with them. The answers kept under idempotency keys are left out.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use entities::{
    buyers::{buyer, exposure_movement},
    catalogue::{reservation, week_capacity},
    orders::{arrival, order, order_line},
    platform::audit_entry,
    values::{
        Amount, ArrivalSource, BuyerId, CycleId, NetUnit, OrderId, OrderState, PriceSource, ProductId, line_net,
        production_week,
    },
};
use minga::platform::unit_of_work::{Actor, ROWS_PER_INSERT, UnitOfWork};
use sea_orm::{ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, sea_query::Expr};
use serde_json::json;
use uuid::Uuid;

use super::group::Group;
use crate::support::{TestApp, terms::VAT};

/// Lines of one order.
pub const PER_ORDER: usize = 10;
/// Units of a line, on the average.
pub const MEAN_UNITS: f64 = 6.5;
/// Guests that every tenth buyer's per-guest lines count.
const GUESTS: i64 = 8;
/// Orders written in one transaction.
const AT_ONCE: usize = 10_000;

/// Chance that repeats itself (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }
}

/// Rows of some orders.
#[derive(Default)]
struct Rows {
    orders: Vec<order::Model>,
    lines: Vec<order_line::Model>,
    reservations: Vec<reservation::Model>,
    movements: Vec<exposure_movement::Model>,
    audit: Vec<audit_entry::Model>,
}

/// Gives a cycle `count` order lines. One order in ten is of a lodge whose first line follows its guests; at one lodge
/// in ten of these, a guest more has been announced since.
pub async fn write(app: &TestApp, group: &Group, cycle: CycleId, date: NaiveDate, count: usize) -> anyhow::Result<()> {
    let mut dice = Dice(7);
    let mut reserved: BTreeMap<ProductId, i64> = BTreeMap::new();
    let mut exposed: HashMap<BuyerId, i64> = HashMap::new();
    let numbers: Vec<usize> = (0..count.div_ceil(PER_ORDER)).collect();
    for numbers in numbers.chunks(AT_ONCE) {
        let tx = app.app.begin(Actor::System).await?;
        let mut rows = Rows::default();
        for number in numbers {
            one(&tx, group, (cycle, date), *number, &mut dice, &mut rows);
        }
        for row in &rows.reservations {
            *reserved.entry(row.product_id).or_default() += row.quantity;
        }
        for row in &rows.movements {
            *exposed.entry(row.buyer_id).or_default() += row.amount.0;
        }
        store(&tx, rows).await?;
        tx.commit().await?;
    }
    let tx = app.app.begin(Actor::System).await?;
    let week = production_week(date);
    let sums = reserved.into_iter().map(|(product_id, reserved)| {
        let id = tx.new_id::<Uuid>();
        week_capacity::Model { id, product_id, week, reserved }
    });
    insert::<week_capacity::Entity, _, _>(&tx, sums.collect()).await?;
    let numbered = group.customers.iter().enumerate().filter(|(number, _)| is_lodge(*number));
    let arrivals = numbered.map(|(number, customer)| arrival::Model {
        id: tx.new_id(),
        buyer_id: customer.id,
        reference: cycle.to_string(),
        date,
        guests: (GUESTS + i64::from(number % 100 == 0)) as i32,
        source: ArrivalSource::Csv,
        cancelled_at: None,
        created_at: tx.now(),
        changed_at: Some(tx.now()),
        version: 1,
    });
    insert::<arrival::Entity, _, _>(&tx, arrivals.collect()).await?;
    for (id, amount) in exposed {
        buyer::Entity::update_many()
            .col_expr(buyer::Column::Exposure, Expr::col(buyer::Column::Exposure).add(amount))
            .filter(sea_orm::ColumnTrait::eq(&buyer::Column::Id, id))
            .exec(tx.db())
            .await?;
    }
    tx.commit().await?;
    // PostgreSQL looks at a table that grew within a minute by itself; the bench does not wait for it.
    let db = app.app.db.outside_transactions();
    if db.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        db.execute_unprepared("VACUUM (ANALYZE) orders, order_line, reservation").await?;
    }
    Ok(())
}

fn is_lodge(buyer: usize) -> bool {
    buyer.is_multiple_of(10)
}

fn one(
    tx: &UnitOfWork,
    group: &Group,
    (cycle, date): (CycleId, NaiveDate),
    number: usize,
    dice: &mut Dice,
    to: &mut Rows,
) {
    let place = number % group.customers.len();
    let customer = group.customers[place];
    let (id, now): (OrderId, _) = (tx.new_id(), tx.now());
    let first = dice.below(group.products.len());
    let mut net = Amount::ZERO;
    for line in 0..PER_ORDER.min(group.products.len()) {
        let product = group.product(first, line);
        let follows = line == 0 && is_lodge(place);
        let quantity = if follows { GUESTS } else { 1 + dice.below(12) as i64 };
        let row = order_line::Model {
            id: tx.new_id(),
            order_id: id,
            cycle_id: cycle,
            position: line as i32 + 1,
            product_id: product.id,
            quantity,
            per_guest: follows.then_some(1),
            wanted: None,
            reduced_by: None,
            price_source: PriceSource::List,
            unit_price: product.price,
            price_units: 1,
            order_basket_id: None,
            packaging: false,
            discount_bps: 0,
            net: line_net(product.price, quantity, 0),
            product_code: String::new(),
            name_es: String::new(),
            name_en: String::new(),
            net_content: 1,
            net_unit: NetUnit::Unit,
            order_multiple: 1,
            vat_bps: VAT,
            additional_tax_code: None,
            additional_tax_bps: 0,
        };
        net += row.net;
        to.reservations.push(reservation::Model {
            id: tx.new_id(),
            holder: row.id,
            product_id: product.id,
            week: production_week(date),
            zone_id: group.zone,
            delivery_date: date,
            quantity,
            created_at: now,
            released_at: None,
        });
        to.lines.push(row);
    }
    let tax = net.bps(VAT);
    to.movements.push(exposure_movement::Model {
        id: tx.new_id(),
        buyer_id: customer.id,
        cause: format!("order:{id}:1"),
        amount: net + tax,
        at: now,
    });
    to.audit.push(audit_entry::Model {
        id: tx.new_id(),
        at: now,
        person_id: None,
        actor: "system".into(),
        subject_kind: "order".into(),
        subject_id: id.0,
        action: "placed".into(),
        detail: json!({ "cycle_id": cycle, "net": net, "tax": tax }),
    });
    to.orders.push(order::Model {
        id,
        code: id.to_string(),
        buyer_id: customer.id,
        cycle_id: cycle,
        delivery_point_id: customer.point,
        occurrence_id: None,
        price_list_id: Some(group.list),
        price_list_version: Some(1),
        state: OrderState::Placed,
        net,
        tax,
        note: None,
        purchase_order_number: None,
        guests_from: date,
        guests_until: None,
        placed_at: Some(now),
        placed_by: None,
        cancelled_at: None,
        cancel_reason: None,
        created_at: now,
        version: 1,
    });
}

async fn store(tx: &UnitOfWork, rows: Rows) -> anyhow::Result<()> {
    insert::<order::Entity, _, _>(tx, rows.orders).await?;
    insert::<order_line::Entity, _, _>(tx, rows.lines).await?;
    insert::<reservation::Entity, _, _>(tx, rows.reservations).await?;
    insert::<exposure_movement::Entity, _, _>(tx, rows.movements).await?;
    insert::<audit_entry::Entity, _, _>(tx, rows.audit).await
}

/// Writes these rows, as many at once as the program's own runs do.
pub async fn insert<E, M, A>(tx: &UnitOfWork, rows: Vec<M>) -> anyhow::Result<()>
where
    E: EntityTrait<ActiveModel = A>,
    M: IntoActiveModel<A> + Clone,
    A: sea_orm::ActiveModelTrait<Entity = E>,
{
    for rows in rows.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        E::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}
