//! Staff see where the money of cycles is.

use entities::values::{CycleId, CycleMoneyState, Money};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Query};

use super::tag::Tag;
use crate::{
    identity::{Caller, StaffViewer},
    platform::{
        app::App,
        http::{paging::List, problem::Result},
    },
    settlement::{
        rules,
        store::cycle_money::{self, CycleMoneySum},
    },
};

/// Where the money of one cycle is.
#[derive(Clone, Debug, Object)]
pub struct CycleMoney {
    /// The cycle.
    pub cycle_id: CycleId,
    /// Where its money is.
    pub state: CycleMoneyState,
    /// Net value of its invoiced lines.
    pub net: Money,
    /// The part of it that is paid.
    pub paid_net: Money,
}

/// Operations of staff on the money of cycles.
pub struct CycleMoneyApi;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Settlement")]
impl CycleMoneyApi {
    /// List where the money of these cycles is
    ///
    /// A cycle without invoices is not listed.
    #[oai(path = "/cycle-money", method = "get", operation_id = "list_cycle_money")]
    async fn list_cycle_money(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// The cycles.
        #[oai(explode = true, validator(min_items = 1, max_items = 100))]
        cycle_id: Query<Vec<CycleId>>,
    ) -> Result<List<CycleMoney>> {
        let tx = app.read(caller.actor()).await?;
        let sums = cycle_money::sum_pools_by_cycle(&tx, &cycle_id.0).await?;
        let not_paid_out = cycle_money::list_cycles_not_paid_out(&tx, &cycle_id.0).await?;
        let currency = tx.currency();
        let response = |sum: CycleMoneySum| CycleMoney {
            cycle_id: sum.cycle_id,
            state: rules::money_state(sum.collecting > 0, sum.unsettled > 0, not_paid_out.contains(&sum.cycle_id)),
            net: sum.net.of(currency),
            paid_net: sum.paid_net.of(currency),
        };
        Ok(List::all(sums.into_iter().map(response).collect()))
    }
}
