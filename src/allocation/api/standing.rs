//! The ratios of a producer's workshops among those of the group in a published run, and the run's whole instance under
//! pseudonyms, so that a member can check the split.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use entities::{
    allocation::{allocation_run, run_workshop},
    members::workshop,
    values::{BoundBy, CycleId, ProductId, WorkshopId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Query, payload::Json, types::Any};
use serde_json::Value;

use super::{
    own_quotas::own_workshops,
    runs::{AllocationRun, RunWorkshop, parse_ratio, pseudonym},
    tag::Tag,
};
use crate::{
    allocation::{
        rules::with_pseudonyms,
        store::{
            quotas::{find_newest_cycle, list_run_quotas},
            runs::{find_main_run, list_workshops_of_run},
        },
    },
    cycles,
    identity::{Caller, Producer},
    members,
    platform::{
        app::App,
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// A workshop of the group under its pseudonym of a run.
#[derive(Clone, Debug, Object)]
pub struct GroupMember {
    /// Its pseudonym in this run.
    pub pseudonym: String,
    /// Whether it is one of the reader's own.
    pub own: bool,
    /// Carried value per share before the run.
    pub ratio_before: f64,
    /// The same with the quotas of the run.
    pub ratio_after: f64,
    /// The level that it would reach if lots could be divided.
    pub target_ratio: f64,
    /// What kept it from more.
    pub bound_by: BoundBy,
}

/// Lots given to a workshop under its pseudonym.
#[derive(Clone, Debug, Object)]
pub struct PseudonymousLots {
    /// Pseudonym of the workshop.
    pub member: String,
    /// Code of the product.
    pub product: String,
    /// Lots.
    pub lots: i64,
}

/// The whole input and result of a run under pseudonyms, as `minga allocate` reads and writes them.
#[derive(Clone, Debug, Object)]
pub struct PublishedInstance {
    /// The input, as `minga allocate` reads it.
    pub instance: Any<Value>,
    /// The quotas of the run.
    pub assignments: Vec<PseudonymousLots>,
}

/// The ratios of the producer's workshops among those of the group.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct OwnStanding {
    /// The cycle.
    pub cycle_id: CycleId,
    /// Its code.
    pub cycle_code: String,
    /// Its day of delivery.
    pub delivery_date: NaiveDate,
    /// The run.
    pub run: AllocationRun,
    /// The producer's workshops.
    pub workshops: Vec<RunWorkshop>,
    /// All workshops of the run, under its pseudonyms.
    pub group: Vec<GroupMember>,
    /// The whole instance, where the assembly publishes it.
    pub published: Option<PublishedInstance>,
}

/// Ratios, for producers.
pub struct Standings;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Allocation")]
impl Standings {
    /// Get the ratios of my workshops and of the group, in a cycle or in the newest one
    #[oai(path = "/producer/standing", method = "get", operation_id = "get_own_standing")]
    async fn get_own_standing(
        &self,
        app: Data<&App>,
        caller: Producer,
        /// The cycle; without it the newest in which my workshops received quotas.
        cycle: Query<Option<CycleId>>,
    ) -> Result<Json<OwnStanding>> {
        let tx = app.read(caller.actor()).await?;
        let own = own_workshops(&tx, &caller).await?;
        let cycle = match cycle.0 {
            Some(cycle) => Some(cycle),
            None => find_newest_cycle(&tx, &own).await?,
        };
        let cycle = cycle.ok_or_else(|| Problem::not_found("allocation run"))?;
        let standing = find_standing(&tx, &own, cycle).await?;
        Ok(Json(standing.ok_or_else(|| Problem::not_found("allocation run"))?))
    }
}

/// The ratios of these workshops in the published run of a cycle; none where there is no such run or none of them took
/// part.
pub async fn find_standing(tx: &UnitOfWork, own: &[WorkshopId], cycle_id: CycleId) -> Result<Option<OwnStanding>> {
    let cycle = cycles::get_cycle(tx, cycle_id).await?;
    let run = find_main_run(tx, cycle_id).await?.filter(|run| run.published_at.is_some());
    let Some(run) = run else { return Ok(None) };
    let own: HashSet<WorkshopId> = own.iter().copied().collect();
    let mut rows = list_workshops_of_run(tx, run.id).await?;
    let workshops: Vec<RunWorkshop> = rows
        .iter()
        .filter(|(row, _)| own.contains(&row.workshop_id))
        .map(|(row, workshop)| RunWorkshop::of(tx, row, workshop))
        .collect();
    if workshops.is_empty() {
        return Ok(None);
    }
    let published = find_published_instance(tx, &run, &rows).await?;
    // The order of the codes would reveal the workshops.
    rows.sort_by_key(|(row, _)| row.pseudonym);
    let group = rows.iter().map(|(row, _)| GroupMember {
        pseudonym: pseudonym(row),
        own: own.contains(&row.workshop_id),
        ratio_before: parse_ratio(&row.ratio_before),
        ratio_after: parse_ratio(&row.ratio_after),
        target_ratio: parse_ratio(&row.target_ratio),
        bound_by: row.bound_by,
    });
    Ok(Some(OwnStanding {
        group: group.collect(),
        published,
        workshops,
        run: run.into(),
        cycle_id,
        cycle_code: cycle.code,
        delivery_date: cycle.delivery_date,
    }))
}

/// The whole instance of a run under pseudonyms, where the assembly's decision on the day of the run publishes it.
async fn find_published_instance(
    tx: &UnitOfWork,
    run: &allocation_run::Model,
    rows: &[(run_workshop::Model, workshop::Model)],
) -> Result<Option<PublishedInstance>> {
    let day = run.created_at.with_timezone(&tx.zone()).date_naive();
    if !members::get_settings(tx, day).await?.publish_instance {
        return Ok(None);
    }
    let by_code: HashMap<String, String> =
        rows.iter().map(|(row, workshop)| (workshop.code.clone(), pseudonym(row))).collect();
    let by_workshop: HashMap<WorkshopId, String> =
        rows.iter().map(|(row, _)| (row.workshop_id, pseudonym(row))).collect();
    let quotas = list_run_quotas(tx, run.id).await?;
    let products: BTreeSet<ProductId> = quotas.iter().map(|quota| quota.product_id).collect();
    let products: Vec<_> = products.into_iter().map(|product| (run.cycle_id, product)).collect();
    let products = cycles::list_products_of_cycles(tx, &products).await?.into_iter();
    let products: HashMap<ProductId, String> = products.map(|product| (product.id, product.code)).collect();
    let mut assignments = Vec::with_capacity(quotas.len());
    for quota in quotas {
        let missing = || Problem::missing_reference("workshop", quota.workshop_id);
        let member = by_workshop.get(&quota.workshop_id).ok_or_else(missing)?;
        let missing = || Problem::missing_reference("product", quota.product_id);
        let product = products.get(&quota.product_id).ok_or_else(missing)?;
        assignments.push(PseudonymousLots {
            member: member.clone(),
            product: product.clone(),
            lots: quota.offered_lots,
        });
    }
    // The stored order follows the codes and would reveal the workshops.
    assignments.sort_by(|a, b| (&a.member, &a.product).cmp(&(&b.member, &b.product)));
    Ok(Some(PublishedInstance { instance: Any(with_pseudonyms(&run.instance, &by_code)), assignments }))
}
