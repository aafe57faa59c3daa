//! Checks that a workshop that leaves the group leaves nothing open that nobody has decided.

use chrono::NaiveDate;
use entities::{
    allocation::quota,
    catalogue::product,
    values::{Amount, WorkshopId},
};

use super::load_unshared_goods::load_unshared_goods;
use crate::{
    allocation, certification, cycles,
    members::MemberError,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::store::earnings,
};

/// Refuses to let a workshop leave with open business: quotas of deliveries after its last day, goods that are not shared
/// among their makers yet, what it is to be paid, and, once that day has come, certificates. `debts_stay` says that the
/// goods and the money stay to be settled.
///
/// # Errors
/// `WorkshopBusinessOpen`.
pub async fn check_workshop_business(
    tx: &UnitOfWork,
    workshop: WorkshopId,
    left_on: NaiveDate,
    debts_stay: bool,
) -> Result<()> {
    // Nobody sends the workshop a quota in between.
    cycles::lock_cycles_in_progress(tx).await?;
    let quotas = allocation::list_open_quotas_after(tx, workshop, left_on).await?;
    let goods = load_unshared_goods(tx, &[workshop]).await?;
    let certificates = certification::list_valid_after(tx, workshop, left_on).await?;
    let parts = earnings::sum_parts(tx, &[workshop]).await?;
    let unpaid = [parts.pending, parts.payable, parts.stated, parts.on_its_way];
    let owed = !goods.is_empty() || unpaid.iter().any(|part| *part != Amount::ZERO);
    let certified = left_on <= tx.today() && !certificates.is_empty();
    if quotas.is_empty() && !certified && (debts_stay || !owed) {
        return Ok(());
    }
    let products: Vec<_> = quotas.iter().map(|quota| (quota.cycle_id, quota.product_id)).collect();
    let products = cycles::list_products_of_cycles(tx, &products).await?;
    let cycles = cycles::list_cycles_by_id(tx, &quotas.iter().map(|quota| quota.cycle_id).collect::<Vec<_>>()).await?;
    let delivery = |(quota, product): (&quota::Model, product::Model)| {
        let cycle = cycles.get(&quota.cycle_id).map(|cycle| cycle.code.as_str()).unwrap_or_default();
        format!("{} · {cycle}", product.name_es)
    };
    Err(MemberError::WorkshopBusinessOpen {
        quotas: quotas.iter().zip(products).map(delivery).collect(),
        goods: goods.iter().map(|goods| format!("{} · {}", goods.product.name_es, goods.cycle.code)).collect(),
        certificates: certificates.into_iter().map(|certificate| certificate.number).collect(),
        unpaid: unpaid.into_iter().sum::<Amount>().of(tx.currency()),
    }
    .into())
}
