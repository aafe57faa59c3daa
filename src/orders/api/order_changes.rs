//! Buyers and staff list the changes of an order.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entities::{
    identity::person,
    orders::order_change,
    values::{LineQuantityChange, NamedProduct, OrderChangeKind, OrderId, ProductId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path};
use uuid::Uuid;

use super::tag::Tag;
use crate::{
    buyers::get_own_buyer,
    catalogue,
    identity::{Buyer, Caller, StaffViewer},
    orders::store,
    platform::{
        app::App,
        http::{
            page_request::PageRequest,
            paging::List,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// One change of an order.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct OrderChange {
    /// Identifies the change.
    pub id: Uuid,
    /// How the order changed.
    pub kind: OrderChangeKind,
    /// When.
    pub changed_at: DateTime<Utc>,
    /// Name of the person who changed it; none where a job or an import did.
    pub changed_by: Option<String>,
    /// Why it was cancelled.
    pub reason: Option<String>,
    /// The lines whose quantity changed.
    pub lines: Vec<OrderLineChange>,
}

/// The quantity of one product of an order before and after a change.
#[derive(Clone, Debug, Object)]
pub struct OrderLineChange {
    /// The product.
    pub product_id: ProductId,
    /// Its code when it was ordered.
    pub product_code: String,
    /// Its name in Spanish when it was ordered.
    pub name_es: String,
    /// Its name in English when it was ordered.
    pub name_en: String,
    /// Units before; 0 where the change added the line.
    pub before: i64,
    /// Units after; 0 where the change removed the line.
    pub after: i64,
}

/// What the product of each change was called when it changed.
type Products = HashMap<(ProductId, DateTime<Utc>), NamedProduct>;

impl OrderChange {
    fn new(row: order_change::Model, person: Option<person::Model>, products: &Products) -> Result<Self> {
        let lines = row.lines.0.into_iter().map(|line| OrderLineChange::new(line, row.changed_at, products));
        Ok(Self {
            id: row.id,
            kind: row.kind,
            changed_at: row.changed_at,
            changed_by: person.map(|person| person.name),
            reason: row.reason,
            lines: lines.collect::<Result<_>>()?,
        })
    }
}

impl OrderLineChange {
    fn new(line: LineQuantityChange, changed_at: DateTime<Utc>, products: &Products) -> Result<Self> {
        let LineQuantityChange { product_id, product, before, after } = line;
        let product = product.or_else(|| products.get(&(product_id, changed_at)).cloned());
        let product = product.ok_or_else(|| Problem::missing_reference("product", product_id))?;
        let NamedProduct { code: product_code, name_es, name_en } = product;
        Ok(Self { product_id, product_code, name_es, name_en, before, after })
    }
}

/// Operations on the changes of an order.
pub struct OrderChanges;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Orders")]
impl OrderChanges {
    /// List the changes of one of your orders, the newest first
    #[oai(path = "/buyer/orders/:id/changes", method = "get", operation_id = "list_own_order_changes")]
    async fn list_own_order_changes(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<OrderId>,
        page: PageRequest,
    ) -> Result<List<OrderChange>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = get_own_buyer(&tx, &caller).await?;
        let order = store::orders::get_of_buyer(&tx, buyer.id, id.0).await?;
        list_changes(&tx, order.id, &page).await
    }

    /// List the changes of an order, the newest first
    #[oai(path = "/staff/orders/:id/changes", method = "get", operation_id = "list_order_changes")]
    async fn list_order_changes(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<OrderId>,
        page: PageRequest,
    ) -> Result<List<OrderChange>> {
        let tx = app.read(caller.actor()).await?;
        let order = store::orders::get(&tx, id.0).await?;
        list_changes(&tx, order.id, &page).await
    }
}

async fn list_changes(tx: &UnitOfWork, order: OrderId, page: &PageRequest) -> Result<List<OrderChange>> {
    let rows = store::order_changes::list(tx, order, page).await?;
    let unnamed = |change: &order_change::Model| {
        let lines = change.lines.0.iter().filter(|line| line.product.is_none());
        lines.map(|line| (line.product_id, change.changed_at)).collect::<Vec<_>>()
    };
    let wanted: Vec<_> = rows.items.iter().flat_map(|(change, _)| unnamed(change)).collect();
    let products = catalogue::list_products_as_of(tx, &wanted).await?.into_iter();
    let products = products.map(|row| NamedProduct { code: row.code, name_es: row.name_es, name_en: row.name_en });
    let products: Products = wanted.into_iter().zip(products).collect();
    Ok(rows.try_map(|(change, person)| OrderChange::new(change, person, &products))?.into())
}
