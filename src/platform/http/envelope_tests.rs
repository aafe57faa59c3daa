//! The envelope seen from outside: one small API and everything that can go wrong with it.

use poem::{Body, Endpoint, EndpointExt, Route, http::StatusCode, test::TestClient};
use poem_openapi::{
    Object, OpenApi, OpenApiService,
    param::{Header, Path},
    payload::Json,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    envelope::Envelope,
    idempotency::check_key,
    page_request::PageRequest,
    paging::List,
    problem::{Problem, Result},
    text::Text,
};

struct Api;

#[derive(Object)]
#[oai(deny_unknown_fields)]
struct NewThing {
    name: Text<1, 10>,
    #[oai(validator(max_items = 2))]
    parts: Vec<NewPart>,
}

#[derive(Object)]
#[oai(deny_unknown_fields)]
struct NewPart {
    #[oai(validator(minimum(value = "1")))]
    quantity: i32,
}

#[OpenApi]
impl Api {
    #[oai(path = "/things", method = "get", operation_id = "listThings")]
    async fn list(&self, page: PageRequest) -> Result<List<i64>> {
        let from = page.key::<i64>()?.unwrap_or(0);
        let rows: Vec<i64> = (from + 1..=300).take(page.fetch() as usize).collect();
        Ok(page.cut(rows, |row| *row).into())
    }

    #[oai(path = "/things", method = "post", operation_id = "makeThing")]
    async fn make(
        &self,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewThing>,
    ) -> Result<Json<String>> {
        check_key(key.as_deref())?;
        Ok(Json(body.0.name.into_inner()))
    }

    #[oai(path = "/things/:id", method = "get", operation_id = "getThing")]
    async fn get(&self, id: Path<Uuid>) -> Result<Json<i64>> {
        match id.0.is_nil() {
            true => panic!("kaputt"),
            false => Err(Problem::not_found("thing")),
        }
    }
}

fn client() -> TestClient<impl Endpoint> {
    let service = OpenApiService::new(Api, "Things", "1");
    let envelope = Envelope::new(service.spec(), "/api/v1");
    TestClient::new(Route::new().nest("/api/v1", service).with(envelope))
}

async fn post(body: impl Into<Body>) -> (u16, Value) {
    let answer = client()
        .post("/api/v1/things")
        .header("idempotency-key", "k1")
        .content_type("application/json")
        .body(body)
        .send()
        .await;
    let mut answer = answer.0;
    (answer.status().as_u16(), answer.take_body().into_json().await.unwrap())
}

fn pointers(problem: &Value) -> Vec<(&str, &str)> {
    let errors = problem["errors"].as_array().unwrap();
    errors.iter().map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn a_good_request_passes() {
    let (status, body) = post(json!({ "name": " Miel ", "parts": [{ "quantity": 1 }] }).to_string()).await;
    assert_eq!((status, body), (200, json!("Miel")));
}

#[tokio::test]
async fn wrong_fields_are_named() {
    let (status, problem) =
        post(json!({ "name": 5, "parts": [{ "quantity": 1 }, { "quantity": 0 }] }).to_string()).await;
    assert_eq!((status, &problem["code"]), (400, &json!("invalid_body")));
    assert_eq!(pointers(&problem), [("/name", "wrong_type"), ("/parts/1/quantity", "out_of_range")]);
    let (_, problem) = post(json!({ "name": "a", "parts": [{ "quantity": 1, "colour": 2 }] }).to_string()).await;
    assert_eq!(pointers(&problem), [("/parts/0/colour", "unknown_field")]);
    let (_, problem) = post(json!({ "name": "a\u{0}", "parts": [{}, {}, {}] }).to_string()).await;
    assert_eq!(pointers(&problem), [("/name", "control_character"), ("/parts", "too_many")]);
    let (_, problem) = post("{\"name\": ").await;
    assert_eq!(problem["code"], "malformed_json");
    let (_, problem) = post(Body::empty()).await;
    assert_eq!((problem["status"].as_u64(), problem["code"].as_str()), (Some(400), Some("body_missing")));
}

#[tokio::test]
async fn a_body_beyond_its_bound_is_413() {
    let (status, problem) = post(" ".repeat(70_000)).await;
    assert_eq!((status, &problem["code"]), (413, &json!("too_large")));
    let unsized_body = Body::from_async_read(std::io::Cursor::new(vec![b' '; 70_000]));
    let (status, problem) = post(unsized_body).await;
    assert_eq!((status, &problem["code"]), (413, &json!("too_large")));
}

#[tokio::test]
async fn what_has_no_handler_is_a_problem_too() {
    let client = client();
    let unknown = client.get("/api/v1/nothing").send().await;
    unknown.assert_status(StatusCode::NOT_FOUND);
    unknown.assert_content_type("application/problem+json");
    let method = client.delete("/api/v1/things").send().await;
    method.assert_status(StatusCode::METHOD_NOT_ALLOWED);
    method.assert_header("allow", "GET, HEAD, POST");
    method.assert_content_type("application/problem+json");
    let media =
        client.post("/api/v1/things").header("idempotency-key", "k").content_type("text/plain").body("a").send();
    let media = media.await;
    media.assert_status(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    media.assert_content_type("application/problem+json");
    let good = json!({ "name": "a", "parts": [] }).to_string();
    let missing = client.post("/api/v1/things").content_type("application/json").body(good).send().await;
    missing.assert_status(StatusCode::BAD_REQUEST);
    assert_eq!(missing.json().await.value().object().get("code").string(), "idempotency_key_missing");
}

#[tokio::test]
async fn a_panic_is_an_internal_problem() {
    let answer = client().get("/api/v1/things/00000000-0000-0000-0000-000000000000").send().await;
    answer.assert_status(StatusCode::INTERNAL_SERVER_ERROR);
    answer.assert_content_type("application/problem+json");
    let answer = client().get("/api/v1/things/7").send().await;
    answer.assert_status(StatusCode::BAD_REQUEST);
    assert_eq!(answer.json().await.value().object().get("code").string(), "invalid_path");
}

#[tokio::test]
async fn pages_follow_their_links_to_the_end() {
    let client = client();
    let (mut address, mut seen) = ("/api/v1/things?limit=120".to_owned(), Vec::new());
    loop {
        let mut answer = client.get(&address).send().await.0;
        seen.extend(answer.take_body().into_json::<Vec<i64>>().await.unwrap());
        let Some(link) = answer.header("link") else { break };
        address = link.trim_start_matches('<').split('>').next().unwrap().to_owned();
    }
    assert_eq!(seen, (1..=300).collect::<Vec<i64>>());
    client.get("/api/v1/things?limit=201").send().await.assert_status(StatusCode::BAD_REQUEST);
}

#[test]
fn every_operation_documents_its_problems() {
    let spec: Value = serde_json::from_str(&OpenApiService::new(Api, "Things", "1").spec()).unwrap();
    let answers = &spec["paths"]["/things"]["post"]["responses"];
    for status in ["200", "400", "401", "404", "409", "413", "415", "422", "429", "500"] {
        assert!(answers[status].is_object(), "{status}");
    }
    let schema = &answers["409"]["content"]["application/problem+json"]["schema"]["$ref"];
    assert_eq!(schema, "#/components/schemas/Problem");
    let name = &spec["components"]["schemas"]["NewThing"]["properties"]["name"];
    assert_eq!((&name["format"], &name["minLength"], &name["maxLength"]), (&json!("line"), &json!(1), &json!(10)));
}
