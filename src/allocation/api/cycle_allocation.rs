//! The allocation of a cycle as staff see it: its runs, the demand, the quotas with their answers, and the pins.
//! Staff publish and freeze the quotas here.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    allocation::pin,
    values::{CycleId, CycleState, PersonId, PinId, ProductId, WorkshopId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::{
    quotas::{Quota, quota_responses},
    runs::{AllocationRun, RunProduct, RunWorkshop, run_products, run_workshops},
    tag::Tag,
};
use crate::{
    allocation::{
        freeze_quotas, publish_quotas,
        store::{pins::list_pins, quotas::list_cycle_quotas, runs::list_runs},
    },
    cycles,
    identity::{Caller, Staff, StaffViewer},
    platform::{app::App, http::problem::Result, unit_of_work::UnitOfWork},
};

/// The allocation of a cycle.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct CycleAllocation {
    /// The cycle.
    pub cycle_id: CycleId,
    /// Its code.
    pub cycle_code: String,
    /// Its day of delivery.
    pub delivery_date: NaiveDate,
    /// Its state.
    pub cycle_state: CycleState,
    /// All its runs, oldest first.
    pub runs: Vec<AllocationRun>,
    /// The newest run of the whole demand.
    pub run: Option<AllocationRun>,
    /// The demand of that run.
    pub products: Vec<RunProduct>,
    /// The workshops that took part in it.
    pub workshops: Vec<RunWorkshop>,
    /// All quotas that were published, whatever their state is now, and those that the newest run proposes.
    pub quotas: Vec<Quota>,
    /// The pins for the next run.
    pub pins: Vec<Pin>,
}

/// A quantity that is fixed before the rest is split.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Pin {
    /// Identifies the pin.
    pub id: PinId,
    /// The cycle.
    pub cycle_id: CycleId,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The product.
    pub product_id: ProductId,
    /// Lots; 0 = the workshop makes none of it.
    pub lots: i64,
    /// Why.
    pub reason: String,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// Who created it.
    pub created_by: Option<PersonId>,
}

impl From<pin::Model> for Pin {
    fn from(row: pin::Model) -> Self {
        Self {
            id: row.id,
            cycle_id: row.cycle_id,
            workshop_id: row.workshop_id,
            product_id: row.product_id,
            lots: row.lots,
            reason: row.reason,
            created_at: row.created_at,
            created_by: row.created_by,
        }
    }
}

/// The allocation of a cycle, for staff.
pub struct CycleAllocations;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Allocation")]
impl CycleAllocations {
    /// Get the allocation of a cycle: demand, ratios with their reasons, quotas and pins
    #[oai(path = "/staff/cycles/:id/allocation", method = "get", operation_id = "get_cycle_allocation")]
    async fn get_cycle_allocation(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<CycleId>,
    ) -> Result<Json<CycleAllocation>> {
        let tx = app.read(caller.actor()).await?;
        Ok(Json(cycle_allocation(&tx, id.0).await?))
    }

    /// Publish the quotas of the newest run to their workshops
    #[oai(path = "/staff/cycles/:id/allocation/publish", method = "post", operation_id = "publish_quotas")]
    async fn publish_quotas(&self, app: Data<&App>, caller: Staff, id: Path<CycleId>) -> Result<Json<CycleAllocation>> {
        let mut tx = app.begin(caller.actor()).await?;
        publish_quotas(&mut tx, id.0).await?;
        let response = cycle_allocation(&tx, id.0).await?;
        tx.commit().await?;
        Ok(Json(response))
    }

    /// Freeze the quotas of a cycle before their deadline, once all are answered
    #[oai(path = "/staff/cycles/:id/allocation/freeze", method = "post", operation_id = "freeze_quotas")]
    async fn freeze_quotas(&self, app: Data<&App>, caller: Staff, id: Path<CycleId>) -> Result<Json<CycleAllocation>> {
        let mut tx = app.begin(caller.actor()).await?;
        freeze_quotas(&mut tx, id.0).await?;
        let response = cycle_allocation(&tx, id.0).await?;
        tx.commit().await?;
        Ok(Json(response))
    }
}

/// The allocation of a cycle.
pub async fn cycle_allocation(tx: &UnitOfWork, cycle_id: CycleId) -> Result<CycleAllocation> {
    let cycle = cycles::get_cycle(tx, cycle_id).await?;
    let runs = list_runs(tx, cycle_id).await?;
    let main = runs.iter().rev().find(|run| run.round == 1);
    let quotas = list_cycle_quotas(tx, cycle_id).await?;
    let (products, workshops) = match main {
        Some(run) => (run_products(tx, run, &quotas).await?, run_workshops(tx, run.id).await?),
        None => (Vec::new(), Vec::new()),
    };
    Ok(CycleAllocation {
        cycle_id,
        cycle_code: cycle.code,
        delivery_date: cycle.delivery_date,
        cycle_state: cycle.state,
        run: main.cloned().map(AllocationRun::from),
        runs: runs.into_iter().map(AllocationRun::from).collect(),
        products,
        workshops,
        quotas: quota_responses(tx, quotas).await?,
        pins: list_pins(tx, cycle_id).await?.into_iter().map(Pin::from).collect(),
    })
}
