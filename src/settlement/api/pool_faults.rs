//! A quality fault that its maker bears, as staff and the maker see it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entities::values::{Currency, InvoiceId, Money, OrderLineId, PoolFaultId, PoolId, WorkshopId};
use poem_openapi::Object;

use crate::{
    invoicing,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::store::pool_faults::{PoolFaultView, list_fault_views},
};

/// A quality fault that buyers were credited for, and that its maker bears.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct PoolFault {
    /// Identifies the fault.
    pub id: PoolFaultId,
    /// The maker.
    pub workshop_id: WorkshopId,
    /// The maker's name.
    pub workshop: String,
    /// The code on the labels of the batch.
    pub batch_code: String,
    /// Units at fault.
    pub quantity: i64,
    /// Net value that was credited for them.
    pub net: Money,
    /// The order line, whose trace leads on.
    pub order_line_id: Option<OrderLineId>,
    /// The credit note.
    pub note_id: InvoiceId,
    /// Its series and number.
    pub note_name: String,
    /// Its reason, in words.
    pub reason: String,
    /// When the fault was reversed: all makers share it again.
    pub reversed_at: Option<DateTime<Utc>>,
    /// Why it was reversed.
    pub reversal_reason: Option<String>,
}

impl PoolFault {
    /// A fault as its response.
    pub(super) fn of(view: &PoolFaultView, currency: Currency) -> Self {
        let reversal = view.reversal.as_ref();
        Self {
            id: view.fault.id,
            workshop_id: view.workshop.id,
            workshop: view.workshop.name.clone(),
            batch_code: view.batch.code.clone(),
            quantity: view.quantity,
            net: view.fault.net.of(currency),
            order_line_id: view.order_line_id,
            note_id: view.note.id,
            note_name: invoicing::document_name(&view.note),
            reason: view.note.reference_reason.clone().unwrap_or_default(),
            reversed_at: reversal.map(|row| row.created_at),
            reversal_reason: reversal.and_then(|row| row.reversal_reason.clone()),
        }
    }
}

/// The faults of each of these pools, by pool and maker.
pub(super) async fn list_faults_by_share(
    tx: &UnitOfWork,
    pools: &[PoolId],
) -> Result<HashMap<(PoolId, WorkshopId), Vec<PoolFault>>> {
    let mut faults: HashMap<(PoolId, WorkshopId), Vec<PoolFault>> = HashMap::new();
    for view in list_fault_views(tx, pools).await? {
        let of_share = faults.entry((view.fault.pool_id, view.workshop.id)).or_default();
        of_share.push(PoolFault::of(&view, tx.currency()));
    }
    Ok(faults)
}
