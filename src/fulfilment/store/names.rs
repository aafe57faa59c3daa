//! How people call what fulfilment's lists are about.

use std::collections::HashMap;

use entities::{
    buyers::{buyer, delivery_point},
    catalogue::product,
    cycles::cycle,
    identity::organisation,
    members::workshop,
    orders::order_line,
    values::{BuyerId, CycleId, DeliveryPointId, OrderId, OrderLineId, ProductId, WorkshopId},
};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationDef};

use crate::{
    buyers, catalogue, cycles, members, orders,
    platform::{
        http::problem::Result,
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// A buyer's code and name.
#[derive(Clone, Debug, Default)]
pub struct BuyerName {
    /// Stable code.
    pub code: String,
    /// What people call it.
    pub name: String,
}

/// Codes and names of these buyers.
pub async fn buyer_names(tx: &UnitOfWork, ids: &[BuyerId]) -> Result<HashMap<BuyerId, BuyerName>> {
    let of_buyer: RelationDef = buyer::Entity::belongs_to(organisation::Entity)
        .from(buyer::Column::OrganisationId)
        .to(organisation::Column::Id)
        .into();
    let found: Vec<(BuyerId, String, String)> = buyer::Entity::find()
        .select_only()
        .join(JoinType::InnerJoin, of_buyer)
        .column(buyer::Column::Id)
        .column(buyer::Column::Code)
        .column(organisation::Column::Name)
        .filter(buyer::Column::Id.is_in(ids.iter().copied()))
        .into_tuple()
        .all(tx.db())
        .await?;
    Ok(found.into_iter().map(|(id, code, name)| (id, BuyerName { code, name })).collect())
}

/// Everything that a list of one screen names; each is asked for once.
#[derive(Default)]
pub struct Names {
    /// Buyers.
    pub buyers: HashMap<BuyerId, BuyerName>,
    /// Delivery points.
    pub points: HashMap<DeliveryPointId, delivery_point::Model>,
    /// Products.
    pub products: HashMap<ProductId, product::Model>,
    /// Workshops.
    pub workshops: HashMap<WorkshopId, workshop::Model>,
    /// Order lines.
    pub lines: HashMap<OrderLineId, order_line::Model>,
    /// Codes of orders.
    pub orders: HashMap<OrderId, String>,
    /// Cycles.
    pub cycles: HashMap<CycleId, cycle::Model>,
}

impl Names {
    /// Adds these buyers and delivery points.
    pub async fn doors(mut self, tx: &UnitOfWork, buyers: Vec<BuyerId>, points: Vec<DeliveryPointId>) -> Result<Self> {
        self.buyers = buyer_names(tx, &unique(buyers)).await?;
        self.points = buyers::delivery_points(tx, &unique(points)).await?;
        Ok(self)
    }

    /// Adds these products.
    pub async fn products(mut self, tx: &UnitOfWork, ids: impl IntoIterator<Item = ProductId>) -> Result<Self> {
        self.products = catalogue::products(tx, &unique(ids)).await?;
        Ok(self)
    }

    /// Adds these workshops.
    pub async fn workshops(mut self, tx: &UnitOfWork, ids: impl IntoIterator<Item = WorkshopId>) -> Result<Self> {
        self.workshops = members::workshops(tx, &unique(ids)).await?;
        Ok(self)
    }

    /// Adds these cycles.
    pub async fn cycles(mut self, tx: &UnitOfWork, ids: impl IntoIterator<Item = CycleId>) -> Result<Self> {
        self.cycles = cycles::cycles(tx, &unique(ids)).await?;
        Ok(self)
    }

    /// Adds these order lines and the codes of their orders.
    pub async fn orders(mut self, tx: &UnitOfWork, lines: impl IntoIterator<Item = OrderLineId>) -> Result<Self> {
        for chunk in unique(lines).chunks(ROWS_PER_INSERT) {
            self.lines.extend(orders::find_order_lines(tx, chunk).await?);
        }
        for chunk in unique(self.lines.values().map(|l| l.order_id)).chunks(ROWS_PER_INSERT) {
            self.orders.extend(orders::find_orders(tx, chunk).await?.into_iter().map(|(id, order)| (id, order.code)));
        }
        Ok(self)
    }
}

fn unique<T: Ord>(ids: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut ids: Vec<T> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
