//! What the exchange reads of the whole installation: codes, and what files compare themselves with.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entities::{
    buyers::{buyer, delivery_point, segment, zone},
    catalogue::{family, price_list, product},
    certification::certificate,
    cycles::cycle,
    identity::organisation,
    members::{decision, season, workshop},
    orders::{order, order_line, standing_order, standing_order_line, standing_order_pause},
    values::{BuyerId, StandingOrderId, StandingOrderState},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};
use uuid::Uuid;

use super::kind::Kind;
use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// The codes of all things of a kind, where rows refer to them by code.
pub async fn codes(tx: &UnitOfWork, kind: Kind) -> Result<Vec<(String, Uuid)>> {
    macro_rules! of {
        ($noun:ident, $column:ident) => {
            $noun::Entity::find()
                .select_only()
                .column($noun::Column::$column)
                .column($noun::Column::Id)
                .into_tuple()
                .all(tx.db())
                .await?
        };
    }
    Ok(match kind {
        Kind::Seasons => of!(season, Code),
        Kind::Decisions => of!(decision, Code),
        Kind::Segments => of!(segment, Code),
        Kind::Zones => of!(zone, Code),
        Kind::Families => of!(family, Code),
        Kind::Organisations => of!(organisation, Code),
        Kind::Buyers => of!(buyer, Code),
        Kind::Workshops => of!(workshop, Code),
        Kind::Products => of!(product, Code),
        Kind::Certificates => of!(certificate, Number),
        Kind::Prices => of!(price_list, Code),
        Kind::Cycles => of!(cycle, Code),
        Kind::StandingOrders => of!(standing_order, Code),
        Kind::People
        | Kind::DeliveryPoints
        | Kind::Shares
        | Kind::Authorisations
        | Kind::Pauses
        | Kind::Offers
        | Kind::StandingOrderPauses
        | Kind::Orders
        | Kind::Arrivals => Vec::new(),
    })
}

/// What is there before an import, as far as its rows compare themselves with it.
pub struct Stored {
    /// The decisions.
    pub decisions: HashMap<String, decision::Model>,
    /// The seasons.
    pub seasons: HashMap<String, season::Model>,
    /// The certificates, by number.
    pub certificates: HashMap<String, certificate::Model>,
    /// The cycles.
    pub cycles: HashMap<String, cycle::Model>,
}

impl Stored {
    /// All of it.
    pub async fn of(tx: &UnitOfWork) -> Result<Self> {
        let db = tx.db();
        let certificates = certificate::Entity::find().all(db).await?;
        Ok(Self {
            decisions: decision::Entity::find().all(db).await?.into_iter().map(|d| (d.code.clone(), d)).collect(),
            seasons: season::Entity::find().all(db).await?.into_iter().map(|s| (s.code.clone(), s)).collect(),
            certificates: certificates.into_iter().map(|c| (c.number.clone(), c)).collect(),
            cycles: cycle::Entity::find().all(db).await?.into_iter().map(|c| (c.code.clone(), c)).collect(),
        })
    }
}

/// The order of this code with its lines, in their order.
pub async fn order(tx: &UnitOfWork, code: &str) -> Result<Option<(order::Model, Vec<order_line::Model>)>> {
    let Some(order) = order::Entity::find().filter(order::Column::Code.eq(code)).one(tx.db()).await? else {
        return Ok(None);
    };
    let lines = order_line::Entity::find()
        .filter(order_line::Column::OrderId.eq(order.id))
        .order_by_asc(order_line::Column::Position);
    let lines = lines.all(tx.db()).await?;
    Ok(Some((order, lines)))
}

/// The standing order of this code with its lines, in their order; its row locked for change.
pub async fn standing_order(
    tx: &UnitOfWork,
    code: &str,
) -> Result<Option<(standing_order::Model, Vec<standing_order_line::Model>)>> {
    let found = standing_order::Entity::find().filter(standing_order::Column::Code.eq(code)).lock(LockType::Update);
    let Some(standing) = found.one(tx.db()).await? else { return Ok(None) };
    let lines = standing_order_line::Entity::find()
        .filter(standing_order_line::Column::StandingOrderId.eq(standing.id))
        .order_by_asc(standing_order_line::Column::Position);
    let lines = lines.all(tx.db()).await?;
    Ok(Some((standing, lines)))
}

/// The standing order, its row locked for change.
pub async fn standing_order_by_id(tx: &UnitOfWork, id: StandingOrderId) -> Result<Option<standing_order::Model>> {
    Ok(standing_order::Entity::find_by_id(id).lock(LockType::Update).one(tx.db()).await?)
}

/// Whether a standing order has exactly this pause.
pub async fn is_paused(tx: &UnitOfWork, id: StandingOrderId, from: NaiveDate, until: NaiveDate) -> Result<bool> {
    let same = standing_order_pause::Entity::find()
        .filter(standing_order_pause::Column::StandingOrderId.eq(id))
        .filter(standing_order_pause::Column::FromDate.eq(from))
        .filter(standing_order_pause::Column::UntilDate.eq(until));
    Ok(same.one(tx.db()).await?.is_some())
}

/// The standing orders that have ended.
pub async fn ended_standing_orders(tx: &UnitOfWork) -> Result<HashSet<StandingOrderId>> {
    let ended = standing_order::Entity::find()
        .select_only()
        .column(standing_order::Column::Id)
        .filter(standing_order::Column::State.eq(StandingOrderState::Ended));
    let ended: Vec<StandingOrderId> = ended.into_tuple().all(tx.db()).await?;
    Ok(ended.into_iter().collect())
}

/// The buyer's delivery point of this name: one in use before one that is not.
pub async fn point(tx: &UnitOfWork, buyer: BuyerId, name: &str) -> Result<Option<delivery_point::Model>> {
    let found = delivery_point::Entity::find()
        .filter(delivery_point::Column::BuyerId.eq(buyer))
        .filter(delivery_point::Column::Name.eq(name))
        .order_by_asc(delivery_point::Column::CreatedAt);
    let found = found.all(tx.db()).await?;
    let live = found.iter().position(|point| point.retired_at.is_none());
    Ok(found.into_iter().nth(live.unwrap_or(0)))
}

/// The names of all delivery points.
pub async fn point_names(tx: &UnitOfWork) -> Result<Vec<(Uuid, String)>> {
    let names = delivery_point::Entity::find()
        .select_only()
        .column(delivery_point::Column::Id)
        .column(delivery_point::Column::Name);
    Ok(names.into_tuple().all(tx.db()).await?)
}
