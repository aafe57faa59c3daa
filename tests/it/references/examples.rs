//! A valid request of every operation that has ids in its body, with what each id refers to.

mod buying;
mod finance;
mod records;
mod supply;

use serde_json::Value;

use super::{operations::Operation, season::Season};

/// What an id of a request may refer to.
#[derive(Clone, Debug)]
pub enum Reach {
    /// Not to this record, which is another's.
    Others(Value),
    /// To any record of its kind.
    All,
}

/// Staff work with the records of the whole cooperative.
pub const STAFF: Reach = Reach::All;
/// All buyers buy from one catalogue, in the cycles of their zone.
pub const CATALOGUE: Reach = Reach::All;

/// A valid request.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its operation.
    pub operation: &'static str,
    /// The parameters of the path, in their order.
    pub parameters: Vec<String>,
    /// The query, if it has one.
    pub query: Vec<(&'static str, String)>,
    /// The body.
    pub body: Option<Value>,
    /// Pointers to its ids, with what each may refer to.
    pub ids: Vec<(&'static str, Reach)>,
}

impl Example {
    /// A request with these parameters in its path.
    pub fn new(operation: &'static str, parameters: &[&Value], body: Value, ids: &[(&'static str, Reach)]) -> Self {
        let text = |value: &&Value| value.as_str().unwrap_or_else(|| panic!("{operation}: {value}")).to_owned();
        let parameters = parameters.iter().map(text).collect();
        Self { operation, parameters, query: Vec::new(), body: Some(body), ids: ids.to_vec() }
    }

    /// The same with a parameter in its query.
    pub fn with_query(mut self, name: &'static str, value: &Value) -> Self {
        self.query.push((name, value.as_str().unwrap().to_owned()));
        self
    }

    /// Puts another id in the place of one.
    pub fn set(&mut self, pointer: &str, id: &str) {
        let place = match pointer.strip_prefix('?') {
            Some(name) => self.query.iter_mut().find(|(query, _)| *query == name).map(|(_, value)| *value = id.into()),
            None => self.body.as_mut().and_then(|body| body.pointer_mut(pointer)).map(|place| *place = id.into()),
        };
        place.unwrap_or_else(|| panic!("{} has no {pointer}", self.operation));
    }

    /// Its address.
    pub fn path(&self, operation: &Operation) -> String {
        let mut parameters = self.parameters.iter();
        let part = |part: &str| match part.starts_with('{') {
            true => parameters.next().unwrap_or_else(|| panic!("{}: {part}", self.operation)).clone(),
            false => part.to_owned(),
        };
        let path = operation.path.split('/').map(part).collect::<Vec<_>>().join("/");
        let query: Vec<String> = self.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
    }
}

/// All examples, in an order in which each is still valid after those before it.
pub async fn examples(season: &Season) -> Vec<Example> {
    let mut examples = records::examples(season).await;
    examples.extend(buying::examples(season).await);
    examples.extend(supply::examples(season).await);
    examples.extend(finance::examples(season).await);
    examples
}
