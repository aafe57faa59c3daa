//! A small market: one workshop that makes three products, a lodge and a shop in one zone, prices with tiers.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use entities::{
    buyers::buyer,
    catalogue::{reservation, week_capacity},
    cycles::cycle,
    values::{
        ALL_YEAR, Amount, BuyerId, CycleId, DeliveryPointId, OrganisationKind, PriceListId, ProductId, SegmentId,
        WorkshopId, ZoneId,
    },
};
use minga::{
    buyers::{self, BuyerTerms, NewBuyer},
    catalogue::{self, FamilyTerms, OfferTerms, PriceRow, ProductTerms},
    certification::{self, CertificateTerms},
    cycles::{self, CycleTerms},
    members::{NewWorkshop, WorkshopTerms},
    platform::unit_of_work::{Actor, UnitOfWork},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::support::{ApiClient, TestApp, terms};

/// Units a week that the workshop makes of each product.
pub const CAPACITY: i64 = 60;

/// A buyer with somebody who orders for it.
pub struct Client {
    /// Its account.
    pub id: BuyerId,
    /// Where its orders go.
    pub point: DeliveryPointId,
    /// Its way in.
    pub client: ApiClient,
}

/// The market.
pub struct Market {
    /// A lodge: priority 1, no limits.
    pub lodge: Client,
    /// A shop: priority 2, no limits.
    pub shop: Client,
    /// JAM (single units, tiers at 1 and 12), TEA (by six), HONEY (out of harvest in March).
    pub products: HashMap<&'static str, ProductId>,
    /// Who makes them.
    pub workshop: WorkshopId,
    /// Of both buyers.
    pub zone: ZoneId,
    /// Of both buyers.
    pub segment: SegmentId,
    /// The segment's.
    pub list: PriceListId,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

impl Market {
    /// The market, on Monday 2 March 2026.
    pub async fn open(app: &TestApp) -> Self {
        let lodge = app.organisation_client(OrganisationKind::Buyer, "LODGE").await;
        let shop = app.organisation_client(OrganisationKind::Buyer, "SHOP").await;
        let maker = app.organisation_client(OrganisationKind::Producer, "TALLER").await;
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let zone = buyers::create_zone(&mut tx, "AYS", "Aysén").await.unwrap().id;
        let segment = buyers::create_segment(&mut tx, "LODGE", "Hospedaje", "Lodge").await.unwrap().id;
        let workshop = workshop(&mut tx, maker.user.as_ref().unwrap().organisation).await;
        let family = FamilyTerms { code: "F".into(), name_es: "Familia".into(), name_en: "Family".into() };
        let family = catalogue::upsert_family(&mut tx, family).await.unwrap().id;
        let mut products = HashMap::new();
        for (code, multiple, months) in [("JAM", 1, ALL_YEAR), ("TEA", 6, ALL_YEAR), ("HONEY", 1, 1 << 5)] {
            let made = catalogue::create_product(&mut tx, sold(code, family, multiple)).await.unwrap().id;
            catalogue::publish_product(&mut tx, made).await.unwrap();
            offer(&mut tx, workshop, made, CAPACITY, months).await;
            products.insert(code, made);
        }
        let list = catalogue::create_price_list(&mut tx, "L", "Lodges", segment).await.unwrap().id;
        let price =
            |code, min_quantity, amount| PriceRow { product_id: products[code], min_quantity, amount: Amount(amount) };
        let prices = [price("JAM", 1, 1_000), price("JAM", 12, 900), price("TEA", 1, 500), price("HONEY", 1, 2_000)];
        catalogue::update_prices(&mut tx, list, &prices).await.unwrap();
        let (lodge_id, lodge_point) = account(&mut tx, &lodge, "LODGE", segment, zone, 1).await;
        let (shop_id, shop_point) = account(&mut tx, &shop, "SHOP", segment, zone, 2).await;
        tx.commit().await.unwrap();
        Self {
            lodge: Client { id: lodge_id, point: lodge_point, client: lodge },
            shop: Client { id: shop_id, point: shop_point, client: shop },
            products,
            workshop,
            zone,
            segment,
            list,
        }
    }

    /// A cycle of the zone: it opens at `opens_at` and closes two days before its delivery.
    pub async fn cycle(&self, app: &TestApp, delivery: &str, opens_at: DateTime<Utc>) -> cycle::Model {
        let delivery_date = day(delivery);
        let noon = |date: NaiveDate| date.and_hms_opt(12, 0, 0).unwrap().and_utc();
        let new = CycleTerms {
            code: None,
            zone_id: self.zone,
            delivery_date,
            opens_at,
            cut_off_at: noon(delivery_date - Days::new(2)),
            respond_by: noon(delivery_date - Days::new(1)),
        };
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let made = cycles::create(&mut tx, new).await.unwrap();
        tx.commit().await.unwrap();
        made
    }

    /// The cycle that delivers on Friday 6 March, open.
    pub async fn this_week(&self, app: &TestApp) -> CycleId {
        let cycle = self.cycle(app, "2026-03-06", app.now()).await.id;
        self.cycle(app, "2026-03-13", app.now() + TimeDelta::days(4)).await;
        app.run_jobs().await;
        cycle
    }

    /// The lines of an order on the wire.
    pub fn lines(&self, lines: &[(&str, i64)]) -> Value {
        lines
            .iter()
            .map(|(code, quantity)| json!({ "product_id": self.products[code], "quantity": quantity }))
            .collect()
    }

    /// An order on the wire.
    pub fn order(&self, client: &Client, cycle: CycleId, lines: &[(&str, i64)]) -> Value {
        json!({ "cycle_id": cycle, "delivery_point_id": client.point, "lines": self.lines(lines) })
    }

    /// Changes the terms of a buyer's account.
    pub async fn change_account(&self, app: &TestApp, buyer: BuyerId, change: impl FnOnce(&mut buyer::ActiveModel)) {
        let tx = app.app.begin(Actor::System).await.unwrap();
        let mut row = buyer::ActiveModel { id: sea_orm::ActiveValue::Set(buyer), ..Default::default() };
        change(&mut row);
        buyer::Entity::update(row).exec(tx.db()).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn offer(
    tx: &mut UnitOfWork,
    workshop: WorkshopId,
    product: ProductId,
    capacity_per_week: i64,
    harvest_months: i32,
) {
    let terms = OfferTerms { capacity_per_week, min_batch: None, lead_days: 0, harvest_months };
    catalogue::upsert_offer(tx, workshop, product, terms).await.unwrap();
    let (valid_from, valid_until) = (day("2026-01-01"), day("2026-12-31"));
    let grant = CertificateTerms { number: None, workshop_id: workshop, product_id: product, valid_from, valid_until };
    certification::grant(tx, grant).await.unwrap();
}

async fn workshop(tx: &mut UnitOfWork, organisation_id: entities::values::OrganisationId) -> WorkshopId {
    let facts = WorkshopTerms { name: "Taller".into(), comuna: Some("Cochrane".into()), ..terms::workshop("TALLER") };
    let new = NewWorkshop { terms: facts, ..terms::new_workshop(organisation_id, "TALLER", day("2026-01-01")) };
    terms::join(tx, new, 100, (day("2025-06-01"), None)).await.unwrap()
}

fn sold(code: &str, family_id: entities::values::FamilyId, order_multiple: i64) -> ProductTerms {
    ProductTerms {
        name_es: format!("Producto {code}"),
        name_en: format!("Product {code}"),
        order_multiple,
        ..terms::product(code, family_id)
    }
}

async fn account(
    tx: &mut UnitOfWork,
    client: &ApiClient,
    code: &str,
    segment_id: SegmentId,
    zone_id: ZoneId,
    priority: i32,
) -> (BuyerId, DeliveryPointId) {
    let terms = BuyerTerms { priority, ..terms::buyer(segment_id, zone_id) };
    let organisation_id = client.user.as_ref().unwrap().organisation;
    let buyer = buyers::approve(tx, NewBuyer { organisation_id, code: code.into(), terms }).await.unwrap().id;
    (buyer, buyers::create_delivery_point(tx, buyer, terms::point()).await.unwrap().id)
}

/// What is reserved of each product and week is what live reservations hold.
pub async fn check_reserved(app: &TestApp) {
    let tx = app.app.read(Actor::System).await.unwrap();
    let mut held: HashMap<(ProductId, NaiveDate), i64> = HashMap::new();
    for row in reservation::Entity::find().all(tx.db()).await.unwrap() {
        if row.released_at.is_none() {
            *held.entry((row.product_id, row.week)).or_default() += row.quantity;
        }
    }
    for row in week_capacity::Entity::find().all(tx.db()).await.unwrap() {
        assert_eq!(row.reserved, held.remove(&(row.product_id, row.week)).unwrap_or(0));
    }
    assert!(held.values().all(|quantity| *quantity == 0), "{held:?}");
}

/// The buyer's exposure.
pub async fn exposure(app: &TestApp, buyer: BuyerId) -> i64 {
    let tx = app.app.read(Actor::System).await.unwrap();
    buyers::get_buyer(&tx, buyer).await.unwrap().exposure.0
}

/// Units reserved of a product in the week of 6 March.
pub async fn reserved(app: &TestApp, product: ProductId) -> i64 {
    let tx = app.app.read(Actor::System).await.unwrap();
    let rows = week_capacity::Entity::find().filter(week_capacity::Column::ProductId.eq(product));
    let rows = rows.filter(week_capacity::Column::Week.eq(day("2026-03-02"))).all(tx.db()).await.unwrap();
    rows.first().map_or(0, |row| row.reserved)
}
