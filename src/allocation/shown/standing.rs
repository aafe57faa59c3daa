//! Where a member stands in the group, and the run's whole instance under the names of that run.

use std::collections::{HashMap, HashSet};

use entities::{
    allocation::{allocation_run, run_workshop},
    values::{CycleId, ProductId, WorkshopId},
};

use super::{
    board::{pseudonym, ratio, workshops},
    quotas::distinct,
};
use crate::{
    allocation::{
        actions::under_pseudonyms,
        api::wire::{GroupMember, OwnStanding, PseudonymousLots, PublishedInstance},
        store,
    },
    catalogue, cycles, members,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// Where these workshops stand in the published run of a cycle; of the newest cycle where none is named.
pub async fn standing(tx: &UnitOfWork, own: &[WorkshopId], cycle: Option<CycleId>) -> Result<OwnStanding> {
    let cycle_id = match cycle {
        Some(cycle) => cycle,
        None => store::shown::cycles_of(tx, own, None, 1).await?.pop().ok_or_else(nowhere)?,
    };
    let cycle = cycles::cycle(tx, cycle_id).await?;
    let run = store::runs::main(tx, cycle_id).await?.filter(|run| run.published_at.is_some()).ok_or_else(nowhere)?;
    let rows = store::runs::workshops(tx, run.id).await?;
    let mine: HashSet<WorkshopId> = own.iter().copied().collect();
    if !rows.iter().any(|row| mine.contains(&row.workshop_id)) {
        return Err(nowhere());
    }
    let group = rows.iter().map(|row| GroupMember {
        pseudonym: pseudonym(row),
        own: mine.contains(&row.workshop_id),
        ratio_before: ratio(&row.ratio_before),
        ratio_after: ratio(&row.ratio_after),
        target_ratio: ratio(&row.target_ratio),
        bound_by: row.bound_by,
    });
    let mut workshops = workshops(tx, run.id).await?;
    workshops.retain(|workshop| mine.contains(&workshop.workshop_id));
    Ok(OwnStanding {
        group: group.collect(),
        published: published(tx, &run, &rows).await?,
        workshops,
        run: (&run).into(),
        cycle_id,
        cycle_code: cycle.code,
        delivery_date: cycle.delivery_date,
    })
}

/// The run's whole instance under pseudonyms, where the assembly's decision of that day publishes it.
async fn published(
    tx: &UnitOfWork,
    run: &allocation_run::Model,
    rows: &[run_workshop::Model],
) -> Result<Option<PublishedInstance>> {
    let day = run.created_at.with_timezone(&tx.zone()).date_naive();
    if !members::settings_on(tx, day).await?.publish_instance {
        return Ok(None);
    }
    let ids: Vec<WorkshopId> = rows.iter().map(|row| row.workshop_id).collect();
    let workshops = members::workshops(tx, &ids).await?;
    let names: HashMap<String, String> =
        rows.iter().filter_map(|row| Some((workshops.get(&row.workshop_id)?.code.clone(), pseudonym(row)))).collect();
    let by_workshop: HashMap<WorkshopId, String> = rows.iter().map(|row| (row.workshop_id, pseudonym(row))).collect();
    let given = store::quotas::of_run(tx, run.id).await?;
    let products: Vec<ProductId> = distinct(given.iter().map(|q| q.product_id));
    let products = catalogue::products(tx, &products).await?;
    let assignments = given.iter().filter_map(|quota| {
        let (member, product) = (by_workshop.get(&quota.workshop_id)?, products.get(&quota.product_id)?);
        Some(PseudonymousLots { member: member.clone(), product: product.code.clone(), lots: quota.offered_lots })
    });
    let mut assignments: Vec<PseudonymousLots> = assignments.collect();
    // The stored order follows the codes and would tell the names.
    assignments.sort_by(|a, b| (&a.member, &a.product).cmp(&(&b.member, &b.product)));
    Ok(Some(PublishedInstance {
        instance: poem_openapi::types::Any(under_pseudonyms(&run.instance, &names)),
        assignments,
    }))
}

fn nowhere() -> Problem {
    Problem::not_found("published allocation run of yours")
}
