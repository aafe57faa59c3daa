//! Sign-in, sessions, one-time links, people and their roles.

use chrono::TimeDelta;
use entities::values::{OrganisationKind, Role};
use futures_util::future::join_all;
use minga::{
    identity::{create_first_run_link, list_readers},
    platform::unit_of_work::Actor,
};
use poem::{
    endpoint::BoxEndpoint,
    http::StatusCode,
    test::{TestClient, TestResponse},
};
use serde_json::{Value, json};

use crate::support::{TestApp, both};

type Client = TestClient<BoxEndpoint<'static>>;

const PASSWORD: &str = "calafate con crema de campo";

async fn first_run_link(app: &TestApp) -> Option<String> {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let address = create_first_run_link(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    address.map(|address| secret(&address))
}

fn secret(address: &str) -> String {
    address.split_once('#').expect("the secret follows #").1.to_owned()
}

fn first_run(link: &str, tax_id: &str) -> Value {
    json!({
        "link": link, "cooperative": "Sabores", "legal_name": "Cooperativa Sabores de Aysén", "tax_id": tax_id,
        "email": "Ana@Sabores.cl", "name": "Ana Soto", "language": "es", "password": PASSWORD,
    })
}

async fn post(client: &Client, path: &str, body: Value) -> TestResponse {
    client.post(path).body_json(&body).send().await
}

async fn sign_in(client: &Client, password: &str) -> TestResponse {
    post(client, "/api/v1/session", json!({ "email": "ana@sabores.cl", "password": password })).await
}

/// A cooperative whose administrator is ana@sabores.cl.
async fn founded(app: &TestApp) -> Client {
    let client = app.client();
    let link = first_run_link(app).await.unwrap();
    post(&client, "/api/v1/public/first-run", first_run(&link, "12.345.678-5")).await.assert_status_is_ok();
    client
}

async fn json_body(response: TestResponse) -> Value {
    response.0.into_body().into_json().await.unwrap()
}

async fn code(response: TestResponse) -> (u16, String) {
    let status = response.0.status().as_u16();
    (status, json_body(response).await["code"].as_str().unwrap().to_owned())
}

/// `name=value` of the cookie that a response sets.
fn cookie(response: &TestResponse) -> String {
    response.0.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
}

/// `name=value` of the cookie by which a browser is recognised.
fn device_cookie(response: &TestResponse) -> String {
    let cookies = response.0.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let device = cookies.into_iter().find(|cookie| cookie.starts_with("minga_device=")).expect("a device's cookie");
    device.split(';').next().unwrap().to_owned()
}

both!(
    async fn the_first_run_happens_once(app: TestApp) {
        let client = app.client();
        let old = first_run_link(&app).await.unwrap();
        let link = first_run_link(&app).await.unwrap();
        let path = "/api/v1/public/first-run";
        assert_eq!(code(post(&client, path, first_run(&old, "12345678-5")).await).await, (409, "link_spent".into()));
        let wrong = post(&client, path, first_run(&link, "12345678-6")).await;
        assert_eq!(json_body(wrong).await["errors"][0]["pointer"], "/tax_id");
        // A refused try spends nothing.
        let done = post(&client, path, first_run(&link, "12345678-5")).await;
        done.assert_status_is_ok();
        let session = json_body(done).await;
        assert_eq!(session["person"]["email"], "ana@sabores.cl");
        assert_eq!(session["organisations"][0]["kind"], "cooperative");
        assert_eq!(session["roles"], json!(["admin"]));
        assert_eq!(code(post(&client, path, first_run(&link, "12345678-5")).await).await, (409, "link_spent".into()));
        assert_eq!(first_run_link(&app).await, None, "somebody manages the cooperative now");
        let installation = client.get("/api/v1/public/installation").send().await;
        let expected = json!({ "card_payments": false, "cooperative": "Sabores", "currency": "CLP", "time_zone": "America/Coyhaique", "demo": false });
        assert_eq!(json_body(installation).await, expected);
    }
);

both!(
    async fn two_who_use_one_link_at_once_are_one(app: TestApp) {
        let client = app.client();
        let link = first_run_link(&app).await.unwrap();
        let tries = (0..4).map(|_| post(&client, "/api/v1/public/first-run", first_run(&link, "12345678-5")));
        let done = join_all(tries).await;
        let mut statuses: Vec<u16> = done.iter().map(|response| response.0.status().as_u16()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409, 409, 409]);
    }
);

both!(
    async fn a_session_lasts_from_sign_in_to_sign_out(app: TestApp) {
        let client = founded(&app).await;
        let signed_in = sign_in(&client, PASSWORD).await;
        let cookie = cookie(&signed_in);
        assert!(cookie.starts_with("minga_session="), "{cookie}");
        assert_eq!(json_body(signed_in).await["token"], Value::Null, "browsers have the cookie");
        let with_token = json!({ "email": "ana@sabores.cl", "password": PASSWORD, "token": true });
        let token =
            json_body(post(&client, "/api/v1/session", with_token).await).await["token"].as_str().unwrap().to_owned();
        assert!(!cookie.ends_with(&token), "each sign-in has a session of its own");
        let by_cookie = || client.get("/api/v1/session").header("cookie", format!("a=b; {cookie}")).send();
        let by_token = || client.get("/api/v1/session").header("authorization", format!("Bearer {token}")).send();
        assert_eq!(json_body(by_cookie().await).await, json_body(by_token().await).await);
        let out = |origin: &'static str| {
            client.delete("/api/v1/session").header("cookie", &cookie).header("origin", origin).send()
        };
        assert_eq!(code(out("https://evil.example").await).await, (403, "foreign_origin".into()));
        let out = out("http://minga.example").await;
        out.assert_status(StatusCode::NO_CONTENT);
        assert!(out.0.header("set-cookie").unwrap().contains("Max-Age=0"));
        assert_eq!(code(by_cookie().await).await, (401, "unauthenticated".into()));
        by_token().await.assert_status_is_ok();
        app.advance(TimeDelta::days(31));
        assert_eq!(code(by_token().await).await, (401, "unauthenticated".into()));
    }
);

both!(
    async fn an_unknown_account_and_a_wrong_password_answer_alike(app: TestApp) {
        let client = founded(&app).await;
        let wrong = sign_in(&client, "calafate sin crema de campo").await;
        let unknown = json!({ "email": "nadie@sabores.cl", "password": "calafate sin crema de campo" });
        let unknown = post(&client, "/api/v1/session", unknown).await;
        assert_eq!(wrong.0.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(wrong.0.status(), unknown.0.status());
        assert_eq!(json_body(wrong).await, json_body(unknown).await);
    }
);

both!(
    async fn guessing_has_an_end_even_at_once(app: TestApp) {
        let client = founded(&app).await;
        let guesses = join_all((0..14).map(|_| sign_in(&client, "adivinando la clave de Ana"))).await;
        let refused = guesses.iter().filter(|guess| guess.0.status() == StatusCode::UNAUTHORIZED).count();
        let waiting = guesses.iter().filter(|guess| guess.0.status() == StatusCode::TOO_MANY_REQUESTS).count();
        assert_eq!((refused, waiting), (10, 4));
        let right = sign_in(&client, PASSWORD).await;
        assert_eq!(right.0.status(), StatusCode::TOO_MANY_REQUESTS, "the account waits, also with the right password");
        assert_eq!(right.0.header("retry-after"), Some("900"));
        app.advance(TimeDelta::minutes(16));
        sign_in(&client, PASSWORD).await.assert_status_is_ok();
        for _ in 0..12 {
            sign_in(&client, PASSWORD).await.assert_status_is_ok();
        }
    }
);

both!(
    async fn guesses_from_elsewhere_do_not_keep_the_owner_out(app: TestApp) {
        let client = founded(&app).await;
        let device = device_cookie(&sign_in(&client, PASSWORD).await);
        let on_device = |email: &str, password: &str| {
            let credentials = json!({ "email": email, "password": password });
            let post = client.post("/api/v1/session").header("cookie", &device);
            post.header("origin", "http://minga.example").body_json(&credentials).send()
        };
        let wrong = "adivinando la clave de Ana";
        let other_node = TestClient::new(minga::router::endpoint(&app.other_node().await));
        for _ in 0..5 {
            assert_eq!(code(sign_in(&client, wrong).await).await, (401, "wrong_credentials".into()));
            assert_eq!(code(sign_in(&other_node, wrong).await).await, (401, "wrong_credentials".into()));
        }
        for node in [&client, &other_node] {
            assert_eq!(code(sign_in(node, PASSWORD).await).await, (429, "sign_in_limited".into()));
        }
        let again = on_device("ana@sabores.cl", PASSWORD).await;
        again.assert_status_is_ok();
        assert_eq!(device_cookie(&again), device, "the device keeps its token");
        // The device has a limit of its own, and helps with no other account.
        for _ in 0..10 {
            assert_eq!(code(on_device("ana@sabores.cl", wrong).await).await.0, 401);
        }
        assert_eq!(code(on_device("ana@sabores.cl", PASSWORD).await).await, (429, "sign_in_limited".into()));
        for _ in 0..10 {
            assert_eq!(code(on_device("nadie@sabores.cl", wrong).await).await.0, 401);
        }
        assert_eq!(code(on_device("nadie@sabores.cl", wrong).await).await.0, 429);
        app.advance(TimeDelta::minutes(16));
        on_device("ana@sabores.cl", PASSWORD).await.assert_status_is_ok();
        app.advance(TimeDelta::days(401));
        assert_ne!(device_cookie(&on_device("ana@sabores.cl", PASSWORD).await), device, "it was forgotten");
    }
);

both!(
    async fn a_link_lets_the_owner_in_while_the_account_is_attacked(app: TestApp) {
        let client = app.client();
        let admin = app.staff(Role::Admin).await;
        let cook = app.user(OrganisationKind::Buyer, "lodge", Role::Staff).await;
        let guess = || {
            let guess = json!({ "email": "staff.lodge@ejemplo.cl", "password": "adivinando la clave" });
            post(&client, "/api/v1/session", guess)
        };
        for _ in 0..10 {
            assert_eq!(guess().await.0.status(), StatusCode::UNAUTHORIZED);
        }
        assert_eq!(guess().await.0.status(), StatusCode::TOO_MANY_REQUESTS);
        let make = || {
            let path = format!("/api/v1/staff/people/{}/password-link", cook.person);
            client.post(path).header("authorization", &admin.bearer).send()
        };
        let set = async |device: &str| {
            let link = secret(json_body(make().await).await["link"].as_str().unwrap());
            let body = json!({ "link": link, "password": PASSWORD });
            let post = client.post("/api/v1/public/password").header("cookie", device);
            post.header("origin", "http://minga.example").body_json(&body).send().await
        };
        let (first, other) = (device_cookie(&set("").await), device_cookie(&set("").await));
        assert_eq!(guess().await.0.status(), StatusCode::TOO_MANY_REQUESTS);
        let sign_in = |device: &str| {
            let right = json!({ "email": "staff.lodge@ejemplo.cl", "password": PASSWORD });
            let post = client.post("/api/v1/session").header("cookie", device);
            post.header("origin", "http://minga.example").body_json(&right).send()
        };
        sign_in(&other).await.assert_status_is_ok();
        let forgotten = sign_in(&first).await;
        assert_eq!(forgotten.0.status(), StatusCode::TOO_MANY_REQUESTS, "a new password forgets the other devices");
    }
);

both!(
    async fn a_password_that_is_easy_to_guess_is_refused_with_the_reason(app: TestApp) {
        let client = app.client();
        let link = first_run_link(&app).await.unwrap();
        let reason = async |path: &str, body: Value| {
            let refused = post(&client, path, body).await;
            assert_eq!(refused.0.status(), StatusCode::UNPROCESSABLE_ENTITY);
            let problem = json_body(refused).await;
            let field = &problem["errors"][0];
            assert_eq!((&problem["code"], &field["pointer"]), (&json!("password_weak"), &json!("/password")));
            field["params"]["reason"].as_str().unwrap().to_owned()
        };
        let of_founder = |password: &str| {
            let mut body = first_run(&link, "12345678-5");
            body["password"] = json!(password);
            reason("/api/v1/public/first-run", body)
        };
        assert_eq!(of_founder("               ").await, "repeated");
        assert!(["sequence", "common"].contains(&of_founder("123456789012345").await.as_str()));
        assert_eq!(of_founder("abcdefghijklmnop").await, "sequence");
        assert_eq!(of_founder("contraseña12345").await, "common");
        assert_eq!(of_founder("Ana Soto sabores").await, "personal");
        let done = post(&client, "/api/v1/public/first-run", first_run(&link, "12345678-5")).await;
        done.assert_status_is_ok();
        let cook = app.user(OrganisationKind::Buyer, "lodge", Role::Staff).await;
        let ana = json!({ "email": "ana@sabores.cl", "password": PASSWORD, "token": true });
        let bearer = json_body(post(&client, "/api/v1/session", ana).await).await["token"].as_str().unwrap().to_owned();
        let made = client.post(format!("/api/v1/staff/people/{}/password-link", cook.person));
        let made = json_body(made.header("authorization", format!("Bearer {bearer}")).send().await).await;
        let link = secret(made["link"].as_str().unwrap());
        for password in ["staff de lodge 1", "staff.lodge@ejemplo.cl", "Cooperativa Sabores de Aysén"] {
            let body = json!({ "link": link, "password": password });
            assert_eq!(reason("/api/v1/public/password", body).await, "personal", "{password}");
        }
        let body = json!({ "link": link, "password": PASSWORD });
        post(&client, "/api/v1/public/password", body).await.assert_status_is_ok();
    }
);

both!(
    async fn a_password_is_long_and_never_shown(app: TestApp) {
        let client = app.client();
        let link = first_run_link(&app).await.unwrap();
        let mut short = first_run(&link, "12345678-5");
        short["password"] = json!("corta y secreta"[..14]);
        let refused = json_body(post(&client, "/api/v1/public/first-run", short).await).await;
        assert_eq!(refused["errors"][0]["pointer"], "/password");
        assert!(!refused.to_string().contains("corta y"), "{refused}");
    }
);

both!(
    async fn a_password_link_works_once_and_ends_all_sessions(app: TestApp) {
        let client = app.client();
        let admin = app.staff(Role::Admin).await;
        let cook = app.user(OrganisationKind::Buyer, "lodge", Role::Staff).await;
        let path = format!("/api/v1/staff/people/{}/password-link", cook.person);
        let make = || async {
            let link = json_body(client.post(&path).header("authorization", &admin.bearer).send().await).await;
            secret(link["link"].as_str().unwrap())
        };
        let (old, new) = (make().await, make().await);
        let set = |link: &str| post(&client, "/api/v1/public/password", json!({ "link": link, "password": PASSWORD }));
        assert_eq!(code(set(&old).await).await, (409, "link_spent".into()));
        let (one, two) = (set(&new), set(&new));
        let (one, two) = futures_util::future::join(one, two).await;
        let statuses = [one.0.status().as_u16(), two.0.status().as_u16()];
        assert!(statuses.contains(&200) && statuses.contains(&409), "{statuses:?}");
        let stays = client.get("/api/v1/session").header("authorization", &cook.bearer).send().await;
        assert_eq!(stays.0.status(), StatusCode::UNAUTHORIZED, "sessions from before have ended");
        let signed_in = json!({ "email": "staff.lodge@ejemplo.cl", "password": PASSWORD });
        post(&client, "/api/v1/session", signed_in).await.assert_status_is_ok();
        let late = make().await;
        app.advance(TimeDelta::days(4));
        assert_eq!(code(set(&late).await).await, (409, "link_spent".into()));
    }
);

both!(
    async fn a_person_who_loses_a_right_loses_the_session(app: TestApp) {
        let client = app.client();
        let admin = app.staff(Role::Admin).await;
        let clerk = app.staff(Role::Staff).await;
        let path = format!("/api/v1/staff/people/{}", clerk.person);
        let roles = json!({ "organisation_id": admin.organisation, "roles": ["finance", "quality"] });
        let set = client.put(format!("{path}/roles")).header("authorization", &admin.bearer).body_json(&roles);
        assert_eq!(json_body(set.send().await).await["organisations"][0]["roles"], json!(["finance", "quality"]));
        let me = |bearer: String| client.get("/api/v1/session").header("authorization", bearer).send();
        assert_eq!(me(clerk.bearer.clone()).await.0.status(), StatusCode::UNAUTHORIZED);
        let again = app.sign_in(clerk.person).await;
        assert_eq!(json_body(me(again.clone()).await).await["roles"], json!(["finance", "quality"]));
        let disable = || client.post(format!("{path}/disable")).header("authorization", &admin.bearer).send();
        assert!(json_body(disable().await).await["disabled_at"].is_string());
        assert!(json_body(disable().await).await["disabled_at"].is_string(), "twice is harmless");
        assert_eq!(me(again.clone()).await.0.status(), StatusCode::UNAUTHORIZED);
        let enable = client.post(format!("{path}/enable")).header("authorization", &admin.bearer).send().await;
        assert_eq!(json_body(enable).await["disabled_at"], Value::Null);
        assert_eq!(me(again).await.0.status(), StatusCode::UNAUTHORIZED, "an ended session stays ended");
    }
);

both!(
    async fn the_cooperative_keeps_an_administrator(app: TestApp) {
        let client = app.client();
        let one = app.staff(Role::Admin).await;
        let refused = client.post(format!("/api/v1/staff/people/{}/disable", one.person));
        let refused = refused.header("authorization", &one.bearer).send().await;
        assert_eq!(code(refused).await, (409, "last_administrator".into()));
        let added = json!({
            "email": "otra@sabores.cl", "name": "Otra", "language": "en",
            "organisation_id": one.organisation, "role": "admin",
        });
        let add = || {
            let add = client.post("/api/v1/staff/people").header("authorization", &one.bearer);
            add.header("Idempotency-Key", "otra").body_json(&added).send()
        };
        let first = add().await;
        assert_eq!(first.0.status(), StatusCode::CREATED);
        let other = json_body(first).await;
        assert_eq!(json_body(add().await).await, other, "a repetition answers the same");
        let other: entities::values::PersonId = other["id"].as_str().unwrap().parse::<uuid::Uuid>().unwrap().into();
        let bearer = app.sign_in(other).await;
        // Each disables the other at once: one of them stays.
        let at = |id| format!("/api/v1/staff/people/{id}/disable");
        let (a, b) = (at(other), at(one.person));
        let a = client.post(a).header("authorization", &one.bearer).send();
        let b = client.post(b).header("authorization", &bearer).send();
        let (a, b) = futures_util::future::join(a, b).await;
        let done = [&a, &b].iter().filter(|answer| answer.0.status() == StatusCode::OK).count();
        assert_eq!(done, 1, "{} {}", a.0.status(), b.0.status());
    }
);

both!(
    async fn a_person_acts_for_one_organisation_at_a_time(app: TestApp) {
        let client = app.client();
        let clerk = app.staff(Role::Staff).await;
        let lodge = app.user(OrganisationKind::Buyer, "lodge", Role::Staff).await;
        let foreign = json!({ "organisation_id": lodge.organisation });
        let switch = |to: Value| {
            let put = client.put("/api/v1/session/organisation").header("authorization", &clerk.bearer);
            put.body_json(&to).send()
        };
        assert_eq!(code(switch(foreign.clone()).await).await, (404, "not_found".into()));
        let admin = app.staff(Role::Admin).await;
        let roles = json!({ "organisation_id": lodge.organisation, "roles": ["viewer"] });
        let give = client.put(format!("/api/v1/staff/people/{}/roles", clerk.person));
        give.header("authorization", &admin.bearer).body_json(&roles).send().await.assert_status_is_ok();
        let bearer = app.sign_in(clerk.person).await;
        let put = client.put("/api/v1/session/organisation").header("authorization", &bearer);
        let session = json_body(put.body_json(&foreign).send().await).await;
        assert_eq!((&session["roles"], &session["organisation_id"]), (&json!(["viewer"]), &json!(lodge.organisation)));
        let people = client.get("/api/v1/staff/organisations").header("authorization", &bearer).send().await;
        assert_eq!(people.0.status(), StatusCode::FORBIDDEN, "acting for the lodge, not for the cooperative");
        let unfit = json!({ "organisation_id": lodge.organisation, "roles": ["finance"] });
        let give = client.put(format!("/api/v1/staff/people/{}/roles", clerk.person));
        let give = give.header("authorization", &admin.bearer).body_json(&unfit).send().await;
        assert_eq!(code(give).await, (409, "role_unfit".into()));
    }
);

both!(
    async fn nobody_signs_in_as_a_demo_person_outside_the_demo(app: TestApp) {
        let client = app.client();
        let user = app.staff(Role::Admin).await;
        assert_eq!(code(client.get("/api/v1/public/demo-people").send().await).await, (404, "not_found".into()));
        let entered = post(&client, "/api/v1/public/demo-sign-in", json!({ "person_id": user.person })).await;
        assert_eq!(code(entered).await, (404, "not_found".into()));
    }
);

both!(
    async fn people_come_in_pages_and_get_their_mail(app: TestApp) {
        let client = app.client();
        let admin = app.staff(Role::Admin).await;
        let lodge = app.user(OrganisationKind::Buyer, "lodge", Role::Staff).await;
        app.user(OrganisationKind::Buyer, "lodge", Role::Viewer).await;
        let get = |path: String| client.get(path).header("authorization", &admin.bearer).send();
        let first = get(format!("/api/v1/staff/people?organisation_id={}&limit=1", lodge.organisation)).await;
        let link = first.0.header("link").unwrap().to_owned();
        assert_eq!(json_body(first).await[0]["email"], "staff.lodge@ejemplo.cl");
        let next = link.trim_start_matches('<').split('>').next().unwrap().to_owned();
        let second = get(next).await;
        assert_eq!(second.0.header("link"), None);
        assert_eq!(json_body(second).await[0]["email"], "viewer.lodge@ejemplo.cl");
        client
            .post(format!("/api/v1/staff/people/{}/disable?leave_open=true", lodge.person))
            .header("authorization", &admin.bearer)
            .send()
            .await
            .assert_status_is_ok();
        let tx = app.app.read(Actor::System).await.unwrap();
        let mail = list_readers(&tx, &[lodge.organisation]).await.unwrap();
        let addresses: Vec<&str> = mail[&lodge.organisation].iter().map(|reader| reader.email.as_str()).collect();
        assert_eq!(addresses, ["viewer.lodge@ejemplo.cl"]);
    }
);

both!(
    async fn a_misspelt_address_is_put_right(app: TestApp) {
        let client = app.client();
        let admin = app.staff(Role::Admin).await;
        let clerk = app.staff(Role::Staff).await;
        let path = format!("/api/v1/staff/people/{}", clerk.person);
        let read = client.get(&path).header("authorization", &admin.bearer).send().await;
        let tag = read.0.headers()["etag"].to_str().unwrap().to_owned();
        let email = json_body(read).await["email"].as_str().unwrap().to_owned();
        let put = |tag: &str, email: &str| {
            let body = json!({ "email": email, "name": "Clara Corregida", "language": "en" });
            client.put(&path).header("authorization", &admin.bearer).header("if-match", tag).body_json(&body).send()
        };
        let other = app.user(OrganisationKind::Buyer, "lodge", Role::Admin).await;
        let theirs = client.get(format!("/api/v1/staff/people/{}", other.person));
        let theirs = json_body(theirs.header("authorization", &admin.bearer).send().await).await;
        let taken = theirs["email"].as_str().unwrap();
        assert_eq!(code(put(&tag, taken).await).await, (409, "email_taken".into()));
        let kept = client.get(&path).header("authorization", &admin.bearer).send().await;
        assert_eq!(json_body(kept).await["email"], email.as_str(), "nothing changed");
        let right = json_body(put(&tag, "Clara@Ejemplo.cl").await).await;
        assert_eq!(right["email"], "clara@ejemplo.cl");
        assert_eq!((&right["name"], &right["language"]), (&json!("Clara Corregida"), &json!("en")));
        assert_eq!(code(put(&tag, &email).await).await, (412, "stale".into()), "somebody corrected it meanwhile");
        let me = client.get("/api/v1/session").header("authorization", &clerk.bearer).send().await;
        me.assert_status_is_ok();
        let refused = client.put(&path).header("authorization", &clerk.bearer).header("if-match", "*");
        let refused = refused.body_json(&json!({ "email": "a@b.cl", "name": "A", "language": "es" })).send().await;
        assert_eq!(code(refused).await, (403, "forbidden".into()));
    }
);
