//! Producers see what their workshops have earned.

use entities::values::{AccountKind, Money};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, payload::Json};

use super::tag::Tag;
use crate::{
    identity::{Caller, Producer},
    members,
    platform::{app::App, http::problem::Result},
    settlement::store::{ledger, payouts},
};

/// What a producer has earned, by where the money is.
#[derive(Clone, Debug, Object)]
pub struct EarningsSummary {
    /// Earned, and not paid by the buyers yet.
    pub pending: Money,
    /// Paid by the buyers, and not paid out yet.
    pub payable: Money,
    /// Paid out, as the bank statement shows.
    pub paid_out: Money,
}

/// Operations of producers on their earnings.
pub struct OwnEarnings;

#[OpenApi(prefix_path = "/api/v1/producer", tag = "Tag::Settlement")]
impl OwnEarnings {
    /// Get the earnings of own workshops
    #[oai(path = "/earnings", method = "get", operation_id = "get_own_earnings")]
    async fn get_own_earnings(&self, app: Data<&App>, caller: Producer) -> Result<Json<EarningsSummary>> {
        let tx = app.read(caller.actor()).await?;
        let workshops: Vec<_> =
            members::list_own_workshops(&tx, &caller).await?.into_iter().map(|workshop| workshop.id).collect();
        let currency = tx.currency();
        let owed = |kind| ledger::sum_owed(&tx, &workshops, kind);
        Ok(Json(EarningsSummary {
            pending: owed(AccountKind::ProducerPending).await?.of(currency),
            payable: owed(AccountKind::ProducerPayable).await?.of(currency),
            paid_out: payouts::sum_confirmed(&tx, &workshops).await?.of(currency),
        }))
    }
}
