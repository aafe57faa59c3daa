//! What is read of quotas for their unit's people.

use entities::values::{CycleId, Language, QuotaChangeCause, QuotaId, QuotaState, RunId, UnitId};

use super::Composed;
use crate::{
    allocation, cycles, members,
    notifications::{
        rules::{self, Answerable, EndedTold, QuotaLine, QuotasTold, ReducedTold},
        store,
    },
    platform::{
        http::problem::{Answer, Problem},
        work::Work,
    },
};

/// Where a unit's people see its quotas, behind sign-in.
const PAGE: &str = "/taller";

/// Quotas that a run gave to a unit.
pub async fn published(
    work: &Work,
    language: Language,
    (run, unit): (RunId, UnitId),
    link: Option<String>,
) -> Answer<Composed> {
    let quotas = store::quotas_of(work, run, unit).await?;
    let first = quotas.first().ok_or_else(|| Problem::not_found("quota"))?;
    let cycle = cycles::cycle(work, first.cycle_id).await?;
    let open = quotas.iter().filter(|q| q.state == QuotaState::Published && q.respond_by > work.now());
    let respond_by = open.map(|q| q.respond_by).max();
    let told = QuotasTold {
        unit: members::unit(work, unit).await?.name,
        delivery: cycle.delivery_date,
        again: first.round > 1,
        answer: respond_by.map(|at| Answerable { respond_by: at.with_timezone(&work.zone()), link }),
        lines: lines(work, language, quotas).await?,
        page: work.app().config.link(PAGE),
    };
    Ok(rules::quotas_published(language, &told).into())
}

/// Quotas that a unit lost.
pub async fn ended(
    work: &Work,
    language: Language,
    (cycle, unit): (CycleId, UnitId),
    quotas: &[QuotaId],
    withdrawn: bool,
) -> Answer<Composed> {
    let quotas = store::quotas(work, quotas).await?;
    let told = EndedTold {
        unit: members::unit(work, unit).await?.name,
        delivery: cycles::cycle(work, cycle).await?.delivery_date,
        lines: lines(work, language, quotas).await?,
        withdrawn,
        page: work.app().config.link(PAGE),
    };
    Ok(rules::quotas_ended(language, &told).into())
}

/// Quotas of which less is made, as they stand now.
pub async fn reduced(
    work: &Work,
    language: Language,
    (cycle, unit): (CycleId, UnitId),
    quotas: &[QuotaId],
    cause: QuotaChangeCause,
) -> Answer<Composed> {
    let mut quotas = store::quotas(work, quotas).await?;
    for quota in quotas.iter_mut().filter(|quota| quota.state == QuotaState::Withdrawn) {
        // It keeps what was asked, for the record.
        (quota.lots, quota.units) = (0, 0);
    }
    let told = ReducedTold {
        own: cause == QuotaChangeCause::Capacity,
        unit: members::unit(work, unit).await?.name,
        delivery: cycles::cycle(work, cycle).await?.delivery_date,
        lines: lines(work, language, quotas).await?,
        page: work.app().config.link(PAGE),
    };
    Ok(rules::quotas_reduced(language, &told).into())
}

async fn lines(
    work: &Work,
    language: Language,
    quotas: Vec<entities::allocation::quota::Model>,
) -> Answer<Vec<QuotaLine>> {
    let named = allocation::named_quotas(work, quotas).await?;
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
