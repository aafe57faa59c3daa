//! What the seal asks: versions of a family's protocol, and the version that a certificate keeps.

use chrono::TimeDelta;
use entities::values::{FamilyId, OrganisationKind, ProductId, Role, WorkshopId};
use futures_util::future::join_all;
use minga::{
    catalogue::{self, FamilyTerms},
    members,
    platform::unit_of_work::Actor,
};
use serde_json::{Value, json};

use crate::support::{TestApp, api_client::ApiClient, both, terms};

const PROTOCOLS: &str = "/staff/protocols";

/// A family, a workshop of the producer `ulmo` and a product of the family.
struct Jams {
    family: FamilyId,
    workshop: WorkshopId,
    product: ProductId,
}

async fn jams(app: &TestApp) -> Jams {
    let organisation = app.user(OrganisationKind::Producer, "ulmo", Role::Staff).await.organisation;
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let new = terms::new_workshop(organisation, "ulmo", tx.today());
    let workshop = members::create_workshop(&mut tx, new).await.unwrap().id;
    let family = family(&mut tx, "jam").await;
    let product = catalogue::create_product(&mut tx, terms::product("maqui", family)).await.unwrap().id;
    tx.commit().await.unwrap();
    Jams { family, workshop, product }
}

async fn family(tx: &mut minga::platform::unit_of_work::UnitOfWork, code: &str) -> FamilyId {
    let terms = FamilyTerms { code: code.into(), name_es: "Mermeladas".into(), name_en: "Jams".into() };
    catalogue::upsert_family(tx, terms).await.unwrap().id
}

fn terms_of(summary: &str) -> Value {
    json!({ "summary_es": summary, "summary_en": summary, "max_open_major": 1, "max_open_minor": 3 })
}

fn criterion(attribute: &str, severity: &str, text: &str) -> Value {
    json!({
        "attribute": attribute, "severity": severity, "text_es": text, "text_en": text,
        "evidence_es": "Cuaderno", "evidence_en": "Notebook", "guidance_es": "Anote", "guidance_en": "Write",
    })
}

fn id(detail: &Value) -> String {
    detail["protocol"]["id"].as_str().unwrap().to_owned()
}

async fn draft(quality: &ApiClient, family: FamilyId) -> String {
    let new = json!({ "family_id": family, "terms": terms_of("Primero") });
    format!("{PROTOCOLS}/{}", id(&quality.post(PROTOCOLS, new).await.ok()))
}

async fn put_criterion(quality: &ApiClient, path: &str, code: &str, body: Value) -> Value {
    let etag = quality.get(path).await.tag();
    quality.put(&format!("{path}/criteria/{code}"), &etag, body).await.ok()
}

async fn publish(quality: &ApiClient, path: &str, from: &str, renew_by: Option<&str>) -> Value {
    let etag = quality.get(path).await.tag();
    let body = json!({ "applies_from": from, "renew_by": renew_by });
    quality.post_if_match(&format!("{path}/publish"), &etag, body).await.ok()
}

fn codes(detail: &Value) -> Vec<&str> {
    detail["criteria"].as_array().unwrap().iter().map(|criterion| criterion["code"].as_str().unwrap()).collect()
}

both!(
    async fn a_draft_is_written_and_published_and_then_never_changes(app: TestApp) {
        let quality = app.staff_client(Role::Quality).await;
        let jams = jams(&app).await;
        let unknown = json!({ "family_id": uuid::Uuid::nil(), "terms": terms_of("Nada") });
        assert_eq!(quality.post(PROTOCOLS, unknown).await.refusal(), (404, "not_found"));
        let path = draft(&quality, jams.family).await;
        let second = quality.post(PROTOCOLS, json!({ "family_id": jams.family, "terms": terms_of("Otro") })).await;
        assert_eq!((second.refusal(), second.pointer()), ((409, "protocol_draft_exists"), "/family_id"));

        let from_today = json!({ "applies_from": "2026-03-02" });
        let empty = quality.get(&path).await;
        let refused = quality.post_if_match(&format!("{path}/publish"), &empty.tag(), from_today.clone()).await;
        assert_eq!(refused.refusal(), (409, "protocol_without_criteria"));
        put_criterion(&quality, &path, "h10", criterion("hygiene", "minor", "Limpio")).await;
        put_criterion(&quality, &path, "h2", criterion("hygiene", "mandatory", "Agua")).await;
        put_criterion(&quality, &path, "c1", criterion("craft", "major", "A mano")).await;
        put_criterion(&quality, &path, "o1", criterion("origin", "major", "De acá")).await;
        let changed = put_criterion(&quality, &path, "H2", criterion("hygiene", "mandatory", "Agua potable")).await;
        assert_eq!(codes(&changed), ["O1", "C1", "H2", "H10"]);
        assert_eq!(changed["criteria"][2]["text_es"], "Agua potable");

        // What was changed meanwhile is neither published nor changed unread.
        let stale = quality.post_if_match(&format!("{path}/publish"), &empty.tag(), from_today.clone()).await;
        assert_eq!(stale.status, 412);
        let etag = quality.get(&path).await.tag();
        let mut rule = terms_of("Lo primero");
        rule["max_open_major"] = json!(0);
        let updated = quality.put(&path, &etag, rule.clone()).await.ok();
        assert_eq!(
            (&updated["protocol"]["max_open_major"], &updated["protocol"]["state"]),
            (&json!(0), &json!("draft"))
        );
        for (from, renew_by, code, pointer) in [
            ("2026-03-01", None, "protocol_applies_too_early", "/applies_from"),
            ("2026-03-02", Some("2026-12-31"), "nothing_to_renew", "/renew_by"),
        ] {
            let etag = quality.get(&path).await.tag();
            let body = json!({ "applies_from": from, "renew_by": renew_by });
            let refused = quality.post_if_match(&format!("{path}/publish"), &etag, body).await;
            assert_eq!((refused.refusal(), refused.pointer()), ((409, code), pointer));
        }
        let published = publish(&quality, &path, "2026-03-10", None).await;
        assert_eq!(published["protocol"]["state"], "upcoming");

        let etag = quality.get(&path).await.tag();
        let body = criterion("craft", "minor", "Otra cosa");
        let refusals = [
            quality.put(&path, &etag, rule).await,
            quality.put(&format!("{path}/criteria/C1"), &etag, body).await,
            quality.post_if_match(&format!("{path}/publish"), &etag, from_today).await,
        ];
        for refused in refusals {
            assert_eq!(refused.refusal(), (409, "protocol_published"));
        }
        assert_eq!(codes(&quality.get(&path).await.ok()), ["O1", "C1", "H2", "H10"]);
        app.advance(TimeDelta::days(9));
        assert_eq!(app.staff_client(Role::Viewer).await.get(&path).await.ok()["protocol"]["state"], "in_force");
    }
);

both!(
    async fn a_new_version_is_compared_and_replaces_the_one_before_it(app: TestApp) {
        let quality = app.staff_client(Role::Quality).await;
        let jams = jams(&app).await;
        let first = draft(&quality, jams.family).await;
        for (code, severity) in [("H1", "mandatory"), ("H2", "major"), ("H3", "minor")] {
            put_criterion(&quality, &first, code, criterion("hygiene", severity, "Limpio")).await;
        }
        publish(&quality, &first, "2026-03-02", None).await;
        // It begins with the criteria of the version before it.
        let second = draft(&quality, jams.family).await;
        assert_eq!(codes(&quality.get(&second).await.ok()), ["H1", "H2", "H3"]);
        put_criterion(&quality, &second, "H2", criterion("hygiene", "mandatory", "Limpio")).await;
        put_criterion(&quality, &second, "E1", criterion("environment", "minor", "Separa")).await;
        let etag = quality.get(&second).await.tag();
        let gone = quality.delete_if_match(&format!("{second}/criteria/H3"), &etag).await.ok();
        assert_eq!(codes(&gone), ["H1", "H2", "E1"]);
        let etag = quality.get(&second).await.tag();
        let again = quality.delete_if_match(&format!("{second}/criteria/H3"), &etag).await;
        assert_eq!(again.refusal(), (404, "not_found"));

        let second_id = second.rsplit('/').next().unwrap();
        let first_id = first.rsplit('/').next().unwrap();
        let compared = quality.get(&format!("{second}/comparison/{first_id}")).await.ok();
        assert_eq!((&compared["earlier"]["number"], &compared["later"]["number"]), (&json!(1), &json!(2)));
        assert_eq!(quality.get(&format!("{first}/comparison/{second_id}")).await.ok(), compared);
        let differences: Vec<(&str, bool, bool, &Value)> = compared["differences"]
            .as_array()
            .unwrap()
            .iter()
            .map(|d| (d["code"].as_str().unwrap(), d.get("earlier").is_some(), d.get("later").is_some(), &d["parts"]))
            .collect();
        let expected = [
            ("E1", false, true, &json!([])),
            ("H2", true, true, &json!(["severity"])),
            ("H3", true, false, &json!([])),
        ];
        assert_eq!(differences, expected);

        let etag = quality.get(&second).await.tag();
        for (body, code) in [
            (json!({ "applies_from": "2026-03-02", "renew_by": "2026-12-31" }), "protocol_applies_too_early"),
            (json!({ "applies_from": "2026-04-01" }), "renew_by_missing"),
            (json!({ "applies_from": "2026-04-01", "renew_by": "2026-03-31" }), "renew_by_too_early"),
        ] {
            let refused = quality.post_if_match(&format!("{second}/publish"), &etag, body).await;
            assert_eq!(refused.refusal(), (409, code));
        }
        publish(&quality, &second, "2026-04-01", Some("2026-12-31")).await;
        let states = async || {
            let staff = app.staff_client(Role::Viewer).await;
            let list = staff.get(&format!("{PROTOCOLS}?family_id={}", jams.family)).await.ok();
            list.as_array().unwrap().iter().map(|row| row["state"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(states().await, ["upcoming", "in_force"]);
        app.advance(TimeDelta::days(40));
        assert_eq!(states().await, ["in_force", "replaced"]);
    }
);

both!(
    async fn a_certificate_keeps_its_version_and_says_by_when_to_renew(app: TestApp) {
        let quality = app.staff_client(Role::Quality).await;
        let jams = jams(&app).await;
        let grant = async |from: &str, until: &str| {
            let body = json!({
                "workshop_id": jams.workshop, "product_id": jams.product, "valid_from": from, "valid_until": until,
            });
            quality.post("/staff/certificates", body).await.ok()
        };
        let before = grant("2026-03-01", "2026-05-31").await;
        assert!(before.get("protocol_id").is_none() && before.get("renew_by").is_none());
        let first = draft(&quality, jams.family).await;
        put_criterion(&quality, &first, "H1", criterion("hygiene", "mandatory", "Limpio")).await;
        publish(&quality, &first, "2026-03-02", None).await;
        let under_first = grant("2026-06-01", "2027-05-31").await;
        assert_eq!((&under_first["protocol_number"], under_first.get("renew_by")), (&json!(1), None));
        let second = draft(&quality, jams.family).await;
        publish(&quality, &second, "2026-03-03", Some("2026-12-31")).await;
        app.advance(TimeDelta::days(1));
        grant("2027-06-01", "2028-05-31").await;

        let producer = app.organisation_client(OrganisationKind::Producer, "ulmo").await;
        let own = producer.get("/producer/certificates").await.ok();
        let kept: Vec<(Option<&Value>, Option<&Value>)> = own
            .as_array()
            .unwrap()
            .iter()
            .map(|certificate| (certificate.get("protocol_number"), certificate.get("renew_by")))
            .collect();
        let (one, two, renew_by) = (json!(1), json!(2), json!("2026-12-31"));
        assert_eq!(kept, [(None, None), (Some(&one), Some(&renew_by)), (Some(&two), None)]);
        assert_eq!(own[1]["state"], "active");
    }
);

both!(
    async fn everybody_reads_what_is_published_and_nobody_else_a_draft(app: TestApp) {
        let quality = app.staff_client(Role::Quality).await;
        let jams = jams(&app).await;
        let path = draft(&quality, jams.family).await;
        put_criterion(&quality, &path, "H1", criterion("hygiene", "mandatory", "Limpio")).await;
        let public = path.replace("/staff", "/session");
        let producer = app.organisation_client(OrganisationKind::Producer, "ulmo").await;
        let buyer = app.organisation_client(OrganisationKind::Buyer, "lodge").await;
        for reader in [&producer, &buyer, &quality] {
            assert_eq!(reader.get("/session/protocols").await.ok(), json!([]));
            assert_eq!(reader.get(&public).await.refusal(), (404, "not_found"));
        }
        assert_eq!(app.staff_client(Role::Viewer).await.get(PROTOCOLS).await.ok().as_array().unwrap().len(), 1);
        publish(&quality, &path, "2026-03-02", None).await;
        for reader in [&producer, &buyer] {
            assert_eq!(reader.get("/session/protocols").await.ok().as_array().unwrap().len(), 1);
            let read = reader.get(&public).await.ok();
            assert_eq!((codes(&read), &read["criteria"][0]["guidance_es"]), (vec!["H1"], &json!("Anote")));
        }
        assert_eq!(app.anonymous_client().get("/session/protocols").await.status, 401);
        let staff = app.staff_client(Role::Staff).await;
        let refused = staff.post(PROTOCOLS, json!({ "family_id": jams.family, "terms": terms_of("No") })).await;
        assert_eq!(refused.status, 403);
    }
);

both!(
    async fn a_workshop_checks_itself_by_the_pass_rule(app: TestApp) {
        let quality = app.staff_client(Role::Quality).await;
        let jams = jams(&app).await;
        let path = draft(&quality, jams.family).await;
        for (code, severity) in [("H1", "mandatory"), ("H2", "mandatory"), ("C1", "major"), ("C2", "major")] {
            put_criterion(&quality, &path, code, criterion("hygiene", severity, "Limpio")).await;
        }
        let producer = app.organisation_client(OrganisationKind::Producer, "ulmo").await;
        let check = format!("{}/self-check", path.replace("/staff", "/session"));
        let answers = |given: &[(&str, &str)]| {
            let answers: Vec<Value> =
                given.iter().map(|(code, answer)| json!({ "code": code, "answer": answer })).collect();
            json!({ "answers": answers })
        };
        let all_met = [("H1", "met"), ("H2", "not_applicable"), ("C1", "met")];
        assert_eq!(producer.post(&check, answers(&all_met)).await.refusal(), (404, "not_found"));
        publish(&quality, &path, "2026-03-02", None).await;
        let passed = producer.post(&check, answers(&all_met)).await.ok();
        let expected = json!({ "passes": true, "open_mandatory": [], "open_major": ["C2"], "open_minor": [] });
        assert_eq!(passed, expected);
        let partly = producer.post(&check, answers(&[("H1", "partly"), ("C1", "met"), ("C2", "met")])).await.ok();
        assert_eq!((&partly["passes"], partly["open_mandatory"].as_array().unwrap().len()), (&json!(false), 2));
        let twice = producer.post(&check, answers(&[("H1", "met"), ("H1", "not_met")])).await;
        assert_eq!((twice.refusal(), twice.pointer()), ((409, "criterion_twice"), "/answers/1/code"));
        let unknown = producer.post(&check, answers(&[("X9", "met")])).await;
        assert_eq!((unknown.refusal(), unknown.pointer()), ((409, "criterion_unknown"), "/answers/0/code"));
    }
);

both!(
    async fn a_family_has_one_draft_and_a_draft_may_be_deleted(app: TestApp) {
        let quality = app.staff_client(Role::Quality).await;
        let jams = jams(&app).await;
        let new = || json!({ "family_id": jams.family, "terms": terms_of("A la vez") });
        let tries = join_all((0..4).map(|_| quality.post(PROTOCOLS, new()))).await;
        let made: Vec<_> = tries.iter().filter(|response| response.status == 201).collect();
        assert_eq!(made.len(), 1);
        assert!(tries.iter().all(|r| r.status == 201 || r.refusal() == (409, "protocol_draft_exists")));
        let path = format!("{PROTOCOLS}/{}", id(&made[0].body));
        put_criterion(&quality, &path, "H1", criterion("hygiene", "mandatory", "Limpio")).await;
        let etag = quality.get(&path).await.tag();
        assert_eq!(quality.delete_if_match(&path, "\"v1\"").await.status, 412);
        assert_eq!(quality.delete_if_match(&path, &etag).await.status, 204);
        assert_eq!(quality.get(&path).await.status, 404);
        assert_eq!(quality.post(PROTOCOLS, new()).await.ok()["protocol"]["number"], 1);

        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let honey = family(&mut tx, "honey").await;
        tx.commit().await.unwrap();
        let other = draft(&quality, honey).await;
        let own = quality.get(&format!("{PROTOCOLS}?family_id={}", jams.family)).await.ok();
        let refused = quality.get(&format!("{other}/comparison/{}", own[0]["id"].as_str().unwrap())).await;
        assert_eq!(refused.refusal(), (409, "protocol_of_other_family"));
    }
);

both!(
    async fn a_protocol_has_sixty_criteria_at_most(app: TestApp) {
        let quality = app.staff_client(Role::Quality).await;
        let jams = jams(&app).await;
        let path = draft(&quality, jams.family).await;
        for n in 1..=60 {
            put_criterion(&quality, &path, &format!("H{n}"), criterion("hygiene", "minor", "Limpio")).await;
        }
        let etag = quality.get(&path).await.tag();
        let body = criterion("hygiene", "minor", "Uno más");
        let refused = quality.put(&format!("{path}/criteria/H61"), &etag, body).await;
        assert_eq!(refused.refusal(), (409, "too_many_criteria"));
        put_criterion(&quality, &path, "H60", criterion("hygiene", "major", "Cambiado")).await;
    }
);
