//! The quotas that a producer still has to bring.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::values::{CycleId, ProductId, QuotaId, QuotaState, WorkshopId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi};

use super::{batches::own_workshops, tag::Tag};
use crate::{
    fulfilment::{
        rules,
        store::{self, quotas::QuotaToBring},
    },
    identity::{Caller, Producer},
    platform::{
        app::App,
        http::{paging::List, problem::Result},
    },
};

/// Quotas in one list at most.
const QUOTAS: u64 = 200;

/// A quota of a workshop, with what is made and accepted of it.
#[derive(Clone, Debug, Object)]
pub struct QuotaToMake {
    /// Identifies the quota.
    pub quota_id: QuotaId,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The cycle.
    pub cycle_id: CycleId,
    /// Code of the cycle.
    pub cycle_code: String,
    /// The day of delivery.
    pub delivery_date: NaiveDate,
    /// The product.
    pub product_id: ProductId,
    /// Name of the product in Spanish.
    pub product_name_es: String,
    /// Name of the product in English.
    pub product_name_en: String,
    /// Units of the quota.
    pub units: i64,
    /// Units in the batches made for it.
    pub made: i64,
    /// Units accepted.
    pub accepted: i64,
    /// State of the quota.
    pub state: QuotaState,
}

impl QuotaToMake {
    fn of(QuotaToBring { quota, cycle, product }: QuotaToBring, made: i64, accepted: i64) -> Self {
        Self {
            quota_id: quota.id,
            workshop_id: quota.workshop_id,
            cycle_id: quota.cycle_id,
            cycle_code: cycle.code,
            delivery_date: cycle.delivery_date,
            product_id: quota.product_id,
            product_name_es: product.name_es,
            product_name_en: product.name_en,
            units: quota.units,
            made,
            accepted,
            state: quota.state,
        }
    }
}

/// Operations on the quotas of a producer.
pub struct QuotasToMake;

#[OpenApi(prefix_path = "/api/v1/producer", tag = "Tag::Fulfilment")]
impl QuotasToMake {
    /// List own quotas with outstanding units, by deadline
    #[oai(path = "/quotas-to-make", method = "get", operation_id = "list_quotas_to_make")]
    async fn list_quotas_to_make(&self, app: Data<&App>, caller: Producer) -> Result<List<QuotaToMake>> {
        let tx = app.read(caller.actor()).await?;
        let workshops = own_workshops(&tx, &caller).await?;
        let quotas = store::quotas::list_quotas_to_make(&tx, &workshops, QUOTAS).await?;
        let ids: Vec<QuotaId> = quotas.iter().map(|view| view.quota.id).collect();
        let mut made: HashMap<QuotaId, i64> = HashMap::new();
        for batch in store::batches::list_batches_of_quotas(&tx, &ids).await? {
            if let Some(quota) = batch.quota_id {
                *made.entry(quota).or_default() += batch.quantity;
            }
        }
        let totals = store::goods_receipts::sum_by_quotas(&tx, &ids).await?;
        let responses = quotas.into_iter().filter_map(|view| {
            let made = made.get(&view.quota.id).copied().unwrap_or(0);
            let totals = totals.get(&view.quota.id).copied().unwrap_or_default();
            let outstanding = rules::outstanding(view.quota.units, totals.accepted, totals.missing) > 0;
            outstanding.then(|| QuotaToMake::of(view, made, totals.accepted))
        });
        Ok(List::all(responses.collect()))
    }
}
