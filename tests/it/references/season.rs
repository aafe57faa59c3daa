//! A season with a record of every kind that a request may name: cycles in each state, invoices, bank lines, payouts.

use std::{collections::HashMap, sync::Arc};

use chrono::TimeDelta;
use entities::{
    allocation::quota,
    fulfilment::batch,
    invoicing::invoice,
    values::{
        BuyerId, CycleId, Language, OrganisationId, OrganisationKind, PersonId, ProductId, QuotaId, Role, WorkshopId,
    },
};
use minga::{
    identity::{NewPerson, upsert_person},
    platform::{app::App, unit_of_work::Actor},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use super::clp;
use crate::{
    money::world::World,
    settlement::steps::{export_batch, issue_statements, pay},
    support::TestApp,
};

/// A season with its records. `market.lodge` and `market.ana` are the callers; what is of the shop or of Beto is another's.
pub struct Season {
    /// The market and its people.
    pub world: World,
    /// A process with the demo's sign-in, which every example is sent to.
    pub node: App,
    /// A cycle in each state.
    pub open: CycleId,
    /// Allocated, not published.
    pub allocated: CycleId,
    /// Frozen, nothing received.
    pub frozen: CycleId,
    /// Received, not delivered.
    pub received: CycleId,
    /// On its way to both buyers.
    pub dispatched: CycleId,
    /// Somebody of the demo.
    pub demo_person: PersonId,
    /// An organisation of buyers without an account.
    pub newcomer: OrganisationId,
    /// The recall of a product that the lodge was delivered.
    pub recall: Value,
    bearers: HashMap<String, String>,
}

impl Season {
    /// Opens it.
    pub async fn open(app: &Arc<TestApp>) -> Self {
        let world = World::open(app).await;
        let recall = invoiced(app, &world).await;
        let market = &world.market;
        let both = [(&market.lodge, &[("miel", 20)][..]), (&market.shop, &[("miel", 20)][..])];
        let dispatched = market.received(app, &both).await;
        for step in ["deliveries", "dispatch"] {
            app.post(&market.staff, &format!("/staff/cycles/{dispatched}/{step}"), Value::Null).await.ok();
        }
        let received = market.received(app, &[(&market.lodge, &[("miel", 20)])]).await;
        let frozen = market.frozen(app, &[(&market.lodge, &[("miel", 20)])]).await;
        let allocated = market.ordered(app, &[(&market.lodge, &[("miel", 20)])]).await;
        app.advance(TimeDelta::days(2));
        app.run_jobs().await;
        let open = market.ordered(app, &[(&market.shop, &[("miel", 3)])]).await;
        let newcomer = app.user(OrganisationKind::Buyer, "hotel", Role::Admin).await.organisation;
        let demo_person = demo_person(app, newcomer).await;
        // Sessions of the season's beginning have expired.
        let mut bearers = HashMap::new();
        for (caller, person) in [
            ("buyer", market.lodge.user.person),
            ("person", market.lodge.user.person),
            ("producer", market.ana.user.person),
            ("staff", world.approver.person),
        ] {
            bearers.insert(caller.to_owned(), app.sign_in(person).await);
        }
        let node = app.node_set(&[("DEMO", "true")]).await;
        Self { world, node, open, allocated, frozen, received, dispatched, demo_person, newcomer, recall, bearers }
    }

    /// `Authorization` of whoever may call an operation that names this caller.
    pub fn bearer(&self, caller: &str) -> Option<&String> {
        self.bearers.get(caller.split('.').next()?)
    }

    /// A product of the market.
    pub fn product(&self, code: &str) -> ProductId {
        self.world.market.products[code]
    }

    /// The first id that a query returns.
    pub async fn id(&self, sql: &str) -> Value {
        let ids = self.world.ids(sql).await;
        json!(ids.first().unwrap_or_else(|| panic!("nothing is found by {sql}")))
    }

    /// The response of an operation that staff read or act with.
    pub async fn staff(&self, path: &str, body: Option<Value>) -> Value {
        let approver = &self.world.approver;
        match body {
            Some(body) => self.world.app.post(approver, path, body).await.ok(),
            None => self.world.app.get(approver, path).await.ok(),
        }
    }

    /// The delivery to a buyer that is on its way, with its lines.
    pub async fn delivery(&self, buyer: BuyerId) -> Value {
        let deliveries = self.staff(&format!("/staff/deliveries?cycle_id={}", self.dispatched), None).await;
        let of_buyer = deliveries.as_array().unwrap().iter().find(|row| row["buyer_id"] == json!(buyer)).unwrap();
        self.staff(&format!("/staff/deliveries/{}", of_buyer["id"].as_str().unwrap()), None).await
    }

    /// The quota of a workshop in a cycle.
    pub async fn quota(&self, cycle: CycleId, workshop: WorkshopId) -> quota::Model {
        let tx = self.world.app.app.read(Actor::System).await.unwrap();
        let found = quota::Entity::find().filter(quota::Column::CycleId.eq(cycle));
        found.filter(quota::Column::WorkshopId.eq(workshop)).one(tx.db()).await.unwrap().unwrap()
    }

    /// The batch that was made for a quota.
    pub async fn batch(&self, quota: QuotaId) -> batch::Model {
        let tx = self.world.app.app.read(Actor::System).await.unwrap();
        batch::Entity::find().filter(batch::Column::QuotaId.eq(quota)).one(tx.db()).await.unwrap().unwrap()
    }

    /// The invoice of a buyer, with its lines.
    pub async fn invoice(&self, buyer: BuyerId) -> Value {
        let id = {
            let tx = self.world.app.app.read(Actor::System).await.unwrap();
            let found = invoice::Entity::find().filter(invoice::Column::BuyerId.eq(buyer));
            found.one(tx.db()).await.unwrap().unwrap().id
        };
        self.staff(&format!("/staff/invoices/{id}"), None).await
    }
}

/// Delivers, invoices, pays a part, states and pays out; quality then recalls a product. The recall.
async fn invoiced(app: &TestApp, world: &World) -> Value {
    let market = &world.market;
    let lodge = [("miel", 40), ("licor", 4)];
    market.delivered(app, &[(&market.lodge, &lodge[..]), (&market.shop, &[("miel", 40)])]).await;
    app.run_jobs().await;
    let until = json!({ "until": app.now().date_naive() });
    app.post(&world.approver, "/staff/invoice-runs", until).await.ok();
    app.run_jobs().await;
    for buyer in [market.lodge.id, market.shop.id] {
        pay(app, buyer, 50).await;
    }
    issue_statements(app).await;
    export_batch(app, market).await;
    let certificates = app.get(&world.approver, "/staff/certificates").await.ok();
    let liquor = json!(market.products["licor"]);
    let of_liquor = certificates.as_array().unwrap().iter().filter(|certificate| certificate["product_id"] == liquor);
    for certificate in of_liquor {
        let path = format!("/staff/certificates/{}/suspend", certificate["id"].as_str().unwrap());
        app.post(&world.approver, &path, json!({ "kind": "safety", "reason": "contaminación" })).await.ok();
    }
    let recalls = app.get(&world.approver, "/staff/recalls").await.ok();
    let surplus = json!({
        "buyer_id": market.lodge.id, "method": "transfer", "received_on": app.now().date_naive(),
        "amount": clp(50_000), "allocations": [],
    });
    let payment = app.post(&world.approver, "/staff/payments", surplus).await.ok();
    let refunds = format!("/staff/payments/{}/refunds", payment["id"].as_str().unwrap());
    app.post(&world.approver, &refunds, json!({ "amount": clp(1_000) })).await.ok();
    recalls[0]["id"].clone()
}

async fn demo_person(app: &TestApp, organisation_id: OrganisationId) -> PersonId {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let new = NewPerson {
        email: "alguien@demo.example".into(),
        name: "Alguien".into(),
        language: Language::Es,
        organisation_id,
        role: Role::Staff,
        password: None,
    };
    let person = upsert_person(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    person
}
