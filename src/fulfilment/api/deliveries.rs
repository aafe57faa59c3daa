//! A delivery as buyers and staff see it.

use chrono::{DateTime, NaiveDate, Utc};
use entities::values::{
    BatchId, BuyerId, CycleId, DeliveryId, DeliveryLineId, DeliveryState, NetUnit, OrderBasketId, OrderId, OrderLineId,
    ProductId,
};
use poem_openapi::Object;

use crate::{
    fulfilment::store::{
        self,
        deliveries::{DeliveryScope, DeliveryView},
        delivery_lines::DeliveryLineView,
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// The goods for one delivery point of a buyer in one cycle.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Delivery {
    /// Identifies the delivery.
    pub id: DeliveryId,
    /// Short code.
    pub code: String,
    /// The cycle.
    pub cycle_id: CycleId,
    /// The day of delivery.
    pub delivery_date: NaiveDate,
    /// The buyer.
    pub buyer_id: BuyerId,
    /// Stable code of the buyer.
    pub buyer_code: String,
    /// Name of the buyer.
    pub buyer_name: String,
    /// Name of the delivery point.
    pub point_name: String,
    /// Address of the delivery point.
    pub address: String,
    /// Notes of the delivery point for the driver.
    pub notes: Option<String>,
    /// State of the delivery.
    pub state: DeliveryState,
    /// When it was prepared.
    pub prepared_at: DateTime<Utc>,
    /// When it was dispatched.
    pub dispatched_at: Option<DateTime<Utc>>,
    /// When it was confirmed.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When it ended without reaching its buyer, or confirmed, without all of its units.
    pub failed_at: Option<DateTime<Utc>>,
    /// Why it, or a part of it, did not reach its buyer, in words.
    pub failure_reason: Option<String>,
}

impl From<DeliveryView> for Delivery {
    fn from(DeliveryView { delivery, cycle, point, buyer }: DeliveryView) -> Self {
        Self {
            id: delivery.id,
            code: delivery.code,
            cycle_id: delivery.cycle_id,
            delivery_date: cycle.delivery_date,
            buyer_id: delivery.buyer_id,
            buyer_code: buyer.code,
            buyer_name: buyer.name,
            point_name: point.name,
            address: point.address,
            notes: point.notes,
            state: delivery.state,
            prepared_at: delivery.prepared_at,
            dispatched_at: delivery.dispatched_at,
            confirmed_at: delivery.confirmed_at,
            failed_at: delivery.failed_at,
            failure_reason: delivery.failure_reason,
        }
    }
}

/// Units of one batch in a delivery.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct DeliveryLine {
    /// Identifies the line.
    pub id: DeliveryLineId,
    /// The order it is for.
    pub order_id: OrderId,
    /// Code of the order.
    pub order_code: String,
    /// The order line it is for.
    pub order_line_id: OrderLineId,
    /// The basket of the order that it goes into.
    pub basket: Option<PackedBasket>,
    /// The product.
    pub product_id: ProductId,
    /// Name of the product in Spanish when it was ordered.
    pub product_name_es: String,
    /// Name of the product in English when it was ordered.
    pub product_name_en: String,
    /// Its net content when it was ordered, in `net_unit`.
    pub net_content: i64,
    /// Unit of the net content.
    pub net_unit: NetUnit,
    /// The batch.
    pub batch_id: BatchId,
    /// The code on the batch's labels.
    pub batch_code: String,
    /// Last day of the batch.
    pub best_before: NaiveDate,
    /// Name of the workshop that made it.
    pub workshop_name: String,
    /// Units of the batch.
    pub quantity: i64,
    /// Units of the order line.
    pub ordered: i64,
    /// When the batch was recalled for safety: it must not be eaten.
    pub recalled_at: Option<DateTime<Utc>>,
}

/// A basket that goods of a delivery go into.
#[derive(Clone, Debug, Object)]
pub struct PackedBasket {
    /// Identifies it in its order.
    pub id: OrderBasketId,
    /// Its name in Spanish when it was ordered.
    pub name_es: String,
    /// Its name in English when it was ordered.
    pub name_en: String,
    /// Baskets of this kind in the order.
    pub baskets: i64,
    /// Units of the product in each.
    pub units_per_basket: i64,
}

impl From<DeliveryLineView> for DeliveryLine {
    fn from(row: DeliveryLineView) -> Self {
        let units_per_basket = row.order_line.price_units;
        let basket = row.basket.map(|basket| PackedBasket {
            id: basket.id,
            name_es: basket.name_es,
            name_en: basket.name_en,
            baskets: basket.quantity,
            units_per_basket,
        });
        Self {
            basket,
            id: row.line.id,
            order_id: row.order.id,
            order_code: row.order.code,
            order_line_id: row.line.order_line_id,
            product_id: row.line.product_id,
            product_name_es: row.order_line.name_es,
            product_name_en: row.order_line.name_en,
            net_content: row.order_line.net_content,
            net_unit: row.order_line.net_unit,
            batch_id: row.line.batch_id,
            batch_code: row.batch.code,
            best_before: row.batch.best_before,
            workshop_name: row.workshop.name,
            quantity: row.line.quantity,
            ordered: row.order_line.quantity,
            recalled_at: row.batch.blocked_at,
        }
    }
}

/// A delivery with its lines, as the packing list and the delivery note print it.
#[derive(Clone, Debug, Object)]
pub struct DeliveryDetail {
    /// The delivery.
    #[oai(flatten)]
    pub delivery: Delivery,
    /// Its lines, by product and batch.
    pub lines: Vec<DeliveryLine>,
}

/// How many deliveries an operation changed.
#[derive(Clone, Debug, Object)]
pub struct DeliveryCount {
    /// Deliveries whose state changed; 0 where the operation was repeated.
    pub deliveries: u64,
}

/// One delivery of a scope with its lines.
///
/// # Errors
/// 404.
pub async fn get_response(tx: &UnitOfWork, scope: DeliveryScope, id: DeliveryId) -> Result<DeliveryDetail> {
    let delivery = store::deliveries::get_delivery_view(tx, scope, id).await?;
    let lines = store::delivery_lines::list_delivery_line_views(tx, id).await?;
    let mut lines: Vec<DeliveryLine> = lines.into_iter().map(DeliveryLine::from).collect();
    lines.sort_by(|a, b| {
        (&a.product_name_es, &a.batch_code, &a.order_code).cmp(&(&b.product_name_es, &b.batch_code, &b.order_code))
    });
    Ok(DeliveryDetail { delivery: delivery.into(), lines })
}

/// Commits a change of a delivery and returns it.
pub async fn commit_response(tx: UnitOfWork, scope: DeliveryScope, id: DeliveryId) -> Result<DeliveryDetail> {
    let response = get_response(&tx, scope, id).await?;
    tx.commit().await?;
    Ok(response)
}
