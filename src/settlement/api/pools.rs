//! Staff see the pools and the shares of their makers.

use chrono::{DateTime, Utc};
use entities::values::{
    Currency, CycleId, Money, PayablesDue, PoolFaultId, PoolId, PoolState, ProductId, SaleTaxes, WorkshopId,
};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{pool_faults::PoolFault, tag::Tag};
use crate::{
    identity::{Caller, StaffFinance, StaffViewer},
    platform::{
        app::App,
        http::{
            idempotency::{Created, Idempotent},
            limits::LINE,
            page_request::PageRequest,
            paging::List,
            problem::Result,
            text::Text,
        },
        unit_of_work::UnitOfWork,
    },
    settlement::{
        reverse_pool_fault,
        store::{
            pool_faults::list_fault_views,
            pool_shares::{self, PoolShareWithWorkshop},
            pools::{self, PoolOrigin},
        },
    },
};

/// The net value of one product's deliveries in one cycle.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Pool {
    /// Identifies the pool.
    pub id: PoolId,
    /// The cycle.
    pub cycle_id: CycleId,
    /// The product.
    pub product_id: ProductId,
    /// The product's name in Spanish.
    pub product_name_es: String,
    /// The product's name in English.
    pub product_name_en: String,
    /// Net value of its invoiced lines.
    pub net: Money,
    /// VAT of those lines.
    pub vat: Money,
    /// Additional taxes of those lines.
    pub additional_tax: Money,
    /// The part of `net` that is paid.
    pub paid_net: Money,
    /// The part of `net` that the cooperative pays for goods that no buyer got.
    pub purchased: Money,
    /// When its earnings fall due; frozen when it closes.
    pub payables_due: PayablesDue,
    /// Its state.
    pub state: PoolState,
    /// When it was closed and shared.
    pub closed_at: Option<DateTime<Utc>>,
}

impl From<PoolOrigin> for Pool {
    fn from(PoolOrigin { pool, product, .. }: PoolOrigin) -> Self {
        Self {
            id: pool.id,
            cycle_id: pool.cycle_id,
            product_id: pool.product_id,
            product_name_es: product.name_es,
            product_name_en: product.name_en,
            net: pool.net.of(pool.currency),
            vat: pool.vat.of(pool.currency),
            additional_tax: pool.additional_tax.of(pool.currency),
            paid_net: pool.paid_net.of(pool.currency),
            purchased: pool.purchased.of(pool.currency),
            payables_due: pool.payables_due,
            state: pool.state,
            closed_at: pool.closed_at,
        }
    }
}

/// A pool with the shares of its makers.
#[derive(Clone, Debug, Object)]
pub struct PoolDetail {
    /// The pool.
    pub pool: Pool,
    /// The shares of its makers; empty until it is closed.
    pub shares: Vec<PoolShare>,
    /// The quality faults that their makers bear, oldest first.
    pub faults: Vec<PoolFault>,
}

/// The reversal of a quality fault.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PoolFaultReversal {
    /// Why it is reversed. The maker reads it.
    pub reason: Text<1, LINE>,
}

/// One pool with its shares and faults.
async fn pool_response(tx: &UnitOfWork, id: PoolId) -> Result<PoolDetail> {
    let row = pools::get_pool(tx, id).await?;
    let currency = row.pool.currency;
    let shares = pool_shares::list_shares(tx, id).await?.into_iter().map(|share| PoolShare::of(share, currency));
    let faults = list_fault_views(tx, &[id]).await?;
    Ok(PoolDetail {
        shares: shares.collect(),
        faults: faults.iter().map(|fault| PoolFault::of(fault, currency)).collect(),
        pool: row.into(),
    })
}

/// A workshop's share of a pool: by accepted quantity, less commission.
#[derive(Clone, Debug, Object)]
pub struct PoolShare {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The workshop's name.
    pub workshop: String,
    /// Units accepted from it.
    pub accepted: i64,
    /// Its part of the pool's net value.
    pub net: Money,
    /// Its part of the pool's VAT, as far as it receives it.
    pub vat: Money,
    /// Its part of the pool's additional taxes, as far as it receives them.
    pub additional_tax: Money,
    /// Its part of the pool's VAT that the cooperative keeps and declares.
    pub kept_vat: Money,
    /// Its part of the pool's additional taxes that the cooperative keeps and declares.
    pub kept_additional_tax: Money,
    /// Who declares the taxes of its sales.
    pub sale_taxes: SaleTaxes,
    /// Commission of the cooperative, in basis points of `net`.
    pub commission_bps: i32,
    /// Commission of the cooperative.
    pub commission: Money,
    /// VAT on the commission.
    pub commission_vat: Money,
    /// What of it is payable before the buyers have paid it: the cooperative waits for it.
    pub carried: Money,
}

impl PoolShare {
    fn of(PoolShareWithWorkshop { share, workshop }: PoolShareWithWorkshop, currency: Currency) -> Self {
        Self {
            workshop_id: share.workshop_id,
            workshop: workshop.name,
            accepted: share.accepted,
            net: share.net.of(currency),
            vat: share.vat.of(currency),
            additional_tax: share.additional_tax.of(currency),
            kept_vat: share.kept_vat.of(currency),
            kept_additional_tax: share.kept_additional_tax.of(currency),
            sale_taxes: share.sale_taxes,
            commission_bps: share.commission_bps,
            commission: share.commission.of(currency),
            commission_vat: share.commission_vat.of(currency),
            carried: share.carried.of(currency),
        }
    }
}

/// Operations of staff on pools.
pub struct Pools;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Settlement")]
impl Pools {
    /// List pools, newest first
    #[oai(path = "/pools", method = "get", operation_id = "list_pools")]
    async fn list_pools(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only of this cycle.
        cycle_id: Query<Option<CycleId>>,
        page: PageRequest,
    ) -> Result<List<Pool>> {
        let tx = app.read(caller.actor()).await?;
        Ok(pools::list_pools(&tx, cycle_id.0, &page).await?.map(Pool::from).into())
    }

    /// Get a pool with the shares of its makers
    #[oai(path = "/pools/:id", method = "get", operation_id = "get_pool")]
    async fn get_pool(&self, app: Data<&App>, caller: StaffViewer, id: Path<PoolId>) -> Result<Json<PoolDetail>> {
        let tx = app.read(caller.actor()).await?;
        pool_response(&tx, id.0).await.map(Json)
    }

    /// Reverse a quality fault
    ///
    /// Once. What was credited is shared by all makers of the pool again.
    #[oai(path = "/pool-faults/:id/reverse", method = "post", operation_id = "reverse_pool_fault")]
    async fn reverse_pool_fault(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<PoolFaultId>,
        body: Json<PoolFaultReversal>,
    ) -> Result<Created<PoolDetail>> {
        request
            .run(body, async |tx, _, PoolFaultReversal { reason }| {
                let pool = reverse_pool_fault(tx, id.0, reason.into()).await?;
                pool_response(tx, pool).await
            })
            .await
    }
}
