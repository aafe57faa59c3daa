//! Queries of the shares of pools.

use entities::{
    members::workshop,
    settlement::pool_share,
    values::{Amount, PoolId, SaleTaxes, WorkshopId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
    settlement::rules::{Earnings, Maker},
};

/// A share with its workshop.
#[derive(Clone, Debug)]
pub struct PoolShareWithWorkshop {
    /// The share.
    pub share: pool_share::Model,
    /// Its workshop.
    pub workshop: workshop::Model,
}

/// A share to store.
#[derive(Clone, Copy, Debug)]
pub struct NewPoolShare {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Its contribution, and the rates of commission that are fixed from now on.
    pub maker: Maker,
    /// Its part of the pool.
    pub earnings: Earnings,
}

/// The shares of a pool with their workshops, in the order of the workshops' codes: the order in which it was shared.
pub async fn list_shares(tx: &UnitOfWork, pool: PoolId) -> Result<Vec<PoolShareWithWorkshop>> {
    let rows = pool_share::Entity::find()
        .filter(pool_share::Column::PoolId.eq(pool))
        .find_also_related(workshop::Entity)
        .all(tx.db())
        .await?;
    let with_workshop = |(share, workshop): (pool_share::Model, Option<workshop::Model>)| {
        let workshop = workshop.ok_or_else(|| Problem::missing_reference("workshop", share.workshop_id))?;
        Ok(PoolShareWithWorkshop { share, workshop })
    };
    let mut shares = rows.into_iter().map(with_workshop).collect::<Result<Vec<_>>>()?;
    // Sorted here, because databases differ in how they order texts.
    shares.sort_by(|a, b| a.workshop.code.cmp(&b.workshop.code));
    Ok(shares)
}

/// All shares of these pools.
pub async fn list_shares_of_pools(tx: &UnitOfWork, pools: &[PoolId]) -> Result<Vec<pool_share::Model>> {
    let shares = pool_share::Entity::find().filter(pool_share::Column::PoolId.is_in(pools.iter().copied()));
    Ok(shares.all(tx.db()).await?)
}

/// Stores the shares of a pool.
pub async fn insert_shares(tx: &UnitOfWork, pool: PoolId, shares: &[NewPoolShare]) -> Result<()> {
    if shares.is_empty() {
        return Ok(());
    }
    let rows = shares.iter().map(|share| pool_share::ActiveModel {
        id: Set(tx.new_id()),
        pool_id: Set(pool),
        workshop_id: Set(share.workshop_id),
        accepted: Set(share.maker.accepted),
        net: Set(share.earnings.net),
        vat: Set(share.earnings.vat),
        additional_tax: Set(share.earnings.additional_tax),
        kept_vat: Set(share.earnings.kept_vat),
        kept_additional_tax: Set(share.earnings.kept_additional_tax),
        sale_taxes: Set(share.maker.sale_taxes),
        commission_bps: Set(share.maker.commission_bps),
        commission_vat_bps: Set(share.maker.commission_vat_bps),
        commission: Set(share.earnings.commission),
        commission_vat: Set(share.earnings.commission_vat),
        carried: Set(Amount::ZERO),
    });
    pool_share::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The pools of which this workshop has a share while it is undecided who declares their taxes.
pub async fn list_undecided_pools(tx: &UnitOfWork, workshop: WorkshopId) -> Result<Vec<PoolId>> {
    let shares = pool_share::Entity::find()
        .filter(pool_share::Column::WorkshopId.eq(workshop))
        .filter(pool_share::Column::SaleTaxes.eq(SaleTaxes::Undecided));
    Ok(shares.all(tx.db()).await?.into_iter().map(|share| share.pool_id).collect())
}

/// Stores who declares the taxes of a workshop's share of a pool.
pub async fn update_sale_taxes(tx: &UnitOfWork, share: Uuid, sale_taxes: SaleTaxes) -> Result<()> {
    let changes = pool_share::ActiveModel { id: Set(share), sale_taxes: Set(sale_taxes), ..Default::default() };
    pool_share::Entity::update(changes).exec(tx.db()).await?;
    Ok(())
}

/// Stores what of a share is payable before the buyers have paid it.
pub async fn update_carried(tx: &UnitOfWork, id: Uuid, carried: Amount) -> Result<()> {
    let changes = pool_share::ActiveModel { id: Set(id), carried: Set(carried), ..Default::default() };
    pool_share::Entity::update(changes).exec(tx.db()).await?;
    Ok(())
}

/// Stores the accepted quantity of a share after a receipt was corrected.
pub async fn update_accepted(tx: &UnitOfWork, id: Uuid, accepted: i64) -> Result<()> {
    let changes = pool_share::ActiveModel { id: Set(id), accepted: Set(accepted), ..Default::default() };
    pool_share::Entity::update(changes).exec(tx.db()).await?;
    Ok(())
}

/// Stores the earnings of a share. Its accepted quantity and rates do not change.
pub async fn update_share(tx: &UnitOfWork, id: Uuid, earnings: Earnings) -> Result<()> {
    pool_share::Entity::update(pool_share::ActiveModel {
        id: Set(id),
        net: Set(earnings.net),
        vat: Set(earnings.vat),
        additional_tax: Set(earnings.additional_tax),
        kept_vat: Set(earnings.kept_vat),
        kept_additional_tax: Set(earnings.kept_additional_tax),
        commission: Set(earnings.commission),
        commission_vat: Set(earnings.commission_vat),
        ..Default::default()
    })
    .exec(tx.db())
    .await?;
    Ok(())
}
