//! The page of a list that a request asks for, taken by a handler as one parameter.

use poem::{FromRequest, Request, RequestBody};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ExtractParamOptions,
    payload::Json,
    registry::{MetaParamIn, MetaSchema, MetaSchemaRef},
    types::{ParseFromParameter, ToJSON, Type},
};
use sea_orm::{ConnectionTrait, SelectorTrait, sea_query::IntoValueTuple};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    api_error::ApiError,
    errors::RequestError,
    limits,
    paging::{Cursor, Limit, List, RequestUri},
    problem::Result,
};

/// The page that a request asks for by its query parameters `limit` and `after`.
///
/// A handler takes it as its last parameter and passes it to the store, which runs the query with
/// [`PageRequest::select`]; the handler turns the rows into the response:
///
/// ```text
/// #[oai(path = "/orders", method = "get", operation_id = "list_orders")]
/// async fn list_orders(&self, app: Data<&App>, caller: Buyer, page: PageRequest) -> Result<List<Order>> {
///     let tx = app.read(caller.actor()).await?;
///     let orders = store::list(&tx, &caller, &page).await?;
///     Ok(orders.map(Order::from).into())
/// }
/// ```
///
/// The OpenAPI document describes it as an object in the query, which `router::document` writes as one parameter for each
/// property.
#[derive(Clone, Debug)]
pub struct PageRequest {
    limit: Limit,
    after: Option<Cursor>,
    address: RequestUri,
}

/// The rows of one page.
#[derive(Clone, Debug)]
pub struct Rows<R> {
    /// The rows, in the order of the list.
    pub items: Vec<R>,
    next: Option<String>,
}

impl PageRequest {
    /// Runs a query that ends in `.cursor_by(columns).asc()` or `.desc()`, for the rows of this page.
    ///
    /// `key` returns the values of these columns of a row; they are unique together, so the last is usually the id.
    ///
    /// ```text
    /// let cycles = cycle::Entity::find().filter(…);
    /// let key = |cycle: &cycle::Model| (cycle.delivery_date, cycle.id);
    /// page.select(tx.db(), cycles.cursor_by((cycle::Column::DeliveryDate, cycle::Column::Id)).desc(), key).await
    /// ```
    ///
    /// # Errors
    /// 400 `cursor_invalid` where the cursor does not come from this list; those of the database.
    pub async fn select<S, K>(
        &self,
        db: &impl ConnectionTrait,
        query: &mut sea_orm::Cursor<S>,
        key: impl FnOnce(&S::Item) -> K,
    ) -> Result<Rows<S::Item>>
    where
        S: SelectorTrait,
        K: Serialize + DeserializeOwned + IntoValueTuple,
    {
        if let Some(after) = self.key::<K>()? {
            query.after(after);
        }
        let rows = query.first(self.fetch()).all(db).await?;
        Ok(self.cut(rows, key))
    }

    /// The sort key after which the page begins; none = from the start. For a query that is not written with SeaORM's
    /// cursor, together with [`PageRequest::fetch`] and [`PageRequest::cut`].
    ///
    /// # Errors
    /// 400 `cursor_invalid` where the cursor does not come from this list.
    pub fn key<K: DeserializeOwned>(&self) -> Result<Option<K>> {
        self.after.as_ref().map(Cursor::read).transpose()
    }

    /// How many rows to fetch: one more than the page has, which shows whether another page follows.
    pub fn fetch(&self) -> u64 {
        self.limit.get().saturating_add(1)
    }

    /// The page of `rows`, of which at most [`PageRequest::fetch`] were fetched; `key` returns a row's sort key.
    pub fn cut<R, K: Serialize>(&self, mut rows: Vec<R>, key: impl FnOnce(&R) -> K) -> Rows<R> {
        let length = usize::try_from(self.limit.get()).unwrap_or(usize::MAX);
        let more = rows.len() > length;
        rows.truncate(length);
        let last = rows.last().filter(|_| more);
        let next = last.map(|last| self.address.next(self.limit, &Cursor::of(&key(last))));
        Rows { items: rows, next }
    }
}

impl<R> Rows<R> {
    /// The same page with each row converted, usually into its response.
    pub fn map<T>(self, convert: impl FnMut(R) -> T) -> Rows<T> {
        Rows { items: self.items.into_iter().map(convert).collect(), next: self.next }
    }

    /// The same page with `items` as its rows: those that were loaded for its rows, in the same order.
    pub fn with_items<T>(self, items: Vec<T>) -> Rows<T> {
        Rows { items, next: self.next }
    }

    /// As [`Rows::map`], for a conversion that may fail.
    ///
    /// # Errors
    /// The first of the conversion.
    pub fn try_map<T, E>(self, convert: impl FnMut(R) -> Result<T, E>) -> Result<Rows<T>, E> {
        let items = self.items.into_iter().map(convert).collect::<Result<_, E>>()?;
        Ok(Rows { items, next: self.next })
    }
}

impl<T: ToJSON> From<Rows<T>> for List<T> {
    fn from(rows: Rows<T>) -> Self {
        Self::Ok(Json(rows.items), rows.next)
    }
}

impl<'a> ApiExtractor<'a> for PageRequest {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];

    type ParamType = ();

    type ParamRawType = ();

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Query)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        let default = MetaSchema { default: Limit::default().to_json(), ..MetaSchema::ANY };
        Some(MetaSchemaRef::Inline(Box::new(MetaSchema {
            properties: vec![("limit", Limit::schema_ref().merge(default)), ("after", Cursor::schema_ref())],
            ..MetaSchema::new("object")
        })))
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        let address = <RequestUri as FromRequest>::from_request(request, body).await?;
        let (mut limit, mut after) = (None, None);
        for (name, value) in url::form_urlencoded::parse(address.0.query().unwrap_or_default().as_bytes()) {
            match &*name {
                "limit" if limit.is_none() => limit = Some(parse_limit(&value)?),
                "after" if after.is_none() => after = Some(parse_cursor(&value)?),
                _ => {}
            }
        }
        Ok(Self { limit: limit.unwrap_or_default(), after, address })
    }
}

fn parse_limit(text: &str) -> Result<Limit> {
    let invalid = |_| RequestError::LimitInvalid { maximum: limits::PAGE }.at("?limit");
    Limit::parse_from_parameter(text).map_err(invalid)
}

fn parse_cursor(text: &str) -> Result<Cursor> {
    Cursor::parse_from_parameter(text).map_err(|_| RequestError::CursorInvalid.at("?after"))
}

#[cfg(test)]
mod tests {
    use poem::IntoResponse;
    use uuid::Uuid;

    use super::*;

    fn page(uri: &'static str, limit: u64, after: Option<Cursor>) -> PageRequest {
        let limit = Limit::parse_from_parameter(&limit.to_string()).unwrap();
        PageRequest { limit, after, address: RequestUri(poem::http::Uri::from_static(uri)) }
    }

    #[tokio::test]
    async fn a_page_links_to_the_next_with_its_filters() {
        let uri = "/api/v1/orders?q=miel+de+ulmo&limit=9&after=x";
        let first = page(uri, 2, None);
        assert_eq!(first.fetch(), 3);
        let list: List<i64> = first.cut(vec![1_i64, 2, 3], |row| *row).map(|row| row * 10).into();
        let mut response = list.into_response();
        let link = response.header("link").unwrap().to_owned();
        assert_eq!(response.take_body().into_json::<Vec<i64>>().await.unwrap(), [10, 20]);
        let after = Cursor::of(&2_i64);
        let after = after.as_raw_value().unwrap();
        assert_eq!(link, format!("</api/v1/orders?q=miel+de+ulmo&limit=2&after={after}>; rel=\"next\""));
        let next = page(uri, 2, Some(Cursor::parse_from_parameter(after).unwrap()));
        assert_eq!(next.key::<i64>().unwrap(), Some(2));
    }

    #[test]
    fn the_last_page_has_no_next() {
        let list: List<i64> = page("/a", 2, None).cut(vec![1_i64, 2], |row| *row).into();
        assert_eq!(list.into_response().header("link"), None);
    }

    #[test]
    fn a_cursor_of_another_list_is_refused() {
        let problem = page("/a", 50, Some(Cursor::of(&"calafate"))).key::<Uuid>().unwrap_err();
        assert_eq!((problem.code(), problem.errors()[0].pointer.as_str()), ("cursor_invalid", "?after"));
        let broken = Cursor::parse_from_parameter("%%%").unwrap();
        assert_eq!(page("/a", 50, Some(broken)).key::<Uuid>().unwrap_err().code(), "cursor_invalid");
    }
}
