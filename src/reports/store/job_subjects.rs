//! Whom and what jobs are about, by the ids in their arguments.

use std::collections::HashMap;

use entities::{
    cycles::cycle,
    fulfilment::delivery,
    invoicing::invoice,
    members::workshop,
    orders::standing_order,
    payments::{card_payment, refund},
    platform::job,
    settlement::statement,
    values::{BuyerId, JobId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{
    buyers,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// The arguments of jobs that name a record of a buyer or a workshop.
const PARTY_FIELDS: [&str; 6] =
    ["standing_order_id", "delivery_id", "invoice_id", "card_payment_id", "refund_id", "statement_id"];

/// Whom and what a job is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobSubject {
    /// The name of the buyer or the workshop.
    pub party: Option<String>,
    /// The code of the cycle.
    pub cycle: Option<String>,
}

/// Whom and what these jobs are about. What no longer exists is absent.
pub async fn list_job_subjects(tx: &UnitOfWork, jobs: &[job::Model]) -> Result<HashMap<JobId, JobSubject>> {
    let mut parties = list_buyer_names(tx, jobs).await?;
    parties.extend(list_workshop_names(tx, jobs).await?);
    let cycles: HashMap<Uuid, String> = cycle::Entity::find()
        .select_only()
        .column(cycle::Column::Id)
        .column(cycle::Column::Code)
        .filter(cycle::Column::Id.is_in(ids(jobs, "cycle_id")))
        .into_tuple::<(Uuid, String)>()
        .all(tx.db())
        .await?
        .into_iter()
        .collect();
    let subjects = jobs.iter().map(|job| {
        let party = PARTY_FIELDS.iter().find_map(|field| parties.get(&id(job, field)?).cloned());
        let cycle = id(job, "cycle_id").and_then(|cycle| cycles.get(&cycle).cloned());
        (job.id, JobSubject { party, cycle })
    });
    Ok(subjects.collect())
}

/// The names of the buyers of standing orders, deliveries, invoices, card payments and refunds, by the ids of these.
async fn list_buyer_names(tx: &UnitOfWork, jobs: &[job::Model]) -> Result<HashMap<Uuid, String>> {
    use standing_order::Column as StandingOrder;
    use {
        card_payment::Column as Card, delivery::Column as Delivery, invoice::Column as Invoice,
        refund::Column as Refund,
    };
    let ids = |field| ids(jobs, field);
    let mut buyers = Vec::new();
    buyers.extend(
        list_pairs::<standing_order::Entity>(tx, StandingOrder::Id, StandingOrder::BuyerId, ids("standing_order_id"))
            .await?,
    );
    buyers.extend(list_pairs::<delivery::Entity>(tx, Delivery::Id, Delivery::BuyerId, ids("delivery_id")).await?);
    buyers.extend(list_pairs::<invoice::Entity>(tx, Invoice::Id, Invoice::BuyerId, ids("invoice_id")).await?);
    buyers.extend(list_pairs::<card_payment::Entity>(tx, Card::Id, Card::BuyerId, ids("card_payment_id")).await?);
    buyers.extend(list_pairs::<refund::Entity>(tx, Refund::Id, Refund::BuyerId, ids("refund_id")).await?);
    let buyer_ids: Vec<BuyerId> = buyers.iter().map(|(_, buyer)| BuyerId(*buyer)).collect();
    let names = buyers::load_buyer_names(tx, &buyer_ids).await?;
    buyers.into_iter().map(|(id, buyer)| Ok((id, names.get(BuyerId(buyer))?.name.clone()))).collect()
}

/// The names of the workshops of statements, by the ids of these.
async fn list_workshop_names(tx: &UnitOfWork, jobs: &[job::Model]) -> Result<Vec<(Uuid, String)>> {
    Ok(statement::Entity::find()
        .inner_join(workshop::Entity)
        .select_only()
        .column(statement::Column::Id)
        .column(workshop::Column::Name)
        .filter(statement::Column::Id.is_in(ids(jobs, "statement_id")))
        .into_tuple()
        .all(tx.db())
        .await?)
}

/// Two columns of the rows with these ids: the id and another.
async fn list_pairs<E: EntityTrait>(
    tx: &UnitOfWork,
    id: E::Column,
    other: E::Column,
    ids: Vec<Uuid>,
) -> Result<Vec<(Uuid, Uuid)>> {
    Ok(E::find().select_only().column(id).column(other).filter(id.is_in(ids)).into_tuple().all(tx.db()).await?)
}

fn ids(jobs: &[job::Model], field: &str) -> Vec<Uuid> {
    jobs.iter().filter_map(|job| id(job, field)).collect()
}

fn id(job: &job::Model, field: &str) -> Option<Uuid> {
    job.payload.get(field)?.as_str()?.parse().ok()
}
