//! A business applies, staff decide, and the business orders.

use chrono::TimeDelta;
use entities::{
    buyers::{application, application_file, application_link},
    notifications::message,
    values::{MessageKind, OrganisationId, OrganisationKind, PersonId, Role},
};
use futures_util::future::join;
use minga::platform::unit_of_work::Actor;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    notifications::text_of,
    photos::png,
    support::{ApiClient, TestApp, both, market::Market, people::TestUser},
};

const EMAIL: &str = "posada@ejemplo.cl";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

/// A segment for applicants, and the zone of the terms.
async fn segment(staff: &ApiClient) -> Value {
    let new = json!({ "code": "hostel", "name_es": "Hostales", "name_en": "Hostels" });
    staff.post("/staff/segments", new).await.ok()["id"].clone()
}

fn input(segment: &Value) -> Value {
    json!({
        "language": "es", "segment_id": segment, "name": "Posada del Río", "legal_name": "Posada del Río SpA",
        "tax_id": "76.543.210-3", "activity": "Alojamiento", "address": "Camino al lago 45", "comuna": "Cochrane",
        "contact_name": "Rosa Pérez", "email": EMAIL, "delivery_address": "Muelle 3", "delivery_comuna": "Cochrane",
        "delivery_hours": "de 9 a 13 horas", "expected_purchases": "Miel y mermelada\ncada quincena",
    })
}

/// The example with another value of a field.
fn with(segment: &Value, field: &str, value: Value) -> Value {
    let mut input = input(segment);
    input[field] = value;
    input
}

async fn submit(app: &TestApp, input: Value) {
    app.anonymous_client().post("/public/applications", input).await.ok();
    app.run_jobs().await;
}

/// The holder of the link in the mail of this kind to `reader`.
async fn holder(app: &TestApp, kind: MessageKind, reader: &str) -> ApiClient {
    let mail = text_of(app, kind, reader).await;
    let (_, secret) = mail.split_once("http://minga.example/postulacion#").expect("a link");
    client(app, secret.split_whitespace().next().unwrap())
}

fn client(app: &TestApp, secret: &str) -> ApiClient {
    let (person, organisation) = (PersonId(Uuid::nil()), OrganisationId(Uuid::nil()));
    let mut client = app.anonymous_client();
    client.user = Some(TestUser { person, organisation, bearer: format!("Bearer {secret}") });
    client
}

/// Sends an application and confirms it: its applicant and its address for staff.
async fn confirmed(app: &TestApp, staff: &ApiClient, input: Value) -> (ApiClient, String) {
    let email = input["email"].as_str().unwrap().to_owned();
    submit(app, input).await;
    let applicant = holder(app, MessageKind::ApplicationSubmitted, &email).await;
    applicant.post("/application-link/confirm", Value::Null).await.ok();
    let list = staff.get("/staff/applications").await.ok();
    let newest = list.as_array().unwrap().iter().max_by_key(|row| row["id"].as_str().unwrap()).unwrap();
    (applicant, format!("/staff/applications/{}", newest["id"].as_str().unwrap()))
}

fn approval(segment: &Value, zone: &Value) -> Value {
    let terms = json!({
        "segment_id": segment, "zone_id": zone, "payment_terms_days": 30, "invoicing_terms": "per_delivery",
        "order_minimum": { "amount": 20_000, "currency": "CLP" }, "priority": 5,
        "credit_limit": { "amount": 400_000, "currency": "CLP" },
    });
    json!({ "code": "posada", "terms": terms })
}

async fn zone(staff: &ApiClient) -> Value {
    staff.post("/staff/zones", json!({ "code": "lagos", "name": "Zona de los lagos" })).await.ok()["id"].clone()
}

async fn count<E: EntityTrait>(app: &TestApp) -> u64
where
    E::Model: Send + Sync + sea_orm::FromQueryResult + 'static,
{
    let tx = app.app.read(Actor::System).await.unwrap();
    E::find().count(tx.db()).await.unwrap()
}

both!(
    async fn an_applicant_is_asked_answers_and_is_approved_to_its_first_order(app: TestApp) {
        let market = Market::open(&app).await;
        let staff = app.staff_client(Role::Staff).await;
        let segment = segment(&staff).await;
        submit(&app, input(&segment)).await;
        assert_eq!(staff.get("/staff/applications").await.ok(), json!([]), "the address is not confirmed");
        let applicant = holder(&app, MessageKind::ApplicationSubmitted, EMAIL).await;
        let own = applicant.get("/application-link").await.ok();
        assert!(own["state"] == "submitted" && own.get("confirmed_at").is_none(), "reading confirms nothing");
        let early = applicant.post_image("/application-link/documents?name=x", "application/pdf", PDF.to_vec()).await;
        early.assert_refusal(409, "application_unconfirmed");
        for _ in 0..2 {
            applicant.post("/application-link/confirm", Value::Null).await.ok();
        }
        let listed = staff.get("/staff/applications").await.ok();
        let path = format!("/staff/applications/{}", listed[0]["id"].as_str().unwrap());
        assert_eq!(listed[0]["state"], "submitted");
        assert_eq!(staff.get(&path).await.ok()["tax_id"], "76543210-3");

        app.advance(TimeDelta::minutes(5));
        staff.post(&format!("{path}/review"), Value::Null).await.ok();
        applicant
            .post("/application-link/answer", json!({ "answer": "sí" }))
            .await
            .assert_refusal(409, "nothing_asked");
        let question = json!({ "question": "¿Nos envía la patente?" });
        let asked = staff.post(&format!("{path}/request-more"), question).await.ok();
        assert_eq!(
            (&asked["summary"]["state"], &asked["questions"][0]["question"]),
            (&json!("more_asked"), &json!("¿Nos envía la patente?"))
        );
        app.run_jobs().await;
        assert!(text_of(&app, MessageKind::ApplicationMoreAsked, EMAIL).await.contains("¿Nos envía la patente?"));
        let applicant = holder(&app, MessageKind::ApplicationMoreAsked, EMAIL).await;
        let answered = applicant.post("/application-link/answer", json!({ "answer": "Va la foto" })).await.ok();
        assert_eq!(
            (&answered["state"], &answered["questions"][0]["answer"]),
            (&json!("in_review"), &json!("Va la foto"))
        );

        let cycle = market.ordered(&app, &[]).await;
        let approval = approval(&segment, &json!(market.zone));
        let approved = staff.post(&format!("{path}/approve"), approval.clone()).await.ok();
        assert_eq!(approved["summary"]["state"], "approved");
        let buyer = staff.get(&format!("/staff/buyers/{}", approved["buyer_id"].as_str().unwrap())).await.ok();
        assert_eq!(buyer["account"]["payment_terms_days"], 30);
        assert_eq!(buyer["delivery_points"][0]["address"], "Muelle 3, Cochrane");
        assert_eq!(buyer["delivery_points"][0]["notes"], "de 9 a 13 horas");
        app.run_jobs().await;
        let mail = text_of(&app, MessageKind::ApplicationApproved, EMAIL).await;
        let (_, link) = mail.split_once("http://minga.example/contrasena?volver=/compras/entregas/").expect("a link");
        let (next, secret) = link.split_whitespace().next().unwrap().split_once('#').unwrap();
        assert_eq!(next, cycle.to_string(), "the link leads to the next delivery");
        assert!(mail.contains("cierran el"), "{mail}");
        let password = json!({ "link": secret, "password": "calafate sin crema de campo" });
        app.anonymous_client().post("/public/password", password).await.ok();
        assert_eq!(staff.post(&format!("{path}/approve"), approval).await.refusal(), (409, "application_decided"));
        assert_eq!(applicant.get("/application-link").await.ok()["state"], "approved");
    }
);

both!(
    async fn of_two_decisions_at_the_same_instant_one_holds(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let (segment, zone) = (segment(&staff).await, zone(&staff).await);
        let (_, path) = confirmed(&app, &staff, input(&segment)).await;
        let other = app.client_of_node(&app.other_node().await, &staff);
        let (approve, refuse) = (format!("{path}/approve"), format!("{path}/refuse"));
        let (one, two) = join(
            staff.post(&approve, approval(&segment, &zone)),
            other.post(&refuse, json!({ "reason": "No llegamos a su zona" })),
        )
        .await;
        let states = [one.status, two.status];
        assert!(states.contains(&409) && states.iter().any(|status| *status < 300), "{one:?} {two:?}");
        let state = staff.get(&path).await.ok()["summary"]["state"].clone();
        assert_eq!(state, if one.status < 300 { json!("approved") } else { json!("refused") });
        let accounts = staff.get("/staff/buyers").await.ok().as_array().unwrap().len();
        assert_eq!(accounts, usize::from(one.status < 300));
    }
);

both!(
    async fn an_application_sent_a_thousand_times_is_limited_and_shows_nobody(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let segment = segment(&staff).await;
        app.user(OrganisationKind::Buyer, "lodge", Role::Admin).await;
        let client = app.anonymous_client();
        let mut accepted = 0;
        for _ in 0..1_000 {
            let response = client.post("/public/applications", input(&segment)).await;
            match response.status {
                201 => accepted += 1,
                _ => response.assert_refusal(429, "applications_limited"),
            }
        }
        assert_eq!((accepted, count::<application::Entity>(&app).await), (5, 5));
        app.run_jobs().await;
        assert_eq!(count::<message::Entity>(&app).await, 5);
        // Whoever has the address: the same response.
        let new = client.post("/public/applications", with(&segment, "email", json!("nadie@ejemplo.cl"))).await;
        let of_a_person =
            client.post("/public/applications", with(&segment, "email", json!("admin.lodge@ejemplo.cl"))).await;
        assert_eq!((new.status, new.body), (of_a_person.status, of_a_person.body));
        // The same request twice is one application.
        let other = with(&segment, "email", json!("otra@ejemplo.cl"));
        let before = count::<application::Entity>(&app).await;
        for _ in 0..2 {
            client.post_as("once", "/public/applications", other.clone()).await.ok();
        }
        assert_eq!(count::<application::Entity>(&app).await, before + 1);
        app.advance(TimeDelta::hours(25));
        client.post("/public/applications", input(&segment)).await.ok();
    }
);

both!(
    async fn tax_ids_are_checked_and_duplicates_are_shown(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let (segment, zone) = (segment(&staff).await, zone(&staff).await);
        let client = app.anonymous_client();
        for wrong in ["76.543.210-4", "76543210", "CL 76.543.210-4", "nada"] {
            let response = client.post("/public/applications", with(&segment, "tax_id", json!(wrong))).await;
            assert_eq!((response.refusal(), response.pointer()), ((422, "tax_id_invalid"), "/tax_id"), "{wrong}");
        }
        assert_eq!(count::<application::Entity>(&app).await, 0, "what is refused is not counted");
        let (_, first) = confirmed(&app, &staff, input(&segment)).await;
        let approved = staff.post(&format!("{first}/approve"), approval(&segment, &zone)).await.ok();
        assert_eq!(approved["duplicates"], json!([]), "an account is no duplicate of its own application");
        app.advance(TimeDelta::minutes(1));
        let (_, second) = confirmed(&app, &staff, with(&segment, "email", json!("otra@ejemplo.cl"))).await;
        let shown = staff.get(&second).await.ok()["duplicates"].clone();
        assert_eq!((&shown[0]["buyer_id"], &shown[0]["same_tax_id"]), (&approved["buyer_id"], &json!(true)));
        assert_eq!((&shown[1]["application_id"], &shown[1]["same_email"]), (&approved["summary"]["id"], &json!(false)));
        // A company may have two lodges.
        let mut again = approval(&segment, &zone);
        assert_eq!(staff.post(&format!("{second}/approve"), again.clone()).await.refusal(), (409, "code_taken"));
        again["code"] = json!("posada-2");
        again["terms"]["payment_terms_days"] = json!(60);
        let long = staff.post(&format!("{second}/approve"), again.clone()).await;
        assert_eq!((long.refusal(), long.pointer()), ((409, "terms_need_agreement"), "/terms/payment_terms_days"));
        again["terms"]["terms_agreement_number"] = json!("R-77");
        again["terms"]["terms_agreement_on"] = json!("2026-02-01");
        staff.post(&format!("{second}/approve"), again).await.ok();
        app.advance(TimeDelta::minutes(1));
        let mut foreign = with(&segment, "tax_id", json!("ar 30-71234567-1"));
        foreign["email"] = json!("hostel@ejemplo.com");
        let (_, third) = confirmed(&app, &staff, foreign).await;
        assert_eq!(staff.get(&third).await.ok()["tax_id"], "AR 30-71234567-1");
        let mut third_terms = approval(&segment, &zone);
        third_terms["code"] = json!("hostel");
        staff.post(&format!("{third}/approve"), third_terms).await.ok();
    }
);

both!(
    async fn documents_are_what_their_contents_say(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let segment = segment(&staff).await;
        let (applicant, path) = confirmed(&app, &staff, input(&segment)).await;
        let upload = async |name: &str, media_type: &str, bytes: &[u8]| {
            let name = name.replace('%', "%25").replace('/', "%2F").replace('\u{202e}', "%E2%80%AE");
            applicant.post_image(&format!("/application-link/documents?name={name}"), media_type, bytes.to_vec()).await
        };
        upload("../../etc/passwd", "application/pdf", PDF).await.ok();
        upload("otra-vez.pdf", "application/pdf", PDF).await.ok();
        let stored = upload("patente\u{202e}fdp.exe", "application/pdf", &png(300, 240)).await.ok();
        let names: Vec<&Value> = stored["documents"].as_array().unwrap().iter().map(|row| &row["name"]).collect();
        assert_eq!(names, [&json!("passwd"), &json!("patentefdp.exe")], "the same file is stored once");
        assert_eq!(stored["documents"][1]["kind"], "photo", "whatever the request says that it is");
        for wrong in [&b"MZ\x90 an executable"[..], b"%PDF-1.7 cut off", b"<svg onload=alert(1)>", b""] {
            let refused = upload("x.pdf", "image/png", wrong).await;
            assert!(refused.status == 422 || refused.status == 400, "{:?} {}", refused.status, refused.body);
        }
        assert_eq!(upload("x.html", "text/html", PDF).await.status, 415);
        let mut huge = PDF.to_vec();
        huge.splice(9..9, vec![b' '; 5 * 1024 * 1024]);
        assert_eq!(upload("x.pdf", "application/pdf", &huge).await.refusal(), (413, "too_large"));
        for at in 0..4 {
            let pdf = [PDF, at.to_string().as_bytes()].concat();
            upload("x.pdf", "application/pdf", &pdf).await.ok();
        }
        let more = [PDF, b"more"].concat();
        assert_eq!(upload("x.pdf", "application/pdf", &more).await.refusal(), (409, "too_many_documents"));

        let documents = staff.get(&path).await.ok()["documents"].clone();
        let id = documents[1]["id"].as_str().unwrap();
        let file = staff.get_file(&format!("{path}/documents/{id}")).await;
        assert_eq!((file.status, file.header("content-type")), (200, "image/jpeg"));
        assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"{id}.jpg\""));
        assert!(file.bytes.starts_with(&[0xff, 0xd8]), "it was encoded again");
        let viewer = app.staff_client(Role::Viewer).await;
        assert_eq!(viewer.get_file(&format!("{path}/documents/{id}")).await.status, 403);
    }
);

both!(
    async fn a_link_opens_its_own_application_and_nothing_else(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let segment = segment(&staff).await;
        let (one, first) = confirmed(&app, &staff, input(&segment)).await;
        app.advance(TimeDelta::minutes(1));
        let mut other = with(&segment, "email", json!("otra@ejemplo.cl"));
        other["name"] = json!("Hostal Sur");
        let (two, second) = confirmed(&app, &staff, other).await;
        assert_eq!(one.get("/application-link").await.ok()["name"], "Posada del Río");
        assert_eq!(two.get("/application-link").await.ok()["name"], "Hostal Sur");
        two.post("/application-link/withdraw", Value::Null).await.ok();
        two.post("/application-link/withdraw", Value::Null).await.ok();
        assert_eq!(staff.get(&first).await.ok()["summary"]["state"], "submitted");
        assert_eq!(staff.get(&second).await.ok()["summary"]["state"], "withdrawn");
        let refused = two.post("/application-link/answer", json!({ "answer": "x" })).await;
        refused.assert_refusal(409, "application_decided");
        // A document of one is none of the other.
        let stored = one.post_image("/application-link/documents?name=a", "application/pdf", PDF.to_vec()).await.ok();
        let document = stored["documents"][0]["id"].as_str().unwrap();
        assert_eq!(staff.get_file(&format!("{second}/documents/{document}")).await.status, 404);
        for secret in ["nonsense", ""] {
            assert_eq!(client(&app, secret).get("/application-link").await.status, 401);
        }
        assert_eq!(one.get("/session").await.status, 401);
        assert_eq!(staff.get("/application-link").await.status, 401);
        app.advance(TimeDelta::days(61));
        one.get("/application-link").await.assert_refusal(409, "application_link_expired");
    }
);

both!(
    async fn a_refused_applicant_reads_why_and_is_forgotten_after_a_year(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let segment = segment(&staff).await;
        let (applicant, path) = confirmed(&app, &staff, with(&segment, "language", json!("en"))).await;
        applicant.post_image("/application-link/documents?name=a", "application/pdf", PDF.to_vec()).await.ok();
        staff.post(&format!("{path}/refuse"), json!({ "reason": "No llegamos a Tortel" })).await.ok();
        app.run_jobs().await;
        assert_eq!(applicant.get("/application-link").await.ok()["reason"], "No llegamos a Tortel");
        let mail = text_of(&app, MessageKind::ApplicationRefused, EMAIL).await;
        assert!(mail.contains("No llegamos a Tortel") && mail.contains("cannot accept"), "{mail}");
        submit(&app, with(&segment, "email", json!("nunca@ejemplo.cl"))).await;
        minga::commands::worker::schedule_recurring(&app.app).await.unwrap();
        app.advance(TimeDelta::days(15));
        app.run_jobs().await;
        assert_eq!(count::<application::Entity>(&app).await, 1, "the one that was never confirmed is deleted");
        app.advance(TimeDelta::days(360));
        app.run_jobs().await;
        assert_eq!(count::<application::Entity>(&app).await, 0);
        assert_eq!(count::<application_file::Entity>(&app).await, 0);
        assert_eq!(count::<application_link::Entity>(&app).await, 0);
        assert_eq!(count::<message::Entity>(&app).await, 0, "the mails about it are deleted with it");
    }
);
