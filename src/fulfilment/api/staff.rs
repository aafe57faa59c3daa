//! Staff: reception, packing, dispatch, tracing.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::values::{CycleId, DeliveryId, QuotaId, RejectionCause};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire::{
        Batch, BatchDestination, BatchTrace, DeliveriesMoved, Delivery, DeliveryDetail, GoodsReceipt, ReceivingLine,
        RecordReceipt,
    },
};
use crate::{
    allocation,
    fulfilment::{
        actions::{
            self,
            declare::NewBatch,
            receive::{Goods, NewReceipt},
        },
        reads,
        store::{self, deliveries::Scope, names::Names},
    },
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            idempotency::{Created, Once, once},
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
            text::Text,
        },
    },
};

/// Staff's operations of fulfilment.
pub struct StaffApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Fulfilment")]
impl StaffApi {
    /// What is to come and what came, quota by quota
    #[oai(path = "/staff/cycles/:cycle_id/receiving", method = "get", operation_id = "list_receiving")]
    async fn list_receiving(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        cycle_id: Path<CycleId>,
    ) -> Result<List<ReceivingLine>> {
        let tx = app.read(caller.actor()).await?;
        let quotas = allocation::list_live_quotas(&tx, cycle_id.0).await?;
        let tallies = store::receipts::tallies(&tx, cycle_id.0).await?;
        let names = Names::default().products(&tx, quotas.iter().map(|q| q.product_id)).await?;
        let names = names.workshops(&tx, quotas.iter().map(|q| q.workshop_id)).await?;
        let mut batches: HashMap<QuotaId, Vec<Batch>> = HashMap::new();
        for row in store::batches::for_cycle(&tx, cycle_id.0).await? {
            if let Some(quota) = row.quota_id {
                batches.entry(quota).or_default().push(Batch::of(row, &names));
            }
        }
        let lines = quotas.iter().map(|quota| {
            let tally = tallies.get(&quota.id).copied().unwrap_or_default();
            ReceivingLine::of(quota, tally, batches.remove(&quota.id).unwrap_or_default(), &names)
        });
        let mut lines: Vec<ReceivingLine> = lines.collect();
        lines.sort_by(|a, b| (&a.workshop_code, &a.product_name_es).cmp(&(&b.workshop_code, &b.product_name_es)));
        Ok(List::all(lines))
    }

    /// Accept and reject what a workshop brought, or say what will not come
    #[oai(path = "/staff/goods-receipts", method = "post", operation_id = "record_goods_receipt")]
    async fn record_goods_receipt(
        &self,
        app: Data<&App>,
        caller: Staff,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<RecordReceipt>,
    ) -> Result<Created<GoodsReceipt>> {
        match once(&app, caller.actor(), &caller.key_owner(), "record_goods_receipt", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut o) => {
                let new = receipt(body.0, o.tx.today());
                let made = actions::receive::receive(&mut o.tx, new).await?;
                o.created(GoodsReceipt::from(made)).await
            }
        }
    }

    /// Pack the deliveries of a cycle; receiving ends, and what is missing is shared among the buyers
    #[oai(path = "/staff/cycles/:cycle_id/deliveries", method = "post", operation_id = "prepare_deliveries")]
    async fn prepare_deliveries(
        &self,
        app: Data<&App>,
        caller: Staff,
        cycle_id: Path<CycleId>,
    ) -> Result<Json<DeliveriesMoved>> {
        let mut tx = app.begin(caller.actor()).await?;
        let prepared = actions::prepare::prepare(&mut tx, cycle_id.0).await?;
        let moved = if prepared { store::deliveries::unconfirmed(&tx, cycle_id.0).await? } else { 0 };
        tx.commit().await?;
        Ok(Json(DeliveriesMoved { moved }))
    }

    /// Deliveries, newest first
    #[oai(path = "/staff/deliveries", method = "get", operation_id = "list_deliveries")]
    async fn list_deliveries(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only those of this cycle.
        cycle_id: Query<Option<CycleId>>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Delivery>> {
        let tx = app.read(caller.actor()).await?;
        let page = Page::new(limit.0, after.0);
        let rows =
            store::deliveries::page(&tx, Scope::All, cycle_id.0, page.key::<DeliveryId>()?, page.fetch()).await?;
        let names = reads::names_of(&tx, &rows).await?;
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&row.id), |row| Delivery::of(row, &names)))
    }

    /// One delivery with its lines: packing list and delivery note
    #[oai(path = "/staff/deliveries/:id", method = "get", operation_id = "get_delivery")]
    async fn get_delivery(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<DeliveryId>,
    ) -> Result<Json<DeliveryDetail>> {
        let tx = app.read(caller.actor()).await?;
        Ok(Json(reads::detail(&tx, Scope::All, id.0).await?))
    }

    /// A delivery leaves
    #[oai(path = "/staff/deliveries/:id/dispatch", method = "post", operation_id = "dispatch_delivery")]
    async fn dispatch_delivery(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<DeliveryId>,
    ) -> Result<Json<DeliveryDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        actions::dispatch::dispatch(&mut tx, id.0).await?;
        let detail = reads::detail(&tx, Scope::All, id.0).await?;
        tx.commit().await?;
        Ok(Json(detail))
    }

    /// All prepared deliveries of a cycle leave
    #[oai(path = "/staff/cycles/:cycle_id/dispatch", method = "post", operation_id = "dispatch_cycle")]
    async fn dispatch_cycle(
        &self,
        app: Data<&App>,
        caller: Staff,
        cycle_id: Path<CycleId>,
    ) -> Result<Json<DeliveriesMoved>> {
        let mut tx = app.begin(caller.actor()).await?;
        let moved = actions::dispatch::dispatch_cycle(&mut tx, cycle_id.0).await?;
        tx.commit().await?;
        Ok(Json(DeliveriesMoved { moved: u64::try_from(moved).unwrap_or(u64::MAX) }))
    }

    /// A delivery arrived
    #[oai(path = "/staff/deliveries/:id/confirm", method = "post", operation_id = "confirm_delivery")]
    async fn confirm_delivery(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<DeliveryId>,
    ) -> Result<Json<DeliveryDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        actions::confirm::confirm(&mut tx, Scope::All, id.0).await?;
        let detail = reads::detail(&tx, Scope::All, id.0).await?;
        tx.commit().await?;
        Ok(Json(detail))
    }

    /// All deliveries of a cycle that are on their way arrived
    #[oai(path = "/staff/cycles/:cycle_id/confirm", method = "post", operation_id = "confirm_cycle")]
    async fn confirm_cycle(
        &self,
        app: Data<&App>,
        caller: Staff,
        cycle_id: Path<CycleId>,
    ) -> Result<Json<DeliveriesMoved>> {
        let mut tx = app.begin(caller.actor()).await?;
        let moved = actions::confirm::confirm_cycle(&mut tx, cycle_id.0).await?;
        tx.commit().await?;
        Ok(Json(DeliveriesMoved { moved: u64::try_from(moved).unwrap_or(u64::MAX) }))
    }

    /// A batch traced back to its maker and forward to the doors, by the code on a jar
    #[oai(path = "/staff/batches/:code/trace", method = "get", operation_id = "trace_batch")]
    async fn trace_batch(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// What the jar says.
        code: Path<Text<1, 80>>,
    ) -> Result<Json<BatchTrace>> {
        let tx = app.read(caller.actor()).await?;
        let batch = store::batches::by_code(&tx, &code.0).await?;
        let receipts = store::receipts::of_batch(&tx, batch.id).await?;
        let lines = store::deliveries::lines_of_batch(&tx, batch.id).await?;
        let deliveries: Vec<DeliveryId> = lines.iter().map(|l| l.delivery_id).collect();
        let deliveries = store::deliveries::deliveries(&tx, &deliveries).await?;
        let rows: Vec<_> = deliveries.values().cloned().collect();
        let names = reads::names_of(&tx, &rows).await?;
        let names = names.orders(&tx, lines.iter().map(|l| l.order_line_id)).await?;
        let names = names.products(&tx, [batch.product_id]).await?.workshops(&tx, [batch.workshop_id]).await?;
        let destinations = lines.iter().filter_map(|line| {
            let order = names.lines.get(&line.order_line_id).and_then(|l| names.orders.get(&l.order_id));
            Some(BatchDestination {
                delivery: Delivery::of(deliveries.get(&line.delivery_id)?.clone(), &names),
                order_code: order.cloned().unwrap_or_default(),
                quantity: line.quantity,
            })
        });
        let destinations: Vec<BatchDestination> = destinations.collect();
        let workshop = names.workshops.get(&batch.workshop_id);
        Ok(Json(BatchTrace {
            left: reads::left_of(&receipts, &lines),
            workshop_code: workshop.map(|u| u.code.clone()).unwrap_or_default(),
            workshop_name: workshop.map(|u| u.name.clone()).unwrap_or_default(),
            receipts: receipts.into_iter().map(GoodsReceipt::from).collect(),
            destinations,
            batch: Batch::of(batch, &names),
        }))
    }
}

/// What a request to record a receipt is about.
fn receipt(body: RecordReceipt, today: NaiveDate) -> NewReceipt {
    let goods = match (body.batch_id, body.rejection) {
        (Some(batch), _) => Goods::Batch(batch),
        (None, Some(RejectionCause::Missing)) => Goods::None,
        (None, _) => Goods::New(NewBatch {
            made_on: body.made_on.unwrap_or(today),
            quantity: body.accepted.saturating_add(body.rejected),
        }),
    };
    NewReceipt {
        quota_id: body.quota_id,
        goods,
        accepted: body.accepted,
        rejected: body.rejected,
        rejection: body.rejection,
        reason: body.reason.map(String::from),
    }
}
