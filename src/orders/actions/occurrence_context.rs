//! What the orders of a standing order are made from: one context for its dates in a delivery, whether they are ordered
//! or previewed.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    buyers::buyer,
    cycles::cycle,
    orders::{arrival, occurrence, standing_order, standing_order_pause},
    values::{OccurrenceReason, ProductId, StandingOrderState},
};

use crate::{
    buyers,
    catalogue::{self, Quotes, SellableQuantity},
    cycles,
    orders::{
        rules::{OccurrenceGroup, OrderItem, Outcome, PricedLine, PricingContext, Window, count_guests, price_items},
        store,
    },
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// The outcome of a date that the buyer does not want: the standing order has ended, or is paused on that day.
pub fn unwanted_outcome(
    standing_order: &standing_order::Model,
    pauses: &[standing_order_pause::Model],
    date: NaiveDate,
) -> Option<Outcome> {
    if standing_order.state == StandingOrderState::Ended {
        return Some(Outcome::skipped(OccurrenceReason::LeftOut));
    }
    let paused = pauses.iter().any(|pause| (pause.from_date..=pause.until_date).contains(&date));
    paused.then_some(Outcome::skipped(OccurrenceReason::Paused))
}

/// What all dates of a standing order in one cycle have in common.
pub struct OccurrenceContext {
    /// The standing order.
    pub standing_order: standing_order::Model,
    /// Its account.
    pub buyer: buyer::Model,
    /// Whether the delivery point still receives deliveries.
    point_active: bool,
    /// The cycle.
    pub cycle: cycle::Model,
    /// The days that belong to its delivery.
    pub window: Window,
    /// Its items, without the changes of single dates.
    pub items: Vec<OrderItem>,
    /// Products and the buyer's prices.
    pub quotes: Quotes,
    pauses: Vec<standing_order_pause::Model>,
    arrivals: Vec<arrival::Model>,
    sellable: HashMap<ProductId, SellableQuantity>,
}

impl OccurrenceContext {
    /// Loads the context of these dates.
    pub async fn load(
        tx: &UnitOfWork,
        standing_order: standing_order::Model,
        cycle: &cycle::Model,
        rows: &[occurrence::Model],
    ) -> Result<Self> {
        let buyer = buyers::list_buyers_by_id(tx, &[standing_order.buyer_id]).await?.remove(&standing_order.buyer_id);
        let buyer = buyer.ok_or_else(|| Problem::missing_reference("buyer", standing_order.buyer_id))?;
        let points = buyers::list_delivery_points_by_id(tx, &[standing_order.delivery_point_id]).await?;
        let lines = store::standing_orders::list_lines(tx, &[standing_order.id]).await?;
        let items: Vec<OrderItem> = lines.iter().map(OrderItem::from).collect();
        let overridden = rows.iter().flat_map(|row| &row.overrides.0).map(|line| line.product_id);
        let mut products: Vec<ProductId> = items.iter().map(|item| item.product_id).chain(overridden).collect();
        products.sort_unstable();
        products.dedup();
        let window = store::cycles::get_window(tx, cycle).await?;
        let arrivals = match items.iter().any(|item| item.per_guest) {
            true => store::arrivals::list_counted(tx, cycle.id, &[buyer.id], window).await?,
            false => Vec::new(),
        };
        let point = points.get(&standing_order.delivery_point_id);
        Ok(Self {
            point_active: point.is_some_and(|point| point.retired_at.is_none()),
            quotes: catalogue::get_quotes(tx, buyer.segment_id, &products).await?,
            sellable: catalogue::list_sellable(tx, cycles::delivery_slot(cycle), &products).await?,
            pauses: store::standing_orders::list_pauses(tx, &[standing_order.id]).await?,
            standing_order,
            buyer,
            cycle: cycle.clone(),
            window,
            items,
            arrivals,
        })
    }

    /// The outcome where the whole date cannot be ordered, whatever its lines.
    pub fn rejected(&self, date: NaiveDate) -> Option<Outcome> {
        if let Some(outcome) = unwanted_outcome(&self.standing_order, &self.pauses, date) {
            return Some(outcome);
        }
        if !self.point_active {
            Some(Outcome::blocked(OccurrenceReason::DeliveryPoint))
        } else if self.buyer.closed_at.is_some() || self.buyer.zone_id != self.cycle.zone_id {
            Some(Outcome::blocked(OccurrenceReason::NotSold))
        } else {
            None
        }
    }

    /// The lines of a group of dates, before the capacity is considered.
    pub fn price(&self, tx: &UnitOfWork, group: &OccurrenceGroup) -> Vec<PricedLine> {
        let until = group.guest_days.until.unwrap_or(self.window.until);
        let context = PricingContext {
            quotes: &self.quotes,
            sellable: &self.sellable,
            delivery_date: self.cycle.delivery_date,
            today: tx.today(),
            guests: count_guests(&self.arrivals, group.guest_days.from, until),
        };
        price_items(&group.items, &context, || tx.new_id())
    }
}
