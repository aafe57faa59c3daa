//! A small cooperative with a few workshops that make the same things, and one lodge that orders them.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use entities::values::{
    Amount, BuyerId, CycleId, DeliveryPointId, Language, OrderId, OrganisationId, OrganisationKind, ProductId, Role,
    WorkshopId, ZoneId,
};
use minga::{
    buyers::{self, DeliveryPointTerms, NewBuyer},
    catalogue::{self, FamilyTerms, OfferTerms, ProductTerms},
    certification::{self, CertificateTerms},
    cycles::{self, CycleTerms},
    identity::{self, NewOrganisation, NewPerson, create_session},
    members::{self, NewSeason},
    orders::{self, OrderImport, OrderLineImport},
    platform::{
        app::App,
        unit_of_work::{Actor, UnitOfWork},
    },
};
use poem::http::Method;
use serde_json::Value;

use crate::support::{TestApp, api_client::ApiResponse, terms};

/// A workshop with somebody who is signed in for it.
#[derive(Clone, Debug)]
pub struct Maker {
    /// Its workshop.
    pub workshop: WorkshopId,
    /// The session of its person.
    pub token: String,
}

/// The cooperative and everybody around it.
pub struct Group {
    /// The session of somebody of the cooperative's staff.
    pub staff: String,
    /// The session of somebody of the lodge.
    pub lodge: String,
    /// Workshops by code.
    pub makers: BTreeMap<&'static str, Maker>,
    /// Products by code.
    pub products: BTreeMap<&'static str, ProductId>,
    zone: ZoneId,
    buyer: BuyerId,
    point: DeliveryPointId,
}

/// A workshop to be made: its code, its share, and units per week of each product.
pub type Workshop<'a> = (&'static str, i64, &'a [(&'static str, i64)]);

/// Units per lot of every product here.
pub const LOT: i64 = 10;
/// Price of a unit in every order here.
pub const PRICE: i64 = 100;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

impl Group {
    /// A group of these workshops, in a season that is the year.
    pub async fn of(app: &TestApp, workshops: &[Workshop<'_>]) -> Self {
        Self::until(app, workshops, "2026-12-31").await
    }

    /// The same in a season that ends on this day.
    pub async fn until(app: &TestApp, workshops: &[Workshop<'_>], last_day: &str) -> Self {
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let coop = organisation(&mut tx, OrganisationKind::Cooperative, "COOP").await;
        let staff = person(&mut tx, coop, "staff", Role::Staff).await;
        members::create_season(
            &mut tx,
            NewSeason {
                code: "S1".to_owned(),
                name: "Temporada".to_owned(),
                starts_on: day("2026-01-01"),
                ends_on: day(last_day),
            },
        )
        .await
        .unwrap();
        let family = FamilyTerms { code: "F".to_owned(), name_es: "Familia".to_owned(), name_en: "Family".to_owned() };
        let family = catalogue::upsert_family(&mut tx, family).await.unwrap();
        let zone = buyers::create_zone(&mut tx, "Z", "Zona").await.unwrap().id;
        let segment = buyers::create_segment(&mut tx, "S", "Hospedaje", "Lodge").await.unwrap().id;
        let lodge_organisation = organisation(&mut tx, OrganisationKind::Buyer, "LODGE").await;
        let lodge = person(&mut tx, lodge_organisation, "lodge", Role::Admin).await;
        let terms = terms::buyer(segment, zone);
        let new = NewBuyer { organisation_id: lodge_organisation, code: "LODGE".to_owned(), terms };
        let buyer = buyers::approve(&mut tx, new).await.unwrap().id;
        let point = DeliveryPointTerms { address: "Camino austral 1".to_owned(), ..terms::point() };
        let point = buyers::create_delivery_point(&mut tx, buyer, point).await.unwrap().id;
        let mut group = Self { staff, lodge, makers: BTreeMap::new(), products: BTreeMap::new(), zone, buyer, point };
        for code in workshops.iter().flat_map(|(_, _, offers)| offers.iter().map(|(code, _)| *code)) {
            if !group.products.contains_key(code) {
                let made = catalogue::create_product(&mut tx, terms_of(code, family.id)).await.unwrap();
                group.products.insert(code, made.id);
            }
        }
        for workshop in workshops {
            group.join(&mut tx, *workshop, day("2026-01-01")).await;
        }
        tx.commit().await.unwrap();
        group
    }

    /// A workshop joins.
    pub async fn join(&mut self, tx: &mut UnitOfWork, (code, weight, offers): Workshop<'_>, joined_on: NaiveDate) {
        let organisation = organisation(tx, OrganisationKind::Producer, code).await;
        let token = person(tx, organisation, code, Role::Admin).await;
        let new = terms::new_workshop(organisation, code, joined_on);
        let workshop = terms::join(tx, new, weight, (day("2025-06-01"), None)).await.unwrap();
        for (product, capacity) in offers {
            let product_id = self.products[product];
            offer(tx, workshop, product_id, *capacity).await;
            let grant = CertificateTerms {
                number: None,
                workshop_id: workshop,
                product_id,
                valid_from: day("2026-01-01"),
                valid_until: day("2026-12-31"),
            };
            certification::grant(tx, grant).await.unwrap();
        }
        self.makers.insert(code, Maker { workshop, token });
    }

    /// What a workshop can make of a product changes, whatever was promised.
    pub async fn can_make(&self, app: &TestApp, maker: &str, product: &str, capacity: i64) {
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        offer(&mut tx, self.makers[maker].workshop, self.products[product], capacity).await;
        tx.commit().await.unwrap();
    }

    /// An open cycle that delivers eleven days from now.
    pub async fn opened(&self, app: &TestApp) -> CycleId {
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let now = app.now();
        let delivery = tx.today().checked_add_days(Days::new(11)).unwrap();
        let new = CycleTerms {
            code: None,
            zone_id: self.zone,
            delivery_date: delivery,
            opens_at: now,
            cut_off_at: now + TimeDelta::days(2),
            respond_by: now + TimeDelta::days(7),
        };
        let cycle = cycles::create(&mut tx, new).await.unwrap().id;
        cycles::open(&mut tx, cycle).await.unwrap();
        tx.commit().await.unwrap();
        cycle
    }

    /// The lodge orders so many units of each product in an open cycle.
    pub async fn order(&self, app: &TestApp, cycle: CycleId, wanted: &[(&str, i64)]) -> OrderId {
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let line = |(code, quantity): &(&str, i64)| OrderLineImport {
            product_id: self.products[code],
            quantity: *quantity,
            unit_price: Some(Amount(PRICE)),
            discount_bps: 0,
        };
        let number: uuid::Uuid = tx.new_id();
        let agreed = OrderImport {
            code: format!("O-{number}"),
            buyer_id: self.buyer,
            cycle_id: cycle,
            delivery_point_id: self.point,
            details: Default::default(),
            lines: wanted.iter().map(line).collect(),
            enforce_credit: false,
        };
        let order = orders::import_order(&mut tx, agreed).await.unwrap().order.id;
        tx.commit().await.unwrap();
        order
    }

    /// An open cycle with one order of so many units of each product.
    pub async fn ordered(&self, app: &TestApp, wanted: &[(&str, i64)]) -> CycleId {
        let cycle = self.opened(app).await;
        self.order(app, cycle, wanted).await;
        cycle
    }

    /// The same, closed at its cut-off and split by its job.
    pub async fn allocated(&self, app: &TestApp, wanted: &[(&str, i64)]) -> CycleId {
        let cycle = self.ordered(app, wanted).await;
        app.advance(TimeDelta::days(2));
        app.run_jobs().await;
        cycle
    }

    /// The same, published.
    pub async fn published(&self, app: &TestApp, wanted: &[(&str, i64)]) -> (CycleId, Value) {
        let cycle = self.allocated(app, wanted).await;
        (cycle, request(app, Method::POST, &path(cycle, "/publish"), &self.staff).await.ok())
    }

    /// A workshop's quota in what the board shows that is in this state.
    pub fn quota<'a>(&self, board: &'a Value, maker: &str, state: &str) -> &'a Value {
        let workshop = self.makers[maker].workshop.to_string();
        let found =
            board["quotas"].as_array().unwrap().iter().find(|q| q["workshop_id"] == *workshop && q["state"] == state);
        found.unwrap_or_else(|| panic!("{maker} has no {state} quota: {:#}", board["quotas"]))
    }

    /// Lots of each workshop that count, by code.
    pub fn lots(&self, board: &Value) -> BTreeMap<String, i64> {
        let mut lots = BTreeMap::new();
        for quota in board["quotas"].as_array().unwrap() {
            if ["proposed", "published", "accepted", "amended", "frozen", "fulfilled"]
                .contains(&quota["state"].as_str().unwrap())
            {
                *lots.entry(quota["workshop_code"].as_str().unwrap().to_owned()).or_default() +=
                    quota["lots"].as_i64().unwrap();
            }
        }
        lots
    }
}

/// A path of a cycle's allocation.
pub fn path(cycle: CycleId, rest: &str) -> String {
    format!("/api/v1/staff/cycles/{cycle}/allocation{rest}")
}

async fn offer(tx: &mut UnitOfWork, workshop: WorkshopId, product: ProductId, capacity_per_week: i64) {
    let harvest_months = entities::values::ALL_YEAR;
    let terms = OfferTerms { capacity_per_week, min_batch: None, lead_days: 0, harvest_months };
    catalogue::upsert_offer(tx, workshop, product, terms).await.unwrap();
}

async fn organisation(tx: &mut UnitOfWork, kind: OrganisationKind, code: &str) -> OrganisationId {
    let (name, legal_name) = (code.to_owned(), code.to_owned());
    let new = NewOrganisation { name, legal_name, email: None, ..terms::organisation(kind, code) };
    identity::upsert_organisation(tx, new).await.unwrap().id
}

async fn person(tx: &mut UnitOfWork, organisation_id: OrganisationId, name: &str, role: Role) -> String {
    let new = NewPerson {
        email: format!("{}@example.test", name.to_lowercase()),
        name: name.to_owned(),
        language: Language::Es,
        organisation_id,
        role,
        password: None,
    };
    let id = identity::upsert_person(tx, new).await.unwrap();
    create_session(tx, id).await.unwrap().token.expose().to_owned()
}

fn terms_of(code: &str, family_id: entities::values::FamilyId) -> ProductTerms {
    let (name_es, name_en) = (code.to_owned(), code.to_owned());
    ProductTerms { name_es, name_en, lot_size: LOT, shelf_life_days: 300, ..terms::product(code, family_id) }
}

/// Sends a request without a body.
pub async fn request(app: &TestApp, method: Method, path: &str, token: &str) -> ApiResponse {
    send(&app.app, method, path, token, None, None).await
}

/// Sends a body with the version that was read.
pub async fn post_json(
    app: &TestApp,
    path: &str,
    token: &str,
    version: Option<&Value>,
    body: Option<Value>,
) -> ApiResponse {
    send(&app.app, Method::POST, path, token, version, body).await
}

async fn send(
    app: &App,
    method: Method,
    path: &str,
    token: &str,
    version: Option<&Value>,
    body: Option<Value>,
) -> ApiResponse {
    let client = poem::test::TestClient::new(minga::router::endpoint(app));
    let mut request = client.request(method, path).header("authorization", format!("Bearer {token}"));
    if let Some(version) = version {
        request = request.header("if-match", format!("\"v{version}\""));
    }
    if ["/runs", "/pins", "/pauses", "/shares", "/goods-receipts"].iter().any(|end| path.ends_with(end)) {
        let id = app.ids.uuid(DateTime::<Utc>::UNIX_EPOCH);
        request = request.header("idempotency-key", id.to_string());
    }
    if let Some(body) = body {
        request = request.body_json(&body);
    }
    ApiResponse::receive(request).await
}
