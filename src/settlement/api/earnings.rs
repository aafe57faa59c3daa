//! Producers see what their workshops have earned, and where each part of it is.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    members::workshop,
    settlement::{payout, pool_share},
    values::{Currency, Money, PoolId, StatementId, TaxStatus, WorkshopId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, payload::Json};

use super::{
    pool_faults::{PoolFault, list_faults_by_share},
    tag::Tag,
};
use crate::{
    identity::{Caller, Producer},
    members,
    platform::{
        app::App,
        http::{
            page_request::PageRequest,
            paging::List,
            problem::{Problem, Result},
        },
    },
    settlement::{
        actions::share_earnings,
        rules::{EarningsParts, PlacedPayable, next_payout_on, place_earnings},
        store::{
            earnings,
            pools::{self, PoolOrigin},
        },
    },
};

/// Earnings by where they are. The parts add up to `earned`.
#[derive(Clone, Debug, Object)]
pub struct EarningsByPlace {
    /// All that was earned.
    pub earned: Money,
    /// Earned, and not paid by the buyers yet.
    pub pending: Money,
    /// Paid by the buyers; it will be on the next statement. In the sum of all deliveries, less the advances and
    /// deductions that the next statement takes off: below zero where these are more.
    pub payable: Money,
    /// On a statement, and in no payout yet.
    pub stated: Money,
    /// In a payout that the bank has not confirmed yet.
    pub on_its_way: Money,
    /// In the workshop's account, as the bank statement shows.
    pub paid_out: Money,
    /// Received early, as advances; only in the sum of all deliveries.
    pub advanced: Money,
    /// Deducted with the workshop's consent; only in the sum of all deliveries.
    pub deducted: Money,
}

impl EarningsByPlace {
    fn of(parts: EarningsParts, currency: Currency) -> Self {
        Self {
            earned: parts.earned().of(currency),
            pending: parts.pending.of(currency),
            payable: parts.payable.of(currency),
            stated: parts.stated.of(currency),
            on_its_way: parts.on_its_way.of(currency),
            paid_out: parts.paid_out.of(currency),
            advanced: parts.advanced.of(currency),
            deducted: parts.deducted.of(currency),
        }
    }
}

/// A transfer that did not arrive and has not been sent again.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct FailedTransfer {
    /// The statement that it should have paid.
    pub statement_id: StatementId,
    /// Its amount.
    pub amount: Money,
    /// The day on which the bank sent it back; none where the bank did not carry it out.
    pub returned_on: Option<NaiveDate>,
    /// The bank's reason.
    pub reason: Option<String>,
}

impl FailedTransfer {
    fn of(row: payout::Model, currency: Currency) -> Self {
        Self {
            statement_id: row.statement_id,
            amount: row.amount.of(currency),
            returned_on: row.returned_on,
            reason: row.failure,
        }
    }
}

/// What a producer has earned, by where the money is.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct EarningsSummary {
    /// All of it.
    pub total: EarningsByPlace,
    /// The day of the next payout, where the assembly has agreed on one.
    pub next_payout_on: Option<NaiveDate>,
    /// Transfers that did not arrive and have not been sent again.
    pub failed: Vec<FailedTransfer>,
    /// Own workshops that cannot be paid, because they have no tax status.
    pub without_tax_status: Vec<String>,
}

/// What a workshop earned with one product of one delivery.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct DeliveryEarnings {
    /// The pool.
    pub pool_id: PoolId,
    /// The workshop's name.
    pub workshop: String,
    /// The product's name in Spanish.
    pub product_name_es: String,
    /// The product's name in English.
    pub product_name_en: String,
    /// The day of delivery.
    pub delivery_date: NaiveDate,
    /// Units accepted from the workshop.
    pub accepted: i64,
    /// When the pool was shared.
    pub shared_at: Option<DateTime<Utc>>,
    /// Where the earnings are.
    pub earnings: EarningsByPlace,
    /// The day of the last transfer with a part of it.
    pub paid_on: Option<NaiveDate>,
    /// The quality faults that were taken off.
    pub faults: Vec<PoolFault>,
}

impl DeliveryEarnings {
    fn of(
        share: pool_share::Model,
        origin: PoolOrigin,
        workshop: String,
        payables: &[PlacedPayable],
        faults: Vec<PoolFault>,
    ) -> Self {
        let earned = share_earnings(&share).total();
        Self {
            pool_id: share.pool_id,
            workshop,
            product_name_es: origin.product.name_es,
            product_name_en: origin.product.name_en,
            delivery_date: origin.cycle.delivery_date,
            accepted: share.accepted,
            shared_at: origin.pool.closed_at,
            earnings: EarningsByPlace::of(place_earnings(earned, payables), origin.pool.currency),
            paid_on: payables.iter().filter_map(|payable| payable.paid_on).max(),
            faults,
        }
    }
}

/// Operations of producers on their earnings.
pub struct OwnEarnings;

#[OpenApi(prefix_path = "/api/v1/producer", tag = "Tag::Settlement")]
impl OwnEarnings {
    /// Get the earnings of own workshops, by where they are
    #[oai(path = "/earnings", method = "get", operation_id = "get_own_earnings")]
    async fn get_own_earnings(&self, app: Data<&App>, caller: Producer) -> Result<Json<EarningsSummary>> {
        let tx = app.read(caller.actor()).await?;
        let workshops = members::list_own_workshops(&tx, &caller).await?;
        let ids: Vec<WorkshopId> = workshops.iter().map(|workshop| workshop.id).collect();
        let currency = tx.currency();
        let failed = earnings::list_unpaid_failures(&tx, &ids).await?;
        let payout_day = members::get_settings(&tx, tx.today()).await?.payout_day;
        let unsettleable = workshops.into_iter().filter(|workshop| workshop.tax_status == TaxStatus::None);
        Ok(Json(EarningsSummary {
            total: EarningsByPlace::of(earnings::sum_parts(&tx, &ids).await?, currency),
            next_payout_on: payout_day.and_then(|day| next_payout_on(tx.today(), day)),
            failed: failed.into_iter().map(|payout| FailedTransfer::of(payout, currency)).collect(),
            without_tax_status: unsettleable.map(|workshop| workshop.name).collect(),
        }))
    }

    /// List what own workshops earned with each product of each delivery, newest first
    #[oai(path = "/earnings/deliveries", method = "get", operation_id = "list_own_delivery_earnings")]
    async fn list_own_delivery_earnings(
        &self,
        app: Data<&App>,
        caller: Producer,
        page: PageRequest,
    ) -> Result<List<DeliveryEarnings>> {
        let tx = app.read(caller.actor()).await?;
        let workshops = members::list_own_workshops(&tx, &caller).await?;
        let names: HashMap<WorkshopId, workshop::Model> = workshops.into_iter().map(|row| (row.id, row)).collect();
        let ids: Vec<WorkshopId> = names.keys().copied().collect();
        let shares = earnings::list_shares_of_workshops(&tx, &ids, &page).await?;
        let pool_ids: Vec<PoolId> = shares.items.iter().map(|share| share.pool_id).collect();
        let payables = earnings::list_placed_payables(&tx, &pool_ids).await?;
        let origins = pools::list_pool_origins(&tx, &pool_ids).await?;
        let origins: HashMap<PoolId, PoolOrigin> = origins.into_iter().map(|row| (row.pool.id, row)).collect();
        let mut faults = list_faults_by_share(&tx, &pool_ids).await?;
        let response = |share: pool_share::Model| -> Result<DeliveryEarnings> {
            let origin = origins.get(&share.pool_id).cloned();
            let origin = origin.ok_or_else(|| Problem::missing_reference("pool", share.pool_id))?;
            let name = names.get(&share.workshop_id).map(|row| row.name.clone()).unwrap_or_default();
            let placed = payables.get(&(share.pool_id, share.workshop_id)).map(Vec::as_slice).unwrap_or_default();
            let faults = faults.remove(&(share.pool_id, share.workshop_id)).unwrap_or_default();
            Ok(DeliveryEarnings::of(share, origin, name, placed, faults))
        };
        Ok(shares.try_map(response)?.into())
    }
}
