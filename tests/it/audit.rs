//! The audit's invariant of who may supply: a certificate or offer that ends in time violates nothing, and rows that were
//! changed without the actions are found and named.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, TimeDelta, Utc};
use entities::{
    allocation::quota,
    catalogue::offer,
    certification::certificate,
    cycles::cycle,
    fulfilment::{batch, goods_receipt},
    members::{pause, sanitary_authorisation, workshop},
    orders::order_line,
    values::{CertificateId, CycleId, QuotaState, WorkshopId},
};
use minga::{
    allocation::{self, QuotaAnswer},
    audit::{self, Violation},
    catalogue, certification,
    fulfilment::{self, Goods, NewBatch, NewGoodsReceipt},
    members::{self, NewPause},
    platform::{
        http::etag::IfMatch,
        unit_of_work::{Actor, UnitOfWork},
    },
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use crate::support::{TestApp, both, market::Market};

/// The violations of the invariant of who may supply.
async fn found(app: &TestApp) -> Vec<Violation> {
    audit::find_violations(&app.app).await.unwrap().into_iter().filter(|broken| broken.invariant == "I8").collect()
}

/// Asserts that exactly these violations are found, with these subjects.
async fn expect(app: &TestApp, breaches: &[(&str, &[Uuid])]) {
    let found = found(app).await;
    let descriptions: Vec<&str> = found.iter().map(|broken| broken.description).collect();
    assert_eq!(descriptions.len(), breaches.len(), "{found:#?}");
    for (broken, (what, things)) in found.iter().zip(breaches) {
        assert!(broken.description.contains(what), "{what}: {found:#?}");
        let named: BTreeSet<String> = broken.subjects.iter().cloned().collect();
        assert_eq!(named, things.iter().map(Uuid::to_string).collect(), "{what}");
    }
}

async fn begin(app: &TestApp) -> UnitOfWork {
    app.app.begin(Actor::System).await.unwrap()
}

/// Ana's certificate for honey.
async fn certificate_of(app: &TestApp, market: &Market, workshop: WorkshopId) -> certificate::Model {
    let read = app.app.read(Actor::System).await.unwrap();
    let found = certificate::Entity::find()
        .filter(certificate::Column::WorkshopId.eq(workshop))
        .filter(certificate::Column::ProductId.eq(market.products["miel"]));
    found.one(read.db()).await.unwrap().unwrap()
}

async fn suspend(app: &TestApp, market: &Market, workshop: WorkshopId) -> CertificateId {
    let id = certificate_of(app, market, workshop).await.id;
    let mut change = begin(app).await;
    certification::suspend(&mut change, id, entities::values::SuspensionKind::Paperwork, "visita").await.unwrap();
    change.commit().await.unwrap();
    id
}

async fn rest(app: &TestApp, workshop: WorkshopId, days: u64) -> Uuid {
    let mut change = begin(app).await;
    let from_date = change.today();
    let until_date = from_date.checked_add_days(Days::new(days));
    let new = NewPause { from_date, until_date, reason: "descanso".to_owned() };
    let made = members::create_pause(&mut change, workshop, new).await.unwrap();
    change.commit().await.unwrap();
    made.id
}

async fn quotas(app: &TestApp, cycle: CycleId, workshop: WorkshopId) -> Vec<quota::Model> {
    let read = app.app.read(Actor::System).await.unwrap();
    let own =
        quota::Entity::find().filter(quota::Column::CycleId.eq(cycle)).filter(quota::Column::WorkshopId.eq(workshop));
    own.all(read.db()).await.unwrap()
}

/// Receives all units that a quota still awaits.
async fn receive(app: &TestApp, quota: &quota::Model) -> goods_receipt::Model {
    let mut change = begin(app).await;
    let made_on = change.today();
    let new = NewGoodsReceipt {
        quota_id: quota.id,
        goods: Goods::New(NewBatch { made_on, quantity: quota.units }),
        accepted: quota.units,
        rejected: 0,
        rejection: None,
        reason: None,
        replaces: None,
    };
    let receipt = fulfilment::record_goods_receipt(&mut change, new).await.unwrap();
    change.commit().await.unwrap();
    receipt
}

/// Accepts every re-offered quota for its workshop.
async fn accept_offers(app: &TestApp, cycle: CycleId) {
    let mut change = begin(app).await;
    for quota in allocation::list_quotas_in_states(&change, cycle, &[QuotaState::Published]).await.unwrap() {
        allocation::answer_quota(&mut change, None, quota.id, QuotaAnswer::Accept, &IfMatch::any()).await.unwrap();
    }
    change.commit().await.unwrap();
}

both!(
    async fn what_ends_after_the_goods_receipt_violates_nothing(app: TestApp) {
        let market = Market::open(&app).await;
        let (ana, beto) = (market.ana.workshop, market.beto.workshop);
        // After the freeze: Ana's quota is withdrawn and re-offered to Beto.
        let first = market.frozen(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        let id = suspend(&app, &market, ana).await;
        assert_eq!(quotas(&app, first, ana).await[0].state, QuotaState::Withdrawn);
        expect(&app, &[]).await;
        accept_offers(&app, first).await;
        // Before the next cycle's placing: only Beto is asked.
        let second = market.frozen(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        assert!(quotas(&app, second, ana).await.is_empty());
        // It is put back in force, and suspended again once her goods of the third have come.
        let mut change = begin(&app).await;
        certification::reinstate(&mut change, id, "resuelto").await.unwrap();
        change.commit().await.unwrap();
        let third = market.frozen(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        receive(&app, &quotas(&app, third, ana).await[0]).await;
        app.advance(TimeDelta::hours(2));
        suspend(&app, &market, ana).await;
        // Beto brings what he made, and only then pauses, for longer and longer; the cooperative ends his offer too.
        for cycle in [first, second, third] {
            for quota in quotas(&app, cycle, beto).await {
                receive(&app, &quota).await;
            }
        }
        app.advance(TimeDelta::hours(2));
        let pause = rest(&app, beto, 3).await;
        app.advance(TimeDelta::hours(2));
        let mut change = begin(&app).await;
        let until = change.today().checked_add_days(Days::new(30)).unwrap();
        members::end_pause(&mut change, beto, pause, until).await.unwrap();
        let own = offer::Entity::find().filter(offer::Column::WorkshopId.eq(beto)).all(change.db()).await.unwrap();
        for offer in own {
            catalogue::end_offer(&mut change, offer.id).await.unwrap();
        }
        change.commit().await.unwrap();
        for cycle in [first, second, third] {
            let mut change = begin(&app).await;
            fulfilment::prepare_deliveries(&mut change, cycle).await.unwrap();
            fulfilment::dispatch_cycle(&mut change, cycle).await.unwrap();
            fulfilment::confirm_cycle(&mut change, cycle).await.unwrap();
            change.commit().await.unwrap();
        }
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_certificate_that_ends_before_the_delivery_asks_only_the_others(app: TestApp) {
        let market = Market::open(&app).await;
        // It is in force today, and not on the day of delivery.
        let mut short = certificate_of(&app, &market, market.ana.workshop).await.into_active_model();
        let change = begin(&app).await;
        short.valid_until = Set(change.today().checked_add_days(Days::new(5)).unwrap());
        short.update(change.db()).await.unwrap();
        change.commit().await.unwrap();
        let cycle = market.received(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        assert!(quotas(&app, cycle, market.ana.workshop).await.is_empty());
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_quota_that_was_not_withdrawn_is_found(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.frozen(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        let quota = quotas(&app, cycle, market.ana.workshop).await.remove(0);
        let breach = [("was not withdrawn", &[quota.id.0][..])];
        expect(&app, &[]).await;
        app.expect_violations();

        // Each obstacle is put there past the actions, and taken away again.
        let certificate = certificate_of(&app, &market, market.ana.workshop).await;
        let day: chrono::NaiveDate = "2026-03-13".parse().unwrap();
        let change = begin(&app).await;
        let mut changed = certificate.clone().into_active_model();
        changed.suspended_at = Set(Some(app.now()));
        changed.update(change.db()).await.unwrap();
        change.commit().await.unwrap();
        expect(&app, &breach).await;
        let change = begin(&app).await;
        certificate.into_active_model().reset_all().update(change.db()).await.unwrap();
        let rest = pause::Model {
            id: Uuid::from_u128(1),
            workshop_id: market.ana.workshop,
            from_date: day,
            until_date: None,
            reason: "a mano".to_owned(),
            created_at: app.now(),
            changed_at: app.now(),
        };
        rest.into_active_model().insert(change.db()).await.unwrap();
        change.commit().await.unwrap();
        expect(&app, &breach).await;
        let change = begin(&app).await;
        pause::Entity::delete_many().exec(change.db()).await.unwrap();
        let own = offer::Entity::find().filter(offer::Column::WorkshopId.eq(market.ana.workshop));
        let own = own.filter(offer::Column::ProductId.eq(market.products["miel"])).one(change.db()).await.unwrap();
        let mut own = own.unwrap().into_active_model();
        // April only.
        own.harvest_months = Set(8);
        own.update(change.db()).await.unwrap();
        change.commit().await.unwrap();
        expect(&app, &breach).await;
        let change = begin(&app).await;
        let all = offer::Entity::update_many().col_expr(offer::Column::HarvestMonths, 4_095.into());
        all.exec(change.db()).await.unwrap();
        change.commit().await.unwrap();
        expect(&app, &[]).await;
        let change = begin(&app).await;
        let workshop = workshop::Entity::find_by_id(market.ana.workshop).one(change.db()).await.unwrap().unwrap();
        let mut left = workshop.into_active_model();
        left.left_on = Set(day.pred_opt());
        left.update(change.db()).await.unwrap();
        change.commit().await.unwrap();
        expect(&app, &breach).await;
        let change = begin(&app).await;
        let own = sanitary_authorisation::Column::WorkshopId.eq(market.ana.workshop);
        sanitary_authorisation::Entity::delete_many().filter(own).exec(change.db()).await.unwrap();
        change.commit().await.unwrap();
        expect(&app, &breach).await;
    }
);

both!(
    async fn goods_received_from_a_workshop_that_could_not_supply_are_found(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.received(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        expect(&app, &[]).await;
        app.expect_violations();
        let workshop = market.ana.workshop;
        let read = app.app.read(Actor::System).await.unwrap();
        let made =
            batch::Entity::find().filter(batch::Column::WorkshopId.eq(workshop)).one(read.db()).await.unwrap().unwrap();
        let receipt = goods_receipt::Entity::find().filter(goods_receipt::Column::BatchId.eq(made.id));
        let receipt = receipt.one(read.db()).await.unwrap().unwrap().id.0;
        let delivery = cycle::Entity::find_by_id(cycle).one(read.db()).await.unwrap().unwrap().delivery_date;
        drop(read);
        let certificate = certificate_of(&app, &market, workshop).await;
        let put = async |change: certificate::ActiveModel| {
            let tx = begin(&app).await;
            change.update(tx.db()).await.unwrap();
            tx.commit().await.unwrap();
        };
        let changed = |set: fn(&mut certificate::ActiveModel, DateTime<Utc>), at: DateTime<Utc>| {
            let mut row = certificate.clone().into_active_model().reset_all();
            set(&mut row, at);
            row
        };
        let suspended: fn(&mut certificate::ActiveModel, DateTime<Utc>) = |row, at| row.suspended_at = Set(Some(at));
        let granted: fn(&mut certificate::ActiveModel, DateTime<Utc>) = |row, at| row.granted_at = Set(at);
        // Transactions that ran at the same time may have either order.
        put(changed(suspended, app.now() - TimeDelta::seconds(1))).await;
        expect(&app, &[]).await;
        put(changed(suspended, app.now() - TimeDelta::hours(1))).await;
        expect(&app, &[("suspended or withdrawn", &[receipt])]).await;
        put(changed(granted, app.now() + TimeDelta::days(1))).await;
        expect(&app, &[("before their workshop was certified", &[receipt])]).await;
        let mut other = certificate.clone().into_active_model();
        other.valid_until = Set(delivery.pred_opt().unwrap());
        put(other).await;
        expect(&app, &[("never certified", &[receipt])]).await;
        put(certificate.clone().into_active_model().reset_all()).await;
        expect(&app, &[]).await;

        // A pause that was agreed a day before, and goods that change hands on paper.
        let change = begin(&app).await;
        let agreed = app.now() - TimeDelta::days(1);
        let rest = pause::Model {
            id: Uuid::from_u128(1),
            workshop_id: workshop,
            from_date: delivery,
            until_date: Some(delivery),
            reason: "a mano".to_owned(),
            created_at: agreed,
            changed_at: agreed,
        };
        rest.into_active_model().insert(change.db()).await.unwrap();
        let mut stolen = made.clone().into_active_model();
        stolen.workshop_id = Set(market.beto.workshop);
        change.commit().await.unwrap();
        expect(&app, &[("agreed to pause", &[receipt])]).await;
        let change = begin(&app).await;
        stolen.update(change.db()).await.unwrap();
        change.commit().await.unwrap();
        expect(&app, &[("another workshop or product", &[made.id.0])]).await;
    }
);

both!(
    async fn an_order_for_a_product_without_a_certified_workshop_is_found(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.ordered(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        let read = app.app.read(Actor::System).await.unwrap();
        let line = order_line::Entity::find().filter(order_line::Column::CycleId.eq(cycle)).one(read.db()).await;
        let line = line.unwrap().unwrap().id.0;
        drop(read);
        // All of them end after it was placed: the line waits, and goes short when the split is published.
        app.advance(TimeDelta::hours(1));
        for workshop in [market.ana.workshop, market.beto.workshop] {
            suspend(&app, &market, workshop).await;
        }
        expect(&app, &[]).await;
        app.expect_violations();
        let change = begin(&app).await;
        let all = certificate::Entity::find().filter(certificate::Column::ProductId.eq(market.products["miel"]));
        for row in all.all(change.db()).await.unwrap() {
            let mut row = row.into_active_model();
            row.suspended_at = Set(Some(app.now() - TimeDelta::hours(3)));
            row.update(change.db()).await.unwrap();
        }
        change.commit().await.unwrap();
        expect(&app, &[("placed after every certificate", &[line])]).await;
        let change = begin(&app).await;
        let gone = certificate::Column::ProductId.eq(market.products["miel"]);
        certificate::Entity::delete_many().filter(gone).exec(change.db()).await.unwrap();
        change.commit().await.unwrap();
        expect(&app, &[("no workshop was ever certified", &[line])]).await;
    }
);
