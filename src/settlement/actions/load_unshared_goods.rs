//! Loads the goods of workshops whose value is not shared among their makers yet.

use std::collections::{BTreeSet, HashMap};

use entities::{
    catalogue::product,
    cycles::cycle,
    values::{Amount, CycleId, ProductId, WorkshopId, split_by_largest_remainder},
};

use crate::{
    cycles, fulfilment,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
    settlement::store::unshared_goods::{self, UnsharedUnits},
};

/// Goods of a workshop whose value is not shared yet.
#[derive(Clone, Debug)]
pub struct UnsharedGoods {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The product.
    pub product: product::Model,
    /// The cycle.
    pub cycle: cycle::Model,
    /// Units accepted from the workshop.
    pub accepted: i64,
    /// Its part, by accepted units, of the net value that is invoiced so far; before commission.
    pub invoiced_net: Amount,
}

/// The goods of these workshops whose value is not shared yet, the newest cycle first.
pub async fn load_unshared_goods(tx: &UnitOfWork, workshops: &[WorkshopId]) -> Result<Vec<UnsharedGoods>> {
    let units = unshared_goods::list_unshared_units(tx, workshops).await?;
    let cycle_ids: Vec<CycleId> = units.iter().map(|row| row.cycle_id).collect::<BTreeSet<_>>().into_iter().collect();
    let pools = unshared_goods::list_open_pools(tx, &cycle_ids).await?;
    let mut accepted: HashMap<(CycleId, ProductId), i64> = HashMap::new();
    for cycle in &cycle_ids {
        for row in fulfilment::sum_accepted_units(tx, *cycle).await? {
            *accepted.entry((*cycle, row.product_id)).or_default() += row.units;
        }
    }
    let found = cycles::list_cycles_by_id(tx, &cycle_ids).await?;
    let products: Vec<_> = units.iter().map(|row| (row.cycle_id, row.product_id)).collect();
    let products = cycles::list_products_of_cycles(tx, &products).await?;
    let goods = |(row, product): (UnsharedUnits, product::Model)| {
        let key = (row.cycle_id, row.product_id);
        let net = pools.get(&key).map(|pool| pool.net).unwrap_or_default();
        let others = accepted.get(&key).copied().unwrap_or_default() - row.units;
        let own = split_by_largest_remainder(net, &[row.units, others.max(0)]).into_iter().next();
        Ok(UnsharedGoods {
            workshop_id: row.workshop_id,
            product,
            cycle: found
                .get(&row.cycle_id)
                .cloned()
                .ok_or_else(|| Problem::missing_reference("cycle", row.cycle_id))?,
            accepted: row.units,
            invoiced_net: own.unwrap_or_default(),
        })
    };
    units.into_iter().zip(products).map(goods).collect()
}
