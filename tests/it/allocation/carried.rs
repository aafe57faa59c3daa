//! Carried value: each case in which it moves, and that nothing else moves it.

use super::*;

const FIVE: &[Workshop<'static>] = &[
    ("A", 100, &[("miel", 20)]),
    ("B", 100, &[("miel", 20)]),
    ("C", 100, &[("miel", 20)]),
    ("D", 100, &[("miel", 20)]),
    ("E", 100, &[("miel", 20)]),
];

async fn policy(app: &TestApp, declined_counts: bool) {
    let mut change = tx(app).await;
    let settings = DecisionSettings { declined_counts: Some(declined_counts), ..DecisionSettings::default() };
    let today = change.today();
    let decision = NewDecision {
        code: "D1".to_owned(),
        title: "Lo que se rechaza".to_owned(),
        decided_on: today,
        effective_from: today,
        settings,
    };
    members::create_decision(&mut change, decision).await.unwrap();
    change.commit().await.unwrap();
}

async fn receive(app: &TestApp, group: &Group, quota: &Value, accepted: i64, rejected: Option<(i64, &str)>) {
    let mut body = json!({ "quota_id": quota["id"], "accepted": accepted });
    if let Some((units, cause)) = rejected {
        body["rejected"] = json!(units);
        body["rejection"] = json!(cause);
        body["reason"] = json!("Sello roto");
    }
    post_json(app, "/api/v1/staff/goods-receipts", &group.staff, None, Some(body)).await.ok();
}

/// What each workshop carries into a cycle's run, by code.
fn into_run(board: &Value) -> BTreeMap<String, i64> {
    let workshops = board["workshops"].as_array().unwrap();
    let row = |workshop: &Value| {
        (workshop["code"].as_str().unwrap().to_owned(), workshop["carried"]["amount"].as_i64().unwrap())
    };
    workshops.iter().map(row).collect()
}

fn map<const N: usize>(rows: [(&str, i64); N]) -> BTreeMap<String, i64> {
    rows.into_iter().map(|(code, amount)| (code.to_owned(), amount)).collect()
}

/// A declines, B is silent, C brings part that is not good enough, D brings nothing yet, E loses some on the way.
async fn five_ends(app: &TestApp, group: &Group) {
    let (cycle, response) = group.published(app, &[("miel", 100)]).await;
    assert_eq!(group.lots(&response), map([("A", 2), ("B", 2), ("C", 2), ("D", 2), ("E", 2)]));
    let quota = |maker: &str| group.quota(&response, maker, "published");
    reply(app, group, "A", quota("A"), "decline", Some(json!({ "reason": "feriado" }))).await;
    for maker in ["C", "D", "E"] {
        reply(app, group, maker, quota(maker), "accept", None).await;
    }
    app.advance(TimeDelta::hours(48));
    app.run_jobs().await;
    group.quota(&board(app, group, cycle).await, "B", "expired");
    receive(app, group, quota("C"), 12, Some((8, "quality"))).await;
    receive(app, group, quota("E"), 15, Some((5, "damaged"))).await;
}

both!(
    async fn each_end_of_a_quota_counts_as_the_assembly_decided_by_default(app: TestApp) {
        let group = Group::of(&app, FIVE).await;
        five_ends(&app, &group).await;
        let kinds = async |maker: &str| carried(&app, group.makers[maker].workshop).await;
        assert_eq!(kinds("A").await, BTreeMap::from([("declined", 2 * VALUE)]));
        assert_eq!(kinds("B").await, BTreeMap::from([("expired", 2 * VALUE)]));
        assert_eq!(kinds("C").await, BTreeMap::from([("accepted", 1_200), ("rejected", 800)]));
        assert_eq!(kinds("D").await, BTreeMap::from([("published", 2 * VALUE)]));
        assert_eq!(kinds("E").await, BTreeMap::from([("accepted", 1_500), ("published", 500), ("released", -500)]));
        app.advance(TimeDelta::days(7));
        app.run_jobs().await;
        let next = group.allocated(&app, &[("miel", 10)]).await;
        let now = board(&app, &group, next).await;
        assert_eq!(into_run(&now), map([("A", 2_000), ("B", 2_000), ("C", 2_000), ("D", 2_000), ("E", 1_500)]));
        // A failed delivery does not lower the ratio; a loss in transport does, so that workshop gets the lot.
        assert_eq!(group.lots(&now), map([("E", 1)]));
    }
);

both!(
    async fn where_the_assembly_decides_so_only_accepted_goods_count(app: TestApp) {
        let group = Group::of(&app, FIVE).await;
        policy(&app, false).await;
        five_ends(&app, &group).await;
        app.advance(TimeDelta::days(7));
        app.run_jobs().await;
        let next = group.allocated(&app, &[("miel", 20)]).await;
        let now = board(&app, &group, next).await;
        assert_eq!(into_run(&now), map([("A", 0), ("B", 0), ("C", 1_200), ("D", 2_000), ("E", 1_500)]));
        assert_eq!(group.lots(&now), map([("A", 1), ("B", 1)]));
    }
);

both!(
    async fn a_workshop_that_returns_from_a_pause_starts_at_the_median_once(app: TestApp) {
        let workshops: &[Workshop<'_>] =
            &[("A", 100, &[("miel", 400)]), ("B", 100, &[("miel", 400)]), ("P", 200, &[("miel", 400)])];
        let group = Group::of(&app, workshops).await;
        let workshop = group.makers["P"].workshop;
        let pauses = format!("/api/v1/staff/workshops/{workshop}/pauses");
        let away = |from: &str, until: &str| json!({ "from_date": from, "until_date": until, "reason": "cosecha" });
        post_json(&app, &pauses, &group.staff, None, Some(away("2026-03-05", "2026-03-15"))).await.ok();
        let (_, response) = group.published(&app, &[("miel", 80)]).await;
        assert_eq!(group.lots(&response), map([("A", 4), ("B", 4)]));
        for maker in ["A", "B"] {
            reply(&app, &group, maker, group.quota(&response, maker, "published"), "accept", None).await;
        }
        app.advance(TimeDelta::days(12));
        app.run_jobs().await;
        let second = group.allocated(&app, &[("miel", 80)]).await;
        let now = board(&app, &group, second).await;
        // The others carry 40 a share: so does it, on twice their share; then two lots, two lots and four.
        assert_eq!(into_run(&now), map([("A", 4_000), ("B", 4_000), ("P", 8_000)]));
        assert_eq!(group.lots(&now), map([("A", 2), ("B", 2), ("P", 4)]));
        post_json(&app, &path(second, "/runs"), &group.staff, None, Some(json!({}))).await.ok();
        assert_eq!(carried(&app, workshop).await, BTreeMap::from([("credit", 8_000)]));
        request(&app, Method::POST, &path(second, "/publish"), &group.staff).await.ok();
        // A second pause lifts it by what it fell behind, and never lowers it.
        post_json(&app, &pauses, &group.staff, None, Some(away("2026-03-28", "2026-03-29"))).await.ok();
        app.advance(TimeDelta::days(10));
        app.run_jobs().await;
        let third = group.allocated(&app, &[("miel", 40)]).await;
        let carried_in = into_run(&board(&app, &group, third).await);
        assert_eq!(carried_in, map([("A", 6_000), ("B", 6_000), ("P", 12_000)]));
    }
);

both!(
    async fn a_share_changed_in_mid_season_keeps_the_ratio(app: TestApp) {
        let workshops: &[Workshop<'_>] = &[("A", 100, &[("miel", 400)]), ("B", 100, &[("miel", 400)])];
        let group = Group::of(&app, workshops).await;
        let (_, response) = group.published(&app, &[("miel", 60)]).await;
        for maker in ["A", "B"] {
            reply(&app, &group, maker, group.quota(&response, maker, "published"), "accept", None).await;
        }
        // A takes on half as much again: what it was given counts at the share of its own time.
        let shares = format!("/api/v1/staff/workshops/{}/shares", group.makers["A"].workshop);
        let share = json!({ "weight": 150, "from_date": "2026-03-10" });
        post_json(&app, &shares, &group.staff, None, Some(share)).await.ok();
        receive(&app, &group, group.quota(&response, "A", "published"), 30, None).await;
        app.advance(TimeDelta::days(12));
        app.run_jobs().await;
        let next = group.allocated(&app, &[("miel", 50)]).await;
        let now = board(&app, &group, next).await;
        assert_eq!(into_run(&now), map([("A", 4_500), ("B", 3_000)]));
        assert_eq!(group.lots(&now), map([("A", 3), ("B", 2)]));
    }
);

both!(
    async fn a_new_season_starts_from_zero(app: TestApp) {
        let workshops: &[Workshop<'_>] = &[("A", 100, &[("miel", 400)]), ("B", 100, &[("miel", 40)])];
        let mut group = Group::until(&app, workshops, "2026-03-20").await;
        let mut change = tx(&app).await;
        let next = members::NewSeason {
            code: "S2".to_owned(),
            name: "La siguiente".to_owned(),
            starts_on: "2026-03-21".parse().unwrap(),
            ends_on: "2026-12-31".parse().unwrap(),
        };
        members::create_season(&mut change, next).await.unwrap();
        // It joins within the first season; the second one begins with it.
        let today = change.today();
        group.join(&mut change, ("N", 100, &[("miel", 400)]), today).await;
        change.commit().await.unwrap();
        let (_, response) = group.published(&app, &[("miel", 140)]).await;
        assert_eq!(group.lots(&response), map([("A", 5), ("B", 4), ("N", 5)]));
        for maker in ["A", "B", "N"] {
            reply(&app, &group, maker, group.quota(&response, maker, "published"), "accept", None).await;
        }
        app.advance(TimeDelta::days(12));
        app.run_jobs().await;
        let second = group.allocated(&app, &[("miel", 60)]).await;
        let now = board(&app, &group, second).await;
        assert_eq!(into_run(&now), map([("A", 0), ("B", 0), ("N", 0)]));
        assert_eq!(group.lots(&now), map([("A", 2), ("B", 2), ("N", 2)]));
        request(&app, Method::POST, &path(second, "/publish"), &group.staff).await.ok();
        // Goods of the first season come late: they count in the first.
        receive(&app, &group, group.quota(&response, "A", "published"), 50, None).await;
        let read = app.app.read(Actor::System).await.unwrap();
        let season = members::find_season(&read, "2026-03-27".parse().unwrap()).await.unwrap().unwrap();
        let rows = carried_value::Entity::find().filter(carried_value::Column::SeasonId.eq(season.id));
        let rows =
            rows.filter(carried_value::Column::WorkshopId.eq(group.makers["A"].workshop)).all(read.db()).await.unwrap();
        assert_eq!((season.code.as_str(), rows.iter().map(|row| row.amount.0).sum::<i64>()), ("S2", 2_000));
    }
);
