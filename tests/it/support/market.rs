//! A small market for tests: two workshops, a few products, a lodge that is invoiced by delivery and a shop that is
//! invoiced by month; and the way of a cycle up to frozen quotas.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use entities::values::{
    ALL_YEAR, Amount, BuyerId, CycleId, DeliveryPointId, InvoicingTerms, OrganisationKind, ProductId, QuotaId, Role,
    WorkshopId, ZoneId,
};
use minga::{
    allocation::{self, QuotaAnswer},
    buyers::{self, BuyerTerms, DeliveryPointTerms, NewBuyer},
    catalogue::{self, FamilyTerms, OfferTerms, ProductTerms},
    certification::{self, CertificateTerms},
    cycles::{self, CycleTerms},
    fulfilment::{self, Goods, NewBatch, NewGoodsReceipt},
    invoicing::{self, NewBillingDetails},
    members::{self, NewSeason},
    orders::{self, OrderImport, OrderLineImport},
    platform::{
        http::etag::IfMatch,
        unit_of_work::{Actor, UnitOfWork},
    },
};
use poem::http::Method;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::Value;

use super::{TestApp, api_client::ApiResponse, people::TestUser, terms};

/// A product of the market: code, price per unit, VAT and additional tax in basis points.
type ProductRow = (&'static str, i64, i32, Option<(&'static str, i32)>);

/// The products of the market.
pub const PRODUCTS: [ProductRow; 3] =
    [("miel", 4_990, 1_900, None), ("licor", 8_350, 1_900, Some(("24", 3_150))), ("libro", 3_333, 0, None)];

/// A buyer with somebody signed in for it.
pub struct Customer {
    /// Its account.
    pub id: BuyerId,
    /// Its client.
    pub point: DeliveryPointId,
    /// Somebody of it.
    pub user: TestUser,
}

/// A workshop with somebody signed in for it.
pub struct Maker {
    /// Its workshop.
    pub workshop: WorkshopId,
    /// Somebody of it.
    pub user: TestUser,
}

/// The market.
pub struct Market {
    /// Staff of the cooperative.
    pub staff: TestUser,
    /// Finance of the cooperative.
    pub finance: TestUser,
    /// Makes everything.
    pub ana: Maker,
    /// Makes everything too.
    pub beto: Maker,
    /// Invoiced by delivery.
    pub lodge: Customer,
    /// Invoiced by month.
    pub shop: Customer,
    /// Products by code.
    pub products: BTreeMap<&'static str, ProductId>,
    /// Of both buyers.
    pub zone: ZoneId,
}

/// An order in a cycle: whose, and units by product.
pub type CustomerOrder<'a> = (&'a Customer, &'a [(&'static str, i64)]);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The season of the application's year, long enough for the cycles of the next month.
fn season(app: &TestApp) -> (NaiveDate, NaiveDate) {
    let (year, last) = (app.now().year(), (app.now() + TimeDelta::days(31)).year());
    (NaiveDate::from_ymd_opt(year, 1, 1).unwrap(), NaiveDate::from_ymd_opt(last, 12, 31).unwrap())
}

impl Market {
    /// A market of its own.
    pub async fn open(app: &TestApp) -> Self {
        let staff = app.staff(Role::Staff).await;
        let finance = app.staff(Role::Finance).await;
        let (ana, beto) = (maker(app, "U01").await, maker(app, "U02").await);
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let (starts_on, ends_on) = season(app);
        let season = NewSeason { code: "T1".into(), name: "Temporada".into(), starts_on, ends_on };
        members::create_season(&mut tx, season).await.unwrap();
        let products = make_products(&mut tx).await;
        for maker in [&ana, &beto] {
            certify(&mut tx, maker.workshop, products.values().copied(), (starts_on, ends_on)).await;
        }
        let zone = buyers::create_zone(&mut tx, "Z", "Zona").await.unwrap().id;
        let details = NewBillingDetails {
            activity: "Venta de alimentos artesanales".into(),
            address: "Calle Prat 123".into(),
            comuna: "Coyhaique".into(),
            bank: Some("BancoEstado, cuenta corriente".into()),
            bank_account: Some("84300112233".into()),
        };
        invoicing::upsert_billing_details(&mut tx, finance.organisation, &IfMatch::any(), details).await.unwrap();
        tx.commit().await.unwrap();
        let lodge = customer(app, "lodge", zone, InvoicingTerms::PerDelivery).await;
        let shop = customer(app, "tienda", zone, InvoicingTerms::Monthly).await;
        Self { staff, finance, ana, beto, lodge, shop, products, zone }
    }

    /// A cycle with these orders whose quotas are accepted and frozen. It delivers eleven days after its opening; the
    /// clock stands nine days before the delivery then.
    pub async fn frozen(&self, app: &TestApp, wanted: &[CustomerOrder<'_>]) -> CycleId {
        let cycle = self.ordered(app, wanted).await;
        self.freeze(app, cycle).await;
        cycle
    }

    /// Lets the cut-off of a cycle pass; its quotas are published, accepted and frozen.
    pub async fn freeze(&self, app: &TestApp, cycle: CycleId) {
        app.advance(TimeDelta::days(2));
        app.run_jobs().await;
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        allocation::publish_quotas(&mut tx, cycle).await.unwrap();
        for quota in self.quotas_in(&tx, cycle).await {
            allocation::answer_quota(&mut tx, None, quota, QuotaAnswer::Accept, &IfMatch::any()).await.unwrap();
        }
        allocation::freeze_quotas(&mut tx, cycle).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A cycle that takes orders, with these.
    pub async fn ordered(&self, app: &TestApp, wanted: &[CustomerOrder<'_>]) -> CycleId {
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let now = app.now();
        let delivery_date = tx.today().checked_add_days(Days::new(11)).unwrap();
        let new = CycleTerms {
            code: None,
            zone_id: self.zone,
            delivery_date,
            opens_at: now,
            cut_off_at: now + TimeDelta::days(2),
            respond_by: now + TimeDelta::days(7),
        };
        let cycle = cycles::create(&mut tx, new).await.unwrap().id;
        cycles::open(&mut tx, cycle).await.unwrap();
        for (number, (customer, lines)) in wanted.iter().enumerate() {
            let line = |(code, quantity): &(&str, i64)| OrderLineImport {
                product_id: self.products[code],
                quantity: *quantity,
                unit_price: Some(Amount(price(code))),
                discount_bps: 0,
            };
            let agreed = OrderImport {
                code: format!("P-{delivery_date}-{number}"),
                buyer_id: customer.id,
                cycle_id: cycle,
                delivery_point_id: customer.point,
                details: Default::default(),
                lines: lines.iter().map(line).collect(),
                enforce_credit: false,
            };
            orders::import_order(&mut tx, agreed).await.unwrap();
        }
        tx.commit().await.unwrap();
        cycle
    }

    async fn quotas_in(&self, tx: &UnitOfWork, cycle: CycleId) -> Vec<QuotaId> {
        use entities::allocation::quota::{Column, Entity};
        let rows = Entity::find().filter(Column::CycleId.eq(cycle)).all(tx.db()).await.unwrap();
        rows.into_iter().filter(|q| q.published_at.is_some()).map(|q| q.id).collect()
    }

    /// The same, and everything brought and accepted.
    pub async fn received(&self, app: &TestApp, wanted: &[CustomerOrder<'_>]) -> CycleId {
        let cycle = self.frozen(app, wanted).await;
        self.receive(app, cycle).await;
        cycle
    }

    /// Brings and accepts everything that the quotas of a cycle ask for.
    pub async fn receive(&self, app: &TestApp, cycle: CycleId) {
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let today = tx.today();
        for quota in allocation::list_live_quotas(&tx, cycle).await.unwrap() {
            let new = NewGoodsReceipt {
                quota_id: quota.id,
                goods: Goods::New(NewBatch { made_on: today, quantity: quota.units }),
                accepted: quota.units,
                rejected: 0,
                rejection: None,
                reason: None,
                replaces: None,
            };
            fulfilment::record_goods_receipt(&mut tx, new).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// The same, delivered; the jobs that follow have not run.
    pub async fn delivered(&self, app: &TestApp, wanted: &[CustomerOrder<'_>]) -> CycleId {
        let cycle = self.received(app, wanted).await;
        self.deliver(app, cycle).await;
        cycle
    }

    /// Delivers what came of a cycle; the jobs that follow have not run.
    pub async fn deliver(&self, app: &TestApp, cycle: CycleId) {
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        fulfilment::prepare_deliveries(&mut tx, cycle).await.unwrap();
        fulfilment::dispatch_cycle(&mut tx, cycle).await.unwrap();
        fulfilment::confirm_cycle(&mut tx, cycle).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// The price of a product.
pub fn price(code: &str) -> i64 {
    PRODUCTS.iter().find(|p| p.0 == code).unwrap().1
}

async fn maker(app: &TestApp, code: &str) -> Maker {
    let user = app.user(OrganisationKind::Producer, code, Role::Admin).await;
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let new = terms::new_workshop(user.organisation, code, day("2026-01-01"));
    let workshop = terms::join(&mut tx, new, 100, (day("2025-06-01"), None)).await.unwrap();
    tx.commit().await.unwrap();
    Maker { workshop, user }
}

async fn certify(
    tx: &mut UnitOfWork,
    workshop_id: WorkshopId,
    products: impl Iterator<Item = ProductId>,
    (valid_from, valid_until): (NaiveDate, NaiveDate),
) {
    for product_id in products {
        let terms = OfferTerms { capacity_per_week: 10_000, min_batch: None, lead_days: 0, harvest_months: ALL_YEAR };
        catalogue::upsert_offer(tx, workshop_id, product_id, terms).await.unwrap();
        let grant = CertificateTerms { number: None, workshop_id, product_id, valid_from, valid_until };
        certification::grant(tx, grant).await.unwrap();
    }
}

async fn make_products(tx: &mut UnitOfWork) -> BTreeMap<&'static str, ProductId> {
    let family = FamilyTerms { code: "F".into(), name_es: "Familia".into(), name_en: "Family".into() };
    let family_id = catalogue::upsert_family(tx, family).await.unwrap().id;
    let mut products = BTreeMap::new();
    for (code, _, vat_bps, additional) in PRODUCTS {
        let terms = ProductTerms {
            name_es: format!("Ñam {code}"),
            name_en: format!("Yum {code}"),
            shelf_life_days: 90,
            vat_bps,
            additional_tax: additional.map(|(code, rate)| (code.to_owned(), rate)),
            ..terms::product(code, family_id)
        };
        products.insert(code, catalogue::create_product(tx, terms).await.unwrap().id);
    }
    products
}

async fn customer(app: &TestApp, code: &str, zone_id: ZoneId, invoicing_terms: InvoicingTerms) -> Customer {
    let user = app.user(OrganisationKind::Buyer, code, Role::Admin).await;
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let segment_id = buyers::create_segment(&mut tx, "S", "Comercio", "Trade").await.unwrap().id;
    let terms = BuyerTerms { invoicing_terms, ..terms::buyer(segment_id, zone_id) };
    let new = NewBuyer { organisation_id: user.organisation, code: code.to_uppercase(), terms };
    let id = buyers::approve(&mut tx, new).await.unwrap().id;
    let notes = Some("Tocar la campana".into());
    let point = DeliveryPointTerms { address: format!("Camino {code} 7"), notes, ..terms::point() };
    let point = buyers::create_delivery_point(&mut tx, id, point).await.unwrap().id;
    tx.commit().await.unwrap();
    Customer { id, point, user }
}

impl TestApp {
    /// Does something as somebody, with this key.
    pub async fn post_with_key(&self, who: &TestUser, key: &str, path: &str, body: Value) -> ApiResponse {
        self.send(who, Method::POST, path, Some(body), Some(("idempotency-key", key.to_owned()))).await
    }

    /// Reads as somebody.
    pub async fn get(&self, who: &TestUser, path: &str) -> ApiResponse {
        self.send(who, Method::GET, path, None, None).await
    }

    /// Does something as somebody, with a key of its own.
    pub async fn post(&self, who: &TestUser, path: &str, body: Value) -> ApiResponse {
        let key = self.app.ids.uuid(self.now()).to_string();
        self.send(who, Method::POST, path, Some(body), Some(("idempotency-key", key))).await
    }

    /// Sends a request to this application.
    pub async fn send(
        &self,
        who: &TestUser,
        method: Method,
        path: &str,
        body: Option<Value>,
        header: Option<(&str, String)>,
    ) -> ApiResponse {
        let client = self.client();
        let mut request = client.request(method, format!("/api/v1{path}")).header("authorization", &who.bearer);
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        if let Some(body) = body {
            request = request.body_json(&body);
        }
        ApiResponse::receive(request).await
    }

    /// Sends a CSV file as somebody.
    pub async fn post_csv(&self, who: &TestUser, path: &str, csv: impl Into<poem::Body>) -> ApiResponse {
        let client = self.client();
        let key = self.app.ids.uuid(self.now()).to_string();
        let request = client.post(format!("/api/v1{path}")).header("authorization", &who.bearer);
        let request = request.header("idempotency-key", key);
        ApiResponse::receive(request.content_type("text/csv; charset=utf-8").body(csv)).await
    }

    /// Asserts that no invariant of the installation is violated.
    #[track_caller]
    pub fn assert_no_violations(&self) -> impl Future<Output = ()> {
        let app = self.app.clone();
        async move {
            let broken = minga::audit::find_violations(&app).await.unwrap();
            assert!(broken.is_empty(), "{broken:#?}");
        }
    }
}
