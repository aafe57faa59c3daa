//! What the split is asked when less is wanted: those who hold open quotas, with what they hold as their capacity.

use std::collections::{BTreeMap, HashMap};

use entities::{
    allocation::{allocation_run, quota},
    values::{Amount, ProductId, WorkshopId},
};
use fair_split::SplitResult;

use crate::{
    allocation::{
        actions::{
            gather::{Able, Gathered, Participant, Wanted},
            moves::{Book, Freed},
            split,
        },
        rules, store,
    },
    catalogue, members,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// The split of what is still wanted of them, among those who hold it: nobody gets more than it holds, and what it
/// holds does not count as given to it yet.
pub async fn gather(
    tx: &UnitOfWork,
    main: &allocation_run::Model,
    open: &[quota::Model],
    less: &Freed,
) -> Result<Gathered> {
    let book = Book::open(tx, main.cycle_id).await?;
    let products = store::runs::products(tx, main.id).await?;
    let ids: Vec<ProductId> = less.keys().copied().collect();
    let codes = catalogue::products(tx, &ids).await?;
    let mut held: BTreeMap<(WorkshopId, ProductId), i64> = BTreeMap::new();
    let mut units: HashMap<ProductId, i64> = HashMap::new();
    let mut worth: BTreeMap<WorkshopId, Amount> = BTreeMap::new();
    for quota in open {
        *held.entry((quota.workshop_id, quota.product_id)).or_default() += quota.lots;
        *units.entry(quota.product_id).or_default() += quota.units;
        *worth.entry(quota.workshop_id).or_default() += book.valued(quota).value();
    }
    let wanted = products.into_iter().filter_map(|frozen| {
        let still = units.get(&frozen.product_id)? - less.get(&frozen.product_id)?;
        Some(Wanted {
            product_id: frozen.product_id,
            code: codes.get(&frozen.product_id)?.code.clone(),
            units: still.max(0),
            lot_size: frozen.lot_size,
            lot_value: frozen.lot_value,
        })
    });
    let mut wanted: Vec<Wanted> = wanted.collect();
    wanted.sort_by(|a, b| a.code.cmp(&b.code));
    let offers = store::runs::offers(tx, main.id).await?;
    let batch: HashMap<(WorkshopId, ProductId), i64> =
        offers.iter().filter_map(|o| Some(((o.workshop_id, o.product_id), o.min_batch_lots?))).collect();
    let able = held.iter().map(|(pair, lots)| Able {
        workshop_id: pair.0,
        product_id: pair.1,
        capacity_lots: *lots,
        // An amended quota may lie below the batch already.
        min_batch_lots: batch.get(pair).map(|batch| (*batch).min(*lots)),
        blocked_by: None,
    });
    Ok(Gathered {
        season: main.season_id,
        workshops: participants(tx, main, &worth).await?,
        offers: able.collect(),
        pins: Vec::new(),
        previous: held.iter().map(|(pair, lots)| (pair.0, pair.1, *lots)).collect(),
        wanted,
    })
}

/// Those who hold something, with what they carry beside it at the share of the cycle's run.
async fn participants(
    tx: &UnitOfWork,
    main: &allocation_run::Model,
    worth: &BTreeMap<WorkshopId, Amount>,
) -> Result<Vec<Participant>> {
    let ids: Vec<WorkshopId> = worth.keys().copied().collect();
    let names = members::workshops(tx, &ids).await?;
    let weights = store::runs::weights(tx, &[main.id]).await?;
    let parts = match main.season_id {
        Some(season) => store::carried::parts(tx, season).await?,
        None => HashMap::new(),
    };
    let participants = worth.iter().filter_map(|(workshop, worth)| {
        let weight = weights.get(&(main.id, *workshop)).copied()?;
        let carried = rules::carried(weight, parts.get(workshop).into_iter().flatten().copied());
        Some(Participant {
            workshop_id: *workshop,
            code: names.get(workshop)?.code.clone(),
            weight,
            carried: (carried - i128::from(worth.0) * rules::MILLION).max(0),
            limit: None,
        })
    });
    let mut participants: Vec<Participant> = participants.collect();
    participants.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(participants)
}

/// Solves it; where minimum batches would leave something unmade that is wanted, without them.
pub async fn solve(mut gathered: Gathered) -> Result<(Gathered, SplitResult)> {
    let result = split::solve(&gathered).await?;
    if result.unmet.is_empty() {
        return Ok((gathered, result));
    }
    for offer in &mut gathered.offers {
        offer.min_batch_lots = None;
    }
    let result = split::solve(&gathered).await?;
    Ok((gathered, result))
}
