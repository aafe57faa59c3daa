//! Idempotency keys (draft-ietf-httpapi-idempotency-key-header).
//!
//! The key, a hash of the request and the response are stored in the transaction of the command, so a retry after a
//! lost response returns the first response instead of repeating the effect.

use entities::platform::idempotency_key::{ActiveModel, Column, Entity, Model};
use futures_util::FutureExt;
use poem::{FromRequest, Request, RequestBody};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ApiResponse, ExtractParamOptions,
    payload::Json,
    registry::{MetaParamIn, MetaSchema, MetaSchemaRef, Registry},
    types::{ParseFromJSON, ToJSON},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, TryInsertResult, sea_query::Expr};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    caller::Caller,
    csv_upload::CsvUpload,
    errors::RequestError,
    etag, limits,
    paging::RequestUri,
    problem::{Problem, Result},
};
use crate::platform::{
    app::App,
    unit_of_work::{Actor, UnitOfWork},
};

/// A created resource, or the one that an earlier identical request created.
#[derive(ApiResponse)]
pub enum Created<T: ParseFromJSON + ToJSON + Send + Sync> {
    /// The resource.
    #[oai(status = 201)]
    Created(
        Json<T>,
        /// `true` if this is the stored response of an earlier request.
        #[oai(header = "Idempotency-Replayed")]
        Option<String>,
        /// The version of a resource that several people may update, for `If-Match`.
        #[oai(header = "ETag")]
        Option<String>,
    ),
}

impl<T: ParseFromJSON + ToJSON + Send + Sync> Created<T> {
    /// The response of a request that needs no key.
    pub fn new(made: T) -> Self {
        Self::Created(Json(made), None, None)
    }

    /// The same response with its version.
    #[must_use]
    pub fn versioned(self, version: impl FnOnce(&T) -> i32) -> Self {
        let Self::Created(made, replayed, _) = self;
        let tag = etag::etag(version(&made.0));
        Self::Created(made, replayed, Some(tag))
    }

    /// The resource.
    pub fn into_inner(self) -> T {
        let Self::Created(Json(made), ..) = self;
        made
    }
}

/// A creating request of `C` with its `Idempotency-Key`.
///
/// It is the caller of its operation: it documents and checks the security scheme of `C`, and documents the header.
/// The handler passes the body and what to do with it:
///
/// ```ignore
/// async fn create_order(
///     &self,
///     #[oai(name = "Idempotency-Key")] request: Idempotent<Buyer>,
///     body: Json<NewOrder>,
/// ) -> Result<Created<OrderDetail>> {
///     request
///         .run(body, async |tx, buyer, new| {
///             let order = actions::create_order(tx, &buyer, new.into()).await?;
///             order_detail(tx, order).await
///         })
///         .await
/// }
/// ```
pub struct Idempotent<C> {
    app: App,
    caller: C,
    key: Option<String>,
    operation: String,
}

impl<C: Caller> Idempotent<C> {
    /// Who sent the request.
    pub fn actor(&self) -> Actor {
        self.caller.actor()
    }

    /// Runs `create` in a transaction, stores its response under the key and commits both; or returns the response that
    /// was stored for the same request within the last 24 hours, with `Idempotency-Replayed: true`.
    ///
    /// The key is claimed before `create` runs, so that of two requests at once the later waits and then returns the
    /// response of the first. Where `create` fails, the key stays free. The same request means: the same method, address
    /// and body.
    ///
    /// # Errors
    /// Those of `create`; 400 without a key or with a malformed one; 422 where the key was used for another request; 409
    /// where the first request with it has not ended.
    pub async fn run<B, T, F>(self, body: Json<B>, create: F) -> Result<Created<T>>
    where
        B: ToJSON,
        T: ParseFromJSON + ToJSON + Send + Sync,
        F: AsyncFnOnce(&mut UnitOfWork, C, B) -> Result<T>,
    {
        let Self { app, caller, key, operation } = self;
        match claim_key(&app, caller.actor(), &caller.key_owner(), &operation, &key, &body.0).await? {
            KeyState::Answered(response) => Ok(response),
            KeyState::Claimed(mut claimed) => {
                let created = create(&mut claimed.tx, caller, body.0).await?;
                claimed.commit_with(created).await
            }
        }
    }

    /// The same for an operation that takes no body.
    ///
    /// # Errors
    /// Those of [`run`](Self::run).
    pub async fn run_bodiless<T, F>(self, create: F) -> Result<Created<T>>
    where
        T: ParseFromJSON + ToJSON + Send + Sync,
        F: AsyncFnOnce(&mut UnitOfWork, C) -> Result<T>,
    {
        self.run(Json(Value::Null), async |tx, caller, _| create(tx, caller).await).await
    }

    /// The same for an operation whose body is a CSV file. The same request means: the same bytes.
    ///
    /// # Errors
    /// Those of [`run`](Self::run).
    pub async fn run_upload<T, F>(self, CsvUpload(bytes): CsvUpload, create: F) -> Result<Created<T>>
    where
        T: ParseFromJSON + ToJSON + Send + Sync,
        F: AsyncFnOnce(&mut UnitOfWork, C, Vec<u8>) -> Result<T>,
    {
        let digest = hex::encode(Sha256::digest(&bytes));
        self.run(Json(digest), async |tx, caller, _| create(tx, caller, bytes).await).await
    }
}

impl<'a, C: Caller + ApiExtractor<'a, ParamType = ()>> ApiExtractor<'a> for Idempotent<C> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme, ApiExtractorType::Parameter];

    const PARAM_IS_REQUIRED: bool = true;

    type ParamType = ();

    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        C::register(registry);
    }

    fn security_schemes() -> Vec<&'static str> {
        C::security_schemes()
    }

    fn has_security_fallback() -> bool {
        C::has_security_fallback()
    }

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Header)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        Some(MetaSchemaRef::Inline(Box::new(MetaSchema {
            pattern: Some(KEY_PATTERN.to_owned()),
            max_length: Some(limits::IDEMPOTENCY_KEY),
            ..MetaSchema::new("string")
        })))
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        // Boxed because of a limitation of the compiler (rust-lang/rust#100013).
        let caller = C::from_request(request, body, options).boxed().await?;
        let app = request.data::<App>().cloned().ok_or_else(Problem::internal)?;
        // A key that is not ASCII is malformed, not missing.
        let key = request.headers().get("idempotency-key").map(|key| key.to_str().unwrap_or_default().to_owned());
        let address = <RequestUri as FromRequest>::from_request(request, body).await?;
        Ok(Self { app, caller, key, operation: format!("{} {}", request.method(), address.0) })
    }
}

/// The state of a key when a request arrives.
#[allow(clippy::large_enum_variant, reason = "it is matched where it is created")]
pub(super) enum KeyState<T: ParseFromJSON + ToJSON + Send + Sync> {
    /// The same request has been answered before.
    Answered(Created<T>),
    /// This request is the first with the key.
    Claimed(ClaimedKey),
}

/// A key that belongs to this request, and the transaction in which its response will be stored.
pub(super) struct ClaimedKey {
    tx: UnitOfWork,
    row: Uuid,
}

/// The keys that are accepted: printable ASCII that does not begin or end with a space.
const KEY_PATTERN: &str = "^[!-~]([ -~]*[!-~])?$";

/// The status of a row whose request has not ended.
const RUNNING: i32 = 0;
const CREATED: i32 = 201;

/// Claims the key in a new transaction, or finds the stored response of the same request.
///
/// # Errors
/// 400 without a key or with a malformed one; 422 where the key was used for another request within 24 hours; 409
/// where the first request with it has not ended.
pub(super) async fn claim_key<T: ParseFromJSON + ToJSON + Send + Sync>(
    app: &App,
    actor: Actor,
    caller: &str,
    operation: &str,
    key: &Option<String>,
    body: &impl ToJSON,
) -> Result<KeyState<T>> {
    let key = check_key(key.as_deref())?;
    let hash = request_hash(operation, body);
    let tx = app.begin(actor).await?;
    let id: Uuid = tx.new_id();
    let row = ActiveModel {
        id: Set(id),
        caller: Set(caller.to_owned()),
        operation: Set(operation.to_owned()),
        key: Set(key.to_owned()),
        request_hash: Set(hash.clone()),
        status: Set(RUNNING),
        response: Set(Value::Null),
        created_at: Set(tx.now()),
    };
    let insert = Entity::insert(row.clone()).on_conflict_do_nothing_on([Column::Caller, Column::Key]);
    if let TryInsertResult::Inserted(1) = insert.exec_without_returning(tx.db()).await? {
        return Ok(KeyState::Claimed(ClaimedKey { tx, row: id }));
    }
    let rows = Entity::find().filter(Column::Caller.eq(caller)).filter(Column::Key.eq(key));
    let Some(stored) = rows.one(tx.db()).await? else {
        return Err(RequestError::IdempotencyKeyInUse.into());
    };
    let age = tx.now().signed_duration_since(stored.created_at);
    if age.to_std().is_ok_and(|age| age >= limits::IDEMPOTENCY_RETENTION) {
        let row = ActiveModel { id: Set(stored.id), ..row };
        Entity::update(row).exec(tx.db()).await?;
        return Ok(KeyState::Claimed(ClaimedKey { tx, row: stored.id }));
    }
    replay(stored, &hash).map(KeyState::Answered)
}

impl ClaimedKey {
    /// Stores the response under the key and commits the transaction.
    pub(super) async fn commit_with<T: ParseFromJSON + ToJSON + Send + Sync>(self, made: T) -> Result<Created<T>> {
        let Self { tx, row } = self;
        let response = made.to_json().unwrap_or(Value::Null);
        Entity::update_many()
            .col_expr(Column::Status, Expr::value(CREATED))
            .col_expr(Column::Response, Expr::value(response))
            .filter(Column::Id.eq(row))
            .exec(tx.db())
            .await?;
        tx.commit().await?;
        Ok(Created::new(made))
    }
}

fn replay<T: ParseFromJSON + ToJSON + Send + Sync>(row: Model, hash: &str) -> Result<Created<T>> {
    if row.request_hash != hash {
        return Err(RequestError::IdempotencyKeyReused.into());
    }
    if row.status == RUNNING {
        return Err(RequestError::IdempotencyKeyInUse.into());
    }
    let made = T::parse_from_json(Some(row.response))
        .map_err(|error| anyhow::anyhow!("a stored response cannot be parsed: {}", error.into_message()))?;
    Ok(Created::Created(Json(made), Some("true".to_owned()), None))
}

/// Checks a key.
///
/// # Errors
/// 400 if it is missing, empty, too long or has characters that are not printable ASCII.
pub fn check_key(key: Option<&str>) -> Result<&str> {
    let key = key.ok_or(RequestError::IdempotencyKeyMissing)?;
    let maximum = limits::IDEMPOTENCY_KEY;
    if key.is_empty() || key.len() > maximum || !key.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Err(RequestError::IdempotencyKeyMalformed { maximum }.into());
    }
    Ok(key)
}

/// SHA-256, in hex, of the operation and the parsed body.
pub fn request_hash(operation: &str, body: &impl ToJSON) -> String {
    let mut hash = Sha256::new();
    hash.update(operation.as_bytes());
    hash.update([0]);
    hash.update(body.to_json_string().as_bytes());
    hex::encode(hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::http::text::Text;

    fn row(hash: &str, status: i32) -> Model {
        Model {
            id: Uuid::nil(),
            caller: "a".to_owned(),
            operation: "placeOrder".to_owned(),
            key: "k".to_owned(),
            request_hash: hash.to_owned(),
            status,
            response: 7.into(),
            created_at: chrono::DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn keys_are_bounded() {
        assert_eq!(check_key(None).unwrap_err().code(), "idempotency_key_missing");
        for bad in ["", "a\tb", "a\0", &"k".repeat(256)] {
            assert_eq!(check_key(Some(bad)).unwrap_err().code(), "idempotency_key_malformed", "{bad:?}");
        }
        assert!(check_key(Some(&"k".repeat(255))).is_ok());
    }

    #[test]
    fn the_hash_is_of_operation_and_body() {
        let (one, other) = (Text::<0, 9>::parse("a").unwrap(), Text::<0, 9>::parse("b").unwrap());
        let hash = request_hash("placeOrder", &one);
        assert_eq!(hash.len(), 64);
        assert_eq!(hash, request_hash("placeOrder", &one));
        assert_ne!(hash, request_hash("placeOrder", &other));
        assert_ne!(hash, request_hash("amendOrder", &one));
    }

    #[test]
    fn the_stored_answer_is_for_the_same_request_only() {
        let Created::Created(made, replayed, _) = replay::<i64>(row("h", CREATED), "h").unwrap();
        assert_eq!((made.0, replayed.as_deref()), (7, Some("true")));
        assert_eq!(replay::<i64>(row("h", CREATED), "g").err().map(|p| p.status().as_u16()), Some(422));
        assert_eq!(replay::<i64>(row("h", RUNNING), "h").err().map(|p| p.status().as_u16()), Some(409));
    }
}
