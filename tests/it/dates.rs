//! Dates without bounds: every date and instant of every operation refuses a year of another century, over the API's own
//! description. A field that a later operation adds is swept too.

use entities::values::{OrganisationKind, Role};
use poem::{http::Method, test::TestClient};
use serde_json::{Map, Value, json};

use crate::{
    callers::{Endpoint, endpoints},
    orders::market::Market,
    support::{TestApp, both},
};

const ABSENT: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
/// What each field refuses: a year of fewer than four figures as the first door wrote it, and the last year of SQL.
const DATES: [&str; 5] = ["0026-12-05", "26-12-05", "9999-12-31", "+262142-01-01", "-0001-01-01"];
const INSTANTS: [&str; 3] = ["0026-12-05T12:00:00Z", "9999-12-31T23:59:59Z", "26-12-05T12:00:00Z"];

/// A request body with one field that is a date, and its JSON pointer.
struct BodyField {
    pointer: String,
    instant: bool,
}

struct Description(Value);

impl Description {
    fn read() -> Self {
        Self(serde_json::from_str(minga::router::OPENAPI_DOCUMENT).unwrap())
    }

    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(target) => self.resolve(self.0.pointer(target.trim_start_matches('#')).unwrap()),
            None => match schema["allOf"][0] {
                Value::Null => schema,
                ref part => self.resolve(part),
            },
        }
    }

    /// A value that the schema accepts, as far as its types go; collects the dates in it.
    fn sample(&self, schema: &Value, pointer: &str, fields: &mut Vec<BodyField>) -> Value {
        let schema = self.resolve(schema);
        let format = schema["format"].as_str().unwrap_or_default();
        if ["date", "date-time"].contains(&format) {
            fields.push(BodyField { pointer: pointer.to_owned(), instant: format == "date-time" });
        }
        if let Some(allowed) = schema["enum"].as_array() {
            return allowed[0].clone();
        }
        for choice in ["oneOf", "anyOf"] {
            if let Some(schemas) = schema[choice].as_array() {
                return self.sample(&schemas[0], pointer, fields);
            }
        }
        match (schema["type"].as_str().unwrap_or_default(), format) {
            ("object", _) => {
                let none = Map::new();
                let properties = schema["properties"].as_object().unwrap_or(&none);
                let members = properties.iter().map(|(name, property)| {
                    (name.clone(), self.sample(property, &format!("{pointer}/{name}"), fields))
                });
                Value::Object(members.collect())
            }
            ("array", _) => json!([self.sample(&schema["items"], &format!("{pointer}/0"), fields)]),
            ("integer" | "number", _) => json!(schema["minimum"].as_f64().unwrap_or(1.0) as i64),
            ("boolean", _) => json!(true),
            (_, "date") => json!("2026-03-05"),
            (_, "date-time") => json!("2026-03-05T12:00:00Z"),
            (_, "naive-time") => json!("12:00:00"),
            (_, "uuid") => json!(ABSENT),
            (_, "email") => json!("a@ejemplo.cl"),
            _ => json!("x".repeat(schema["minLength"].as_u64().unwrap_or(3) as usize)),
        }
    }
}

struct Sweep {
    client: TestClient<poem::endpoint::BoxEndpoint<'static>>,
    bearers: Vec<(&'static str, String)>,
    swept: usize,
    wrong: Vec<String>,
}

impl Sweep {
    async fn new(app: &TestApp) -> Self {
        let mut bearers = Vec::new();
        for (caller, kind, role) in [
            ("buyer", OrganisationKind::Buyer, Role::Staff),
            ("producer", OrganisationKind::Producer, Role::Staff),
            ("staff", OrganisationKind::Cooperative, Role::Admin),
        ] {
            bearers.push((caller, app.user(kind, kind.word(), role).await.bearer));
        }
        Self { client: app.client(), bearers, swept: 0, wrong: Vec::new() }
    }

    /// Sends a request with one absurd date; `field` is the field at fault.
    async fn send(&mut self, endpoint: &Endpoint, path: &str, body: Option<&Value>, field: &str, date: &str) {
        let caller = endpoint.caller.split(':').next().unwrap();
        let bearer = self.bearers.iter().find(|(name, _)| *name == caller);
        let mut request = self.client.request(endpoint.method.clone(), path).header("if-match", "*");
        request = request.header("idempotency-key", format!("{field}{date}"));
        if let Some((_, bearer)) = bearer {
            request = request.header("authorization", bearer);
        }
        if let Some(body) = body {
            request = request.body_json(body);
        }
        let response = request.send().await.0;
        let status = response.status().as_u16();
        let text = response.into_body().into_string().await.unwrap();
        let problem: Value = serde_json::from_str(&text).unwrap_or_default();
        let named = body.is_none()
            || problem["errors"].as_array().is_some_and(|errors| {
                errors.iter().any(|error| {
                    error["pointer"] == field
                        && ["date_out_of_span", "invalid_format"].contains(&error["code"].as_str().unwrap_or_default())
                })
            });
        self.swept += 1;
        if ![400, 422].contains(&status) || !named {
            self.wrong.push(format!("{} {field} {date}: {status} {text}", endpoint.id));
        }
    }
}

both!(
    async fn every_date_of_every_operation_has_a_span(app: TestApp) {
        let description = Description::read();
        let mut sweep = Sweep::new(&app).await;
        let template = include_str!("../../openapi/endpoints.txt");
        for (endpoint, line) in endpoints().iter().zip(template.lines()) {
            let path = line.split_whitespace().nth(2).unwrap();
            let operation = &description.0["paths"][path][endpoint.method.as_str().to_lowercase()];
            assert!(operation.is_object(), "{line}");
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            for parameter in parameters.iter().map(|parameter| description.resolve(parameter)) {
                let schema = description.resolve(&parameter["schema"]);
                if !["date", "date-time"].contains(&schema["format"].as_str().unwrap_or_default()) {
                    continue;
                }
                let name = parameter["name"].as_str().unwrap();
                for date in DATES {
                    let date = date.replace('+', "%2B");
                    let address = match parameter["in"].as_str().unwrap() {
                        "path" => path.replace(&format!("{{{name}}}"), &date).replace("{id}", ABSENT),
                        _ => format!("{}?{name}={date}", endpoint.path),
                    };
                    let body = (endpoint.method == Method::PUT).then(|| json!({}));
                    let before = sweep.wrong.len();
                    sweep.send(endpoint, &address, body.as_ref(), name, &date).await;
                    // A parameter is named by the problem itself.
                    if body.is_some() && sweep.wrong.last().is_some_and(|wrong| wrong.contains("400")) {
                        sweep.wrong.truncate(before);
                    }
                }
            }
            let content = operation["requestBody"]["content"].as_object().cloned().unwrap_or_default();
            for (_, media) in content.iter().filter(|(kind, _)| kind.starts_with("application/json")) {
                let mut fields = Vec::new();
                let body = description.sample(&media["schema"], "", &mut fields);
                for BodyField { pointer, instant } in fields {
                    for date in if instant { &INSTANTS[..] } else { &DATES[..] } {
                        let mut body = body.clone();
                        *body.pointer_mut(&pointer).unwrap() = json!(date);
                        sweep.send(endpoint, &endpoint.path, Some(&body), &pointer, date).await;
                    }
                }
            }
        }
        assert!(sweep.swept > 200, "only {} fields were swept", sweep.swept);
        assert!(sweep.wrong.is_empty(), "{} of {}:\n{}", sweep.wrong.len(), sweep.swept, sweep.wrong.join("\n"));
    }
);

/// Fields that are days of the books.
const DAYS_OF_THE_BOOKS: [&str; 5] = ["/received_on", "/paid_on", "/confirmed_on", "/returned_on", "/balance_on"];

both!(
    async fn a_day_of_the_books_is_within_ten_years(app: TestApp) {
        let description = Description::read();
        let mut sweep = Sweep::new(&app).await;
        for (endpoint, line) in endpoints().iter().zip(include_str!("../../openapi/endpoints.txt").lines()) {
            let path = line.split_whitespace().nth(2).unwrap();
            let operation = &description.0["paths"][path][endpoint.method.as_str().to_lowercase()];
            let content = operation["requestBody"]["content"].as_object().cloned().unwrap_or_default();
            for (_, media) in content.iter().filter(|(kind, _)| kind.starts_with("application/json")) {
                let mut fields = Vec::new();
                let body = description.sample(&media["schema"], "", &mut fields);
                for BodyField { pointer, .. } in fields {
                    if DAYS_OF_THE_BOOKS.contains(&pointer.as_str()) {
                        let mut body = body.clone();
                        *body.pointer_mut(&pointer).unwrap() = json!("1999-05-04");
                        sweep.send(endpoint, &endpoint.path, Some(&body), &pointer, "1999-05-04").await;
                    }
                }
            }
        }
        assert!(sweep.swept >= DAYS_OF_THE_BOOKS.len(), "only {} fields were swept", sweep.swept);
        assert!(sweep.wrong.is_empty(), "{}", sweep.wrong.join("\n"));
    }
);

both!(
    async fn files_refuse_dates_without_sense_with_their_line(app: TestApp) {
        let market = Market::open(&app).await;
        let finance = app.staff_client(Role::Finance).await;
        for (date, code) in
            [("26-12-05", "not_a_date"), ("0026-12-05", "date_out_of_span"), ("9999-12-31", "date_out_of_span")]
        {
            let arrivals = format!("reference,date,guests\nR-1,2026-03-06,2\nR-2,{date},2\n");
            let refused = market.lodge.client.post_bytes("/buyer/arrivals-files", arrivals.into_bytes()).await;
            assert_eq!(refused.status, 422, "{}", refused.body);
            let error = &refused.body["errors"][0];
            assert_eq!((&error["pointer"], &error["code"]), (&json!("line 3/date"), &json!(code)));
            let statement = format!("booked_on,amount,reference\n2026-03-01,1000,pago\n{date},1000,pago\n");
            let refused = finance.post_csv("/staff/bank-statements", statement).await;
            assert_eq!(refused.status, 422, "{}", refused.body);
            let error = &refused.body["errors"][0];
            assert_eq!((&error["pointer"], &error["code"]), (&json!("line 3/booked_on"), &json!(code)));
        }
    }
);
