//! Deliveries for staff: prepare, dispatch and confirm them.

use entities::values::{CycleId, DeliveryFailure, DeliveryId, DeliveryLineId};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    deliveries::{Delivery, DeliveryCount, DeliveryDetail, commit_response, get_response},
    tag::Tag,
};
use crate::{
    fulfilment::{
        actions::{confirm_deliveries, confirm_part, dispatch_deliveries, end_delivery, prepare_deliveries},
        rules::FailedUnits,
        store::{
            self,
            deliveries::{DeliveryFilter, DeliveryScope},
        },
    },
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            idempotency::{Created, Idempotent},
            limits::NOTE,
            page_request::PageRequest,
            paging::List,
            problem::Result,
            text::Text,
        },
    },
};

/// How a delivery ended that did not reach its buyer.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct FailedDelivery {
    /// What became of it.
    pub failure: DeliveryFailure,
    /// What happened, for the buyer to read.
    pub reason: Text<1, NOTE>,
    /// Only these units did not reach the buyer, who took the rest. None = all of it.
    #[oai(validator(min_items = 1, max_items = 200))]
    pub units: Option<Vec<FailedDeliveryUnits>>,
}

/// Units of a delivery line that did not reach the buyer.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct FailedDeliveryUnits {
    /// The delivery line.
    pub delivery_line_id: DeliveryLineId,
    /// How many of its units.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))]
    pub quantity: i64,
}

impl From<FailedDeliveryUnits> for FailedUnits {
    fn from(FailedDeliveryUnits { delivery_line_id, quantity }: FailedDeliveryUnits) -> Self {
        Self { line_id: delivery_line_id, quantity }
    }
}

/// Operations of staff on deliveries.
pub struct StaffDeliveries;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Fulfilment")]
impl StaffDeliveries {
    /// Prepare the deliveries of a cycle
    ///
    /// Ends receiving. Missing units become shortages, which are shared among the buyers.
    #[oai(path = "/cycles/:cycle_id/deliveries", method = "post", operation_id = "prepare_deliveries")]
    async fn prepare_deliveries(
        &self,
        app: Data<&App>,
        caller: Staff,
        cycle_id: Path<CycleId>,
    ) -> Result<Json<DeliveryCount>> {
        let mut tx = app.begin(caller.actor()).await?;
        let prepared = prepare_deliveries::prepare_deliveries(&mut tx, cycle_id.0).await?;
        let deliveries = if prepared { store::deliveries::count_open_deliveries(&tx, cycle_id.0).await? } else { 0 };
        tx.commit().await?;
        Ok(Json(DeliveryCount { deliveries }))
    }

    /// List deliveries, newest first
    #[oai(path = "/deliveries", method = "get", operation_id = "list_deliveries")]
    async fn list_deliveries(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only of this cycle.
        cycle_id: Query<Option<CycleId>>,
        page: PageRequest,
    ) -> Result<List<Delivery>> {
        let tx = app.read(caller.actor()).await?;
        let filter = DeliveryFilter { cycle: cycle_id.0, buyer: None };
        Ok(store::deliveries::list_deliveries(&tx, filter, &page).await?.map(Delivery::from).into())
    }

    /// Get a delivery with its lines, as for the packing list and the delivery note
    #[oai(path = "/deliveries/:id", method = "get", operation_id = "get_delivery")]
    async fn get_delivery(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<DeliveryId>,
    ) -> Result<Json<DeliveryDetail>> {
        let tx = app.read(caller.actor()).await?;
        Ok(Json(get_response(&tx, DeliveryScope::All, id.0).await?))
    }

    /// Dispatch a delivery
    #[oai(path = "/deliveries/:id/dispatch", method = "post", operation_id = "dispatch_delivery")]
    async fn dispatch_delivery(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<DeliveryId>,
    ) -> Result<Json<DeliveryDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        dispatch_deliveries::dispatch_delivery(&mut tx, id.0).await?;
        Ok(Json(commit_response(tx, DeliveryScope::All, id.0).await?))
    }

    /// Dispatch all prepared deliveries of a cycle
    #[oai(path = "/cycles/:cycle_id/dispatch", method = "post", operation_id = "dispatch_cycle")]
    async fn dispatch_cycle(
        &self,
        app: Data<&App>,
        caller: Staff,
        cycle_id: Path<CycleId>,
    ) -> Result<Json<DeliveryCount>> {
        let mut tx = app.begin(caller.actor()).await?;
        let dispatched = dispatch_deliveries::dispatch_cycle(&mut tx, cycle_id.0).await?;
        tx.commit().await?;
        Ok(Json(DeliveryCount { deliveries: u64::try_from(dispatched).unwrap_or(u64::MAX) }))
    }

    /// Confirm that a delivery reached its buyer
    #[oai(path = "/deliveries/:id/confirm", method = "post", operation_id = "confirm_delivery")]
    async fn confirm_delivery(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<DeliveryId>,
    ) -> Result<Json<DeliveryDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        confirm_deliveries::confirm_delivery(&mut tx, DeliveryScope::All, id.0).await?;
        Ok(Json(commit_response(tx, DeliveryScope::All, id.0).await?))
    }

    /// End a delivery that did not reach its buyer, or not all of it
    ///
    /// It was lost, the buyer refused it, or it came back. Nothing of it is invoiced, its orders end as undelivered, and
    /// the buyer is notified. Where only some units failed, the delivery is confirmed without them.
    #[oai(path = "/deliveries/:id/end", method = "post", operation_id = "end_delivery")]
    async fn end_delivery(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        id: Path<DeliveryId>,
        body: Json<FailedDelivery>,
    ) -> Result<Created<DeliveryDetail>> {
        request
            .run(body, async |tx, _caller, failed| {
                let FailedDelivery { failure, reason, units } = failed;
                match units {
                    None => end_delivery::end_delivery(tx, id.0, failure, reason.into()).await.map(drop)?,
                    Some(units) => {
                        let units: Vec<FailedUnits> = units.into_iter().map(FailedUnits::from).collect();
                        confirm_part::confirm_part(tx, id.0, failure, reason.into(), &units).await?;
                    }
                }
                get_response(tx, DeliveryScope::All, id.0).await
            })
            .await
    }

    /// Confirm all dispatched deliveries of a cycle
    #[oai(path = "/cycles/:cycle_id/confirm", method = "post", operation_id = "confirm_cycle")]
    async fn confirm_cycle(
        &self,
        app: Data<&App>,
        caller: Staff,
        cycle_id: Path<CycleId>,
    ) -> Result<Json<DeliveryCount>> {
        let mut tx = app.begin(caller.actor()).await?;
        let confirmed = confirm_deliveries::confirm_cycle(&mut tx, cycle_id.0).await?;
        tx.commit().await?;
        Ok(Json(DeliveryCount { deliveries: u64::try_from(confirmed).unwrap_or(u64::MAX) }))
    }
}
