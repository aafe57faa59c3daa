//! The trace of a batch: its workshop, its goods receipts and its deliveries.

use std::collections::HashMap;

use entities::{fulfilment::goods_receipt, values::DeliveryId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::{batches::Batch, deliveries::Delivery, goods_receipts::GoodsReceipt, tag::Tag};
use crate::{
    fulfilment::{
        rules,
        store::{self, deliveries::DeliveryView, delivery_lines::DeliveryLineOfOrder},
    },
    identity::{Caller, StaffViewer},
    members,
    platform::{
        app::App,
        http::{
            problem::{Problem, Result},
            text::Text,
        },
    },
};

/// A delivery with units of a batch.
#[derive(Clone, Debug, Object)]
pub struct BatchDestination {
    /// The delivery.
    #[oai(flatten)]
    pub delivery: Delivery,
    /// Code of the order.
    pub order_code: String,
    /// Units of the batch.
    pub quantity: i64,
}

impl BatchDestination {
    fn of(row: &DeliveryLineOfOrder, deliveries: &HashMap<DeliveryId, DeliveryView>) -> Result<Self> {
        let id = row.line.delivery_id;
        let delivery = deliveries.get(&id).cloned().ok_or_else(|| Problem::missing_reference("delivery", id))?;
        Ok(Self { delivery: delivery.into(), order_code: row.order.code.clone(), quantity: row.line.quantity })
    }
}

/// A batch with its workshop, its receipts and its deliveries.
#[derive(Clone, Debug, Object)]
pub struct BatchTrace {
    /// The batch.
    pub batch: Batch,
    /// Stable code of the workshop that made it.
    pub workshop_code: String,
    /// Name of the workshop.
    pub workshop_name: String,
    /// Its goods receipts, oldest first.
    pub receipts: Vec<GoodsReceipt>,
    /// The deliveries with its units.
    pub destinations: Vec<BatchDestination>,
    /// Units accepted that are in no delivery.
    pub remaining: i64,
}

/// Operations on the traces of batches.
pub struct BatchTraces;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Fulfilment")]
impl BatchTraces {
    /// Trace a batch to its workshop and its deliveries, by the code on a label
    #[oai(path = "/batches/:code/trace", method = "get", operation_id = "trace_batch")]
    async fn trace_batch(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// The code on the label.
        code: Path<Text<1, 80>>,
    ) -> Result<Json<BatchTrace>> {
        let tx = app.read(caller.actor()).await?;
        let found = store::batches::get_batch_by_code(&tx, &code.0).await?;
        let workshop = members::get_workshop(&tx, found.batch.workshop_id).await?;
        let receipts = store::goods_receipts::list_receipts_of_batch(&tx, found.batch.id).await?;
        let lines = store::delivery_lines::list_delivery_lines_of_batch(&tx, found.batch.id).await?;
        let deliveries = lines.iter().map(|row| row.line.delivery_id);
        let deliveries = store::deliveries::find_delivery_views(&tx, deliveries).await?;
        let destinations = lines.iter().map(|row| BatchDestination::of(row, &deliveries)).collect::<Result<_>>()?;
        Ok(Json(BatchTrace {
            remaining: remaining(&receipts, &lines),
            workshop_code: workshop.code,
            workshop_name: workshop.name,
            receipts: receipts.into_iter().map(GoodsReceipt::from).collect(),
            destinations,
            batch: found.into(),
        }))
    }
}

fn remaining(receipts: &[goods_receipt::Model], lines: &[DeliveryLineOfOrder]) -> i64 {
    let accepted = receipts.iter().map(|receipt| receipt.accepted).sum();
    rules::remaining(accepted, lines.iter().map(|row| row.line.quantity).sum())
}
