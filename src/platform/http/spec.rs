//! What the API's own description says about a path: which methods it answers, and the shape of the body it wants.
//! Only this is kept of the description, because it stays in memory.

use std::{collections::HashMap, fmt, marker::PhantomData};

use poem::http::Method;
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::Value;

/// Paths, methods and body shapes of an API.
#[derive(Debug, Default)]
pub struct Spec {
    routes: Vec<Route>,
    pub(super) shapes: HashMap<String, Shape>,
}

#[derive(Debug)]
struct Route {
    segments: Vec<String>,
    operations: Vec<(Method, Option<Shape>)>,
}

/// A schema, as far as it tells which value is wrong.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Shape {
    #[serde(rename = "$ref")]
    pub reference: Option<String>,
    #[serde(rename = "type")]
    pub kind: String,
    pub format: Option<String>,
    pub required: Vec<String>,
    pub properties: Pairs<Shape>,
    pub items: Option<Box<Shape>>,
    #[serde(rename = "enum")]
    pub words: Vec<Value>,
    pub nullable: bool,
    pub any_of: Vec<Shape>,
    pub one_of: Vec<Shape>,
    pub all_of: Vec<Shape>,
    pub maximum: Option<f64>,
    pub minimum: Option<f64>,
    pub max_length: Option<usize>,
    pub min_length: Option<usize>,
    pub max_items: Option<usize>,
    pub min_items: Option<usize>,
}

/// A JSON object as a list. A path that two parts of the API serve stands twice in the description; both count.
#[derive(Debug)]
pub(super) struct Pairs<T>(pub Vec<(String, T)>);

impl<T> Default for Pairs<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

#[derive(Deserialize)]
struct Document {
    paths: Pairs<Pairs<Operation>>,
    #[serde(default)]
    components: Components,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Components {
    schemas: Pairs<Shape>,
}

#[derive(Deserialize)]
struct Operation {
    #[serde(rename = "requestBody")]
    request_body: Option<RequestBody>,
}

#[derive(Deserialize)]
struct RequestBody {
    content: Pairs<Media>,
}

#[derive(Deserialize)]
struct Media {
    schema: Shape,
}

impl Spec {
    /// Reads an OpenAPI 3.0 description whose paths begin under `prefix`.
    ///
    /// # Errors
    /// Where the text is no such description.
    pub fn read(description: &str, prefix: &str) -> Result<Self, serde_json::Error> {
        let document: Document = serde_json::from_str(description)?;
        let mut spec = Self::default();
        for (path, operations) in document.paths.0 {
            let segments = split(prefix).chain(split(&path)).map(str::to_owned).collect();
            let operations = operations.0.into_iter().filter_map(|(method, operation)| {
                let method = Method::from_bytes(method.to_ascii_uppercase().as_bytes()).ok()?;
                Some((method, operation.json_body()))
            });
            spec.routes.push(Route { segments, operations: operations.collect() });
        }
        spec.keep_reachable(document.components.schemas.0.into_iter().collect());
        Ok(spec)
    }

    /// Methods that the path answers to, for `Allow`; empty where it is none of the API's.
    pub fn methods(&self, path: &str) -> Vec<Method> {
        let mut methods: Vec<Method> = Vec::new();
        for (method, _) in self.routes.iter().filter(|route| route.matches(path)).flat_map(|route| &route.operations) {
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

    /// The shape of the JSON body that this operation wants.
    pub(super) fn body(&self, method: &Method, path: &str) -> Option<&Shape> {
        let routes = self.routes.iter().filter(|route| route.matches(path));
        let exact_first = routes.max_by_key(|route| route.segments.iter().filter(|s| !is_parameter(s)).count())?;
        // The same path may stand in several routes: look at all that are as exact as the best.
        let same = self.routes.iter().filter(|route| route.segments == exact_first.segments);
        same.flat_map(|route| &route.operations).find(|(m, _)| m == method)?.1.as_ref()
    }

    fn keep_reachable(&mut self, mut all: HashMap<String, Shape>) {
        let mut waiting: Vec<String> = Vec::new();
        for (_, body) in self.routes.iter().flat_map(|route| &route.operations) {
            if let Some(body) = body {
                body.references(&mut waiting);
            }
        }
        while let Some(name) = waiting.pop() {
            if let Some(shape) = all.remove(&name) {
                shape.references(&mut waiting);
                self.shapes.insert(name, shape);
            }
        }
    }
}

impl Route {
    fn matches(&self, path: &str) -> bool {
        let mut asked = split(path);
        let fits = self.segments.iter().all(|s| asked.next().is_some_and(|a| is_parameter(s) || a == s));
        fits && asked.next().is_none()
    }
}

impl Operation {
    fn json_body(self) -> Option<Shape> {
        let mut content = self.request_body?.content.0.into_iter();
        content.find(|(kind, _)| kind.contains("json")).map(|(_, media)| media.schema)
    }
}

impl Shape {
    /// Name of the schema that a reference leads to.
    pub(super) fn target(&self) -> Option<&str> {
        self.reference.as_deref()?.rsplit('/').next()
    }

    fn references(&self, into: &mut Vec<String>) {
        into.extend(self.target().map(str::to_owned));
        let below = self.properties.0.iter().map(|(_, shape)| shape).chain(self.items.as_deref());
        for shape in below.chain(&self.any_of).chain(&self.one_of).chain(&self.all_of) {
            shape.references(into);
        }
    }
}

fn split(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{')
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pairs<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Collect<T> {
            type Value = Pairs<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Pairs<T>, M::Error> {
                let mut pairs = Vec::new();
                while let Some(name) = map.next_key::<String>()? {
                    // Extensions of the description mean nothing here.
                    if name.starts_with("x-") {
                        map.next_value::<IgnoredAny>()?;
                    } else {
                        pairs.push((name, map.next_value()?));
                    }
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(Collect(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEC: &str = r##"{ "openapi": "3.0.0", "paths": {
        "/orders": { "get": {}, "post": { "requestBody": { "content": { "application/json; charset=utf-8":
            { "schema": { "$ref": "#/components/schemas/NewOrder" } } } } } },
        "/orders/{id}": { "get": {} },
        "/orders/{id}": { "patch": {} },
        "/orders/next": { "delete": {} } },
      "components": { "schemas": {
        "NewOrder": { "type": "object", "properties": { "lines": { "type": "array",
            "items": { "$ref": "#/components/schemas/NewOrderLine" } } } },
        "NewOrderLine": { "type": "object" },
        "Order": { "type": "object" } } } }"##;

    #[test]
    fn methods_of_a_path_are_gathered() {
        let spec = Spec::read(SPEC, "/api/v1").unwrap();
        assert_eq!(spec.methods("/api/v1/orders"), [Method::GET, Method::HEAD, Method::POST]);
        assert_eq!(spec.methods("/api/v1/orders/7"), [Method::GET, Method::HEAD, Method::PATCH]);
        assert!(spec.methods("/orders").is_empty() && spec.methods("/api/v1/orders/7/lines").is_empty());
    }

    #[test]
    fn only_shapes_of_bodies_are_kept() {
        let spec = Spec::read(SPEC, "/api/v1").unwrap();
        let mut names: Vec<_> = spec.shapes.keys().cloned().collect();
        names.sort();
        assert_eq!(names, ["NewOrder", "NewOrderLine"]);
        assert_eq!(spec.body(&Method::POST, "/api/v1/orders").unwrap().target(), Some("NewOrder"));
        assert!(spec.body(&Method::GET, "/api/v1/orders").is_none());
    }
}
