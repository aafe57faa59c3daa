//! Repeating a creating request is harmless: its answer is stored, in the transaction of the command itself, under
//! the key that the client chose, and a repetition answers the same without doing anything.

use chrono::TimeDelta;
use entities::platform::idempotency_key as stored;
use poem_openapi::{
    ApiResponse,
    payload::Json,
    types::{ParseFromJSON, ToJSON},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::problem::{Answer, Problem};
use crate::platform::{app::App, work::{Actor, Work}};

/// How long an answer is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// Characters of a key.
const KEY_LENGTH: usize = 255;

/// A thing was made, or had been made by the same request before.
#[derive(ApiResponse)]
pub enum Created<T: ParseFromJSON + ToJSON + Send + Sync> {
    /// The thing as it was made.
    #[oai(status = 201)]
    Created(
        Json<T>,
        /// `true` where this repeats an earlier answer.
        #[oai(header = "Idempotency-Replayed")]
        Option<String>,
    ),
}

/// A creating request at its start: either its stored answer, or the work to do.
pub enum Once<T: ParseFromJSON + ToJSON + Send + Sync> {
    /// The same request was answered before.
    Replay(Created<T>),
    /// Do it, then answer with `OnceWork::created`.
    Begin(OnceWork),
}

/// Work whose answer will be kept under the request's key.
pub struct OnceWork {
    /// The transaction of the command.
    pub work: Work,
    row: Uuid,
}

/// Begins the work of a creating request of `caller` (whose keys are its own), or finds its stored answer.
pub async fn once<T: ParseFromJSON + ToJSON + Send + Sync>(
    app: &App,
    actor: Actor,
    caller: &str,
    operation: &'static str,
    key: &Option<String>,
    body: &impl ToJSON,
) -> Answer<Once<T>> {
    let key = checked(key.as_deref())?;
    let hash = request_hash(operation, body);
    let work = app.begin(actor).await?;
    let mine = stored::Entity::find()
        .filter(stored::Column::Caller.eq(caller))
        .filter(stored::Column::Key.eq(key));
    if let Some(row) = mine.one(work.db()).await? {
        if row.created_at + KEPT >= work.now() {
            return replay(row, &hash).map(Once::Replay);
        }
        stored::Entity::delete_by_id(row.id).exec(work.db()).await?;
    }
    let row = work.new_id::<Uuid>();
    let inserted = stored::Entity::insert(stored::ActiveModel {
        id: Set(row),
        caller: Set(caller.to_owned()),
        operation: Set(operation.to_owned()),
        key: Set(key.to_owned()),
        request_hash: Set(hash),
        status: Set(0),
        response: Set(serde_json::Value::Null),
        created_at: Set(work.now()),
    })
    .on_conflict_do_nothing_on([stored::Column::Caller, stored::Column::Key])
    .exec_without_returning(work.db())
    .await?;
    match inserted {
        sea_orm::TryInsertResult::Inserted(1) => Ok(Once::Begin(OnceWork { work, row })),
        _ => Err(Problem::refused("idempotency_key_in_use", "The same request is still running: wait for its answer.")),
    }
}

impl OnceWork {
    /// Stores the answer under the request's key and commits it with the work.
    pub async fn created<T: ParseFromJSON + ToJSON + Send + Sync>(self, made: T) -> Answer<Created<T>> {
        let Self { work, row } = self;
        stored::Entity::update(stored::ActiveModel {
            id: Set(row),
            status: Set(201),
            response: Set(made.to_json().unwrap_or_default()),
            ..Default::default()
        })
        .exec(work.db())
        .await?;
        work.commit().await?;
        Ok(Created::Created(Json(made), None))
    }
}

fn replay<T: ParseFromJSON + ToJSON + Send + Sync>(row: stored::Model, hash: &str) -> Answer<Created<T>> {
    if row.request_hash != hash {
        return Err(Problem::key_reused());
    }
    let made = T::parse_from_json(Some(row.response))
        .map_err(|e| anyhow::anyhow!("a stored answer no longer reads: {}", e.into_message()))?;
    Ok(Created::Created(Json(made), Some("true".to_owned())))
}

fn checked(key: Option<&str>) -> Answer<&str> {
    let Some(key) = key else {
        return Err(Problem::malformed(
            "idempotency_key_missing",
            "Send an Idempotency-Key header: a text of your own, new for each thing to make, the same for each repetition.",
        ));
    };
    if key.is_empty() || key.chars().count() > KEY_LENGTH || key.chars().any(char::is_control) {
        return Err(Problem::malformed(
            "idempotency_key_malformed",
            "An Idempotency-Key has 1 to 255 characters and no control characters.",
        ));
    }
    Ok(key)
}

/// SHA-256 of the operation and its body, hex.
fn request_hash(operation: &str, body: &impl ToJSON) -> String {
    let mut hash = Sha256::new();
    hash.update(operation.as_bytes());
    hash.update([0]);
    hash.update(body.to_json_string().as_bytes());
    hex::encode(hash.finalize())
}
