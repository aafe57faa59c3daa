//! Allocation runs: splitting the demand of a cycle, and the result of each run with its reasons.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entities::{
    allocation::{allocation_run, quota, run_product, run_workshop},
    catalogue::product,
    members::workshop,
    values::{BoundBy, CycleId, Money, PersonId, ProductId, RunId, UnmetReason, WorkshopId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json, types::Any};
use serde_json::Value;

use super::{
    quotas::{Quota, quota_responses},
    tag::Tag,
};
use crate::{
    allocation::{
        rules, run_allocation,
        store::{
            quotas::{USING_CAPACITY, list_run_quotas},
            runs::{get_run, list_products_of_run, list_workshops_of_run},
        },
    },
    identity::{Caller, Staff, StaffViewer},
    orders,
    platform::{
        app::App,
        http::{
            idempotency::{Created, Idempotent},
            problem::Result,
        },
        unit_of_work::UnitOfWork,
    },
};

/// One execution of the split.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct AllocationRun {
    /// Identifies the run.
    pub id: RunId,
    /// 1, 2, … within the cycle.
    pub number: i32,
    /// 1 = a split of the whole demand; from 2 on = a re-offer of units that became free.
    pub round: i32,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// Who created it; none = a job.
    pub created_by: Option<PersonId>,
    /// When its quotas were published.
    pub published_at: Option<DateTime<Utc>>,
}

impl From<allocation_run::Model> for AllocationRun {
    fn from(row: allocation_run::Model) -> Self {
        Self {
            id: row.id,
            number: row.number,
            round: row.round,
            created_at: row.created_at,
            created_by: row.created_by,
            published_at: row.published_at,
        }
    }
}

/// A product of a run.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct RunProduct {
    /// The product.
    pub product_id: ProductId,
    /// Its code.
    pub code: String,
    /// Its name in Spanish.
    pub name_es: String,
    /// Its name in English.
    pub name_en: String,
    /// Units ordered.
    pub units: i64,
    /// Units per lot.
    pub lot_size: i64,
    /// Lots ordered, rounded up.
    pub lots: i64,
    /// Net value of a lot.
    pub lot_value: Money,
    /// Lots that the run gave to no workshop.
    pub unmet_lots: i64,
    /// Why.
    pub unmet_reason: Option<UnmetReason>,
    /// Units still demanded that no quota covers now.
    pub open_units: i64,
}

impl RunProduct {
    fn of(tx: &UnitOfWork, row: run_product::Model, product: product::Model, open_units: i64) -> Self {
        Self {
            product_id: row.product_id,
            code: product.code,
            name_es: product.name_es,
            name_en: product.name_en,
            units: row.units,
            lot_size: row.lot_size,
            lots: row.lots,
            lot_value: row.lot_value.of(tx.currency()),
            unmet_lots: row.unmet_lots,
            unmet_reason: row.unmet_reason,
            open_units,
        }
    }
}

/// A workshop of a run.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct RunWorkshop {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The pseudonym under which the members see it in this run.
    pub pseudonym: String,
    /// Its share, as a weight.
    pub weight: i64,
    /// Carried value before the run, at the share of the run.
    pub carried: Money,
    /// Overall limit.
    pub limit: Option<Money>,
    /// Carried value per share before the run.
    pub ratio_before: f64,
    /// The same with the quotas of the run.
    pub ratio_after: f64,
    /// The level that it would reach if lots could be divided.
    pub target_ratio: f64,
    /// What kept it from more.
    pub bound_by: BoundBy,
}

impl RunWorkshop {
    /// The response for a workshop of a run.
    pub fn of(tx: &UnitOfWork, row: &run_workshop::Model, workshop: &workshop::Model) -> Self {
        Self {
            workshop_id: row.workshop_id,
            code: workshop.code.clone(),
            name: workshop.name.clone(),
            pseudonym: pseudonym(row),
            weight: row.weight,
            carried: row.carried.of(tx.currency()),
            limit: row.limit_value.map(|limit| limit.of(tx.currency())),
            ratio_before: parse_ratio(&row.ratio_before),
            ratio_after: parse_ratio(&row.ratio_after),
            target_ratio: parse_ratio(&row.target_ratio),
            bound_by: row.bound_by,
        }
    }
}

/// A run with its result and its reasons.
#[derive(Clone, Debug, Object)]
pub struct AllocationRunDetail {
    /// The run.
    pub run: AllocationRun,
    /// The demand.
    pub products: Vec<RunProduct>,
    /// The workshops that took part.
    pub workshops: Vec<RunWorkshop>,
    /// The quotas that it proposed, whatever their state is now.
    pub quotas: Vec<Quota>,
}

/// A request to split the demand of a cycle.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct RunRequest {}

/// Allocation runs, for staff.
pub struct Runs;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Allocation")]
impl Runs {
    /// Split the demand of a closed cycle. A newer run replaces one that is not published.
    #[oai(path = "/staff/cycles/:id/allocation/runs", method = "post", operation_id = "run_allocation")]
    async fn run_allocation(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        id: Path<CycleId>,
        body: Json<RunRequest>,
    ) -> Result<Created<AllocationRunDetail>> {
        request
            .run(body, async |tx, _caller, RunRequest {}| {
                let run = run_allocation(tx, id.0).await?;
                run_detail(tx, run).await
            })
            .await
    }

    /// Get a run of a cycle with its result and its reasons
    #[oai(path = "/staff/cycles/:id/allocation/runs/:number", method = "get", operation_id = "get_allocation_run")]
    async fn get_allocation_run(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<CycleId>,
        #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))] number: Path<i32>,
    ) -> Result<Json<AllocationRunDetail>> {
        let tx = app.read(caller.actor()).await?;
        let run = get_run(&tx, id.0, number.0).await?;
        Ok(Json(run_detail(&tx, run).await?))
    }

    /// Get the input of a run, as `minga allocate` reads it
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
        Ok(Json(Any(get_run(&tx, id.0, number.0).await?.instance)))
    }
}

async fn run_detail(tx: &UnitOfWork, run: allocation_run::Model) -> Result<AllocationRunDetail> {
    let quotas = list_run_quotas(tx, run.id).await?;
    Ok(AllocationRunDetail {
        products: run_products(tx, &run, &quotas).await?,
        workshops: run_workshops(tx, run.id).await?,
        quotas: quota_responses(tx, quotas).await?,
        run: run.into(),
    })
}

/// The products of a run, by code. Their open units are those that `quotas` do not cover.
pub async fn run_products(
    tx: &UnitOfWork,
    run: &allocation_run::Model,
    quotas: &[quota::Model],
) -> Result<Vec<RunProduct>> {
    let mut quota_units: HashMap<ProductId, i64> = HashMap::new();
    for quota in quotas.iter().filter(|quota| USING_CAPACITY.contains(&quota.state)) {
        *quota_units.entry(quota.product_id).or_default() += quota.units;
    }
    // An order that was cancelled since the run is no longer part of the demand.
    let ordered: HashMap<ProductId, i64> =
        orders::list_demand(tx, run.cycle_id).await?.into_iter().map(|row| (row.product_id, row.units)).collect();
    let units = |of: &HashMap<ProductId, i64>, product| of.get(&product).copied().unwrap_or(0);
    let products = list_products_of_run(tx, run).await?.into_iter().map(|(row, product)| {
        let (ordered, covered) = (units(&ordered, row.product_id), units(&quota_units, row.product_id));
        let open = rules::open_units(ordered, row.units, covered);
        RunProduct::of(tx, row, product, open)
    });
    Ok(products.collect())
}

/// The workshops of a run, by code.
pub async fn run_workshops(tx: &UnitOfWork, run: RunId) -> Result<Vec<RunWorkshop>> {
    let rows = list_workshops_of_run(tx, run).await?;
    Ok(rows.iter().map(|(row, workshop)| RunWorkshop::of(tx, row, workshop)).collect())
}

/// The pseudonym of a workshop in its run.
pub fn pseudonym(row: &run_workshop::Model) -> String {
    format!("U{}", row.pseudonym)
}

/// A ratio as a number. It is stored as a decimal text that the split wrote.
pub fn parse_ratio(text: &str) -> f64 {
    text.parse().unwrap_or(0.0)
}
