//! Commands that may arrive twice because the signal dropped: the client names each with a key, and the second
//! arrival gets the first one's answer. The key is stored in the command's own transaction, so both hold or neither.

use entities::platform::idempotency_key::{ActiveModel, Column, Entity, Model};
use poem_openapi::{
    ApiResponse,
    payload::Json,
    types::{ParseFromJSON, ToJSON},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, TryInsertResult, sea_query::Expr};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    etag, limits,
    problem::{Problem, Result},
};
use crate::platform::{
    app::App,
    unit_of_work::{Actor, UnitOfWork},
};

/// Something that was made, or had been made by the same request before.
#[derive(ApiResponse)]
pub enum Created<T: ParseFromJSON + ToJSON + Send + Sync> {
    /// What was made.
    #[oai(status = 201)]
    Created(
        Json<T>,
        /// `true` where this repeats an earlier answer.
        #[oai(header = "Idempotency-Replayed")]
        Option<String>,
        /// The version it was made with, as `If-Match` wants it, of things that two people may edit.
        #[oai(header = "ETag")]
        Option<String>,
    ),
}

impl<T: ParseFromJSON + ToJSON + Send + Sync> Created<T> {
    /// Something just made, by a request that needs no key.
    pub fn new(made: T) -> Self {
        Self::Created(Json(made), None, None)
    }

    /// The same with its version.
    #[must_use]
    pub fn versioned(self, version: impl FnOnce(&T) -> i32) -> Self {
        let Self::Created(made, replayed, _) = self;
        let tag = etag::etag(version(&made.0));
        Self::Created(made, replayed, Some(tag))
    }

    /// The thing itself.
    pub fn into_inner(self) -> T {
        let Self::Created(Json(made), ..) = self;
        made
    }
}

/// A creating request at its start: either its stored answer, or the work to do.
#[allow(clippy::large_enum_variant, reason = "it is matched where it is made")]
pub enum Once<T: ParseFromJSON + ToJSON + Send + Sync> {
    /// The same request was answered before.
    Replay(Created<T>),
    /// Do it, then answer with `OnceWork::created`.
    Begin(OnceWork),
}

/// Work whose answer will be kept under the request's key.
pub struct OnceWork {
    /// The transaction of the command.
    pub tx: UnitOfWork,
    row: Uuid,
}

/// A row with this status belongs to a request that has not come to its end.
const RUNNING: i32 = 0;
const CREATED: i32 = 201;

/// Begins the work of a creating request of `caller` (whose keys are its own), or finds its stored answer.
///
/// `operation` is the operation's id, followed by the ids of its path where it has any; `key` the header
/// `Idempotency-Key` as it came. The key is claimed before anything else is done, so that of two requests at once the
/// later waits and then repeats the answer of the first. Dropped before `created`, the work leaves the key free.
///
/// ```ignore
/// match once::<OrderDetail>(&app, buyer.actor(), &buyer.key_owner(), "placeOrder", &key.0, &body.0).await? {
///     Once::Replay(made) => Ok(made),
///     Once::Begin(mut begun) => {
///         let order = actions::place(&mut begun.work, &buyer, body.0).await?;
///         begun.created(order).await
///     }
/// }
/// ```
///
/// # Errors
/// 400 without a key or with one that is none; 422 where the key was used for another request within 24 hours; 409
/// where the first request with it has not ended.
pub async fn once<T: ParseFromJSON + ToJSON + Send + Sync>(
    app: &App,
    actor: Actor,
    caller: &str,
    operation: &str,
    key: &Option<String>,
    body: &impl ToJSON,
) -> Result<Once<T>> {
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
        return Ok(Once::Begin(OnceWork { tx, row: id }));
    }
    let mine = Entity::find().filter(Column::Caller.eq(caller)).filter(Column::Key.eq(key));
    let Some(taken) = mine.one(tx.db()).await? else {
        return Err(in_use());
    };
    let age = tx.now().signed_duration_since(taken.created_at);
    if age.to_std().is_ok_and(|age| age >= limits::IDEMPOTENCY_KEPT) {
        let row = ActiveModel { id: Set(taken.id), ..row };
        Entity::update(row).exec(tx.db()).await?;
        return Ok(Once::Begin(OnceWork { tx, row: taken.id }));
    }
    replay(taken, &hash).map(Once::Replay)
}

impl OnceWork {
    /// Stores the answer under the request's key and commits it with the work.
    pub async fn created<T: ParseFromJSON + ToJSON + Send + Sync>(self, made: T) -> Result<Created<T>> {
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
        return Err(Problem::key_reused());
    }
    if row.status == RUNNING {
        return Err(in_use());
    }
    let made = T::parse_from_json(Some(row.response))
        .map_err(|error| anyhow::anyhow!("a stored answer no longer reads: {}", error.into_message()))?;
    Ok(Created::Created(Json(made), Some("true".to_owned()), None))
}

fn in_use() -> Problem {
    Problem::refused("idempotency_key_in_use", "The same request is still running: wait for its answer.")
}

/// The key as it came, where it is one.
///
/// # Errors
/// 400 where it is missing, empty, too long or holds control characters.
pub fn check_key(key: Option<&str>) -> Result<&str> {
    let Some(key) = key else {
        let detail = "Send an Idempotency-Key header: a text of your own, new for each thing to make, the same for each repetition.";
        return Err(Problem::malformed("idempotency_key_missing", detail));
    };
    if key.is_empty() || key.chars().count() > limits::IDEMPOTENCY_KEY || key.chars().any(char::is_control) {
        let detail = "An Idempotency-Key has 1 to 255 characters and no control characters.";
        return Err(Problem::malformed("idempotency_key_malformed", detail));
    }
    Ok(key)
}

/// SHA-256 in hex over the operation and the body as it was understood.
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
