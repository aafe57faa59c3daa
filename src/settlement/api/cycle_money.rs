//! How far the money of cycles has come, for those who look over many cycles at once.

use entities::values::{CycleId, CycleMoneyState, Money};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Query};

use crate::{
    identity::{Caller, StaffViewer},
    platform::{
        app::App,
        http::{paging::List, problem::Result},
    },
    settlement::{
        rules,
        store::cycle_money::{self, CycleSum},
    },
};

/// How far the money of one cycle has come.
#[derive(Clone, Debug, Object)]
pub struct CycleMoney {
    /// The cycle.
    pub cycle_id: CycleId,
    /// Where its money stands.
    pub state: CycleMoneyState,
    /// Net of its invoiced lines.
    pub net: Money,
    /// Net that payments have reached so far.
    pub paid_net: Money,
}

/// The money of cycles.
#[derive(Clone, Copy)]
pub struct CycleMoneyApi;

#[OpenApi(prefix_path = "/api/v1", tag = "super::Tag::Settlement")]
impl CycleMoneyApi {
    /// How far the money of these cycles has come; a cycle of which nothing is invoiced yet is not told.
    #[oai(path = "/staff/cycle-money", method = "get", operation_id = "list_cycle_money")]
    async fn list_cycle_money(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// The cycles.
        #[oai(explode = true, validator(min_items = 1, max_items = 100))]
        cycle_id: Query<Vec<CycleId>>,
    ) -> Result<List<CycleMoney>> {
        let tx = app.read(caller.actor()).await?;
        let sums = cycle_money::sums(&tx, &cycle_id.0).await?;
        let unpaid_out = cycle_money::unpaid_out(&tx, &cycle_id.0).await?;
        let currency = tx.currency();
        let told = |sum: CycleSum| CycleMoney {
            cycle_id: sum.cycle_id,
            state: rules::money_state(sum.collecting > 0, sum.unsettled > 0, unpaid_out.contains(&sum.cycle_id)),
            net: sum.net.of(currency),
            paid_net: sum.paid_net.of(currency),
        };
        Ok(List::all(sums.into_iter().map(told).collect()))
    }
}
