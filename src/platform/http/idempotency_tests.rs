//! Requests that arrive twice, on a real database: what is stored, repeated, refused and forgotten.

use std::{collections::HashMap, sync::Arc};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta};
use entities::platform::idempotency_key;
use poem::IntoResponse;
use sea_orm::EntityTrait;
use tokio::sync::Semaphore;

use super::{
    idempotency::{Created, KeyState, claim_key},
    problem::Result,
};
use crate::platform::{
    app::{App, Flow, Installation, Parts},
    clock::{Ids, MovableClock},
    config::Config,
    db::Db,
    files::file_store,
    jobs::Claim,
    mail::mailer,
    unit_of_work::{Actor, Event, UnitOfWork},
};

struct NothingFollows;

#[async_trait]
impl Flow for NothingFollows {
    async fn deliver(&self, _: &mut UnitOfWork, _: &dyn Event) -> Result<()> {
        Ok(())
    }

    async fn run(&self, _: &App, _: &Claim) -> Result<()> {
        Ok(())
    }
}

struct Fixture {
    app: App,
    clock: Arc<MovableClock>,
    _folder: tempfile::TempDir,
}

async fn fixture() -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let config = Config::read(folder.path().to_owned(), |_| None).unwrap();
    let db = Db::open(&config).await.unwrap();
    db.migrate().await.unwrap();
    let clock = Arc::new(MovableClock::new(DateTime::from_timestamp(1_790_000_000, 0).unwrap()));
    let app = App::new(Parts {
        installation: Installation::default(),
        db,
        clock: clock.clone(),
        ids: Ids::from_seed(1),
        mailer: mailer(&config).unwrap(),
        files: file_store(&config).unwrap(),
        flow: &NothingFollows,
        password_slots: Semaphore::new(1),
        snapshot_slots: std::sync::Arc::new(Semaphore::new(1)),
        wake: tokio::sync::Notify::new(),
        slices: HashMap::new(),
        config,
    });
    Fixture { app, clock, _folder: folder }
}

/// Makes `thing` under the key `k` of this caller, as a handler does.
async fn make(app: &App, caller: &str, body: i64, thing: &str) -> Result<Created<String>> {
    match claim_key::<String>(app, Actor::System, caller, "makeThing", &Some("k".to_owned()), &body).await? {
        KeyState::Answered(made) => Ok(made),
        KeyState::Claimed(claimed) => claimed.commit_with(thing.to_owned()).await,
    }
}

fn value_and_replayed(answer: Result<Created<String>>) -> (String, bool) {
    let Created::Created(made, replayed, _) = answer.unwrap();
    (made.0, replayed.is_some())
}

#[tokio::test]
async fn the_same_request_is_answered_the_same() {
    let Fixture { app, clock, _folder } = fixture().await;
    assert_eq!(value_and_replayed(make(&app, "maria", 1, "10").await), ("10".to_owned(), false));
    clock.advance(TimeDelta::hours(23));
    assert_eq!(value_and_replayed(make(&app, "maria", 1, "11").await), ("10".to_owned(), true));
    assert_eq!(make(&app, "maria", 2, "12").await.err().map(|p| p.status().as_u16()), Some(422));
    assert_eq!(
        value_and_replayed(make(&app, "pedro", 2, "13").await),
        ("13".to_owned(), false),
        "keys are the caller's own"
    );
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let Fixture { app, clock, _folder } = fixture().await;
    assert_eq!(value_and_replayed(make(&app, "maria", 1, "10").await), ("10".to_owned(), false));
    clock.advance(TimeDelta::hours(24));
    assert_eq!(value_and_replayed(make(&app, "maria", 2, "12").await), ("12".to_owned(), false));
    assert_eq!(value_and_replayed(make(&app, "maria", 2, "13").await), ("12".to_owned(), true));
    let rows = idempotency_key::Entity::find().all(app.read(Actor::System).await.unwrap().db()).await.unwrap();
    assert_eq!(rows.len(), 1);
}

#[tokio::test]
async fn a_request_that_failed_leaves_its_key_free() {
    let Fixture { app, _folder, .. } = fixture().await;
    let claimed =
        claim_key::<String>(&app, Actor::System, "maria", "makeThing", &Some("k".to_owned()), &1_i64).await.unwrap();
    assert!(matches!(claimed, KeyState::Claimed(_)));
    drop(claimed);
    assert_eq!(value_and_replayed(make(&app, "maria", 1, "10").await), ("10".to_owned(), false));
}

#[tokio::test]
async fn of_many_at_once_one_makes_it_and_all_hear_of_it() {
    let Fixture { app, _folder, .. } = fixture().await;
    let all = ["a", "b", "c", "d", "e", "f", "g", "h"].map(|thing| make(&app, "maria", 1, thing));
    let all: Vec<(String, bool)> =
        futures_util::future::join_all(all).await.into_iter().map(value_and_replayed).collect();
    assert_eq!(all.iter().filter(|(_, replayed)| !replayed).count(), 1, "{all:?}");
    assert!(all.iter().all(|(made, _)| made == &all[0].0), "{all:?}");
}

#[tokio::test]
async fn the_answer_says_that_it_repeats() {
    let Fixture { app, _folder, .. } = fixture().await;
    let first = make(&app, "maria", 1, "10").await.unwrap().versioned(|_| 1).into_response();
    assert_eq!((first.status().as_u16(), first.header("etag")), (201, Some("\"v1\"")));
    assert_eq!(first.header("idempotency-replayed"), None);
    let again = make(&app, "maria", 1, "10").await.unwrap().into_response();
    assert_eq!((again.status().as_u16(), again.header("idempotency-replayed")), (201, Some("true")));
}
