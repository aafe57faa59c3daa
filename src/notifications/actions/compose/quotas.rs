//! Mails to workshops about their quotas.

use entities::{
    allocation::quota,
    values::{CycleId, Language, QuotaChangeCause, QuotaId, QuotaState, RunId, WorkshopId},
};

use super::composed_mail::ComposedMail;
use crate::{
    allocation, cycles, members,
    notifications::{
        rules::{MailedQuota, QuotasEndedMail, QuotasPublishedMail, QuotasReducedMail, ResponseRequest},
        store,
    },
    platform::{
        http::problem::{Problem, Result},
        locale::Localizer,
        unit_of_work::UnitOfWork,
    },
};

/// The page of a workshop's quotas, which needs a session.
const PAGE: &str = "/taller";

/// The mail about quotas that a run gave to a workshop.
pub async fn published(
    tx: &UnitOfWork,
    texts: Localizer,
    run: RunId,
    workshop: WorkshopId,
    link: Option<String>,
) -> Result<ComposedMail> {
    let quotas = store::list_published_quotas(tx, run, workshop).await?;
    let first = quotas.first().ok_or_else(|| Problem::not_found("quota"))?;
    let cycle = cycles::get_cycle(tx, first.cycle_id).await?;
    let open = quotas.iter().filter(|q| q.state == QuotaState::Published && q.respond_by > tx.now());
    let respond_by = open.map(|q| q.respond_by).max();
    let mail = QuotasPublishedMail {
        workshop: members::get_workshop(tx, workshop).await?.name,
        delivery: cycle.delivery_date,
        reoffered: first.round > 1,
        request: respond_by.map(|at| ResponseRequest { respond_by: at.with_timezone(&tx.zone()), link }),
        quotas: mailed_quotas(tx, texts, quotas).await?,
        page: tx.app().config.link(PAGE),
    };
    Ok(mail.content(texts).into())
}

/// The mail about quotas that a workshop no longer has.
pub async fn ended(
    tx: &UnitOfWork,
    texts: Localizer,
    cycle: CycleId,
    workshop: WorkshopId,
    quotas: &[QuotaId],
    withdrawn: bool,
) -> Result<ComposedMail> {
    let quotas = store::list_quotas(tx, quotas).await?;
    let mail = QuotasEndedMail {
        workshop: members::get_workshop(tx, workshop).await?.name,
        delivery: cycles::get_cycle(tx, cycle).await?.delivery_date,
        quotas: mailed_quotas(tx, texts, quotas).await?,
        withdrawn,
        page: tx.app().config.link(PAGE),
    };
    Ok(mail.content(texts).into())
}

/// The mail about quotas that became smaller, with their present quantities.
pub async fn reduced(
    tx: &UnitOfWork,
    texts: Localizer,
    cycle: CycleId,
    workshop: WorkshopId,
    quotas: &[QuotaId],
    cause: QuotaChangeCause,
) -> Result<ComposedMail> {
    let mut quotas = store::list_quotas(tx, quotas).await?;
    for quota in quotas.iter_mut().filter(|quota| quota.state == QuotaState::Withdrawn) {
        // The row of a withdrawn quota keeps the quantities that were asked for.
        (quota.lots, quota.units) = (0, 0);
    }
    let mail = QuotasReducedMail {
        by_offer: cause == QuotaChangeCause::Capacity,
        workshop: members::get_workshop(tx, workshop).await?.name,
        delivery: cycles::get_cycle(tx, cycle).await?.delivery_date,
        quotas: mailed_quotas(tx, texts, quotas).await?,
        page: tx.app().config.link(PAGE),
    };
    Ok(mail.content(texts).into())
}

async fn mailed_quotas(tx: &UnitOfWork, texts: Localizer, quotas: Vec<quota::Model>) -> Result<Vec<MailedQuota>> {
    let mailed = |detail: allocation::QuotaDetail| {
        let value = allocation::value_of(detail.quota.units, detail.lot_size, detail.quota.lot_value);
        MailedQuota {
            product: match texts.language() {
                Language::Es => detail.product.name_es,
                Language::En => detail.product.name_en,
            },
            lots: detail.quota.lots,
            units: detail.quota.units,
            value: value.of(tx.currency()),
        }
    };
    Ok(allocation::load_quota_details(tx, quotas).await?.into_iter().map(mailed).collect())
}
