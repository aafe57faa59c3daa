//! What the API's own description says about a path: its methods, and the schema of the JSON body of each. Only this is
//! kept of the description, because it stays in memory.

use std::{collections::HashMap, fmt, marker::PhantomData};

use poem::http::Method;
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::Value;

/// Paths, methods and body schemas of an API.
#[derive(Debug, Default)]
pub struct ApiDocument {
    routes: Vec<Route>,
    pub(super) schemas: HashMap<String, Schema>,
}

#[derive(Debug)]
struct Route {
    segments: Vec<String>,
    operations: Vec<(Method, Request)>,
}

/// What a request of an operation consists of.
#[derive(Debug)]
struct Request {
    body: Option<Schema>,
    /// The query parameters that are lists: one that the request lacks is an empty list.
    lists: Vec<String>,
}

/// A schema, as far as it says which values are wrong.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Schema {
    #[serde(rename = "$ref")]
    pub reference: Option<String>,
    #[serde(rename = "type")]
    pub kind: String,
    pub format: Option<String>,
    pub title: Option<String>,
    pub required: Vec<String>,
    pub properties: Entries<Schema>,
    pub items: Option<Box<Schema>>,
    #[serde(rename = "enum")]
    pub allowed: Vec<Value>,
    pub nullable: bool,
    pub any_of: Vec<Schema>,
    pub one_of: Vec<Schema>,
    pub all_of: Vec<Schema>,
    pub maximum: Option<f64>,
    pub minimum: Option<f64>,
    pub max_length: Option<usize>,
    pub min_length: Option<usize>,
    pub max_items: Option<usize>,
    pub min_items: Option<usize>,
    pub pattern: Option<String>,
}

/// A JSON object as a list. A path that two parts of the API serve stands twice in the description; both count.
#[derive(Debug)]
pub(super) struct Entries<T>(pub Vec<(String, T)>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

#[derive(Deserialize)]
struct Description {
    paths: Entries<Entries<Operation>>,
    #[serde(default)]
    components: Components,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Components {
    schemas: Entries<Schema>,
    parameters: Entries<Parameter>,
}

#[derive(Deserialize)]
struct Operation {
    #[serde(rename = "requestBody")]
    request_body: Option<RequestBody>,
    #[serde(default)]
    parameters: Vec<Parameter>,
}

/// A parameter, or a reference to one of the components.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Parameter {
    #[serde(rename = "$ref")]
    reference: Option<String>,
    name: String,
    schema: Schema,
}

#[derive(Deserialize)]
struct RequestBody {
    content: Entries<Media>,
}

#[derive(Deserialize)]
struct Media {
    schema: Schema,
}

impl ApiDocument {
    /// Reads an OpenAPI 3.0 description whose paths begin under `prefix`.
    ///
    /// # Errors
    /// Where the text is no such description.
    pub fn parse(description: &str, prefix: &str) -> Result<Self, serde_json::Error> {
        let description: Description = serde_json::from_str(description)?;
        let mut document = Self::default();
        let shared = &description.components.parameters;
        for (path, operations) in description.paths.0 {
            let segments = split(prefix).chain(split(&path)).map(str::to_owned).collect();
            let operations = operations.0.into_iter().filter_map(|(method, operation)| {
                let method = Method::from_bytes(method.to_ascii_uppercase().as_bytes()).ok()?;
                Some((method, operation.request(shared)))
            });
            document.routes.push(Route { segments, operations: operations.collect() });
        }
        document.keep_reachable(description.components.schemas.0.into_iter().collect());
        Ok(document)
    }

    /// Methods that the path answers to, for `Allow`; empty where it is none of the API's.
    pub fn methods(&self, path: &str) -> Vec<Method> {
        let mut methods: Vec<Method> = Vec::new();
        for (method, _) in self.operations(path) {
            if !methods.contains(method) {
                methods.push(method.clone());
            }
        }
        if methods.contains(&Method::GET) && !methods.contains(&Method::HEAD) {
            methods.push(Method::HEAD);
        }
        methods.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        methods
    }

    /// Whether this query parameter of the operation is a list.
    pub(super) fn is_list(&self, method: &Method, path: &str, name: &str) -> bool {
        self.request(method, path).is_some_and(|request| request.lists.iter().any(|list| list == name))
    }

    /// The schema of the JSON body that this operation wants.
    pub(super) fn body(&self, method: &Method, path: &str) -> Option<&Schema> {
        self.request(method, path)?.body.as_ref()
    }

    fn request(&self, method: &Method, path: &str) -> Option<&Request> {
        self.operations(path).find(|(m, _)| m == method).map(|(_, request)| request)
    }

    /// The operations of the route that matches the path with the fewest parameters, as the router chooses it.
    fn operations(&self, path: &str) -> impl Iterator<Item = &(Method, Request)> {
        let routes = self.routes.iter().filter(|route| route.matches(path));
        let exact_first = routes.max_by_key(|route| route.segments.iter().filter(|s| !is_parameter(s)).count());
        // The same path may stand in several routes: look at all that are as exact as the best.
        let same =
            self.routes.iter().filter(move |route| exact_first.is_some_and(|one| one.segments == route.segments));
        same.flat_map(|route| &route.operations)
    }

    fn keep_reachable(&mut self, mut all: HashMap<String, Schema>) {
        let mut waiting: Vec<String> = Vec::new();
        for (_, request) in self.routes.iter().flat_map(|route| &route.operations) {
            if let Some(body) = &request.body {
                body.references(&mut waiting);
            }
        }
        while let Some(name) = waiting.pop() {
            if let Some(schema) = all.remove(&name) {
                schema.references(&mut waiting);
                self.schemas.insert(name, schema);
            }
        }
    }
}

impl Route {
    fn matches(&self, path: &str) -> bool {
        let mut requested = split(path);
        let fits =
            self.segments.iter().all(|s| requested.next().is_some_and(|segment| is_parameter(s) || segment == s));
        fits && requested.next().is_none()
    }
}

impl Operation {
    fn request(self, shared: &Entries<Parameter>) -> Request {
        let mut content = self.request_body.into_iter().flat_map(|body| body.content.0);
        let body = content.find(|(kind, _)| kind.contains("json")).map(|(_, media)| media.schema);
        let parameters = self.parameters.iter().filter_map(|parameter| match name_of_reference(&parameter.reference) {
            Some(name) => shared.0.iter().find(|(shared, _)| shared == name).map(|(_, parameter)| parameter),
            None => Some(parameter),
        });
        let lists = parameters.filter(|parameter| parameter.schema.kind == "array");
        Request { body, lists: lists.map(|parameter| parameter.name.clone()).collect() }
    }
}

impl Schema {
    /// Whether an object has this property.
    pub(super) fn has_property(&self, name: &str) -> bool {
        self.properties.0.iter().any(|(property, _)| property == name)
    }

    /// Name of the schema that a reference leads to.
    pub(super) fn target(&self) -> Option<&str> {
        name_of_reference(&self.reference)
    }

    fn references(&self, into: &mut Vec<String>) {
        into.extend(self.target().map(str::to_owned));
        let below = self.properties.0.iter().map(|(_, schema)| schema).chain(self.items.as_deref());
        for schema in below.chain(&self.any_of).chain(&self.one_of).chain(&self.all_of) {
            schema.references(into);
        }
    }
}

/// Name of the component that a `$ref` leads to.
fn name_of_reference(reference: &Option<String>) -> Option<&str> {
    reference.as_deref()?.rsplit('/').next()
}

fn split(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{')
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Collect<T> {
            type Value = Entries<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Entries<T>, M::Error> {
                let mut pairs = Vec::new();
                while let Some(name) = map.next_key::<String>()? {
                    // Extensions of the description mean nothing here.
                    if name.starts_with("x-") {
                        map.next_value::<IgnoredAny>()?;
                    } else {
                        pairs.push((name, map.next_value()?));
                    }
                }
                Ok(Entries(pairs))
            }
        }

        deserializer.deserialize_map(Collect(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = r##"{ "openapi": "3.0.0", "paths": {
        "/orders": { "get": { "parameters": [{ "$ref": "#/components/parameters/state" }, { "name": "after",
            "schema": { "type": "string" } }] }, "post": { "requestBody": { "content": { "application/json; charset=utf-8":
            { "schema": { "$ref": "#/components/schemas/NewOrder" } } } } } },
        "/orders/{id}": { "get": {} },
        "/orders/{id}": { "patch": {} },
        "/orders/next": { "delete": {} } },
      "components": { "parameters": { "state": { "name": "state", "schema": { "type": "array" } } }, "schemas": {
        "NewOrder": { "type": "object", "properties": { "lines": { "type": "array",
            "items": { "$ref": "#/components/schemas/NewOrderLine" } } } },
        "NewOrderLine": { "type": "object" },
        "Order": { "type": "object" } } } }"##;

    #[test]
    fn methods_of_a_path_are_gathered() {
        let document = ApiDocument::parse(DOCUMENT, "/api/v1").unwrap();
        assert_eq!(document.methods("/api/v1/orders"), [Method::GET, Method::HEAD, Method::POST]);
        assert_eq!(document.methods("/api/v1/orders/7"), [Method::GET, Method::HEAD, Method::PATCH]);
        assert_eq!(document.methods("/api/v1/orders/next"), [Method::DELETE]);
        assert!(document.methods("/orders").is_empty() && document.methods("/api/v1/orders/7/lines").is_empty());
    }

    #[test]
    fn lists_are_known_also_where_a_parameter_is_referred_to() {
        let document = ApiDocument::parse(DOCUMENT, "/api/v1").unwrap();
        assert!(document.is_list(&Method::GET, "/api/v1/orders", "state"));
        assert!(!document.is_list(&Method::GET, "/api/v1/orders", "after"));
    }

    #[test]
    fn only_schemas_of_bodies_are_kept() {
        let document = ApiDocument::parse(DOCUMENT, "/api/v1").unwrap();
        let mut names: Vec<_> = document.schemas.keys().cloned().collect();
        names.sort();
        assert_eq!(names, ["NewOrder", "NewOrderLine"]);
        assert_eq!(document.body(&Method::POST, "/api/v1/orders").unwrap().target(), Some("NewOrder"));
        assert!(document.body(&Method::GET, "/api/v1/orders").is_none());
    }
}
