//! The allocation of a cycle in the hands of staff.

use entities::values::{CycleId, PinId};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
    types::Any,
};
use serde_json::Value;

use super::{
    Tag,
    wire::{AllocationBoard, AllocationRunDetail, Pin, PutPin, RunComparison, RunRequest},
};
use crate::{
    allocation::{NewPin, add_pin, freeze, publish, remove_pin, run, shown, store},
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            idempotency::{Created, Idempotent},
            problem::Result,
        },
    },
};

/// What staff may do with the allocation of a cycle.
pub struct StaffApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Allocation")]
impl StaffApi {
    /// How the demand of a cycle stands with the workshops: level, reasons, answers, what nobody makes
    #[oai(path = "/staff/cycles/:id/allocation", method = "get", operation_id = "get_allocation_board")]
    async fn get_allocation_board(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<CycleId>,
    ) -> Result<Json<AllocationBoard>> {
        let tx = app.read(caller.actor()).await?;
        Ok(Json(shown::board(&tx, id.0).await?))
    }

    /// Split the demand of a closed cycle; again after pins were changed
    #[oai(path = "/staff/cycles/:id/allocation/runs", method = "post", operation_id = "run_allocation")]
    async fn run_allocation(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        id: Path<CycleId>,
        body: Json<RunRequest>,
    ) -> Result<Created<AllocationRunDetail>> {
        request
            .run(body, async |tx, _caller, RunRequest {}| {
                let run = run(tx, id.0).await?;
                shown::run_detail(tx, &run).await
            })
            .await
    }

    /// One run of a cycle with its result and its reasons
    #[oai(path = "/staff/cycles/:id/allocation/runs/:number", method = "get", operation_id = "get_allocation_run")]
    async fn get_allocation_run(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<CycleId>,
        #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))] number: Path<i32>,
    ) -> Result<Json<AllocationRunDetail>> {
        let tx = app.read(caller.actor()).await?;
        let found = store::runs::by_number(&tx, id.0, number.0).await?;
        Ok(Json(shown::run_detail(&tx, &found).await?))
    }

    /// The input of a run, as `minga allocate` reads it
    #[oai(
        path = "/staff/cycles/:id/allocation/runs/:number/instance",
        method = "get",
        operation_id = "get_allocation_instance"
    )]
    async fn get_allocation_instance(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<CycleId>,
        #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))] number: Path<i32>,
    ) -> Result<Json<Any<Value>>> {
        let tx = app.read(caller.actor()).await?;
        Ok(Json(Any(store::runs::by_number(&tx, id.0, number.0).await?.instance)))
    }

    /// Two runs of a cycle beside each other
    #[oai(path = "/staff/cycles/:id/allocation/comparison", method = "get", operation_id = "compare_allocation_runs")]
    async fn compare_allocation_runs(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<CycleId>,
        /// Number of the first run.
        #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))]
        before: Query<i32>,
        /// Number of the second run.
        #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))]
        after: Query<i32>,
    ) -> Result<Json<RunComparison>> {
        let tx = app.read(caller.actor()).await?;
        Ok(Json(shown::comparison(&tx, id.0, before.0, after.0).await?))
    }

    /// Fix a quantity for the next run, with its reason
    #[oai(path = "/staff/cycles/:id/allocation/pins", method = "post", operation_id = "add_pin")]
    async fn add_pin(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        id: Path<CycleId>,
        body: Json<PutPin>,
    ) -> Result<Created<Pin>> {
        request
            .run(body, async |tx, _caller, PutPin { workshop_id, product_id, lots, reason }| {
                let new = NewPin { cycle_id: id.0, workshop_id, product_id, lots, reason: reason.into() };
                Ok(add_pin(tx, new).await?.into())
            })
            .await
    }

    /// A pin holds no longer
    #[oai(path = "/staff/cycles/:id/allocation/pins/:pin/remove", method = "post", operation_id = "remove_pin")]
    async fn remove_pin(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<CycleId>,
        pin: Path<PinId>,
    ) -> Result<Json<AllocationBoard>> {
        let mut tx = app.begin(caller.actor()).await?;
        remove_pin(&mut tx, id.0, pin.0).await?;
        let told = shown::board(&tx, id.0).await?;
        tx.commit().await?;
        Ok(Json(told))
    }

    /// The quotas of the newest run go to their workshops
    #[oai(path = "/staff/cycles/:id/allocation/publish", method = "post", operation_id = "publish_quotas")]
    async fn publish_quotas(&self, app: Data<&App>, caller: Staff, id: Path<CycleId>) -> Result<Json<AllocationBoard>> {
        let mut tx = app.begin(caller.actor()).await?;
        publish(&mut tx, id.0).await?;
        let told = shown::board(&tx, id.0).await?;
        tx.commit().await?;
        Ok(Json(told))
    }

    /// What the workshops make is fixed, before their deadline, once all have answered
    #[oai(path = "/staff/cycles/:id/allocation/freeze", method = "post", operation_id = "freeze_quotas")]
    async fn freeze_quotas(&self, app: Data<&App>, caller: Staff, id: Path<CycleId>) -> Result<Json<AllocationBoard>> {
        let mut tx = app.begin(caller.actor()).await?;
        freeze(&mut tx, id.0).await?;
        let told = shown::board(&tx, id.0).await?;
        tx.commit().await?;
        Ok(Json(told))
    }
}
