//! A cycle's pools close when everything it delivered is invoiced: each is shared out among its makers by accepted
//! quantity, and the rates of commission freeze on it.

use std::collections::HashMap;

use entities::{
    settlement::{pool, pool_share},
    values::{CycleId, PoolState, WorkshopId},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

use super::payables;
use crate::{
    catalogue, cycles, fulfilment, members,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        Event,
        errors::SettlementError,
        ledger,
        postings::{self, PoolPart},
        rules::{self, Maker, Part},
        store,
    },
};

/// Closes the open pools of a cycle and says how many; a pool that is closed already is left alone.
pub async fn close_pools(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<usize> {
    let open = store::lock_open_pools(tx, cycle_id).await?;
    if open.is_empty() {
        return Ok(0);
    }
    let cycle = cycles::cycle(tx, cycle_id).await?;
    let settings = members::settings_on(tx, cycle.delivery_date).await?;
    let accepted = fulfilment::accepted_in(tx, cycle_id).await?;
    let workshops = workshop_codes(tx, accepted.iter().map(|a| a.workshop_id)).await?;
    let names = catalogue::products(tx, &open.iter().map(|p| p.product_id).collect::<Vec<_>>()).await?;
    let closed = open.len();
    for mut pool in open {
        let mut makers: Vec<(WorkshopId, &str, Maker)> = accepted
            .iter()
            .filter(|a| a.product_id == pool.product_id && a.units > 0)
            .map(|a| {
                let maker = Maker {
                    accepted: a.units,
                    commission_bps: settings.commission_bps,
                    commission_vat_bps: settings.commission_vat_bps,
                };
                (a.workshop_id, workshops.get(&a.workshop_id).map_or("", String::as_str), maker)
            })
            .collect();
        makers.sort_by(|a, b| a.1.cmp(b.1));
        let only: Vec<Maker> = makers.iter().map(|(_, _, maker)| *maker).collect();
        let name = names.get(&pool.product_id).map_or("", |p| p.name_es.as_str());
        let Some(parts) = rules::share_pool(pool.net, pool.vat, &only) else {
            let (product, cycle) = (name.to_owned(), cycle.code.clone());
            return Err(SettlementError::PoolWithoutMakers { product, cycle }.into());
        };
        pool.state = PoolState::Closed;
        pool.closed_at = Some(tx.now());
        store::save_pool(tx, &pool).await?;
        let shares: Vec<PoolPart> = makers
            .iter()
            .zip(&parts)
            .map(|((workshop_id, code, _), part)| PoolPart {
                workshop_id: *workshop_id,
                code: (*code).to_owned(),
                part: *part,
            })
            .collect();
        insert_shares(tx, &pool, &shares, &only).await?;
        let description = format!("Fondo común {name}, {}", cycle.code);
        let key = format!("pool_closed:{}", pool.id);
        ledger::post(tx, postings::pool_shared(key, tx.today(), description, &shares)).await?;
        tx.audit("pool", pool.id.0, "closed", json!({ "net": pool.net.0, "makers": shares.len() }));
        tx.emit(Event::PoolClosed { pool_id: pool.id });
        payables::refresh(tx, &pool, "pool_closed").await?;
    }
    Ok(closed)
}

async fn insert_shares(tx: &UnitOfWork, pool: &pool::Model, shares: &[PoolPart], makers: &[Maker]) -> Result<()> {
    let rows = shares.iter().zip(makers).map(|(share, maker)| pool_share::ActiveModel {
        id: Set(tx.new_id()),
        pool_id: Set(pool.id),
        workshop_id: Set(share.workshop_id),
        accepted: Set(maker.accepted),
        net: Set(share.part.net),
        vat: Set(share.part.vat),
        commission_bps: Set(maker.commission_bps),
        commission_vat_bps: Set(maker.commission_vat_bps),
        commission: Set(share.part.commission),
        commission_vat: Set(share.part.commission_vat),
    });
    pool_share::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Shares a closed pool out anew after its value changed, and posts the difference; the rates stay frozen.
pub async fn reshare(tx: &mut UnitOfWork, pool: &pool::Model, cause: &str) -> Result<()> {
    let shares = ordered_shares(tx, pool).await?;
    let makers: Vec<Maker> = shares
        .iter()
        .map(|(_, s)| Maker {
            accepted: s.accepted,
            commission_bps: s.commission_bps,
            commission_vat_bps: s.commission_vat_bps,
        })
        .collect();
    let Some(parts) = rules::share_pool(pool.net, pool.vat, &makers) else {
        return Ok(());
    };
    let mut changes = Vec::with_capacity(parts.len());
    for ((code, share), part) in shares.iter().zip(parts) {
        changes.push(PoolPart { workshop_id: share.workshop_id, code: code.clone(), part: part.less(part_of(share)) });
        pool_share::Entity::update(pool_share::ActiveModel {
            id: Set(share.id),
            net: Set(part.net),
            vat: Set(part.vat),
            commission: Set(part.commission),
            commission_vat: Set(part.commission_vat),
            ..Default::default()
        })
        .exec(tx.db())
        .await?;
    }
    let key = format!("pool_closed:{}:{cause}", pool.id);
    ledger::post(tx, postings::pool_shared(key, tx.today(), "Corrección de un fondo común".to_owned(), &changes))
        .await?;
    payables::refresh(tx, pool, cause).await
}

/// A pool's shares with the codes of their workshops, in the order in which it was shared out.
pub async fn ordered_shares(tx: &UnitOfWork, pool: &pool::Model) -> Result<Vec<(String, pool_share::Model)>> {
    let shares = store::shares(tx, pool.id).await?;
    let codes = workshop_codes(tx, shares.iter().map(|s| s.workshop_id)).await?;
    let mut ordered: Vec<_> =
        shares.into_iter().map(|s| (codes.get(&s.workshop_id).cloned().unwrap_or_default(), s)).collect();
    ordered.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(ordered)
}

/// A share as a rule sees it.
pub fn part_of(share: &pool_share::Model) -> Part {
    Part { net: share.net, vat: share.vat, commission: share.commission, commission_vat: share.commission_vat }
}

async fn workshop_codes(tx: &UnitOfWork, ids: impl Iterator<Item = WorkshopId>) -> Result<HashMap<WorkshopId, String>> {
    let mut ids: Vec<WorkshopId> = ids.collect();
    ids.sort();
    ids.dedup();
    Ok(members::workshops(tx, &ids).await?.into_iter().map(|(id, workshop)| (id, workshop.code)).collect())
}
