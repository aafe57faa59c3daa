//! Producers: what is to be made, and the batches that were.

use std::collections::HashMap;

use entities::values::{BatchId, QuotaId, WorkshopId};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Query},
    payload::Json,
};

use super::{
    Tag,
    wire::{Batch, DeclareBatch, QuotaToMake},
};
use crate::{
    allocation,
    fulfilment::{
        actions::declare::{NewBatch, declare},
        rules,
        store::{self, names::Names},
    },
    identity::{Caller, Producer},
    members,
    platform::{
        app::App,
        http::{
            idempotency::{Created, Once, once},
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
        },
        unit_of_work::UnitOfWork,
    },
};

/// Quotas shown to one producer at most.
const QUOTAS: u64 = 200;

/// Producers' operations of fulfilment.
pub struct ProducerApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Fulfilment")]
impl ProducerApi {
    /// My quotas of which something is still to be brought, with what is made and accepted of each
    #[oai(path = "/producer/quotas-to-make", method = "get", operation_id = "list_quotas_to_make")]
    async fn list_quotas_to_make(&self, app: Data<&App>, caller: Producer) -> Result<List<QuotaToMake>> {
        let tx = app.read(caller.actor()).await?;
        let workshops = my_workshops(&tx, &caller).await?;
        let quotas = store::quotas::to_make(&tx, &workshops, QUOTAS).await?;
        let ids: Vec<QuotaId> = quotas.iter().map(|q| q.id).collect();
        let mut made: HashMap<QuotaId, i64> = HashMap::new();
        for batch in store::batches::of_quotas(&tx, &ids).await? {
            if let Some(quota) = batch.quota_id {
                *made.entry(quota).or_default() += batch.quantity;
            }
        }
        let tallies = store::receipts::tallies_of(&tx, &ids).await?;
        let names = Names::default().products(&tx, quotas.iter().map(|q| q.product_id)).await?;
        let names = names.cycles(&tx, quotas.iter().map(|q| q.cycle_id)).await?;
        let wire = quotas.into_iter().filter_map(|quota| {
            let tally = tallies.get(&quota.id).copied().unwrap_or_default();
            let made = made.get(&quota.id).copied().unwrap_or(0);
            // What was declared missing is not waited for.
            let waits = rules::outstanding(quota.units, tally.accepted, tally.missing) > 0;
            waits.then(|| QuotaToMake::of(quota, made, tally.accepted, &names))
        });
        Ok(List::all(wire.collect()))
    }

    /// Say that a batch is made; the answer has the code for its jars
    #[oai(path = "/producer/batches", method = "post", operation_id = "declare_batch")]
    async fn declare_batch(
        &self,
        app: Data<&App>,
        caller: Producer,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<DeclareBatch>,
    ) -> Result<Created<Batch>> {
        match once(&app, caller.actor(), &caller.key_owner(), "declare_batch", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut o) => {
                let workshops = my_workshops(&o.tx, &caller).await?;
                let quota = allocation::get_quota(&o.tx, body.quota_id).await?;
                let new = NewBatch { made_on: body.made_on, quantity: body.quantity };
                let made = declare(&mut o.tx, Some(&workshops), &quota, new).await?;
                let names = Names::default().products(&o.tx, [made.product_id]).await?;
                o.created(Batch::of(made, &names)).await
            }
        }
    }

    /// My batches, newest first
    #[oai(path = "/producer/batches", method = "get", operation_id = "list_my_batches")]
    async fn list_my_batches(
        &self,
        app: Data<&App>,
        caller: Producer,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Batch>> {
        let tx = app.read(caller.actor()).await?;
        let workshops = my_workshops(&tx, &caller).await?;
        let page = Page::new(limit.0, after.0);
        let rows = store::batches::page(&tx, &workshops, page.key::<BatchId>()?, page.fetch()).await?;
        let names = Names::default().products(&tx, rows.iter().map(|b| b.product_id)).await?;
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&row.id), |row| Batch::of(row, &names)))
    }
}

async fn my_workshops(tx: &UnitOfWork, caller: &Producer) -> Result<Vec<WorkshopId>> {
    Ok(members::workshops_of(tx, caller).await?.into_iter().map(|workshop| workshop.id).collect())
}
