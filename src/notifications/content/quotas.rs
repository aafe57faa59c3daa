//! What is read of quotas for their workshop's people.

use entities::values::{CycleId, Language, QuotaChangeCause, QuotaId, QuotaState, RunId, WorkshopId};

use super::Composed;
use crate::{
    allocation, cycles, members,
    notifications::{
        rules::{self, Answerable, EndedTold, QuotaLine, QuotasTold, ReducedTold},
        store,
    },
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// Where a workshop's people see its quotas, behind sign-in.
const PAGE: &str = "/taller";

/// Quotas that a run gave to a workshop.
pub async fn published(
    tx: &UnitOfWork,
    language: Language,
    (run, workshop): (RunId, WorkshopId),
    link: Option<String>,
) -> Result<Composed> {
    let quotas = store::quotas_of(tx, run, workshop).await?;
    let first = quotas.first().ok_or_else(|| Problem::not_found("quota"))?;
    let cycle = cycles::cycle(tx, first.cycle_id).await?;
    let open = quotas.iter().filter(|q| q.state == QuotaState::Published && q.respond_by > tx.now());
    let respond_by = open.map(|q| q.respond_by).max();
    let told = QuotasTold {
        workshop: members::workshop(tx, workshop).await?.name,
        delivery: cycle.delivery_date,
        again: first.round > 1,
        answer: respond_by.map(|at| Answerable { respond_by: at.with_timezone(&tx.zone()), link }),
        lines: lines(tx, language, quotas).await?,
        page: tx.app().config.link(PAGE),
    };
    Ok(rules::quotas_published(language, &told).into())
}

/// Quotas that a workshop lost.
pub async fn ended(
    tx: &UnitOfWork,
    language: Language,
    (cycle, workshop): (CycleId, WorkshopId),
    quotas: &[QuotaId],
    withdrawn: bool,
) -> Result<Composed> {
    let quotas = store::quotas(tx, quotas).await?;
    let told = EndedTold {
        workshop: members::workshop(tx, workshop).await?.name,
        delivery: cycles::cycle(tx, cycle).await?.delivery_date,
        lines: lines(tx, language, quotas).await?,
        withdrawn,
        page: tx.app().config.link(PAGE),
    };
    Ok(rules::quotas_ended(language, &told).into())
}

/// Quotas of which less is made, as they stand now.
pub async fn reduced(
    tx: &UnitOfWork,
    language: Language,
    (cycle, workshop): (CycleId, WorkshopId),
    quotas: &[QuotaId],
    cause: QuotaChangeCause,
) -> Result<Composed> {
    let mut quotas = store::quotas(tx, quotas).await?;
    for quota in quotas.iter_mut().filter(|quota| quota.state == QuotaState::Withdrawn) {
        // It keeps what was asked, for the record.
        (quota.lots, quota.units) = (0, 0);
    }
    let told = ReducedTold {
        own: cause == QuotaChangeCause::Capacity,
        workshop: members::workshop(tx, workshop).await?.name,
        delivery: cycles::cycle(tx, cycle).await?.delivery_date,
        lines: lines(tx, language, quotas).await?,
        page: tx.app().config.link(PAGE),
    };
    Ok(rules::quotas_reduced(language, &told).into())
}

async fn lines(
    tx: &UnitOfWork,
    language: Language,
    quotas: Vec<entities::allocation::quota::Model>,
) -> Result<Vec<QuotaLine>> {
    let named = allocation::named_quotas(tx, quotas).await?;
    let line = |quota: allocation::Quota| QuotaLine {
        product: match language {
            Language::Es => quota.product_name_es,
            Language::En => quota.product_name_en,
        },
        lots: quota.lots,
        units: quota.units,
        value: quota.value,
    };
    Ok(named.into_iter().map(line).collect())
}
