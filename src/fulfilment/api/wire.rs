//! Wire types of fulfilment.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    allocation::quota,
    fulfilment::{batch, delivery, delivery_line, goods_receipt},
    values::{
        BatchId, BuyerId, CycleId, DeliveryId, DeliveryLineId, DeliveryState, OrderId, OrderLineId, ProductId, QuotaId,
        QuotaState, ReceiptId, RejectionCause, WorkshopId,
    },
};
use poem_openapi::Object;

use crate::{
    fulfilment::{
        rules,
        store::{names::Names, receipts::Tally},
    },
    platform::http::{limits::NOTE, text::Text},
};

/// A batch: what was made in one go.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Batch {
    /// Identifies the batch.
    pub id: BatchId,
    /// What its jars say.
    pub code: String,
    /// Its maker.
    pub workshop_id: WorkshopId,
    /// The product.
    pub product_id: ProductId,
    /// Name of the product in Spanish.
    pub product_name_es: String,
    /// Name of the product in English.
    pub product_name_en: String,
    /// The quota it was made for.
    pub quota_id: Option<QuotaId>,
    /// The day it was made.
    pub made_on: NaiveDate,
    /// Its last day.
    pub best_before: NaiveDate,
    /// Units made.
    pub quantity: i64,
}

impl Batch {
    /// A batch with the names of its product.
    pub fn of(row: batch::Model, names: &Names) -> Self {
        let (product_name_es, product_name_en) = product_names(names, row.product_id);
        Self {
            id: row.id,
            code: row.code,
            workshop_id: row.workshop_id,
            product_id: row.product_id,
            product_name_es,
            product_name_en,
            quota_id: row.quota_id,
            made_on: row.made_on,
            best_before: row.best_before,
            quantity: row.quantity,
        }
    }
}

/// A batch that was made.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct DeclareBatch {
    /// The quota it was made for.
    pub quota_id: QuotaId,
    /// The day it was made.
    pub made_on: NaiveDate,
    /// Units made.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))]
    pub quantity: i64,
}

/// A quota that a workshop makes, and what of it is made and received.
#[derive(Clone, Debug, Object)]
pub struct QuotaToMake {
    /// Identifies the quota.
    pub quota_id: QuotaId,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The cycle.
    pub cycle_id: CycleId,
    /// Its code.
    pub cycle_code: String,
    /// The day of delivery.
    pub delivery_date: NaiveDate,
    /// The product.
    pub product_id: ProductId,
    /// Its name in Spanish.
    pub product_name_es: String,
    /// Its name in English.
    pub product_name_en: String,
    /// Units of the quota.
    pub units: i64,
    /// Units in declared batches.
    pub made: i64,
    /// Units accepted.
    pub accepted: i64,
    /// Where the quota stands.
    pub state: QuotaState,
}

impl QuotaToMake {
    /// A quota with what was made and accepted of it.
    pub fn of(row: quota::Model, made: i64, accepted: i64, names: &Names) -> Self {
        let (product_name_es, product_name_en) = product_names(names, row.product_id);
        let cycle = names.cycles.get(&row.cycle_id);
        Self {
            quota_id: row.id,
            workshop_id: row.workshop_id,
            cycle_id: row.cycle_id,
            cycle_code: cycle.map(|c| c.code.clone()).unwrap_or_default(),
            delivery_date: cycle.map(|c| c.delivery_date).unwrap_or_default(),
            product_id: row.product_id,
            product_name_es,
            product_name_en,
            units: row.units,
            made,
            accepted,
            state: row.state,
        }
    }
}

/// A quota at reception: what is to come, what came.
#[derive(Clone, Debug, Object)]
pub struct ReceivingLine {
    /// Identifies the quota.
    pub quota_id: QuotaId,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Its stable code.
    pub workshop_code: String,
    /// Its name.
    pub workshop_name: String,
    /// The product.
    pub product_id: ProductId,
    /// Its name in Spanish.
    pub product_name_es: String,
    /// Its name in English.
    pub product_name_en: String,
    /// Units of the quota.
    pub units: i64,
    /// Units accepted.
    pub accepted: i64,
    /// Units rejected for quality or damage.
    pub rejected: i64,
    /// Units rejected because the quota was full.
    pub surplus: i64,
    /// Units that will not come.
    pub missing: i64,
    /// Units that may still be accepted.
    pub to_come: i64,
    /// Batches made for it.
    pub batches: Vec<Batch>,
}

impl ReceivingLine {
    /// A quota with its receipts and its batches.
    pub fn of(row: &quota::Model, tally: Tally, batches: Vec<Batch>, names: &Names) -> Self {
        let (product_name_es, product_name_en) = product_names(names, row.product_id);
        let workshop = names.workshops.get(&row.workshop_id);
        Self {
            quota_id: row.id,
            workshop_id: row.workshop_id,
            workshop_code: workshop.map(|u| u.code.clone()).unwrap_or_default(),
            workshop_name: workshop.map(|u| u.name.clone()).unwrap_or_default(),
            product_id: row.product_id,
            product_name_es,
            product_name_en,
            units: row.units,
            accepted: tally.accepted,
            rejected: tally.faulty,
            surplus: tally.surplus,
            missing: tally.missing,
            to_come: rules::outstanding(row.units, tally.accepted, tally.missing),
            batches,
        }
    }
}

/// What reception says of a quota: accepted and rejected units of a batch, or units that will not come.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct RecordReceipt {
    /// The quota.
    pub quota_id: QuotaId,
    /// The batch that was brought; without it a batch of all units said here is declared, unless they are missing.
    pub batch_id: Option<BatchId>,
    /// The day a batch without code was made; today where it is not said.
    pub made_on: Option<NaiveDate>,
    /// Units taken in.
    #[oai(validator(minimum(value = "0"), maximum(value = "1000000")))]
    pub accepted: i64,
    /// Units not taken in, or missing.
    #[oai(default, validator(minimum(value = "0"), maximum(value = "1000000")))]
    pub rejected: i64,
    /// Why not.
    pub rejection: Option<RejectionCause>,
    /// The same in words, for the maker.
    pub reason: Option<Text<1, NOTE>>,
}

/// A goods receipt.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct GoodsReceipt {
    /// Identifies the receipt.
    pub id: ReceiptId,
    /// The quota.
    pub quota_id: QuotaId,
    /// The batch; absent where nothing was brought.
    pub batch_id: Option<BatchId>,
    /// Units taken in.
    pub accepted: i64,
    /// Units not taken in, or missing.
    pub rejected: i64,
    /// Why not.
    pub rejection: Option<RejectionCause>,
    /// The same in words.
    pub reason: Option<String>,
    /// When.
    pub received_at: DateTime<Utc>,
}

impl From<goods_receipt::Model> for GoodsReceipt {
    fn from(row: goods_receipt::Model) -> Self {
        Self {
            id: row.id,
            quota_id: row.quota_id,
            batch_id: row.batch_id,
            accepted: row.accepted,
            rejected: row.rejected,
            rejection: row.rejection,
            reason: row.rejection_reason,
            received_at: row.received_at,
        }
    }
}

/// A delivery: what leaves for one door in one cycle.
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
    /// Whose it is.
    pub buyer_id: BuyerId,
    /// The buyer's stable code.
    pub buyer_code: String,
    /// The buyer's name.
    pub buyer_name: String,
    /// Name of the delivery point.
    pub point_name: String,
    /// Its address.
    pub address: String,
    /// What the driver must know.
    pub notes: Option<String>,
    /// Where it stands.
    pub state: DeliveryState,
    /// When it was packed.
    pub prepared_at: DateTime<Utc>,
    /// When it left.
    pub dispatched_at: Option<DateTime<Utc>>,
    /// When it arrived.
    pub confirmed_at: Option<DateTime<Utc>>,
}

impl Delivery {
    /// A delivery with the names of its door.
    pub fn of(row: delivery::Model, names: &Names) -> Self {
        let buyer = names.buyers.get(&row.buyer_id).cloned().unwrap_or_default();
        let point = names.points.get(&row.delivery_point_id);
        Self {
            id: row.id,
            code: row.code,
            cycle_id: row.cycle_id,
            delivery_date: names.cycles.get(&row.cycle_id).map(|c| c.delivery_date).unwrap_or_default(),
            buyer_id: row.buyer_id,
            buyer_code: buyer.code,
            buyer_name: buyer.name,
            point_name: point.map(|p| p.name.clone()).unwrap_or_default(),
            address: point.map(|p| p.address.clone()).unwrap_or_default(),
            notes: point.and_then(|p| p.notes.clone()),
            state: row.state,
            prepared_at: row.prepared_at,
            dispatched_at: row.dispatched_at,
            confirmed_at: row.confirmed_at,
        }
    }
}

/// Units of one batch in a delivery.
#[derive(Clone, Debug, Object)]
pub struct DeliveryLine {
    /// Identifies the line.
    pub id: DeliveryLineId,
    /// The order it is for.
    pub order_id: OrderId,
    /// The order's code.
    pub order_code: String,
    /// The order line it is for.
    pub order_line_id: OrderLineId,
    /// The product.
    pub product_id: ProductId,
    /// Its name in Spanish.
    pub product_name_es: String,
    /// Its name in English.
    pub product_name_en: String,
    /// The batch.
    pub batch_id: BatchId,
    /// What its jars say.
    pub batch_code: String,
    /// Its last day.
    pub best_before: NaiveDate,
    /// Who made it.
    pub workshop_name: String,
    /// Units.
    pub quantity: i64,
    /// Units that the order line asked for.
    pub ordered: i64,
}

impl DeliveryLine {
    /// A line with the names of what it is about; none where its batch is gone.
    pub fn of(row: &delivery_line::Model, batch: &batch::Model, names: &Names) -> Option<Self> {
        let (product_name_es, product_name_en) = product_names(names, row.product_id);
        let line = names.lines.get(&row.order_line_id)?;
        Some(Self {
            id: row.id,
            order_id: line.order_id,
            order_code: names.orders.get(&line.order_id).cloned().unwrap_or_default(),
            order_line_id: row.order_line_id,
            product_id: row.product_id,
            product_name_es,
            product_name_en,
            batch_id: row.batch_id,
            batch_code: batch.code.clone(),
            best_before: batch.best_before,
            workshop_name: names.workshops.get(&row.workshop_id).map(|u| u.name.clone()).unwrap_or_default(),
            quantity: row.quantity,
            ordered: line.quantity,
        })
    }
}

/// A delivery with its lines: the packing list and the delivery note.
#[derive(Clone, Debug, Object)]
pub struct DeliveryDetail {
    /// The delivery.
    #[oai(flatten)]
    pub delivery: Delivery,
    /// Its lines, by product and batch.
    pub lines: Vec<DeliveryLine>,
}

/// What became of a cycle's deliveries.
#[derive(Clone, Debug, Object)]
pub struct DeliveriesMoved {
    /// Deliveries that moved; 0 where all had moved before.
    pub moved: u64,
}

/// Where the units of a batch went.
#[derive(Clone, Debug, Object)]
pub struct BatchDestination {
    /// The delivery.
    #[oai(flatten)]
    pub delivery: Delivery,
    /// The order it was for.
    pub order_code: String,
    /// Units of the batch.
    pub quantity: i64,
}

/// A batch traced both ways: back to its maker, forward to the doors.
#[derive(Clone, Debug, Object)]
pub struct BatchTrace {
    /// The batch.
    pub batch: Batch,
    /// Its maker's stable code.
    pub workshop_code: String,
    /// Its maker's name.
    pub workshop_name: String,
    /// What reception said of it.
    pub receipts: Vec<GoodsReceipt>,
    /// Where its workshops went.
    pub destinations: Vec<BatchDestination>,
    /// Units accepted that left for nobody.
    pub left: i64,
}

fn product_names(names: &Names, id: ProductId) -> (String, String) {
    names.products.get(&id).map(|p| (p.name_es.clone(), p.name_en.clone())).unwrap_or_default()
}
